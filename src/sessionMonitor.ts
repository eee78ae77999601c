// The loop's one stateful object: the last snapshot, and the overview derived from it.
import { nextChange } from './core/nextChange.ts';
import { type Overview, deriveOverview } from './core/overview.ts';
import type { Preferences } from './core/preferences.ts';
import type { Snapshot } from './core/snapshot.ts';

interface MonitorSources {
  readonly readSnapshot: (previous: Snapshot | undefined) => Promise<Snapshot>;
  /** Whether all that was read is still the same; what differs leads to a `reload`. Asked with each timer. */
  readonly isUnchanged: () => boolean;
  /** ms since the epoch */
  readonly now: () => number;
  /** When the machine started, by that clock as it stands; ms since the epoch. */
  readonly bootedAt?: () => number;
  readonly preferences: () => Preferences;
  /** Calls back once, after so many ms; disposing it calls it off. */
  readonly startTimer: (callback: () => void, ms: number) => Disposable;
  /** When else to look, beside each change of the overview; ms since the epoch, later than the overview. */
  readonly nextWishes: (overview: Overview) => readonly (number | undefined)[];
}

interface Disposable {
  dispose(): void;
}

/** The one that a machine has; tests have their own. */
export function startTimer(callback: () => void, ms: number): Disposable {
  const timer = setTimeout(callback, ms);
  return { dispose: () => clearTimeout(timer) };
}

/** Timers stop while a machine sleeps, so that no wait may be longer. */
const longestWaitMs = 60_000;

export class SessionMonitor {
  readonly #sources: MonitorSources;
  readonly #listeners = new Set<(overview: Overview) => void>();
  #snapshot: Snapshot | undefined;
  #overview: Overview | undefined;
  #timer: Disposable | undefined;
  #reading: Promise<void> | undefined;
  #mustReadAgain = false;
  #isDisposed = false;

  constructor(sources: MonitorSources) {
    this.#sources = sources;
  }

  /** Undefined until the first snapshot has been read. */
  get overview(): Overview | undefined {
    return this.#overview;
  }

  /** The overview, read first if it has not been: a command can be what starts the extension. */
  async firstOverview(): Promise<Overview> {
    if (this.#overview === undefined) await this.reload();
    if (this.#overview === undefined) throw new Error('The extension has been stopped.');
    return this.#overview;
  }

  onDidChange(listener: (overview: Overview) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** Replaces the snapshot. Calls that come while one is being read share one further read. */
  async reload(): Promise<void> {
    this.#mustReadAgain = true;
    this.#reading ??= this.#readUntilSettled();
    await this.#reading;
  }

  /** Replaces *now*. */
  tick(): void {
    this.#publish();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
    this.#listeners.clear();
  }

  async #readUntilSettled(): Promise<void> {
    // Ended in the same turn as the last look at the flag: a call in between would wait for nothing.
    try {
      while (this.#mustReadAgain && !this.#isDisposed) {
        this.#mustReadAgain = false;
        this.#snapshot = await this.#sources.readSnapshot(this.#snapshot);
        this.#publish();
      }
    } finally {
      this.#reading = undefined;
    }
  }

  #publish(): void {
    if (this.#snapshot === undefined || this.#isDisposed) return;
    const { now, bootedAt, preferences } = this.#sources;
    const overview = deriveOverview(this.#snapshot, now(), preferences(), bootedAt?.());
    this.#overview = overview;
    this.#arm(overview);
    for (const listener of this.#listeners) listener(overview);
  }

  #arm(overview: Overview): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    // Even where nothing is to change, a clock that is put right or a moved folder must be noticed.
    const { nextWishes, startTimer: start } = this.#sources;
    const instants = [nextChange(overview), ...nextWishes(overview)];
    const wait = Math.min(...instants.map((instant) => instant ?? Infinity)) - overview.now;
    this.#timer = start(() => this.#look(), Math.min(wait, longestWaitMs));
  }

  /** No event tells of what another machine does to a file in a shared home, or while this one sleeps. */
  #look(): void {
    const { isUnchanged, now } = this.#sources;
    if (this.#snapshot !== undefined && isUnchanged()) {
      this.#snapshot = { ...this.#snapshot, readAt: now() };
    }
    this.tick();
  }
}

// Notes what becomes of the sessions by other hands: each token file that nobody has noted yet, for all
// windows together. What is done here is noted by who does it.
import { type Sighting, observed } from '../core/history.ts';
import type { Overview, SessionStatus } from '../core/overview.ts';
import { type Watch, looked } from '../core/sightings.ts';
import { inBackground } from './inBackground.ts';

interface Disposable {
  dispose(): void;
}

interface HistoryRecorderServices {
  /** Writes down what was seen, by session id; rejects where that fails. */
  readonly note: (sightings: ReadonlyMap<string, Sighting>) => Promise<void>;
  readonly startTimer: (callback: () => void, ms: number) => Disposable;
  /** Lets something go on that nobody waits for, and tells where it fails. */
  readonly unawaited: (act: Promise<void>) => void;
}

/** Whoever wrote the file is about to note it, and of many windows one is enough. */
const shortestPauseMs = 1_000;
const longestPauseMs = 5_000;

/** What could not be written is tried again, but nobody waits for it. */
const pauseAfterFailureMs = 5 * 60_000;

/** The one of a window: it tells the log of what could not be noted. */
export function newHistoryRecorder(
  log: Parameters<typeof inBackground>[0],
  { stateFile, now }: { readonly stateFile: string; readonly now: () => number },
  startTimer: HistoryRecorderServices['startTimer'],
): HistoryRecorder {
  const note: HistoryRecorderServices['note'] = async (sightings) => {
    const { noteSightings } = await import('../aws/awsSdk.ts');
    await noteSightings(stateFile, sightings, now());
  };
  const unawaited = (act: Promise<void>): void => inBackground(log, 'noting the history', act);
  return new HistoryRecorder({ note, startTimer, unawaited });
}

export class HistoryRecorder implements Disposable {
  readonly #services: HistoryRecorderServices;
  /** From 0 to 1, another one each time. */
  readonly #random: () => number;
  /** By session id. */
  readonly #watches = new Map<string, Watch>();
  #sessions: readonly SessionStatus[] = [];
  #timer: Disposable | undefined;
  #isDisposed = false;

  constructor(services: HistoryRecorderServices, random = Math.random) {
    this.#services = services;
    this.#random = random;
  }

  render({ sessions, now, readAt = now }: Overview): void {
    for (const { session, file } of sessions) {
      // What it was, or will be, may well be known.
      if (file === 'unreadable') continue;
      const token = file === 'absent' ? undefined : file;
      const look = { beganAt: readAt, endedAt: now, token };
      this.#watches.set(session.id, looked(this.#watches.get(session.id), look));
    }
    this.#sessions = sessions;
    const jitterMs = this.#random() * (longestPauseMs - shortestPauseMs);
    if (this.#newSightings().size > 0) this.#noteIn(shortestPauseMs + jitterMs);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
  }

  #noteIn(ms: number): void {
    const { startTimer, unawaited } = this.#services;
    this.#timer ??= startTimer(() => unawaited(this.#note()), ms);
  }

  #newSightings(): ReadonlyMap<string, Sighting> {
    return new Map(
      this.#sessions.flatMap(({ session, file, history }) => {
        const sighting = this.#watches.get(session.id)?.sighting;
        const isNew =
          sighting !== undefined &&
          file !== 'unreadable' &&
          observed(history, sighting) !== history;
        return isNew ? [[session.id, sighting] as const] : [];
      }),
    );
  }

  async #note(): Promise<void> {
    const sightings = this.#newSightings();
    let isNoted = false;
    try {
      if (sightings.size > 0) await this.#services.note(sightings);
      isNoted = true;
    } finally {
      this.#timer = undefined;
      if (!isNoted && !this.#isDisposed) this.#noteIn(pauseAfterFailureMs);
    }
  }
}

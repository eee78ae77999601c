// One window of a simulated month: the product's own loop and voice, with files and HTTP in memory.
import { secondMs } from '../../../src/core/durations.ts';
import { type Sighting, observed } from '../../../src/core/history.ts';
import { nextTimeLeft } from '../../../src/core/nextChange.ts';
import type { Overview, SessionStatus } from '../../../src/core/overview.ts';
import type { Preferences } from '../../../src/core/preferences.ts';
import {
  attemptAllowedAt,
  automaticRefreshAt,
  nextAutomaticRefresh,
  renewalWindowMs,
} from '../../../src/core/renewalPlan.ts';
import { type Watch, looked } from '../../../src/core/sightings.ts';
import { type RenewalRecord, renewalSubject } from '../../../src/core/snapshot.ts';
import type { ConfiguredSession } from '../../../src/core/ssoConfig.ts';
import { byUrgency } from '../../../src/core/urgency.ts';
import { SessionMonitor } from '../../../src/sessionMonitor.ts';
import type { NotifierServices } from '../../../src/views/expiryNotifier.ts';
import type { Random } from '../overviewBuilder.ts';
import type { MonthClock } from './clock.ts';
import type { FileOnDisk, MonthMachine } from './machine.ts';
import type { MonthService } from './service.ts';

/** As `ExpiryNotifier` is made of. */
export type MakeVoice = (services: NotifierServices) => { render(overview: Overview): void };

type Wishes = Omit<Preferences, 'autoRefresh'> & { readonly autoRefresh: boolean | undefined };

export interface WindowWorld {
  readonly clock: MonthClock;
  readonly machine: MonthMachine;
  readonly service: MonthService;
  readonly random: Random;
  readonly makeVoice: MakeVoice;
  /** `autoRefresh` is undefined until somebody has chosen. */
  readonly wishes: () => Wishes;
  /** The window that somebody is at. */
  readonly active: () => MonthWindow | undefined;
  /** Called whenever a window is about to do something: what is said from then on is said by it. */
  readonly itsTurn: (window: MonthWindow) => void;
  /** Called with each key that a window may say. */
  readonly claimed: (key: string) => void;
  readonly run: NotifierServices['run'];
}

export class MonthWindow {
  readonly name: string;
  readonly openedAt: number;
  readonly #world: WindowWorld;
  readonly #monitor: SessionMonitor;
  readonly #jitter: number;
  readonly #watches = new Map<string, Watch>();
  readonly #running = new Set<string>();
  readonly #heard: (overview: Overview) => void;
  #isNoting = false;
  #isBehind = true;
  #isOpen = true;
  /** How many overviews it has shown. */
  shown = 0;

  constructor(name: string, world: WindowWorld, heard: (overview: Overview) => void) {
    const { clock, machine, random, makeVoice, wishes, active } = world;
    this.name = name;
    this.openedAt = clock.now;
    this.#world = world;
    this.#heard = heard;
    this.#jitter = random.below(1000) / 1000;
    this.#monitor = new SessionMonitor({
      readSnapshot: () => Promise.resolve(machine.snapshot(clock.now)),
      isUnchanged: () => !this.#isBehind,
      now: () => clock.now,
      preferences: () => ({ ...wishes(), autoRefresh: wishes().autoRefresh === true }),
      startTimer: (callback, ms) => this.#timer(callback, ms),
      nextWishes: (overview) => [
        wishes().autoRefresh === true ? nextAutomaticRefresh(overview, this.#jitter) : undefined,
        // As the status bar wishes, which shows the first of them.
        nextTimeLeft(byUrgency(overview.sessions).slice(0, 1), overview.now),
      ],
    });
    const voice = makeVoice({
      isEnabled: () => true,
      isSomebodyThere: () => active() === this,
      mayOfferRefresh: () => wishes().autoRefresh === undefined && active() === this,
      claim: (key) => Promise.resolve(this.#claim(key)),
      run: world.run,
      unawaited: (act) => void act,
      refreshAlways: () => Promise.resolve(),
    });
    this.#monitor.onDidChange((overview) => {
      this.shown += 1;
      voice.render(overview);
      this.#renewWhatIsDue(overview);
      this.#look(overview);
      this.#heard(overview);
    });
    this.reload();
  }

  /** Undefined before it shows anything. */
  get overview(): Overview | undefined {
    return this.#monitor.overview;
  }

  /** A file has changed, and it is about to be told. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  reload(): void {
    this.#world.itsTurn(this);
    this.#isBehind = false;
    void this.#monitor.reload();
  }

  tick(): void {
    this.#world.itsTurn(this);
    this.#monitor.tick();
  }

  /** A file has changed that it watches. */
  filesChanged(): void {
    if (this.#isBehind) return;
    this.#isBehind = true;
    this.#timer(() => this.reload(), 50 + this.#world.random.below(400));
  }

  close(): void {
    this.#isOpen = false;
    this.#monitor.dispose();
  }

  /** As the command: one attempt, at whose end every window hears of it. */
  refresh({ id }: ConfiguredSession, by: RenewalRecord['by']): void {
    const { clock, machine, random } = this.#world;
    const status = this.overview?.sessions.find(({ session }) => session.id === id);
    const file = machine.files.get(id);
    if (file === undefined || status === undefined || this.#running.has(id)) return;
    const { now: at } = clock;
    const { lifetimeMs, session } = status;
    const last = machine.renewals.get(id);
    if (attemptAllowedAt(last, at) !== undefined) return;
    if (by === 'timer' && file.expiresAt - at > renewalWindowMs(lifetimeMs)) return;
    const known =
      last?.subject === renewalSubject(file.fingerprint, session, '') ? last : undefined;
    const { failure, failures = 0, issuedAt } = known ?? {};
    const attempt = { attemptedAt: at, sentAt: at, by, failure, failures, issuedAt };
    this.#running.add(id);
    machine.remember(session, file, attempt);
    // Also if it is closed meanwhile: a window that stops waits for what is under way.
    clock.startTimer(
      () => {
        this.#world.itsTurn(this);
        this.#running.delete(id);
        this.#answered(session, file, attempt);
      },
      200 + random.below(1500),
    );
  }

  #answered(
    session: ConfiguredSession,
    file: FileOnDisk,
    attempt: Omit<RenewalRecord, 'subject'>,
  ): void {
    const { clock, machine, service } = this.#world;
    const { id } = session;
    const { now } = clock;
    const before = { file, foundAt: attempt.attemptedAt };
    const answer = service.renew(file, now);
    if (machine.files.get(id) !== file) {
      machine.remember(session, file, { ...attempt, failure: undefined, failures: 0 });
    } else if (typeof answer === 'object') {
      const { fingerprint, expiresAt } = machine.write(session, answer);
      machine.note(id, { at: now, kind: 'renewal', token: fingerprint, expiresAt }, before);
      const renewed = machine.files.get(id) ?? file;
      const record = { ...attempt, failure: undefined, failures: 0, issuedAt: now };
      machine.remember(session, renewed, record);
    } else {
      const isOver = answer === 'invalid_grant';
      const failure = isOver
        ? ({ kind: 'refused', code: answer } as const)
        : ({ kind: 'failing', code: answer } as const);
      const { fingerprint } = file;
      if (isOver) machine.note(id, { at: now, kind: 'refused', token: fingerprint }, before);
      machine.remember(session, file, { ...attempt, failure, failures: attempt.failures + 1 });
    }
  }

  /** As the command: what comes of it is noted exactly. */
  signIn(session: ConfiguredSession): void {
    const { clock, machine, service } = this.#world;
    const { now: at } = clock;
    if (!service.isReachable(at)) return;
    const { fingerprint, expiresAt, hasRefreshFields } = machine.write(
      session,
      service.signIn(session.name, 'us', at),
    );
    const event = { at, kind: 'signIn', token: fingerprint, expiresAt } as const;
    machine.note(session.id, { ...event, ...(!hasRefreshFields && { isLast: true }) });
  }

  #claim(key: string): boolean {
    const { machine, claimed } = this.#world;
    const isOurs = machine.claim(key);
    if (isOurs) claimed(key);
    return isOurs;
  }

  #renewWhatIsDue({ sessions, now }: Overview): void {
    const { wishes, active } = this.#world;
    if (wishes().autoRefresh !== true || active() !== this) return;
    for (const status of sessions) {
      const dueAt = automaticRefreshAt(status, now, this.#jitter);
      if (dueAt !== undefined && dueAt <= now) this.refresh(status.session, 'timer');
    }
  }

  /** As `HistoryRecorder`: what is new is noted a few seconds later, unless another window was quicker. */
  #look(overview: Overview): void {
    const { now, readAt = now } = overview;
    for (const { session, file } of overview.sessions) {
      const token = typeof file === 'object' ? file : undefined;
      const look = { beganAt: readAt, endedAt: now, token };
      this.#watches.set(session.id, looked(this.#watches.get(session.id), look));
    }
    if (this.#isNoting || this.#newSightings(overview).length === 0) return;
    this.#isNoting = true;
    this.#timer(() => this.#note(), secondMs + this.#world.random.below(4 * secondMs));
  }

  #note(): void {
    const { clock, machine } = this.#world;
    this.#isNoting = false;
    for (const [id, sighting] of this.overview ? this.#newSightings(this.overview) : []) {
      machine.change(id, clock.now, (history) => observed(history, sighting));
    }
  }

  #newSightings({ sessions }: Overview): readonly (readonly [string, Sighting])[] {
    return sessions.flatMap(({ session, history }: SessionStatus) => {
      const sighting = this.#watches.get(session.id)?.sighting;
      if (sighting === undefined || observed(history, sighting) === history) return [];
      return [[session.id, sighting] as const];
    });
  }

  #timer(callback: () => void, ms: number): { dispose(): void } {
    return this.#world.clock.startTimer(() => {
      if (!this.#isOpen) return;
      this.#world.itsTurn(this);
      callback();
    }, ms);
  }
}

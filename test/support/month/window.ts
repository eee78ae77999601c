// One window of a simulated month: the product's own loop, voice, recorder and automatic refresh, with files
// and HTTP in memory.
import { withHistories, withRenewal, withSightings } from '../../../src/aws/stateChanges.ts';
import { AutoRefresh } from '../../../src/commands/autoRefresh.ts';
import { HistoryRecorder } from '../../../src/commands/historyRecorder.ts';
import { type SessionHistory, recorded } from '../../../src/core/history.ts';
import type { Overview } from '../../../src/core/overview.ts';
import type { Preferences } from '../../../src/core/preferences.ts';
import {
  type EndedAttempt,
  afterAttempt,
  begunAttempt,
  endedAttempt,
  heldBackBy,
  isTooEarly,
  recordOf,
} from '../../../src/core/renewalSteps.ts';
import { type RenewalRecord, renewalSubject } from '../../../src/core/snapshot.ts';
import type { ConfiguredSession } from '../../../src/core/ssoConfig.ts';
import { type StatusBarWish, nextStatusBarChange } from '../../../src/core/statusBarChoice.ts';
import { SessionMonitor } from '../../../src/sessionMonitor.ts';
import type { NotifierServices } from '../../../src/views/expiryNotifier.ts';
import type { Random } from '../overviewBuilder.ts';
import type { MonthClock } from './clock.ts';
import { type FileOnDisk, type MonthMachine, seenTokenOf } from './machine.ts';
import type { MonthService } from './service.ts';

/** What the status bar of each window is to show. */
export const statusBarWish: StatusBarWish = { show: 'mostUrgent', pinnedSession: '' };

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
  /** Called whenever a window asks the service for another token. */
  readonly refreshes: (window: MonthWindow, by: RenewalRecord['by']) => void;
}

export class MonthWindow {
  readonly name: string;
  readonly openedAt: number;
  readonly #world: WindowWorld;
  readonly #monitor: SessionMonitor;
  readonly #recorder: HistoryRecorder;
  #isBehind = true;
  #isOpen = true;
  /** How many overviews it has shown. */
  shown = 0;

  constructor(name: string, world: WindowWorld, heard: (overview: Overview) => void) {
    const { clock, machine, random, makeVoice, wishes, active } = world;
    const chance = (): number => random.below(1000) / 1000;
    const startTimer = (callback: () => void, ms: number) => this.#timer(callback, ms);
    this.name = name;
    this.openedAt = clock.now;
    this.#world = world;
    const autoRefresh = new AutoRefresh(
      {
        isWished: () => wishes().autoRefresh === true,
        isSomebodyThere: () => active() === this,
        refresh: (session) => this.refresh(session, 'timer'),
      },
      chance(),
    );
    this.#recorder = new HistoryRecorder(
      {
        note: (sightings) => {
          machine.change(clock.now, withSightings(sightings));
          return Promise.resolve();
        },
        startTimer,
        unawaited: (act) => void act,
      },
      chance,
    );
    this.#monitor = new SessionMonitor({
      readSnapshot: () => Promise.resolve(machine.snapshot(clock.now)),
      isUnchanged: () => !this.#isBehind,
      now: () => clock.now,
      preferences: () => ({ ...wishes(), autoRefresh: wishes().autoRefresh === true }),
      startTimer,
      nextWishes: (overview) => [
        autoRefresh.nextDue(overview),
        nextStatusBarChange(overview, statusBarWish),
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
      for (const consumer of [voice, autoRefresh, this.#recorder]) consumer.render(overview);
      heard(overview);
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
    this.#recorder.dispose();
  }

  /** As the command: one attempt, at whose end every window hears of it. */
  async refresh(session: ConfiguredSession, by: RenewalRecord['by']): Promise<void> {
    const { clock, machine, random } = this.#world;
    const { now } = clock;
    const file = machine.files.get(session.id);
    if (file?.hasRefreshFields !== true) return;
    const subject = renewalSubject(file.fingerprint, session, '');
    const record = machine.shared.renewals.get(session.id);
    const known = recordOf(subject, record);
    if (isTooEarly(by, file.expiresAt, known, now)) return;
    if (heldBackBy(record, known, file, now) !== undefined) return;
    this.#world.refreshes(this, by);
    const begun = begunAttempt(subject, by, known, now);
    machine.change(now, withRenewal(session.id, begun));
    // Also if it is closed meanwhile: a window that stops waits for what is under way.
    await new Promise<void>((resolve) => {
      const answered = (): void => {
        this.#world.itsTurn(this);
        this.#answered(session, file, begun);
        resolve();
      };
      clock.startTimer(answered, 200 + random.below(1500));
    });
  }

  #answered(session: ConfiguredSession, file: FileOnDisk, begun: RenewalRecord): void {
    const { clock, machine } = this.#world;
    const { now } = clock;
    const ended = this.#ended(session, file);
    const { outcome, fingerprint } = ended;
    const issued =
      fingerprint === undefined
        ? undefined
        : { subject: renewalSubject(fingerprint, session, ''), issuedAt: now };
    const history = afterAttempt(ended, seenTokenOf(file), begun.attemptedAt, now);
    const record = endedAttempt(begun, outcome, issued);
    machine.change(now, withRenewal(session.id, record, { history }));
  }

  /** What the service makes of it, and what is in the place of the file by then. */
  #ended(session: ConfiguredSession, file: FileOnDisk): EndedAttempt {
    const { clock, machine, service } = this.#world;
    const answer = service.renew(file, clock.now);
    const after = machine.files.get(session.id);
    if (after !== undefined && after !== file) {
      return { outcome: { kind: 'renewedElsewhere', expiresAt: after.expiresAt } };
    }
    switch (answer) {
      case 'invalid_grant':
        return { outcome: { kind: 'refused', code: answer } };
      case 'unreachable':
        return { outcome: { kind: 'failing', code: answer } };
      default: {
        const { fingerprint, expiresAt } = machine.write(session, answer);
        return { outcome: { kind: 'refreshed', expiresAt }, fingerprint, expiresAt };
      }
    }
  }

  /** As the command: what comes of it is noted exactly. */
  signIn(session: ConfiguredSession): void {
    const { clock, machine, service } = this.#world;
    const { now: at } = clock;
    if (!service.isReachable(at)) return;
    const file = machine.write(session, service.signIn(session.name, 'us', at));
    const { fingerprint, expiresAt, hasRefreshFields, registrationExpiresAt } = file;
    const event = { at, kind: 'signIn', token: fingerprint, expiresAt } as const;
    const isLast = hasRefreshFields ? {} : ({ isLast: true } as const);
    const begun = (before: SessionHistory) =>
      recorded(before, { ...event, ...isLast }, registrationExpiresAt);
    machine.change(at, withHistories(new Map([[session.id, begun]])));
  }

  #claim(key: string): boolean {
    const { clock, machine, claimed } = this.#world;
    const isOurs = machine.claim(key, clock.now);
    if (isOurs) claimed(key);
    return isOurs;
  }

  #timer(callback: () => void, ms: number): { dispose(): void } {
    return this.#world.clock.startTimer(() => {
      if (!this.#isOpen) return;
      this.#world.itsTurn(this);
      callback();
    }, ms);
  }
}

// What a simulated month must have been like: what was shown and said, against what the service knows.
import { minuteMs, secondMs } from '../../../src/core/durations.ts';
import type { Overview, SessionStatus } from '../../../src/core/overview.ts';
import type { Preferences } from '../../../src/core/preferences.ts';
import { type SignInEnd, signInsOf } from '../../../src/core/signInEstimate.ts';
import type { MonthMachine } from './machine.ts';
import type { MonthPerson } from './person.ts';
import { type SaidNotice, clockOf, isSame, noticeIn } from './said.ts';
import type { MonthService, MonthSession, SignIn } from './service.ts';
import type { MonthWindow } from './window.ts';

export interface JudgedWorld {
  readonly machine: MonthMachine;
  readonly service: MonthService;
  readonly person: MonthPerson;
  readonly sessions: ReadonlyMap<string, MonthSession>;
  readonly signInDurations: Preferences['signInDurations'];
}

/** An estimate of when a sign-in ends, the last that was shown. */
export interface Estimate {
  readonly signIn: SignIn;
  readonly at: number;
  readonly basis: 'setting' | 'learnt';
}

const thresholds = [30, 5, 0] as const;

export class MonthJudge {
  readonly #world: JudgedWorld;
  readonly faults: string[] = [];
  readonly said: SaidNotice[] = [];
  /** By the id of the sign-in. */
  readonly estimates = new Map<number, Estimate>();
  /** How many needs of a sign-in were found announced, by their keys. */
  readonly announced = new Set<string>();
  readonly refreshed = { person: 0, timer: 0 };
  #checks = 0;

  constructor(world: JudgedWorld) {
    this.#world = world;
  }

  /** How often something was compared with the truth. */
  get checks(): number {
    return this.#checks;
  }

  /** What the ends were known by that were shown, of the sessions where any was. */
  get knownBy(): Readonly<Record<string, Estimate['basis']>> {
    const known = Array.from(this.estimates.values());
    return Object.fromEntries(known.map(({ signIn, basis }) => [signIn.name, basis]));
  }

  /** "signIn 30": which clock was said to run down, and how many minutes before. */
  get saidOfClocks(): ReadonlySet<string> {
    const ends = this.said.filter(({ clock }) => clock !== 'offer' && clock !== 'perhaps');
    return new Set(ends.map((end) => `${clockOf(end)} ${end.threshold}`));
  }

  /** At each change in each window. */
  shown(window: MonthWindow, overview: Overview): void {
    if (window.isBehind) return;
    for (const status of overview.sessions) {
      this.#checks += 1;
      this.#judgeState(window, status, overview.now);
      this.#judgeEnd(window, status, overview.now);
    }
  }

  #judgeState(
    { name }: MonthWindow,
    { session, state, renewal }: SessionStatus,
    now: number,
  ): void {
    const file = this.#world.machine.files.get(session.id);
    const isLive = file !== undefined && now < file.expiresAt;
    const canRenew = file?.hasRefreshFields === true && now < file.signIn.endsAt;
    const isTrue = {
      active: isLive,
      renewable: file?.hasRefreshFields === true && !isLive && renewal.kind !== 'refused',
      expired: file !== undefined && !isLive && !canRenew,
      signedOut: file === undefined,
      unreadable: false,
      misconfigured: false,
    }[state];
    if (!isTrue) this.#fault(now, `${name} shows ${session.name} as ${state}`);
  }

  /** Where the sign-in's end is told, it is early rather than late. */
  #judgeEnd({ name }: MonthWindow, status: SessionStatus, now: number): void {
    const { session, signIn, renewable } = status;
    const file = this.#world.machine.files.get(session.id);
    if (file === undefined || !renewable) return;
    const { end } = signIn;
    const truth = file.signIn;
    // It was set how long it lasts, and noted when it began.
    const isKnown = truth.by === 'us' && this.#world.signInDurations.has(session.name);
    const lateMs = (end?.at ?? NaN) - truth.endsAt;
    if (isKnown && now < truth.endsAt && lateMs !== 0) {
      this.#fault(
        now,
        `${name}: the end of ${session.name}, which is known, is off by ${lateMs} ms`,
      );
    }
    if (end === undefined) return;
    this.estimates.set(truth.id, { signIn: truth, at: end.at, basis: end.basis });
    const openMs = this.#isConstant(session.name) ? 0 : this.#openMs(status, end, truth);
    if (!(lateMs <= openMs)) {
      this.#fault(now, `${name}: the end of ${session.name} is late by ${minutes(lateMs)} min`);
    }
  }

  /** By how much an end may be late: what was learnt leaves room, and nobody can foresee a shorter one. */
  #openMs({ session, history }: SessionStatus, end: SignInEnd, truth: SignIn): number {
    const { completed } = signInsOf(history, undefined);
    const lengths = completed
      .slice(-5)
      .map(({ refusedAt }) => this.#world.service.refusals.get(`${session.name} ${refusedAt}`))
      .map((ended) => (ended === undefined ? NaN : ended.endsAt - ended.beganAt));
    const surpriseMs = Math.max(0, Math.min(...lengths) - (truth.endsAt - truth.beganAt));
    const { lowerMs = 0, upperMs = 0 } = end;
    return upperMs - lowerMs + surpriseMs;
  }

  #isConstant(name: string): boolean {
    const duration = this.#world.sessions.get(name)?.durationMs;
    return duration?.(-Infinity) === duration?.(Infinity);
  }

  /** Whenever a window has spoken; `keys` are what it had claimed for that. */
  heard(window: MonthWindow, keys: readonly string[], isQuiet: boolean, now: number): void {
    const { person, machine } = this.#world;
    if (person.active !== window) this.#fault(now, `${window.name} speaks to nobody`);
    if (window.shown <= 1 && !isQuiet) this.#fault(now, `${window.name} speaks when it starts`);
    if (keys.length === 0) this.#fault(now, `${window.name} speaks without a claim`);
    for (const key of keys) {
      const notice = noticeIn(key, now, machine);
      const isSilent =
        machine.shared.muted.has(notice.sessionId) ||
        now < (machine.snoozedUntil(notice.sessionId, now) ?? 0);
      if (isSilent) this.#fault(now, `${key}: said although it is silenced`);
      const isOver = (window.overview?.sessions ?? []).some(
        ({ session, actBy, state }) =>
          session.id === notice.sessionId &&
          state !== 'expired' &&
          actBy !== undefined &&
          actBy.at <= now,
      );
      if (isOver !== (notice.clock === 'perhaps')) this.#fault(now, `${key}: said out of time`);
      const earlier = this.said.filter((other) => isSame(other, notice)).at(-1);
      const snoozedUntil = machine.snoozedUntil(notice.sessionId, now) ?? -Infinity;
      const mayRepeat = earlier !== undefined && snoozedUntil > earlier.at && snoozedUntil <= now;
      if (earlier !== undefined && !mayRepeat) this.#fault(now, `${key}: said again`);
      this.said.push(notice);
    }
  }

  /** Whenever a window asks for another token; `isWished` is whether somebody wants that done by itself. */
  refreshes(window: MonthWindow, by: 'person' | 'timer', isWished: boolean, now: number): void {
    this.refreshed[by] += 1;
    const mayByItself = isWished && this.#world.person.active === window;
    if (by === 'timer' && !mayByItself) this.#fault(now, `${window.name} refreshes for nobody`);
  }

  /** Whenever a window that is looked at has done something: what was to be said has been. */
  toldAll(window: MonthWindow): void {
    const { overview } = window;
    if (overview === undefined || window.isBehind) return;
    for (const status of overview.sessions) {
      const due = this.#dueOf(window, status, overview.now);
      if (due === undefined) continue;
      const { session } = status;
      const { signIn } = this.#world.machine.files.get(session.id) ?? {};
      const isSaid = this.said.some(
        (notice) =>
          notice.sessionId === session.id &&
          notice.signIn === signIn?.id &&
          notice.threshold <= due,
      );
      const what = `${due} min before ${session.name} ${signIn?.id ?? ''}`;
      if (isSaid) this.announced.add(what);
      else this.#fault(overview.now, `${window.name}: not told ${what} ends`);
    }
  }

  /** The threshold that the person of this window must have been told of by now. */
  #dueOf(window: MonthWindow, status: SessionStatus, now: number): number | undefined {
    const { session, lastAttempt, renewal, renewable, state } = status;
    const { machine, person } = this.#world;
    const file = machine.files.get(session.id);
    if (file === undefined || machine.shared.muted.has(session.id)) return undefined;
    if (now < (machine.snoozedUntil(session.id, now) ?? 0)) return undefined;
    const isRefused = renewal.kind === 'refused';
    // Who asked for it was told then.
    if (isRefused && lastAttempt?.by === 'person') return undefined;
    const end = renewable ? status.signIn.end : { at: file.expiresAt };
    if (end === undefined || end.at > Math.max(file.signIn.endsAt, file.expiresAt))
      return undefined;
    const endsAt = Math.max(file.expiresAt, end.at);
    // A passed estimate is no end.
    if (renewable && now >= endsAt) return undefined;
    const due = thresholds.findLast((threshold) => endsAt - threshold * minuteMs <= now);
    if (due === undefined || (due === 0 && state !== 'expired')) return undefined;
    const knownAt = isRefused ? (lastAttempt?.attemptedAt ?? 0) : 0;
    const passedAt = Math.max(endsAt - due * minuteMs, due === 0 ? knownAt : 0);
    // Nothing is said at the start, nor at the end of a silence that somebody has ended.
    const couldSpeakAt = Math.max(window.openedAt, person.unmutedAt.get(session.id) ?? 0);
    return couldSpeakAt + secondMs < passedAt ? due : undefined;
  }

  #fault(now: number, text: string): void {
    this.faults.push(`${new Date(now).toISOString()} ${text}`);
  }
}

function minutes(ms: number): number {
  return Math.round(ms / minuteMs);
}

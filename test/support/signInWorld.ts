// A person, other tools, windows that come and go, and a service that keeps to itself how long a sign-in
// lasts: what they do by chance, and what the history makes of it.
import fc from 'fast-check';
import { dayMs, hourMs, minuteMs } from '../../src/core/durations.ts';
import {
  type HistoryEvent,
  type SeenToken,
  type SessionHistory,
  noHistory,
  observed,
  pruned,
  recorded,
} from '../../src/core/history.ts';
import { type Watch, looked } from '../../src/core/sightings.ts';

const tokenLifeMs = hourMs;
const windows = [0, 1, 2] as const;

type Deed =
  | 'ourSignIn'
  | 'othersSignIn'
  | 'othersSignInAsNewClient'
  | 'ourRenewal'
  | 'othersRenewal'
  | 'ourSignOut'
  | 'othersSignOut'
  | 'look'
  | 'openWindow'
  | 'closeWindow'
  | 'setClock';

export interface Happening {
  readonly afterMs: number;
  readonly deed: Deed;
  readonly window: (typeof windows)[number];
  /** No window is told of the file, and nothing is noted of what was done. */
  readonly isLost: boolean;
  readonly clockStepMs: number;
  /** Of a sign-in that begins here. */
  readonly durationMs: number;
}

export interface WorldRules {
  readonly duration: fc.Arbitrary<number>;
  readonly mayLose: boolean;
  readonly maySetClock: boolean;
  /** Others sign in whenever they like, also when it looks like a renewal in time. */
  readonly mayHideSignIns: boolean;
}

const beginnings: readonly Deed[] = ['ourSignIn', 'othersSignIn', 'othersSignInAsNewClient'];
const usual: readonly Deed[] = ['ourRenewal', 'ourRenewal', 'ourRenewal', 'othersRenewal', 'look'];
const rare: readonly Deed[] = ['ourSignOut', 'othersSignOut', 'openWindow', 'closeWindow'];

/** Days that begin with a sign-in and go on with renewals, more or less, whatever else comes in between. */
export function happenings({
  duration,
  mayLose,
  maySetClock,
}: WorldRules): fc.Arbitrary<readonly Happening[]> {
  const of = (deeds: readonly Deed[], [min, max]: readonly [number, number]) =>
    fc.record<Happening>({
      afterMs: fc.integer({ min, max }),
      deed: fc.constantFrom(...deeds),
      window: fc.constantFrom(...windows),
      isLost: mayLose ? fc.nat({ max: 11 }).map((chance) => chance === 0) : fc.constant(false),
      clockStepMs: fc.integer({ min: -3 * hourMs, max: 3 * hourMs }),
      durationMs: duration,
    });
  const renewing = of(usual, [40 * minuteMs, 58 * minuteMs]);
  const inBetween = of(['look', ...beginnings], [5 * minuteMs, 25 * minuteMs]);
  const disturbing = of(
    [...beginnings, ...rare, ...usual, ...(maySetClock ? (['setClock'] as const) : [])],
    [0, 5 * hourMs],
  );
  const day = fc
    .tuple(
      of(beginnings, [0, 30 * hourMs]),
      fc.array(
        fc.oneof(
          { weight: 12, arbitrary: renewing },
          { weight: 1, arbitrary: inBetween },
          { weight: 1, arbitrary: disturbing },
        ),
        { maxLength: 14, size: 'max' },
      ),
      fc.option(of(['ourRenewal'], [hourMs, 12 * hourMs])),
    )
    .map(([first, rest, last]) => [first, ...rest, ...(last === null ? [] : [last])]);
  return fc.array(day, { minLength: 2, maxLength: 9, size: 'max' }).map((days) => days.flat());
}

interface SignIn {
  readonly begunAt: number;
  readonly durationMs: number;
}

export class SignInWorld {
  /** By the clock of the service, which nobody sets. */
  #trueNow = Date.parse('2026-01-05T08:00:00Z');
  #clockStepMs = 0;
  #history: SessionHistory = noHistory;
  #signIn: SignIn | undefined;
  #file: SeenToken | undefined;
  #files = 0;
  #issuedAt = 0;
  #registrationExpiresAt = this.#trueNow + 90 * dayMs;
  readonly #open = new Set<number>([0]);
  readonly #watches = new Map<number, Watch>();
  readonly #mayHideSignIns: boolean;
  /** How far the clock has been moved in all. */
  movedMs = 0;
  /** How long the sign-ins truly lasted whose renewal was refused, by the time that was noted. */
  readonly refusedAfter = new Map<number, number>();

  constructor({ mayHideSignIns }: Pick<WorldRules, 'mayHideSignIns'>) {
    this.#mayHideSignIns = mayHideSignIns;
  }

  get history(): SessionHistory {
    return this.#history;
  }

  /** By the clock of this machine. */
  get now(): number {
    return this.#trueNow + this.#clockStepMs;
  }

  /** Of the sign-in that the token file is of; undefined when it is of none, or nobody has looked at it. */
  get truth(): { readonly endsAt: number; readonly durationMs: number } | undefined {
    const isSeen = Array.from(this.#open, (window) => this.#watches.get(window)).some(
      (watch) => watch?.sighting.token?.fingerprint === this.#file?.fingerprint,
    );
    if (this.#signIn === undefined || this.#file === undefined || !isSeen) return undefined;
    const { begunAt, durationMs } = this.#signIn;
    return { endsAt: begunAt + durationMs + this.#clockStepMs, durationMs };
  }

  do(happening: Happening): void {
    this.#trueNow += happening.afterMs;
    this.#act(happening);
    if (!happening.isLost) for (const window of this.#open) this.#look(window);
  }

  #act({ deed, window, clockStepMs, durationMs, isLost }: Happening): void {
    switch (deed) {
      case 'look':
        if (this.#open.has(window)) this.#look(window);
        return;
      case 'openWindow':
        this.#open.add(window);
        return;
      case 'closeWindow':
        this.#open.delete(window);
        this.#watches.delete(window);
        return;
      case 'setClock':
        this.#clockStepMs += clockStepMs;
        this.movedMs += Math.abs(clockStepMs);
        return;
      case 'othersSignInAsNewClient':
        this.#registrationExpiresAt = this.#trueNow + 90 * dayMs;
        this.#begin(durationMs);
        return;
      case 'othersSignIn':
        if (!this.#mayHideSignIns && this.#looksRenewable()) return;
        this.#begin(durationMs);
        return;
      case 'ourSignIn':
        this.#begin(durationMs);
        if (!isLost) this.#note({ at: this.now, kind: 'signIn', ...this.#issued() });
        return;
      case 'othersRenewal':
        this.#renewUnseen();
        return;
      case 'ourRenewal':
        if (this.#file !== undefined) this.#renew(this.#file, isLost);
        return;
      case 'ourSignOut':
        this.#end();
        if (!isLost) this.#note({ at: this.now, kind: 'signOut' });
        return;
      case 'othersSignOut':
        this.#end();
        return;
    }
  }

  #renew(file: SeenToken, isLost: boolean): void {
    if (isLost) {
      this.#renewUnseen();
      return;
    }
    this.#history = observed(this.#history, { at: this.now, token: file });
    if (this.#isAlive()) {
      this.#issue();
      this.#note({ at: this.now, kind: 'renewal', ...this.#issued() });
      return;
    }
    if (this.#signIn !== undefined) this.refusedAfter.set(this.now, this.#signIn.durationMs);
    this.#note({ at: this.now, kind: 'refused', token: file.fingerprint });
  }

  /** AWS tools do so when the token is about to end, or was a moment ago: two of them may at once. */
  #renewUnseen(): void {
    const isInTime = this.#leftMs() <= 20 * minuteMs || this.now - this.#issuedAt < minuteMs;
    if (this.#isAlive() && isInTime) this.#issue();
  }

  #isAlive(): boolean {
    if (this.#signIn === undefined || this.#file === undefined) return false;
    return this.#trueNow < this.#signIn.begunAt + this.#signIn.durationMs;
  }

  #looksRenewable(): boolean {
    return this.#leftMs() <= 20 * minuteMs && this.#leftMs() >= -5 * minuteMs;
  }

  #leftMs(): number {
    return this.#file === undefined ? Infinity : this.#file.expiresAt - this.now;
  }

  #begin(durationMs: number): void {
    this.#signIn = { begunAt: this.#trueNow, durationMs };
    this.#issue();
  }

  #end(): void {
    this.#signIn = undefined;
    this.#file = undefined;
  }

  #issue(): void {
    this.#files += 1;
    this.#issuedAt = this.now;
    this.#file = {
      fingerprint: `file ${this.#files}`,
      expiresAt: this.now + tokenLifeMs,
      registrationExpiresAt: this.#registrationExpiresAt,
      hasRefreshFields: true,
    };
  }

  #issued(): Pick<HistoryEvent, 'token' | 'expiresAt'> {
    return { token: this.#file?.fingerprint, expiresAt: this.#file?.expiresAt };
  }

  #note(event: HistoryEvent): void {
    const next = recorded(this.#history, event, this.#file?.registrationExpiresAt);
    this.#history = pruned({ only: next }, this.now)['only'] ?? noHistory;
  }

  #look(window: number): void {
    const look = { beganAt: this.now, endedAt: this.now, token: this.#file };
    const watch = looked(this.#watches.get(window), look);
    this.#watches.set(window, watch);
    this.#history = observed(this.#history, watch.sighting);
  }
}

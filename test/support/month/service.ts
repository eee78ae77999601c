// The service of a simulated month. It alone knows how long a sign-in lasts, and tells nobody.
import { dayMs, hourMs, secondMs } from '../../../src/core/durations.ts';

export interface MonthSession {
  readonly name: string;
  readonly kind: 'session' | 'legacy';
  /** How long a sign-in lasts that begins then; ms. */
  readonly durationMs: (at: number) => number;
}

export interface SignIn {
  readonly id: number;
  readonly name: string;
  readonly beganAt: number;
  readonly endsAt: number;
  readonly by: 'us' | 'others';
}

export interface Issued {
  readonly signIn: SignIn;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly registrationExpiresAt: number;
}

const tokenLifeMs = hourMs;
const granuleMs = 30 * secondMs;
const registrationLifeMs = 90 * dayMs;

export class MonthService {
  readonly #sessions: ReadonlyMap<string, MonthSession>;
  readonly #start: number;
  #outages: readonly (readonly [from: number, to: number])[] = [];
  readonly signIns: SignIn[] = [];
  /** The sign-ins whose renewal was refused, by the name of the session and when that was. */
  readonly refusals = new Map<string, SignIn>();

  constructor(sessions: readonly MonthSession[], start: number) {
    this.#sessions = new Map(sessions.map((session) => [session.name, session]));
    this.#start = start;
  }

  cannotBeReached(from: number, to: number): void {
    this.#outages = [...this.#outages, [from, to]];
  }

  isReachable(now: number): boolean {
    return this.#outages.every(([from, to]) => now < from || now >= to);
  }

  /** Whoever signs in has a registration of their own. */
  signIn(name: string, by: SignIn['by'], now: number): Issued {
    const session = this.#sessions.get(name);
    if (session === undefined) throw new Error(`there is no ${name}`);
    const endsAt = now + session.durationMs(now);
    const signIn: SignIn = { id: this.signIns.length + 1, name, beganAt: now, endsAt, by };
    this.signIns.push(signIn);
    return session.kind === 'legacy'
      ? { ...this.#issued(signIn, now), expiresAt: inGranules(endsAt) }
      : this.#issued(signIn, now);
  }

  renew({ signIn }: Issued, now: number): Issued | 'invalid_grant' | 'unreachable' {
    if (!this.isReachable(now)) return 'unreachable';
    if (now < signIn.endsAt) return this.#issued(signIn, now);
    this.refusals.set(`${signIn.name} ${now}`, signIn);
    return 'invalid_grant';
  }

  #issued(signIn: SignIn, now: number): Issued {
    const registeredAt = this.#start - (signIn.by === 'us' ? 5 : 9) * dayMs;
    const registrationExpiresAt = registeredAt + registrationLifeMs;
    const expiresAt = inGranules(now + tokenLifeMs);
    return { signIn, issuedAt: now, expiresAt, registrationExpiresAt };
  }
}

/** Coarser than AWS's, so that the minutes of several sessions change together, and a month is over soon. */
function inGranules(ms: number): number {
  return Math.floor(ms / granuleMs) * granuleMs;
}

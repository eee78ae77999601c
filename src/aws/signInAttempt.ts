// What the steps of one sign-in share.
import { setTimeout as waitInRealTime } from 'node:timers/promises';
import type { ServiceFailure } from '../core/serviceFailure.ts';
import { awsRegions } from '../core/awsRegions.ts';
import { type SignInCall, signInFailure } from '../core/signInFailure.ts';
import type { SignInFailure } from '../core/signInOutcome.ts';
import type { CallbackTexts } from './callbackPages.ts';
import type { NewToken } from './newToken.ts';
import type { OidcClient } from './oidcClient.ts';
import type { Wait } from './readFile.ts';
import type { SourcesInEnvironment } from './readSnapshot.ts';
import type { RefreshTarget } from './refreshTarget.ts';
import type { ClientRegistration, RegistrationPurpose } from './registerClient.ts';

export interface SignInContext extends SourcesInEnvironment {
  readonly now: () => number;
  /** How the pauses between two polls, or two tries to write, wait; in real time unless told. */
  readonly wait?: Wait;
  /** How long the browser has to come back, in ms; ten minutes unless told. */
  readonly browserTimeLimitMs?: number;
  /** How long to look whether it can come back to this machine, in ms; a quarter of a minute unless told. */
  readonly reachabilityTimeLimitMs?: number;
}

/** What a person enters, or finds entered, at the verification page. */
export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  /** The same page with the code filled in. */
  readonly verificationUriComplete: string;
  /** In ms since the epoch. */
  readonly expiresAt: number;
  /** The browser flow was asked for, and the browser cannot reach this machine. */
  readonly instead: boolean;
}

export interface SignInDisplay {
  /** Aborted once the browser is to be left alone, for a code: the turn stays the same. */
  readonly wantsCode?: AbortSignal;
  /** Of the page to which the browser comes back; English unless told. */
  readonly callbackTexts?: CallbackTexts;
  /** Where none opens, a person can take the address to one of their own. */
  openBrowser(url: string): void;
  /** Whether the person's browser reaches 127.0.0.1 and this port of this very machine. */
  isLoopbackReachable(port: number): Promise<boolean>;
  showCode(code: DeviceCode): void;
  /** Another window or editor is signing in to this session. */
  waitForOther(): void;
}

export interface SignInAttempt {
  readonly target: RefreshTarget;
  /** To be registered with. */
  readonly scopes: readonly string[];
  readonly client: OidcClient;
  readonly context: SignInContext;
  readonly display: SignInDisplay;
  readonly signal: AbortSignal;
}

/** What a person has allowed; it is on no disk yet. */
export interface AllowedSession {
  readonly kind: 'session';
  readonly token: NewToken;
  readonly registration: UsedRegistration;
  /** In ms since the epoch. */
  readonly answeredAt: number;
}

export interface UsedRegistration extends ClientRegistration {
  readonly purpose: RegistrationPurpose;
  /** Made for this sign-in, so that nobody knows of it yet. */
  readonly isNew: boolean;
}

/** What a failed call means for the sign-in, when it could only fail because of that call. */
export function failureOf(
  { target, signal }: SignInAttempt,
  call: SignInCall,
  failure: ServiceFailure,
): SignInFailure {
  if (signal.aborted) return { kind: 'cancelled' };
  const outcome = signInFailure(call, failure);
  // At an endpoint of its own a region may have any name.
  const isUsual = target.endpoint.url === undefined;
  return isUsual && isOutOfReach(outcome) && !awsRegions.has(target.region)
    ? { kind: 'unknownRegion', region: target.region }
    : outcome;
}

export function isOutOfReach(outcome: SignInFailure): boolean {
  return (
    outcome.kind === 'failing' && (outcome.code === 'unreachable' || outcome.code === 'timeout')
  );
}

/** Until the signal at the latest. Never throws. */
export async function pause(
  ms: number,
  { wait }: SignInContext,
  signal: AbortSignal,
): Promise<void> {
  await (wait?.(ms) ?? waitInRealTime(ms, undefined, { signal }).catch(() => undefined));
}

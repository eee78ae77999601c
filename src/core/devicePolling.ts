// When to ask next whether a person has allowed a device authorization, and when to stop (RFC 8628 §3.5).
import type { ServiceFailure } from './serviceFailure.ts';
import { oauthError, signInFailure } from './signInFailure.ts';
import type { SignInFailure } from './signInOutcome.ts';
import type { TroubleCode } from './snapshot.ts';

export interface DevicePolling {
  readonly intervalMs: number;
  /** When the device code ends, ms since the epoch. */
  readonly endsAt: number;
  /** What kept the service's word from us since it was last heard. */
  readonly trouble: TroubleCode | undefined;
  /** How often that has been so in a row. */
  readonly troubles: number;
}

type PollingStep =
  | { readonly kind: 'wait'; readonly ms: number; readonly polling: DevicePolling }
  | { readonly kind: 'ended'; readonly outcome: SignInFailure };

const defaultIntervalSeconds = 5;
const slowDownMs = 5_000;
const longestPauseMs = 30_000;
/** As the service has it; RFC 8628 names none. */
const defaultLifetimeSeconds = 600;
const longestLifetimeSeconds = 3_600;

/** Takes `interval` and `expiresIn` of the answer, in seconds; what cannot be true counts as absent. */
export function startPolling(
  { interval, expiresIn }: { readonly interval?: unknown; readonly expiresIn?: unknown },
  now: number,
): DevicePolling {
  const lifetime = positive(expiresIn) ?? defaultLifetimeSeconds;
  return {
    intervalMs: (positive(interval) ?? defaultIntervalSeconds) * 1000,
    endsAt: now + Math.min(lifetime, longestLifetimeSeconds) * 1000,
    trouble: undefined,
    troubles: 0,
  };
}

/**
 * What follows from an answer without a token. The code is asked about one last time when it ends, since
 * that is the service's to say; a network that fails is waited for until then.
 */
export function nextPoll(
  polling: DevicePolling,
  failure: ServiceFailure,
  now: number,
): PollingStep {
  const { intervalMs, trouble } = polling;
  const heard = { ...polling, trouble: undefined, troubles: 0 };
  const error = oauthError(failure);
  if (error === 'authorization_pending') return again(heard, now);
  if (error === 'slow_down') return again({ ...heard, intervalMs: intervalMs + slowDownMs }, now);
  // A code works once: the answer that was lost may have been the session.
  const isSpent = error === 'invalid_grant' || error === 'expired_token';
  if (isSpent && trouble !== undefined) return ended({ kind: 'failing', code: trouble });
  const outcome = signInFailure('redeemDeviceCode', failure);
  return outcome.kind === 'failing' && passing.has(outcome.code)
    ? again({ ...polling, trouble: outcome.code, troubles: polling.troubles + 1 }, now)
    : ended(outcome);
}

const passing: ReadonlySet<TroubleCode> = new Set<TroubleCode>([
  'unreachable',
  'timeout',
  'notTheService',
  'serviceError',
  'throttled',
]);

function again(polling: DevicePolling, now: number): PollingStep {
  const { endsAt, trouble } = polling;
  if (now < endsAt) return { kind: 'wait', ms: Math.min(pauseMs(polling), endsAt - now), polling };
  return ended(trouble === undefined ? { kind: 'timedOut' } : { kind: 'failing', code: trouble });
}

/** Twice as long after each trouble in a row, as the RFC wants it for a network that fails. */
function pauseMs({ intervalMs, troubles }: DevicePolling): number {
  const doubled = intervalMs * 2 ** Math.min(troubles, 10);
  return Math.max(intervalMs, Math.min(doubled, longestPauseMs));
}

function ended(outcome: SignInFailure): PollingStep {
  return { kind: 'ended', outcome };
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : undefined;
}

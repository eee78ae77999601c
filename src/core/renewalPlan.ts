// When a token is to be renewed without being asked, and how long to leave the service alone.
import { minuteMs, secondMs } from './durations.ts';
import type { Overview, SessionStatus } from './overview.ts';
import type { RenewalRecord, TroubleCode } from './snapshot.ts';

/** The window in which AWS's own tools renew (sso-token-provider: 5 minutes). */
export const refreshWindowMs = 5 * minuteMs;

/** No AWS tool renews earlier before a token's end than AWS Toolkit for JetBrains. */
export const renewedWithinMs = 20 * minuteMs;

/** Between two attempts for one session, over all windows, whoever asks. */
export const attemptIntervalMs = 30 * secondMs;

const longestBackOffMs = 15 * minuteMs;

/** Windows that start together must not try together. */
const windowJitterMs = 30 * secondMs;

/** Trying again changes nothing about these; a person may still do so. */
const needsPerson: ReadonlySet<TroubleCode> = new Set([
  'access_denied',
  'invalid_request',
  'notWritten',
]);

/**
 * How long before its end a token is renewed, in ms. One that lasts for minutes only is renewed halfway,
 * or it would be due as soon as it comes. `lifetimeMs` is undefined when it is not known.
 */
export function renewalWindowMs(lifetimeMs = Infinity): number {
  return Math.min(refreshWindowMs, Math.max(0, lifetimeMs) / 2);
}

/**
 * The moment (ms since the epoch) before which no attempt may be made; undefined when there is none to
 * wait for. A record from the future tells of a clock that was put right, and of nothing else.
 */
export function attemptAllowedAt(
  record: RenewalRecord | undefined,
  now: number,
): number | undefined {
  if (record?.sentAt === undefined || record.sentAt > now) return undefined;
  const allowedAt = record.sentAt + attemptIntervalMs;
  return allowedAt > now ? allowedAt : undefined;
}

/** How long a window is trusted to write what it keeps, after it last said so. */
const holdMs = 3 * minuteMs;

/**
 * Until when (ms since the epoch) the token that came of this attempt is in the hands of a window that is
 * about to write it; undefined when there is none, or it has died with that window.
 */
export function heldUntil(record: RenewalRecord | undefined, now: number): number | undefined {
  if (record?.failure?.code !== 'notWritten' || record.attemptedAt > now) return undefined;
  const until = record.attemptedAt + holdMs;
  return until > now ? until : undefined;
}

/** Whether an automatic refresh can help at all. */
export function canRenewByItself({
  renewable,
  endpointProblem,
  renewal,
}: Pick<SessionStatus, 'renewable' | 'endpointProblem' | 'renewal'>): boolean {
  if (!renewable || endpointProblem !== undefined) return false;
  return renewal.kind !== 'failing' || !needsPerson.has(renewal.code);
}

/**
 * When an automatic refresh is due, ms since the epoch; undefined when it cannot help. `jitter` is a
 * number from 0 to 1 that differs from window to window. After failures it waits twice as long each
 * time, up to a quarter of an hour.
 */
export function automaticRefreshAt(
  status: SessionStatus,
  now: number,
  jitter: number,
): number | undefined {
  const { expiresAt, lifetimeMs, renewal, lastAttempt } = status;
  if (expiresAt === undefined || !canRenewByItself(status)) return undefined;
  const windowMs = renewalWindowMs(lifetimeMs);
  const due = expiresAt - windowMs + jitter * Math.min(windowJitterMs, windowMs / 2);
  if (lastAttempt === undefined || lastAttempt.attemptedAt > now) return due;
  // The failures of another token, or of another configuration, do not count.
  const failures = renewal.kind === 'failing' ? lastAttempt.failures : 0;
  const doubling = 2 ** Math.max(0, Math.min(failures, 20) - 1);
  const backOff = Math.min(attemptIntervalMs * doubling, longestBackOffMs);
  return Math.max(due, lastAttempt.attemptedAt + backOff * (1 + jitter / 5));
}

/**
 * The next instant at which an automatic refresh comes to be due, ms since the epoch and later than the
 * overview; undefined when none will. `jitter` as above.
 */
export function nextAutomaticRefresh(
  { sessions, now }: Overview,
  jitter: number,
): number | undefined {
  const ahead = sessions
    .map((status) => automaticRefreshAt(status, now, jitter))
    .filter((dueAt) => dueAt !== undefined && dueAt > now) as number[];
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

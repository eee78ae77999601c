// An attempt to renew, as windows remember it: what earlier ones say against it, how it begins, what comes
// of it. Whoever asks, and whatever it is made with, keeps to this.
import {
  type HistoryEvent,
  type SeenToken,
  type SessionHistory,
  observed,
  recorded,
} from './history.ts';
import type { RefreshOutcome } from './refreshOutcome.ts';
import { attemptAllowedAt, heldUntil, renewalWindowMs } from './renewalPlan.ts';
import {
  type RenewalFailure,
  type RenewalRecord,
  cameOfLast,
  isAboutFile,
  lifetimeOf,
} from './snapshot.ts';

/** The record where it is of this very token and config. */
export function recordOf(
  subject: string,
  record: RenewalRecord | undefined,
): RenewalRecord | undefined {
  return record?.subject === subject ? record : undefined;
}

/** Whether a timer's wish is void: the token has long enough to go. `known` is as `recordOf` gives it. */
export function isTooEarly(
  by: RenewalRecord['by'],
  expiresAt: number,
  known: RenewalRecord | undefined,
  now: number,
): boolean {
  return by === 'timer' && expiresAt - now > renewalWindowMs(lifetimeOf(known, expiresAt));
}

/**
 * What earlier attempts say against sending now; undefined when nothing. `record` is the last one for the
 * session, `known` as `recordOf` gives it.
 */
export function heldBackBy(
  record: RenewalRecord | undefined,
  known: RenewalRecord | undefined,
  { fingerprint, expiresAt }: Pick<SeenToken, 'fingerprint' | 'expiresAt'>,
  now: number,
): RefreshOutcome | undefined {
  // Definitive: another attempt with the same token and config cannot end otherwise.
  if (known?.failure?.kind === 'refused') return known.failure;
  // Another window holds the token that came for this one, and is about to write it.
  if (heldUntil(known, now) !== undefined) return known?.failure;
  const until = attemptAllowedAt(record, now);
  if (record === undefined || until === undefined) return undefined;
  const cameLater = !isAboutFile(record, fingerprint) || cameOfLast(known);
  return cameLater && expiresAt > now
    ? { kind: 'renewedElsewhere', expiresAt }
    : { kind: 'tooSoon', until };
}

/** The record of an attempt that begins now; `known` is as `recordOf` gives it. */
export function begunAttempt(
  subject: string,
  by: RenewalRecord['by'],
  known: RenewalRecord | undefined,
  now: number,
): RenewalRecord {
  const { failure, failures = 0, issuedAt } = known ?? {};
  return { attemptedAt: now, sentAt: now, by, failure, failures, subject, issuedAt };
}

/** What came of an attempt: `fingerprint` and `expiresAt` are of the new token, where there is one. */
export interface EndedAttempt {
  readonly outcome: RefreshOutcome;
  readonly fingerprint?: string | undefined;
  readonly expiresAt?: number | undefined;
}

/**
 * The record of an attempt that has ended. From there on it speaks of the token that came of it, where one
 * did: `issued`.
 */
export function endedAttempt(
  begun: RenewalRecord,
  outcome: RefreshOutcome,
  issued: Pick<RenewalRecord, 'subject' | 'issuedAt'> | undefined,
): RenewalRecord {
  const failure = failureIn(outcome);
  const failures = failure === undefined ? 0 : begun.failures + 1;
  return { ...begun, failure, failures, ...issued };
}

/** What of an outcome the other windows must know. */
function failureIn(outcome: RefreshOutcome): RenewalFailure | undefined {
  if (outcome.kind === 'refused' || outcome.kind === 'failing') return outcome;
  return outcome.kind === 'notWritten' ? { kind: 'failing', code: 'notWritten' } : undefined;
}

/** The history with what an attempt tells of the sign-in: with `token`, found when it began, and answered then. */
export function afterAttempt(
  ended: EndedAttempt,
  token: SeenToken,
  foundAt: number,
  answeredAt: number,
): (before: SessionHistory) => SessionHistory {
  const event = eventOf(ended, token, answeredAt);
  return (before) =>
    event === undefined ? before : recorded(observed(before, { at: foundAt, token }), event);
}

/** Undefined for nothing, as when only the client was refused. */
function eventOf(
  { outcome, fingerprint, expiresAt }: EndedAttempt,
  token: SeenToken,
  answeredAt: number,
): HistoryEvent | undefined {
  const isOver =
    outcome.kind === 'refused' && ['invalid_grant', 'expired_token'].includes(outcome.code);
  if (isOver) return { at: answeredAt, kind: 'refused', token: token.fingerprint };
  if (fingerprint !== undefined) {
    return { at: answeredAt, kind: 'renewal', token: fingerprint, expiresAt };
  }
  // It is renewed, even if only one window knows yet with what.
  return outcome.kind === 'notWritten' ? { at: answeredAt, kind: 'renewal', expiresAt } : undefined;
}

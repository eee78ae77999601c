import type { RefreshOutcome } from '../core/refreshOutcome.ts';
import type { SignInOutcome } from '../core/signInOutcome.ts';

/** Codes and times only. */
export function signInForLog(outcome: SignInOutcome): string {
  if ('expiresAt' in outcome) {
    return `${outcome.kind}, valid until ${new Date(outcome.expiresAt).toISOString()}`;
  }
  if (outcome.kind === 'badEndpoint') return `${outcome.kind} (${outcome.problem.code})`;
  return 'code' in outcome ? `${outcome.kind} (${outcome.code})` : outcome.kind;
}

/** Codes and times only. */
export function outcomeForLog(outcome: RefreshOutcome): string {
  switch (outcome.kind) {
    case 'refreshed':
    case 'renewedElsewhere':
    case 'notDue':
      return `${outcome.kind}, valid until ${new Date(outcome.expiresAt).toISOString()}`;
    case 'refused':
    case 'failing':
    case 'notLocked':
    case 'notWritten':
    case 'unexpected':
      return `${outcome.kind} (${outcome.code})`;
    case 'notRenewable':
      return `${outcome.kind} (${outcome.because})`;
    case 'badEndpoint':
      return `${outcome.kind} (${outcome.problem.code})`;
    case 'tooSoon':
    case 'signedOutMeanwhile':
    case 'cancelled':
      return outcome.kind;
  }
}

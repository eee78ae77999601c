import type { RefreshOutcome } from '../core/refreshOutcome.ts';

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

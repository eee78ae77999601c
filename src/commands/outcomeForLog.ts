import type { RefreshOutcome } from '../core/refreshOutcome.ts';
import type { SignInOutcome } from '../core/signInOutcome.ts';
import type { SignOutOutcome } from '../core/signOutOutcome.ts';

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

/** Codes and numbers only. */
export function signOutForLog(outcome: SignOutOutcome): string {
  switch (outcome.kind) {
    case 'signedOut': {
      const { remote, roleCredentials } = outcome;
      const { deleted, left } = roleCredentials;
      return `signedOut (AWS: ${JSON.stringify(remote)}, role credentials deleted: ${deleted}, left: ${left})`;
    }
    case 'signedInMeanwhile':
      return `${outcome.kind} (AWS: ${JSON.stringify(outcome.remote)})`;
    case 'notDeleted':
      return `${outcome.kind} (${outcome.code}, AWS: ${JSON.stringify(outcome.remote)})`;
    case 'notLocked':
    case 'unexpected':
      return `${outcome.kind} (${outcome.code})`;
    case 'wasSignedOut':
      return `${outcome.kind} (role credentials ${JSON.stringify(outcome.roleCredentials)})`;
    case 'notConfigured':
    case 'configUnreadable':
    case 'cancelled':
      return outcome.kind;
  }
}

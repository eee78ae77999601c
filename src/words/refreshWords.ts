// How a refresh ended, in a sentence that says what to do next.
import { l10n } from 'vscode';
import type { NotRenewable, RefreshOutcome } from '../core/refreshOutcome.ts';
import { endpointProblem, renewalReason } from './failureWords.ts';

type Ended = Exclude<RefreshOutcome, { kind: 'cancelled' }>;

/** `now` is ms since the epoch. */
export function refreshSentence(name: string, outcome: Ended, now: number): string {
  switch (outcome.kind) {
    case 'refreshed':
      return l10n.t('{0}: refreshed.', name);
    case 'renewedElsewhere':
      return l10n.t('{0}: already refreshed.', name);
    case 'notDue':
      return l10n.t('{0}: valid for long enough, so that AWS was not asked.', name);
    case 'refused':
      return l10n.t('{0}: refresh refused: {1}', name, renewalReason(outcome));
    case 'failing':
      return l10n.t('{0}: not refreshed: {1}', name, renewalReason(outcome));
    case 'tooSoon':
      return l10n.t(
        '{0}: tried a moment ago. Refresh again in {1} s.',
        name,
        Math.ceil((outcome.until - now) / 1000),
      );
    case 'notRenewable':
      return l10n.t('{0}: {1}', name, whyNot(outcome.because));
    case 'badEndpoint':
      return l10n.t('{0}: not refreshed. {1}', name, endpointProblem(outcome.problem));
    case 'signedOutMeanwhile':
      return l10n.t('{0}: signed out meanwhile, so that nothing was written.', name);
    case 'notLocked':
      return outcome.code === 'ELOCKED'
        ? l10n.t('{0}: another window is refreshing it. Refresh again in a minute.', name)
        : l10n.t(
            '{0}: not refreshed, because ~/.aws/sso/cache cannot be written ({1}). Check the disk and its permissions.',
            name,
            outcome.code,
          );
    case 'notWritten':
      return l10n.t(
        '{0}: refreshed, but the token file cannot be written ({1}). Check the disk and keep VS Code open: it tries again.',
        name,
        outcome.code,
      );
    case 'unexpected':
      return l10n.t(
        '{0}: the refresh ended in an unexpected error ({1}). Refresh again.',
        name,
        outcome.code,
      );
  }
}

function whyNot(because: NotRenewable): string {
  switch (because) {
    case 'notConfigured':
      return l10n.t('the session is not in the AWS config any more.');
    case 'configUnreadable':
      return l10n.t('the AWS config cannot be read. Check its permissions.');
    case 'misconfigured':
      return l10n.t('the AWS config does not say enough. Open it to see what is missing.');
    case 'signedOut':
      return l10n.t('signed out. Sign in first.');
    case 'unreadable':
      return l10n.t('the token file cannot be read. Sign in to write it anew.');
    case 'legacy':
      return l10n.t('a profile without an sso-session cannot be refreshed. Sign in again.');
    case 'noRefreshToken':
      return l10n.t('this token cannot be refreshed. Sign in again.');
    case 'registrationEnded':
      return l10n.t('the client registration has ended. Sign in again.');
  }
}

/** Whether a sign-in is what helps. */
export function isSignInTheWayOn(outcome: RefreshOutcome): boolean {
  if (outcome.kind === 'refused' || outcome.kind === 'signedOutMeanwhile') return true;
  return (
    outcome.kind === 'notRenewable' &&
    outcome.because !== 'notConfigured' &&
    outcome.because !== 'configUnreadable' &&
    outcome.because !== 'misconfigured'
  );
}

// How a refresh ended, in a sentence that says what to do next.
import { l10n } from 'vscode';
import type { NotRenewable, RefreshOutcome } from '../core/refreshOutcome.ts';
import { endpointProblem, renewalReason } from './failureWords.ts';

type Ended = Exclude<RefreshOutcome, { kind: 'cancelled' }>;

export function refreshSentence(name: string, outcome: Ended): string {
  switch (outcome.kind) {
    case 'refreshed':
      return l10n.t('{0}: refreshed.', name);
    case 'renewedElsewhere':
      return l10n.t('{0}: already refreshed by another tool.', name);
    case 'refused':
      return l10n.t('{0}: refresh refused: {1}', name, renewalReason(outcome));
    case 'failing':
      return l10n.t('{0}: not refreshed: {1}', name, renewalReason(outcome));
    case 'notRenewable':
      return l10n.t('{0}: {1}', name, whyNot(outcome.because));
    case 'badEndpoint':
      return l10n.t('{0}: not refreshed. {1}', name, endpointProblem(outcome.problem));
    case 'signedOutMeanwhile':
      return l10n.t('{0}: signed out meanwhile, so that nothing was written.', name);
    case 'notWritten':
      return l10n.t(
        '{0}: the token file could not be written ({1}). Check the disk and the permissions of ~/.aws/sso/cache.',
        name,
        outcome.code,
      );
  }
}

function whyNot(because: NotRenewable): string {
  switch (because) {
    case 'notConfigured':
      return l10n.t('the session is not in the AWS config any more.');
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
    outcome.because !== 'misconfigured'
  );
}

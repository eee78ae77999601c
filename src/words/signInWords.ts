// How a sign-in ended, in a sentence that says what to do next.
import { l10n } from 'vscode';
import type { RejectionCode, SignInOutcome } from '../core/signInOutcome.ts';
import type { SignInWayOn } from '../core/signInWayOn.ts';
import type { TroubleCode } from '../core/snapshot.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import { endpointProblem } from './failureWords.ts';
import { plain } from './plain.ts';
import { shortTimeLeft } from './timeWords.ts';

type Ended = Exclude<SignInOutcome, { kind: 'cancelled' }>;
type Session = Pick<ConfiguredSession, 'name' | 'region' | 'file' | 'line'>;

/** `now` is ms since the epoch. */
export function signInSentence(session: Session, outcome: Ended, now: number): string {
  const name = plain(session.name);
  if (outcome.kind === 'signedInElsewhere') {
    return l10n.t('{0}: signed in by another window or tool.', name);
  }
  if (outcome.kind === 'badEndpoint') {
    return l10n.t('{0}: not signed in. {1}', name, endpointProblem(outcome.problem));
  }
  if (outcome.kind !== 'signedIn') {
    return l10n.t('{0}: not signed in: {1}', name, whyNot(session, outcome));
  }
  return outcome.renewable
    ? l10n.t('{0}: signed in.', name)
    : l10n.t(
        '{0}: signed in for {1}. This session cannot be refreshed.',
        name,
        shortTimeLeft(outcome.expiresAt - now),
      );
}

type NotSignedIn = Exclude<Ended, { kind: 'signedIn' | 'signedInElsewhere' | 'badEndpoint' }>;

function whyNot(session: Session, outcome: NotSignedIn): string {
  switch (outcome.kind) {
    case 'endedElsewhere':
      return l10n.t('the sign-in in another window ended without a session. Sign in again.');
    case 'denied':
      return l10n.t('access was denied in the browser. Sign in again and allow it.');
    case 'timedOut':
      return l10n.t('it took too long. Sign in again.');
    case 'wrongAnswer':
      return l10n.t(
        'the browser came back with something that does not belong to this sign-in. Close old sign-in tabs, then sign in again.',
      );
    case 'portNotBound':
      return l10n.t(
        'there is no free port for the browser to come back to ({0}). Use a code instead.',
        outcome.code,
      );
    case 'registrationForgotten':
      return l10n.t(
        'AWS does not know the client registration any more. Sign in again to get a new one.',
      );
    case 'rejected':
      return rejection(session, outcome.code);
    case 'unknownRegion':
      return l10n.t(
        'AWS could not be reached, and no region {0} is known. Check sso_region at {1}.',
        plain(outcome.region),
        placeOf(session),
      );
    case 'failing':
      return trouble(outcome.code);
    case 'notConfigured':
      return l10n.t('the session is not in the AWS config any more. Add it again.');
    case 'configUnreadable':
      return l10n.t('the AWS config cannot be read. Check its permissions.');
    case 'misconfigured':
      return l10n.t(
        'the AWS config does not say enough at {0}. Open it to see what is missing.',
        placeOf(session),
      );
    case 'notLocked':
      return l10n.t(
        '~/.aws/sso/cache cannot be written ({0}). Check the disk and its permissions.',
        outcome.code,
      );
    case 'notWritten':
      return outcome.code === 'ELOCKED'
        ? l10n.t(
            'AWS agreed, but another window is at work on the token file. Sign in again in a minute.',
          )
        : l10n.t(
            'AWS agreed, but the token file cannot be written ({0}). Check the disk and its permissions, then sign in again.',
            outcome.code,
          );
  }
}

function rejection(session: Session, code: RejectionCode): string {
  switch (code) {
    case 'startUrl':
      return l10n.t(
        'AWS knows no such start URL in {0}. Check sso_start_url and sso_region at {1}.',
        plain(session.region ?? ''),
        placeOf(session),
      );
    case 'scopes':
      return l10n.t(
        'AWS does not accept the scopes. Check sso_registration_scopes at {0}.',
        placeOf(session),
      );
    case 'client':
      return l10n.t(
        'AWS does not accept this extension as a client. Use a code, or sign in with the AWS CLI.',
      );
    case 'other':
      return l10n.t('AWS refused it. Ask who manages IAM Identity Center for you.');
  }
}

function trouble(code: TroubleCode): string {
  switch (code) {
    case 'unreachable':
      return l10n.t('AWS could not be reached. Check the network or VPN, then sign in again.');
    case 'timeout':
      return l10n.t('AWS did not answer in time. Check the network or VPN, then sign in again.');
    case 'notTheService':
      return l10n.t(
        'something other than AWS answered, such as a proxy or the sign-in page of a network. Open a web page to see it, then sign in again.',
      );
    case 'serviceError':
      return l10n.t('AWS answered with an error of its own. Sign in again in a minute.');
    case 'throttled':
      return l10n.t('AWS asks to wait. Sign in again in a minute.');
    case 'access_denied':
    case 'invalid_request':
    case 'otherError':
    case 'noLifetime':
    case 'notLocked':
    case 'notWritten':
      return l10n.t('AWS gave an unexpected answer. Sign in again.');
  }
}

/** The section of the session: "config:12". */
const placeOf = ({ file, line }: Session): string => `${file}:${line}`;

/** For a button. */
export function wayOnTitle(way: SignInWayOn): string {
  switch (way) {
    case 'signInAgain':
      return l10n.t('Sign In Again');
    case 'useCode':
      return l10n.t('Use a Code');
    case 'openConfig':
      return l10n.t('Open AWS Config');
    case 'showLog':
      return l10n.t('Show Log');
  }
}

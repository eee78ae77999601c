// What became of a change to the AWS config, and what to do next.
import { l10n } from 'vscode';
import type { EditRefusal } from '../core/configEdit.ts';
import { configProblem } from '../core/configProblem.ts';
import type { EndpointProblem } from '../core/endpointOverride.ts';
import type { FileProblem, TroubleCode } from '../core/snapshot.ts';
import { endpointProblem } from './failureWords.ts';
import { plain } from './plain.ts';
import { configProblemSentence, located } from './problemWords.ts';

/** Why the config was left as it is. */
export function refusalSentence(refusal: EditRefusal): string {
  switch (refusal.code) {
    case 'sessionExists':
      return l10n.t(
        'There is a session “{0}” already, in {1}. Choose another name.',
        plain(refusal.name),
        placeOf(refusal),
      );
    case 'profileExists':
      return l10n.t(
        'There is a profile “{0}” already, in {1}. Choose another name.',
        plain(refusal.name),
        placeOf(refusal),
      );
    case 'notWritable':
      return l10n.t(
        '“{0}” cannot be written to the AWS config. Use letters, digits and - only.',
        plain(refusal.name),
      );
    case 'reservedName':
      return l10n.t('The default profile is left alone. Choose another name.');
    case 'namedTwice':
      return l10n.t(
        'Two profiles would have the name “{0}”. Choose another name.',
        plain(refusal.name),
      );
    case 'sessionMissing':
      return l10n.t('There is no [sso-session {0}] any more. Add it again.', plain(refusal.name));
    case 'inherited':
      return l10n.t(
        '[DEFAULT] in {0} would give it another meaning. Put its sso_ keys into the sections that need them.',
        placeOf(refusal),
      );
    case 'inCredentials':
      return l10n.t(
        'Profile {0} has an sso_ key in {1}. Move it to the AWS config first.',
        plain(refusal.name),
        placeOf(refusal),
      );
    case 'misconfigured':
      return located(refusal.problem);
    case 'notLegacy':
      return l10n.t('No profile in the AWS config has this start URL any more.');
    case 'changedMeanwhile':
      return l10n.t('The AWS config has changed meanwhile. Migrate again, and look at it again.');
  }
}

/** "config:12" */
function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`;
}

/** As `NotEdited` of the file's side. */
export type NotEdited =
  | { readonly kind: 'refused'; readonly refusal: EditRefusal }
  | { readonly kind: 'unreadable'; readonly problem: FileProblem | 'notUtf8' }
  | { readonly kind: 'restless' }
  | { readonly kind: 'notLocked'; readonly code: string }
  | { readonly kind: 'notWritten'; readonly code: string; readonly backup?: string };

export function notEditedSentence(outcome: NotEdited): string {
  switch (outcome.kind) {
    case 'refused':
      return refusalSentence(outcome.refusal);
    case 'unreadable':
      return unreadable(outcome.problem);
    case 'restless':
      return l10n.t('Another program keeps changing the AWS config. Wait until it is done.');
    case 'notLocked':
      return outcome.code === 'ELOCKED'
        ? l10n.t('Another program is changing the AWS config. Wait until it is done.')
        : notWritable(outcome.code);
    case 'notWritten':
      return outcome.backup === undefined
        ? notWritable(outcome.code)
        : l10n.t(
            'Writing the AWS config failed halfway ({0}). What stood there before is in {1}.',
            outcome.code,
            outcome.backup,
          );
  }
}

function unreadable(problem: FileProblem | 'notUtf8'): string {
  if (problem === 'notUtf8') {
    return l10n.t('The AWS config is not UTF-8: changing it could lose letters. Save it as UTF-8.');
  }
  return configProblemSentence(configProblem('fileUnreadable', 'config', 1, problem));
}

function notWritable(code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t('The AWS config was not changed: the disk is full. Make room on it.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return l10n.t(
        'The AWS config was not changed: it, or its folder, is read-only ({0}). Make it writable.',
        code,
      );
    default:
      return l10n.t(
        'The AWS config was not changed: it cannot be written ({0}). Check the disk.',
        code,
      );
  }
}

/** What is true once profiles are written; more than three would fill a message. */
export function profilesSentence(names: readonly string[], sessionName: string): string {
  const session = plain(sessionName);
  if (names.length === 1) {
    return l10n.t('The profile {0} uses the session {1}.', plain(names.join()), session);
  }
  return names.length > 3
    ? l10n.t('{0} profiles use the session {1}.', names.length, session)
    : l10n.t('The profiles {0} use the session {1}.', names.map(plain).join(', '), session);
}

/** As the part of `RolesOutcome` that has no roles. */
export type NotListed =
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'failing'; readonly code: TroubleCode }
  | { readonly kind: 'notConfigured' }
  | { readonly kind: 'configUnreadable' }
  | { readonly kind: 'misconfigured' }
  | { readonly kind: 'badEndpoint'; readonly problem: EndpointProblem };

/** Why accounts and roles are not known. */
export function notListedReason(outcome: NotListed): string {
  switch (outcome.kind) {
    case 'signedOut':
      return l10n.t('signed out. Sign in first.');
    case 'failing':
      return trouble(outcome.code);
    case 'notConfigured':
      return l10n.t('the session is not in the AWS config any more.');
    case 'configUnreadable':
      return l10n.t('the AWS config cannot be read. Check its permissions.');
    case 'misconfigured':
      return l10n.t('the AWS config does not say enough. Open it to see what is missing.');
    case 'badEndpoint':
      return endpointProblem(outcome.problem);
  }
}

function trouble(code: TroubleCode): string {
  switch (code) {
    case 'unreachable':
      return l10n.t('AWS could not be reached. Check the network or VPN, then list again.');
    case 'timeout':
      return l10n.t('AWS did not answer in time. Check the network or VPN, then list again.');
    case 'notTheService':
      return l10n.t(
        'something other than AWS answered, such as a proxy or the sign-in page of a network. Open a web page to see it, then list again.',
      );
    case 'serviceError':
      return l10n.t('AWS answered with an error of its own. List again in a minute.');
    case 'throttled':
      return l10n.t('AWS asks to wait. List again in a minute.');
    case 'access_denied':
      return l10n.t('AWS denied it. Check that the session has the scope sso:account:access.');
    case 'invalid_request':
    case 'otherError':
    case 'notLocked':
    case 'notWritten':
    case 'noLifetime':
      return l10n.t('AWS gave an unexpected answer. List again.');
  }
}

// What a sign-out means, and how it ended.
import { l10n } from 'vscode';
import {
  type RemoteSignOut,
  type RoleCredentialFiles,
  type SignOutOutcome,
  isOverAtAws,
} from '../core/signOutOutcome.ts';
import type { TroubleCode } from '../core/snapshot.ts';
import { inARow } from './sentences.ts';

/** What a person is to know before they sign out of so many sessions. */
export function signOutConsequences(count: number): string {
  return count === 1
    ? l10n.t(
        'The sign-in ends for every tool that shares it, such as the AWS CLI, SDKs and other editors, on every machine that has this token. Role credentials that a tool already holds work until they end by themselves.',
      )
    : l10n.t(
        'The sign-ins end for every tool that shares them, such as the AWS CLI, SDKs and other editors, on every machine that has these tokens. Role credentials that a tool already holds work until they end by themselves.',
      );
}

type Ended = Exclude<SignOutOutcome, { kind: 'cancelled' }>;

export function signOutSentence(name: string, outcome: Ended): string {
  switch (outcome.kind) {
    case 'signedOut':
      return withRoles(signedOut(name, outcome.remote), outcome.roleCredentials);
    case 'wasSignedOut':
      return withRoles(l10n.t('{0}: already signed out.', name), outcome.roleCredentials);
    case 'signedInMeanwhile':
      return isOverAtAws(outcome.remote)
        ? l10n.t(
            '{0}: signed out, but another tool has written a new token meanwhile. Sign out again to end that too.',
            name,
          )
        : l10n.t(
            '{0}: not signed out at AWS: {1}. Another tool has written a new token meanwhile. Sign out again.',
            name,
            whyNotAtAws(outcome.remote),
          );
    case 'notConfigured':
      return l10n.t('{0}: not signed out: the session is not in the AWS config any more.', name);
    case 'configUnreadable':
      return l10n.t(
        '{0}: not signed out: the AWS config cannot be read. Check its permissions.',
        name,
      );
    case 'notDeleted':
      if (isOverAtAws(outcome.remote)) {
        return l10n.t(
          '{0}: signed out at AWS, but the token file cannot be deleted ({1}), and still looks like a session. Check its permissions, then sign out again.',
          name,
          outcome.code,
        );
      }
      return l10n.t(
        '{0}: not signed out: the token file cannot be deleted ({1}). Check its permissions, then sign out again.',
        name,
        outcome.code,
      );
    case 'notLocked':
      return outcome.code === 'ELOCKED'
        ? l10n.t('{0}: not signed out: another window is at work on it. Sign out again.', name)
        : l10n.t(
            '{0}: not signed out: ~/.aws/sso/cache cannot be written ({1}). Check the disk and its permissions.',
            name,
            outcome.code,
          );
    case 'unexpected':
      return l10n.t(
        '{0}: the sign-out ended in an unexpected error ({1}). Sign out again.',
        name,
        outcome.code,
      );
  }
}

function signedOut(name: string, remote: RemoteSignOut): string {
  return isOverAtAws(remote)
    ? l10n.t('{0}: signed out.', name)
    : l10n.t(
        '{0}: signed out on this machine, but not at AWS: {1}. There the sign-in ends by itself.',
        name,
        whyNotAtAws(remote),
      );
}

function withRoles(sentence: string, { left }: RoleCredentialFiles): string {
  if (left === 0) return sentence;
  const notDeleted = l10n.t(
    'Role credentials in ~/.aws/cli/cache cannot be deleted. Check its permissions.',
  );
  return inARow([sentence, notDeleted]);
}

/** Whether there is nothing left to be said or done. */
export function isCompleteSignOut(outcome: Ended): boolean {
  if (outcome.kind === 'wasSignedOut') return outcome.roleCredentials.left === 0;
  if (outcome.kind !== 'signedOut') return false;
  return isOverAtAws(outcome.remote) && outcome.roleCredentials.left === 0;
}

/** Whether what a person wanted to end has ended on this machine, whatever is left to be said. */
export function isDoneHere({ kind }: Ended): boolean {
  return kind === 'signedOut' || kind === 'wasSignedOut' || kind === 'signedInMeanwhile';
}

function whyNotAtAws(remote: Exclude<RemoteSignOut, 'ended' | 'alreadyEnded'>): string {
  if (remote === 'tokenEnded') return l10n.t('the access token had ended');
  if ('failing' in remote) return trouble(remote.failing);
  switch (remote.notAsked) {
    case 'unreadable':
      return l10n.t('the token could not be read');
    case 'misconfigured':
      return l10n.t('the AWS config does not say enough');
    case 'badEndpoint':
      return l10n.t('the endpoint that is configured cannot be used');
  }
}

function trouble(code: TroubleCode): string {
  switch (code) {
    case 'unreachable':
      return l10n.t('it could not be reached');
    case 'timeout':
      return l10n.t('it did not answer in time');
    case 'notTheService':
      return l10n.t('a proxy or the sign-in page of a network answered in its place');
    case 'serviceError':
      return l10n.t('it answered with an error of its own');
    case 'throttled':
      return l10n.t('it asks to wait');
    case 'access_denied':
      return l10n.t('it denied the request');
    case 'invalid_request':
    case 'otherError':
    case 'notLocked':
    case 'notWritten':
    case 'noLifetime':
      return l10n.t('it gave an unexpected answer');
  }
}

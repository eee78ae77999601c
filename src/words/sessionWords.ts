// What a person is told about a session: the same few words everywhere.
import { l10n } from 'vscode';
import { dayMs } from '../core/durations.ts';
import type { SessionState, SessionStatus } from '../core/overview.ts';
import { endpointProblem, renewalReason } from './failureWords.ts';
import { tokenProblem } from './problemWords.ts';
import { inARow } from './sentences.ts';
import { pointInTime, shortTimeLeft, spokenTimeLeft } from './timeWords.ts';

export function stateLabel(state: SessionState): string {
  switch (state) {
    case 'active':
      return l10n.t('Signed in');
    case 'renewable':
      return l10n.t('Ready to refresh');
    case 'expired':
      return l10n.t('Sign-in needed');
    case 'signedOut':
      return l10n.t('Signed out');
    case 'unreadable':
      return l10n.t('Token unreadable');
    case 'misconfigured':
      return l10n.t('Check config');
  }
}

/** The glance, behind the session's name: time left where there is some, else the state. */
export function glance({ state, expiresAt }: SessionStatus, now: number): string {
  switch (state) {
    case 'active':
      return shortTimeLeft((expiresAt ?? now) - now);
    case 'renewable':
      return l10n.t('ready to refresh');
    case 'expired':
      return l10n.t('sign-in needed');
    case 'signedOut':
      return l10n.t('signed out');
    case 'unreadable':
      return l10n.t('token unreadable');
    case 'misconfigured':
      return l10n.t('check config');
  }
}

/** The glance for a voice. */
export function spokenGlance(status: SessionStatus, now: number): string {
  const { state, expiresAt = now } = status;
  return state === 'active'
    ? l10n.t('signed in, access token valid for {0}', spokenTimeLeft(expiresAt - now))
    : glance(status, now);
}

/** Which clock is running and what to do next, in full sentences. */
export function explanation(status: SessionStatus, now: number): readonly string[] {
  return [...clockSentences(status, now), ...remarks(status)];
}

/** What is worth a row of its own. */
export function remarks(status: SessionStatus): readonly string[] {
  const { tokenProblem: problem, tokenPath = '', endpointProblem: endpoint } = status;
  return [
    ...(problem === undefined
      ? []
      : [inARow([tokenProblem(problem), l10n.t('File: {0}', tokenPath)])]),
    ...(endpoint === undefined ? [] : [endpointProblem(endpoint)]),
    ...renewalSentences(status),
    ...writtenFor(status),
  ];
}

/** Takes the ms by which this machine's clock is ahead of the service's. */
export function wrongClock(clockAheadMs: number): string {
  const off = shortTimeLeft(Math.abs(clockAheadMs));
  return clockAheadMs > 0
    ? l10n.t('The clock of this machine is {0} ahead of AWS. Set it, or the times are wrong.', off)
    : l10n.t('The clock of this machine is {0} behind AWS. Set it, or the times are wrong.', off);
}

function clockSentences(status: SessionStatus, now: number): readonly string[] {
  const { state, expiresAt = now, renewable, renewableUntil = now } = status;
  switch (state) {
    case 'active':
      return [
        l10n.t(
          'Access token valid for {0}, until {1}.',
          shortTimeLeft(expiresAt - now),
          pointInTime(expiresAt, now),
        ),
        renewable
          ? renewalPromise(renewableUntil, now)
          : l10n.t('It cannot be refreshed: sign in again by then.'),
      ];
    case 'renewable':
      return [
        l10n.t('Access token ended: {0}.', pointInTime(expiresAt, now)),
        l10n.t(
          'A refresh, or the next AWS command, renews it without a browser while the sign-in lasts.',
        ),
      ];
    case 'expired':
      return [
        l10n.t('Access token ended: {0}.', pointInTime(expiresAt, now)),
        l10n.t('Sign in to get a new one.'),
      ];
    case 'signedOut':
      return [l10n.t('There is no token. Sign in to get one.')];
    case 'unreadable':
    case 'misconfigured':
      return [];
  }
}

/** The registration's end is worth a word only when it is near: else it reads like the sign-in's. */
function renewalPromise(renewableUntil: number, now: number): string {
  return renewableUntil - now > 7 * dayMs
    ? l10n.t('Can be refreshed without a browser while the sign-in lasts.')
    : l10n.t(
        'Can be refreshed without a browser while the sign-in lasts, until {0} at most.',
        pointInTime(renewableUntil, now),
      );
}

function renewalSentences({ renewal }: SessionStatus): readonly string[] {
  switch (renewal.kind) {
    case 'idle':
      return [];
    case 'refused':
      return [l10n.t('The last refresh was refused: {0}', renewalReason(renewal))];
    case 'failing':
      return [l10n.t('The last refresh failed: {0}', renewalReason(renewal))];
    case 'lost':
      return [
        l10n.t(
          'The last refresh may be lost: its token could not be written before its window closed. Refresh again; if AWS refuses that, sign in again.',
        ),
      ];
  }
}

function writtenFor({ writtenFor: { region, startUrl } }: SessionStatus): readonly string[] {
  return [
    ...(region === undefined
      ? []
      : [
          l10n.t(
            'The token was written for another region, {0}. Refresh it or sign in again.',
            region,
          ),
        ]),
    ...(startUrl === undefined
      ? []
      : [
          l10n.t(
            'The token was written for another start URL, {0}. Refresh it or sign in again.',
            startUrl,
          ),
        ]),
  ];
}

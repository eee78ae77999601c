// What a person is told about a session: the same few words everywhere.
import { l10n } from 'vscode';
import { type SessionState, type SessionStatus, isSnoozed } from '../core/overview.ts';
import { spokenClocks, spokenTimeToAct, timeToAct } from './clockWords.ts';
import { endpointProblem, renewalReason } from './failureWords.ts';
import { withoutDirections } from './plain.ts';
import { located, tokenProblem } from './problemWords.ts';
import { inARow } from './sentences.ts';
import { pointInTime, shortTimeLeft, steadyTimeLeft } from './timeWords.ts';

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

/** The glance, behind the session's name: when to act where that is known, else the state. */
export function glance(status: SessionStatus, now: number): string {
  return timeToAct(status, now) ?? stateWord(status.state);
}

function stateWord(state: SessionState): string {
  switch (state) {
    case 'active':
      return l10n.t('signed in');
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

/** The glance where a check mark says already that one is signed in, and others stand beside it. */
export function glanceBesideIcon(status: SessionStatus, now: number): string {
  const words = status.state === 'active' ? '' : stateWord(status.state);
  return timeToAct(status, now, steadyTimeLeft) ?? words;
}

/** The same without any words, where many stand side by side. */
export function timeBesideIcon(status: SessionStatus, now: number): string {
  const isOver = (status.actBy?.at ?? now) <= now;
  return isOver ? '' : (timeToAct(status, now, steadyTimeLeft) ?? '');
}

/** The glance, and that somebody does not want to hear of it. */
export function glanceAndSilence(status: SessionStatus, now: number): string {
  return [glance(status, now), ...silence(status, now)].join(' · ');
}

/** None where nothing has been silenced. */
export function silence(status: SessionStatus, now: number): readonly string[] {
  const { muted, snoozedUntil = 0 } = status;
  if (muted) return [l10n.t('muted')];
  return isSnoozed(status, now)
    ? [l10n.t('snoozed until {0}', pointInTime(snoozedUntil, now))]
    : [];
}

/** The glance for a voice. */
export function spokenGlance(status: SessionStatus, now: number): string {
  return spokenTimeToAct(status, now) ?? stateWord(status.state);
}

/** All that there is to say of a session, for a voice; `asides` are said with its state. */
export function spokenInFull(
  status: SessionStatus,
  now: number,
  asides: readonly string[] = [],
): string {
  return inARow([
    l10n.t(
      '{0}: {1}.',
      withoutDirections(status.session.name),
      [stateWord(status.state), ...asides].join(', '),
    ),
    ...spokenClocks(status, now),
    ...explanation(status),
  ]);
}

/** What to do next where the clocks do not say so, and what is wrong, in full sentences. */
export function explanation(status: SessionStatus): readonly string[] {
  const errors = status.session.problems.filter(({ severity }) => severity === 'error');
  const sentences = remarks(status).map(({ sentence }) => sentence);
  return [...errors.map(located), ...adviceFor(status.state), ...sentences];
}

/** What is worth a row of its own, of each kind at most one. */
interface Remark {
  readonly about: 'token' | 'endpoint' | 'renewal' | 'region' | 'startUrl';
  readonly sentence: string;
}

export function remarks(status: SessionStatus): readonly Remark[] {
  const { tokenProblem: problem, tokenPath = '', endpointProblem: endpoint } = status;
  return [
    // First things first: until the config is right, nothing can be done about the token.
    ...(problem === undefined || status.state === 'misconfigured'
      ? []
      : [remark('token', inARow([tokenProblem(problem), l10n.t('File: {0}', tokenPath)]))]),
    ...(endpoint === undefined ? [] : [remark('endpoint', endpointProblem(endpoint))]),
    ...renewalSentences(status).map((sentence) => remark('renewal', sentence)),
    ...writtenFor(status),
  ];
}

function remark(about: Remark['about'], sentence: string): Remark {
  return { about, sentence };
}

/** Takes the ms by which this machine's clock is ahead of the service's. */
export function wrongClock(clockAheadMs: number): string {
  const off = shortTimeLeft(Math.abs(clockAheadMs));
  return clockAheadMs > 0
    ? l10n.t('The clock of this machine is {0} ahead of AWS. Set it, or the times are wrong.', off)
    : l10n.t('The clock of this machine is {0} behind AWS. Set it, or the times are wrong.', off);
}

function adviceFor(state: SessionState): readonly string[] {
  switch (state) {
    case 'expired':
      return [l10n.t('Sign in to get a new one.')];
    case 'signedOut':
      return [l10n.t('There is no token. Sign in to get one.')];
    case 'active':
    case 'renewable':
    case 'unreadable':
    case 'misconfigured':
      return [];
  }
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

function writtenFor({ writtenFor: { region, startUrl } }: SessionStatus): readonly Remark[] {
  return [
    ...(region === undefined
      ? []
      : [
          remark(
            'region',
            l10n.t(
              'The token was written for another region, {0}. Refresh it or sign in again.',
              region,
            ),
          ),
        ]),
    ...(startUrl === undefined
      ? []
      : [
          remark(
            'startUrl',
            l10n.t(
              'The token was written for another start URL, {0}. Refresh it or sign in again.',
              startUrl,
            ),
          ),
        ]),
  ];
}

// What is said aloud of a session: what comes to its end, when, and what to do.
import { l10n } from 'vscode';
import type { Notice } from '../core/notices.ts';
import type { SessionStatus } from '../core/overview.ts';
import { plain } from './plain.ts';
import { aboutTimeLeft, shortTimeLeft } from './timeWords.ts';

/** Of one session. `now` is ms since the epoch. */
export function noticeSentence({ kind, status }: Notice, now: number): string {
  const name = plain(status.session.name);
  switch (kind) {
    case 'endsSoon':
      return endsSoon(name, status, now);
    case 'signInNeeded':
      return l10n.t('{0}: sign-in needed. The access token has ended.', name);
    case 'endedUnseen':
      return l10n.t('{0}: the session has ended. Sign in when you need it.', name);
    case 'offerRefresh':
      return l10n.t('{0}: the access token is about to end. Refresh it, without a browser?', name);
  }
}

/** Of several at once. */
export function noticesSentence(notices: readonly Notice[]): string {
  const names = notices.map(({ status }) => plain(status.session.name)).join(', ');
  if (notices.every(({ kind }) => kind === 'endedUnseen')) {
    return l10n.t(
      '{0} sessions have ended: {1}. Sign in when you need them.',
      notices.length,
      names,
    );
  }
  // What is still valid is not called lost.
  return notices.some(({ kind }) => kind === 'endsSoon')
    ? l10n.t('{0} sessions need a sign-in soon: {1}', notices.length, names)
    : l10n.t('{0} sessions need a sign-in: {1}', notices.length, names);
}

function endsSoon(name: string, { actBy }: SessionStatus, now: number): string {
  const leftMs = (actBy?.at ?? now) - now;
  const left = shortTimeLeft(leftMs);
  switch (actBy?.kind) {
    case 'signIn':
      return actBy.isEstimate
        ? l10n.t(
            '{0}: the sign-in ends in about {1} (estimate). Sign in again by then.',
            name,
            aboutTimeLeft(leftMs),
          )
        : l10n.t('{0}: the sign-in ends in {1}. Sign in again by then.', name, left);
    case 'registration':
      return l10n.t('{0}: can be refreshed for {1} more. Sign in again by then.', name, left);
    case 'token':
    case undefined:
      return l10n.t(
        '{0}: access token valid for {1}. It cannot be refreshed: sign in again by then.',
        name,
        left,
      );
  }
}

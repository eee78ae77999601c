// What is said aloud of a session: what comes to its end, when, and what to do.
import { l10n } from 'vscode';
import { minuteMs } from '../core/durations.ts';
import { type EndedClock, type Notice, endedClock } from '../core/notices.ts';
import type { SessionStatus } from '../core/overview.ts';
import { plain } from './plain.ts';
import { aboutTimeLeft, pointInTime, shortTimeLeft } from './timeWords.ts';

/** Of one session. `now` is ms since the epoch. */
export function noticeSentence({ kind, status }: Notice, now: number): string {
  const name = plain(status.session.name);
  switch (kind) {
    case 'endsSoon':
      return endsSoon(name, status, now);
    case 'mayHaveEnded':
      return status.actBy?.isEstimate === true
        ? l10n.t('{0}: the sign-in may have ended (estimate). Refresh to see, or sign in.', name)
        : l10n.t('{0}: the sign-in may have ended. Refresh to see, or sign in.', name);
    case 'signInNeeded':
      return signInNeeded(name, endedClock(status));
    case 'endedUnseen':
      return endedUnseen(name, endedClock(status));
    case 'offerRefresh':
      return l10n.t('{0}: the access token is about to end. Refresh it, without a browser?', name);
  }
}

/** Of several at once, among which what may be over does not go with what is not. `now` as above. */
export function noticesSentence(notices: readonly Notice[], now: number): string {
  const names = namesOf(notices);
  const count = notices.length;
  const uncertain = notices.filter(({ kind }) => kind === 'mayHaveEnded');
  if (uncertain.length === count) {
    return l10n.t('{0} sign-ins may have ended: {1}. Refresh to see, or sign in.', count, names);
  }
  if (notices.every(({ kind }) => kind === 'endedUnseen')) {
    return l10n.t('{0} sessions have ended: {1}. Sign in when you need them.', count, names);
  }
  if (uncertain.length > 0) {
    return l10n.t(
      '{0} sessions have ended, or may have: {1}. Refresh to see, or sign in when you need them.',
      count,
      names,
    );
  }
  const ahead = notices.filter(({ kind }) => kind === 'endsSoon');
  return ahead.length === 0
    ? l10n.t('{0} sessions need a sign-in: {1}', count, names)
    : someEndSoon(notices, ahead, now);
}

/** What is still valid is not called lost, nor what is lost called valid. */
function someEndSoon(notices: readonly Notice[], ahead: readonly Notice[], now: number): string {
  const count = notices.length;
  const lost = notices.filter((notice) => !ahead.includes(notice));
  const clocks = ahead.flatMap(({ status }) => status.actBy ?? []);
  // Whoever has signed in by the first end has lost none of them.
  const by = pointInTime(Math.min(...clocks.map(({ at }) => at)), now);
  const isEstimate = clocks.some((clock) => clock.isEstimate);
  if (lost.length > 0) {
    const [gone, going] = [namesOf(lost), namesOf(ahead)];
    return isEstimate
      ? l10n.t(
          '{0} sessions need a sign-in: {1} now, {2} by about {3} (estimate)',
          count,
          gone,
          going,
          by,
        )
      : l10n.t('{0} sessions need a sign-in: {1} now, {2} by {3}', count, gone, going, by);
  }
  const names = namesOf(ahead);
  return isEstimate
    ? l10n.t('{0} sessions need a sign-in by about {1} (estimate): {2}', count, by, names)
    : l10n.t('{0} sessions need a sign-in by {1}: {2}', count, by, names);
}

function namesOf(notices: readonly Notice[]): string {
  return notices.map(({ status }) => plain(status.session.name)).join(', ');
}

function signInNeeded(name: string, clock: EndedClock): string {
  switch (clock) {
    case 'token':
      return l10n.t('{0}: sign-in needed. The access token has ended.', name);
    case 'signIn':
      return l10n.t('{0}: sign-in needed. The sign-in has ended.', name);
    case 'registration':
      return l10n.t('{0}: sign-in needed. The client registration has ended.', name);
  }
}

function endedUnseen(name: string, clock: EndedClock): string {
  switch (clock) {
    case 'token':
      return l10n.t('{0}: the access token has ended. Sign in when you need it.', name);
    case 'signIn':
      return l10n.t('{0}: the sign-in has ended. Sign in when you need it.', name);
    case 'registration':
      return l10n.t('{0}: the client registration has ended. Sign in when you need it.', name);
  }
}

function endsSoon(name: string, { actBy }: SessionStatus, now: number): string {
  const at = actBy?.at ?? now;
  const left = shortTimeLeft(at - now);
  // Whoever reads it later must still know when that is.
  const by = pointInTime(at, now);
  switch (actBy?.kind) {
    case 'signIn':
      return actBy.isEstimate
        ? l10n.t(
            '{0}: the sign-in ends in about {1} (estimate). Sign in again by {2}.',
            name,
            aboutTimeLeft(Math.max(minuteMs, at - now)),
            by,
          )
        : l10n.t('{0}: the sign-in ends in {1}. Sign in again by {2}.', name, left, by);
    case 'registration':
      return l10n.t('{0}: can be refreshed for {1} more. Sign in again by {2}.', name, left, by);
    case 'token':
    case undefined:
      return l10n.t(
        '{0}: access token valid for {1}. It cannot be refreshed: sign in again by {2}.',
        name,
        left,
        by,
      );
  }
}

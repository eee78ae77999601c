// What the timeline says: of each mark its name, its time and what comes of it.
import { isSameDay } from 'date-fns';
import { env, l10n } from 'vscode';
import type { ActBy } from '../core/clocks.ts';
import { dayMs } from '../core/durations.ts';
import type { SessionStatus } from '../core/overview.ts';
import type { TimelineRow } from '../core/timeline.ts';
import type { TimelineMark } from '../core/timelineMarks.ts';
import type { TimelineRange, TimelineTick } from '../core/timelineRange.ts';
import type { TimelineSpan } from '../core/timelineSpans.ts';
import type { SignInEnd } from '../core/signInEstimate.ts';
import { saysWhen } from './clockWords.ts';
import { silence, stateLabel } from './sessionWords.ts';
import { aboutTimeLeft, pointInTime, shortDuration } from './timeWords.ts';

export function rangeLabel(range: TimelineRange): string {
  switch (range) {
    case 'day':
      return l10n.t('24 hours');
    case 'days':
      return l10n.t('3 days');
    case 'week':
      return l10n.t('7 days');
    case 'month':
      return l10n.t('30 days');
  }
}

/** "Thu, 1/15", "6 PM" */
export function tickLabel({ at, isMidnight }: Pick<TimelineTick, 'at' | 'isMidnight'>): string {
  return new Intl.DateTimeFormat(
    env.language,
    isMidnight ? { weekday: 'short', month: 'numeric', day: 'numeric' } : { hour: 'numeric' },
  ).format(at);
}

/** "2:05 PM" */
export function timeOfDay(at: number): string {
  return time.format(at);
}

export function markTitle(mark: TimelineMark): string {
  switch (mark.kind) {
    case 'renewal':
      if (mark.isFirst) return l10n.t('Access token first seen');
      return mark.times.length === 1
        ? signLabel(mark.kind)
        : l10n.t('Access token refreshed {0} times', mark.times.length);
    case 'tokenEnd':
      return mark.isAhead ? signLabel(mark.kind) : l10n.t('Access token ended');
    case 'signInEnd':
      return mark.isAhead ? signInEnds(mark.end.isEstimate) : spanLabel('unsure');
    case 'signIn':
    case 'signOut':
    case 'refused':
    case 'registrationEnd':
      return signLabel(mark.kind);
  }
}

export function signInEnds(isEstimate: boolean): string {
  return isEstimate ? l10n.t('Sign-in ends (estimate)') : signLabel('signInEnd');
}

/** "Thu, Jan 15, 2:05 PM"; of what is not known to the minute, what it lies within. */
export function markTime(mark: TimelineMark): string {
  const { at } = mark;
  switch (mark.kind) {
    case 'signIn':
    case 'signOut':
      return vague(at, mark.after);
    case 'renewal':
      if (mark.isFirst) return dateTime.format(at);
      return mark.times.length === 1
        ? vague(at, mark.after)
        : dateTime.formatRange(at, mark.times.at(-1) ?? at);
    case 'signInEnd':
      return mark.end.isEstimate ? l10n.t('about {0}', dateTime.format(at)) : dateTime.format(at);
    case 'refused':
    case 'tokenEnd':
    case 'registrationEnd':
      return dateTime.format(at);
  }
}

function vague(at: number, after: number | undefined): string {
  return after === undefined
    ? dateTime.format(at)
    : l10n.t('some time within {0}', dateTime.formatRange(after, at));
}

/** As wide as where a time stands alone: "08:05", but "8:05 AM". */
const eight = new Date(2026, 0, 15, 8);
const time = new Intl.DateTimeFormat(env.language, { timeStyle: 'short' });
const hour = time.formatToParts(eight).find(({ type }) => type === 'hour')?.value.length;

const dateTime = new Intl.DateTimeFormat(env.language, {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  hour: hour === 2 ? '2-digit' : 'numeric',
  minute: '2-digit',
});

/** Empty where there is nothing to add. */
export function markDetail(mark: TimelineMark): string {
  switch (mark.kind) {
    case 'signIn':
    case 'renewal': {
      const end = mark.expiresAt;
      return [
        end === undefined ? '' : l10n.t('Access token valid until {0}.', laterTime(end, mark.at)),
        mark.kind === 'renewal' && mark.isFirst
          ? l10n.t('When the sign-in began is not known.')
          : '',
      ]
        .filter((part) => part !== '')
        .join(' ');
    }
    case 'signInEnd':
      return basis(mark.end);
    case 'refused':
    case 'registrationEnd':
      return l10n.t('From then on a sign-in is needed.');
    case 'tokenEnd':
      return mark.then === undefined ? '' : spanLabel(mark.then, mark.isAhead);
    case 'signOut':
      return '';
  }
}

/** Without the day when that is said already. */
function laterTime(at: number, before: number): string {
  return isSameDay(at, before) ? timeOfDay(at) : dateTime.format(at);
}

function basis({ basis: from, durationMs, samples }: SignInEnd): string {
  if (from === 'setting') {
    return l10n.t('By your settings, sign-ins last {0}.', shortDuration(durationMs));
  }
  const duration = aboutTimeLeft(durationMs);
  return samples === 1
    ? l10n.t('Your last sign-in lasted at least {0}.', duration)
    : l10n.t('Your last sign-ins lasted at least {0}.', duration);
}

/** "Signed in", "Signed in · muted" */
export function stateAndSilence(status: SessionStatus, now: number): string {
  return [stateLabel(status.state), ...silence(status, now)].join(' · ');
}

/** What comes next, below the name of the session. */
export function upcoming(status: SessionStatus, now: number): string {
  const { actBy } = status;
  if (actBy === undefined) return '';
  const { at, kind, isEstimate } = actBy;
  if (at <= now) return spanLabel('unsure');
  if (!saysWhen(status)) return endNotKnown();
  const isNear = at - now < 7 * dayMs;
  return l10n.t(
    '{0}: {1}',
    titleOf(kind, isEstimate),
    isNear ? laterTime(at, now) : pointInTime(at, now),
  );
}

const endNotKnown = (): string => l10n.t('End of the sign-in not known');

function titleOf(kind: ActBy['kind'], isEstimate: boolean): string {
  switch (kind) {
    case 'token':
      return signLabel('tokenEnd');
    case 'signIn':
      return signInEnds(isEstimate);
    case 'registration':
      return signLabel('registrationEnd');
  }
}

/** For a voice; without the time left, so that it stays the same from minute to minute. */
export function spokenRow(row: TimelineRow, now: number): string {
  const { status } = row;
  const { name } = status.session;
  return [
    name,
    stateLabel(status.state),
    ...silence(status, now),
    upcoming(status, now),
    isEmpty(row) ? nothingKnown() : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

export const isEmpty = ({ spans, marks }: TimelineRow): boolean =>
  spans.length === 0 && marks.length === 0;

export const nothingKnown = (): string => l10n.t('Nothing known of this time');

/** Of what lies ahead nothing has ended. */
export function spanLabel(kind: TimelineSpan['kind'], isAhead = false): string {
  switch (kind) {
    case 'token':
      return l10n.t('Access token valid');
    case 'signedIn':
      return l10n.t('Sign-in lasts');
    case 'unsure':
      return isAhead ? endNotKnown() : l10n.t('Sign-in may have ended');
  }
}

/** One of them, whenever. */
export function signLabel(kind: TimelineMark['kind']): string {
  switch (kind) {
    case 'signIn':
      return l10n.t('Signed in');
    case 'renewal':
      return l10n.t('Access token refreshed');
    case 'refused':
      return l10n.t('Refresh refused');
    case 'signOut':
      return l10n.t('Signed out');
    case 'tokenEnd':
      return l10n.t('Access token ends');
    case 'signInEnd':
      return l10n.t('Sign-in ends');
    case 'registrationEnd':
      return l10n.t('Client registration ends');
  }
}

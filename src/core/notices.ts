// What is worth saying aloud: the transition to needing a person, never the state itself.
import { dayMs, minuteMs } from './durations.ts';
import { bringsToken } from './history.ts';
import { type Overview, type SessionStatus, isSnoozed } from './overview.ts';
import { refreshWindowMs } from './renewalPlan.ts';
import type { CurrentSignIn } from './signInEstimate.ts';
import { passedThreshold } from './warning.ts';

export interface Notice {
  readonly kind: 'endsSoon' | 'mayHaveEnded' | 'signInNeeded' | 'endedUnseen' | 'offerRefresh';
  /** What is said once: the same in every window. */
  readonly key: string;
  /** What need not be said any more once this is: the same without the snooze that it comes after. */
  readonly covers?: string;
  readonly status: SessionStatus;
}

/** Which of the three clocks of an ended session it was that ended it. */
export type EndedClock = 'token' | 'signIn' | 'registration';

/** As AWS says, or as the last that could still be renewed was not in time. */
export function endedClock({ renewal, expiresAt = 0, renewableUntil }: SessionStatus): EndedClock {
  if (renewal.kind !== 'refused') {
    return renewableUntil !== undefined && renewableUntil > expiresAt ? 'registration' : 'token';
  }
  switch (renewal.code) {
    case 'invalid_grant':
    case 'expired_token':
      return 'signIn';
    case 'invalid_client':
    case 'unauthorized_client':
      return 'registration';
  }
}

/** What the key of a notice starts with that is given once and never again. */
export const onceForAll = 'once ';

/** What each session was like when all had been said of it; `start`: nothing has been said here yet. */
type Heard = ReadonlyMap<string, 'start' | Known>;

interface Known {
  readonly status: SessionStatus;
  readonly overview: Overview;
}

/** What each overview was compared with. */
const comparedWith = new WeakMap<Overview, Heard>();

/**
 * What is to be said by now: what has come to be true since all had been said. `held` is what was pending
 * after the previous overview and could not be said.
 */
export function pendingNotices(
  held: readonly Notice[],
  previous: Overview | undefined,
  next: Overview,
): readonly Notice[] {
  const heard =
    previous === undefined ? atStart(next) : heardAfter(comparedWith.get(previous), previous, held);
  comparedWith.set(next, heard);
  return noticesSince(heard, next, held);
}

function atStart({ sessions }: Overview): Heard {
  return new Map(sessions.map(({ session }) => [session.id, 'start']));
}

/** What is held is still to be said; and what cannot be read, as amid a save, tells nothing new. */
function heardAfter(before: Heard = new Map(), overview: Overview, held: readonly Notice[]): Heard {
  const heard = new Map(before);
  for (const status of overview.sessions) {
    const isDark = status.state === 'unreadable' || status.state === 'misconfigured';
    const isOpen = isDark ? !isSilent(status, overview.now) : heldOf(status, held) !== undefined;
    if (!isOpen) heard.set(status.session.id, { status, overview });
  }
  return heard;
}

/**
 * At the start none but for those of sessions that have all ended since somebody last saw them in use. Silent
 * are a session that was not there or not usable before (who has just signed in, or was told already), the
 * step in which the service refuses what a person asked for (the command tells that), and a session that
 * somebody has silenced; when that comes to an end by itself, what is true then is said. What a person must
 * put right in a file shows as a row, not as a notice.
 */
function noticesSince(heard: Heard, next: Overview, held: readonly Notice[]): readonly Notice[] {
  return next.sessions.flatMap((status): readonly Notice[] => {
    const known = heard.get(status.session.id);
    if (known === undefined || isSilent(status, next.now)) return [];
    if (known === 'start') return endedUnseen(next).filter((notice) => notice.status === status);
    const { status: earlier, overview: previous } = known;
    if (isSnoozed(earlier, previous.now)) return afterSnooze(status, next, held);
    if (!isUsable(earlier) || isAnsweredRefusal(earlier, status)) return [];
    if (need(status, next) < need(earlier, previous)) return needOf(status, next);
    const isNews = mayBeOffered(status, next) && !mayBeOffered(earlier, previous);
    return isNews ? [noticeOf('offerRefresh', status)] : [];
  });
}

/** What ended longer ago is no news: a weekend, say. */
const newsForMs = 3 * dayMs;

/** A night, say: what nobody has been told of, unless there is a session left to work with. */
function endedUnseen(overview: Overview): readonly Notice[] {
  const { now } = overview;
  const heard = overview.sessions.filter((status) => !isSilent(status, now));
  const mayHaveEnded = (status: SessionStatus): boolean => need(status, overview) === endPassed;
  if (heard.some((status) => isUsable(status) && !mayHaveEnded(status))) return [];
  const isNews = (status: SessionStatus): boolean =>
    wasSeenUsable(status) && now - lastEndOf(status) <= newsForMs;
  return heard.filter(isNews).flatMap((status): readonly Notice[] => {
    if (status.state === 'expired') return [noticeOf('endedUnseen', status)];
    return mayHaveEnded(status) ? [noticeOf('mayHaveEnded', status)] : [];
  });
}

/** When it was of use for the last time, or may have been; ms since the epoch. */
function lastEndOf({ actBy, expiresAt = 0, renewableUntil = 0 }: SessionStatus): number {
  return actBy?.at ?? Math.max(expiresAt, renewableUntil);
}

/** Whether somebody saw this very token while it could be used. */
function wasSeenUsable({ file, history }: SessionStatus): boolean {
  if (typeof file === 'string') return false;
  const last = history.events.findLast(bringsToken);
  return last?.token === file.fingerprint && last.at < file.expiresAt;
}

function afterSnooze(
  status: SessionStatus,
  next: Overview,
  held: readonly Notice[],
): readonly Notice[] {
  // None when somebody has ended it: whoever does that is looking.
  if (status.snoozedUntil === undefined) return [];
  const end = String(status.snoozedUntil);
  const before = heldOf(status, held);
  return needOf(status, next).map((notice) => {
    // What has come to be true since is not what the snooze was of.
    if (before !== undefined && before.covers !== notice.key) return notice;
    return { ...notice, key: `${notice.key} after ${end}`, covers: notice.key };
  });
}

function heldOf({ session }: SessionStatus, held: readonly Notice[]): Notice | undefined {
  return held.find(({ status }) => status.session.id === session.id);
}

/** What somebody needs a person for most: that it has ended, and that it was to end by now. */
const [ended, endPassed] = [-1, 0];

function needOf(status: SessionStatus, overview: Overview): readonly Notice[] {
  const needed = need(status, overview);
  if (needed === ended) return [noticeOf('signInNeeded', status)];
  if (needed === endPassed) return [noticeOf('mayHaveEnded', status)];
  return needed === Infinity ? [] : [noticeOf('endsSoon', status, needed)];
}

/** The smaller, the nearer is the end, or the surer: the threshold that is passed, in ms, or one of the above. */
function need(status: SessionStatus, { now, warnBeforeMs }: Overview): number {
  if (status.state === 'expired') return ended;
  if (status.actBy === undefined) return Infinity;
  // It is too late for a warning, and nobody knows yet what is true.
  if (status.actBy.at <= now) return isAboutToBeKnown(status) ? Infinity : endPassed;
  return passedThreshold(status.actBy.at, now, warnBeforeMs) ?? Infinity;
}

/** It is about to be tried without being asked. */
function isAboutToBeKnown({ renewsByItself, renewal }: SessionStatus): boolean {
  return renewsByItself && renewal.kind === 'idle';
}

/** `thresholdMs` is the one that is passed. */
function noticeOf(kind: Notice['kind'], status: SessionStatus, thresholdMs = 0): Notice {
  return { kind, key: keyOf(kind, status, thresholdMs), status };
}

function keyOf(kind: Notice['kind'], status: SessionStatus, thresholdMs: number): string {
  const { id } = status.session;
  switch (kind) {
    case 'endsSoon':
      return `${kind} ${id} ${whatEnds(status)} ${thresholdMs / minuteMs}`;
    case 'mayHaveEnded':
      return `${kind} ${id} ${whatEnds(status)}`;
    // Whoever was told when it ended is not told again, and the other way round.
    case 'signInNeeded':
    case 'endedUnseen':
      return `signInNeeded ${id} ${String(status.expiresAt)}`;
    // There is one choice to make, whichever session raises it.
    case 'offerRefresh':
      return `${onceForAll}${kind}`;
  }
}

/** By what does not move: an estimate does, and the last token can outlive what it was bought with. */
function whatEnds({ actBy, expiresAt, renewableUntil, signIn }: SessionStatus): string {
  switch (actBy?.kind) {
    case 'signIn':
      return `signIn ${String(signIn.beganAt)}/${lastingOf(signIn)}`;
    case 'registration':
      return `registration ${String(renewableUntil)}`;
    case 'token':
    case undefined:
      return `token ${String(expiresAt)}`;
  }
}

/** Another end is news: of another duration that was set, or once a sign-in that ended early is not counted. */
function lastingOf({ end }: CurrentSignIn): string {
  return String(end?.basis === 'setting' ? end.durationMs : end?.samples);
}

/** By a person. */
function isSilent(status: SessionStatus, now: number): boolean {
  return status.muted || isSnoozed(status, now);
}

function isUsable({ state }: SessionStatus): boolean {
  return state === 'active' || state === 'renewable';
}

function mayBeOffered({ state, renewable, expiresAt }: SessionStatus, { now }: Overview): boolean {
  const isNearEnd = expiresAt !== undefined && expiresAt - now <= refreshWindowMs;
  return state === 'active' && renewable && isNearEnd;
}

function isAnsweredRefusal(earlier: SessionStatus, status: SessionStatus): boolean {
  const becameRefused = earlier.renewal.kind !== 'refused' && status.renewal.kind === 'refused';
  return becameRefused && status.lastAttempt?.by === 'person';
}

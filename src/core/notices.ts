// What is worth saying aloud: the transition to needing a person, never the state itself.
import type { Overview, SessionStatus } from './overview.ts';
import { refreshWindowMs } from './renewalPlan.ts';

export interface Notice {
  readonly kind: 'endsSoon' | 'signInNeeded' | 'offerRefresh';
  /** The same for the same news in every window. */
  readonly key: string;
  readonly status: SessionStatus;
}

/** What the key of a notice starts with that is given once and never again. */
export const onceForAll = 'once ';

/**
 * What is to be said after one step of the overview: of what has been held till now, what is still
 * true, with its present status, and what the step has brought.
 */
export function pendingNotices(
  held: readonly Notice[],
  previous: Overview | undefined,
  next: Overview,
): readonly Notice[] {
  const stillTrue = held.flatMap((notice) => asItIsNow(notice, next) ?? []);
  return [...stillTrue, ...noticesBetween(previous, next)];
}

/** The same news with its present status; undefined when it is none any more. */
function asItIsNow({ kind, key, status: held }: Notice, next: Overview): Notice | undefined {
  const status = next.sessions.find(({ session }) => session.id === held.session.id);
  if (status === undefined || !isTrue(kind, status, next.now)) return undefined;
  const notice = noticeOf(kind, status);
  return notice.key === key ? notice : undefined;
}

/**
 * The notices for one step of the overview. Silent are the first overview, a session that was not
 * there or not usable before (who has just signed in, or was told already), and the step in which the
 * service refuses what a person asked for: the command tells that. What a person must put right in a
 * file shows as a row, not as a notice.
 */
export function noticesBetween(previous: Overview | undefined, next: Overview): readonly Notice[] {
  if (previous === undefined) return [];
  const before = new Map(previous.sessions.map((status) => [status.session.id, status]));
  return next.sessions.flatMap((status): readonly Notice[] => {
    const earlier = before.get(status.session.id);
    if (earlier === undefined || !isUsable(earlier) || isAnsweredRefusal(earlier, status))
      return [];
    const kind = mostPressingFirst.find(
      (each) => isTrue(each, status, next.now) && !isTrue(each, earlier, previous.now),
    );
    return kind === undefined ? [] : [noticeOf(kind, status)];
  });
}

const mostPressingFirst: readonly Notice['kind'][] = ['signInNeeded', 'endsSoon', 'offerRefresh'];

function isTrue(kind: Notice['kind'], status: SessionStatus, now: number): boolean {
  switch (kind) {
    case 'signInNeeded':
      return status.state === 'expired';
    case 'endsSoon':
      return status.attention === 'soon';
    case 'offerRefresh':
      return status.state === 'active' && isNearEnd(status, now);
  }
}

function noticeOf(kind: Notice['kind'], status: SessionStatus): Notice {
  // There is one choice to make, whichever session raises it.
  if (kind === 'offerRefresh') return { kind, key: `${onceForAll}${kind}`, status };
  const { actBy, signIn, expiresAt } = status;
  // An estimate moves, and a renewal leaves the end of the sign-in and the registration where it is.
  const end = actBy?.kind === 'signIn' ? signIn.beganAt : (actBy?.at ?? expiresAt);
  return { kind, key: `${kind} ${status.session.id} ${String(end)}`, status };
}

function isUsable({ state }: SessionStatus): boolean {
  return state === 'active' || state === 'renewable';
}

function isNearEnd({ renewable, expiresAt }: SessionStatus, now: number): boolean {
  return renewable && expiresAt !== undefined && expiresAt - now <= refreshWindowMs;
}

function isAnsweredRefusal(earlier: SessionStatus, status: SessionStatus): boolean {
  const becameRefused = earlier.renewal.kind !== 'refused' && status.renewal.kind === 'refused';
  return becameRefused && status.lastAttempt?.by === 'person';
}

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
    if (status.state === 'expired') return [notice('signInNeeded', status)];
    if (status.attention === 'soon' && earlier.attention === 'none') {
      return [notice('endsSoon', status)];
    }
    const isNear = isNearEnd(status, next.now) && !isNearEnd(earlier, previous.now);
    return isNear ? [{ kind: 'offerRefresh', key: `${onceForAll}offerRefresh`, status }] : [];
  });
}

function notice(kind: Notice['kind'], status: SessionStatus): Notice {
  return { kind, key: `${kind} ${status.session.id} ${String(status.expiresAt)}`, status };
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

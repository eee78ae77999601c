// What is worth saying aloud: the transition to needing a person, never the state itself.
import type { Overview, SessionStatus } from './overview.ts';

export interface Notice {
  readonly kind: 'endsSoon' | 'signInNeeded';
  readonly status: SessionStatus;
}

/**
 * The notices for one step of the overview. The first overview is silent, and so is a session that
 * was not there before. What a person must put right in a file shows as a row, not as a notice.
 */
export function noticesBetween(previous: Overview | undefined, next: Overview): readonly Notice[] {
  if (previous === undefined) return [];
  const before = new Map(previous.sessions.map((status) => [status.session.id, status]));
  return next.sessions.flatMap((status): readonly Notice[] => {
    const earlier = before.get(status.session.id);
    if (earlier === undefined) return [];
    if (status.state === 'expired' && earlier.attention !== 'now') {
      return [{ kind: 'signInNeeded', status }];
    }
    if (status.attention === 'soon' && earlier.attention === 'none') {
      return [{ kind: 'endsSoon', status }];
    }
    return [];
  });
}

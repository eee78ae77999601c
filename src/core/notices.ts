// What is worth saying aloud: the transition to needing a person, never the state itself.
import type { Overview, SessionStatus } from './overview.ts';

export interface Notice {
  readonly kind: 'endsSoon' | 'signInNeeded';
  readonly status: SessionStatus;
}

/**
 * The notices for one step of the overview. Silent are the first overview, a session that was not
 * there or not usable before (who has just signed in, or was told already), and the step in which the
 * service comes to refuse a renewal: whoever asked for it is told by the command. What a person must
 * put right in a file shows as a row, not as a notice.
 */
export function noticesBetween(previous: Overview | undefined, next: Overview): readonly Notice[] {
  if (previous === undefined) return [];
  const before = new Map(previous.sessions.map((status) => [status.session.id, status]));
  return next.sessions.flatMap((status): readonly Notice[] => {
    const earlier = before.get(status.session.id);
    if (earlier === undefined || !isUsable(earlier) || becameRefused(earlier, status)) return [];
    if (status.state === 'expired') return [{ kind: 'signInNeeded', status }];
    return status.attention === 'soon' && earlier.attention === 'none'
      ? [{ kind: 'endsSoon', status }]
      : [];
  });
}

function isUsable({ state }: SessionStatus): boolean {
  return state === 'active' || state === 'renewable';
}

function becameRefused(earlier: SessionStatus, status: SessionStatus): boolean {
  return earlier.renewal.kind !== 'refused' && status.renewal.kind === 'refused';
}

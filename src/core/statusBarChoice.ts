// Which sessions the status bar speaks of.
import type { SessionStatus } from './overview.ts';
import { byUrgency } from './urgency.ts';

export interface StatusBarWish {
  readonly show: 'mostUrgent' | 'all';
  readonly pinnedSession: string;
}

/** A pinned session that is not configured any more gives way to the most urgent one. */
export function sessionsToShow(
  sessions: readonly SessionStatus[],
  { show, pinnedSession }: StatusBarWish,
): readonly SessionStatus[] {
  if (show === 'all') return sessions;
  const pinned = sessions.find(({ session }) => session.name === pinnedSession);
  return pinned ? [pinned] : byUrgency(sessions).slice(0, 1);
}

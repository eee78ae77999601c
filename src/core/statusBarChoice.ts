// Which sessions the status bar speaks of.
import type { SessionStatus } from './overview.ts';
import { byUrgency } from './urgency.ts';

export interface StatusBarWish {
  readonly show: 'mostUrgent' | 'all';
  readonly pinnedSession: string;
}

/** Pinning or unpinning this session, where that makes a difference to what is shown. */
export function pinChoice(
  { session }: SessionStatus,
  sessions: readonly SessionStatus[],
  { show, pinnedSession }: StatusBarWish,
): 'pin' | 'unpin' | undefined {
  if (show === 'all') return undefined;
  if (session.name === pinnedSession) return 'unpin';
  return sessions.length > 1 ? 'pin' : undefined;
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

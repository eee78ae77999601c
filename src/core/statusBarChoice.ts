// Which sessions the status bar speaks of, and until when what it says is true.
import { nextTimeLeft } from './nextChange.ts';
import type { Overview, SessionStatus } from './overview.ts';
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

/** VS Code cuts off at the end what takes two fifths of a window; of no more than these all is seen. */
const mostInFull = 3;
/** More than these would push what others show out of the status bar. */
const mostInStatusBar = 4;

/** Where not all are seen in full, those in greatest need first, and how many others there are. */
export function sessionsWithRoom(sessions: readonly SessionStatus[]): {
  readonly withRoom: readonly SessionStatus[];
  readonly isInFull: boolean;
  readonly others: number;
} {
  const isInFull = sessions.length <= mostInFull;
  const withRoom = isInFull ? sessions : byUrgency(sessions).slice(0, mostInStatusBar);
  return { withRoom, isInFull, others: sessions.length - withRoom.length };
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

/** When what it shows reads otherwise, however often the others are counted; ms since the epoch. */
export function nextStatusBarChange(
  { sessions, now }: Pick<Overview, 'sessions' | 'now'>,
  wish: StatusBarWish,
): number | undefined {
  return nextTimeLeft(sessionsWithRoom(sessionsToShow(sessions, wish)).withRoom, now);
}

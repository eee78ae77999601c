// The access tokens of a session, one after the other: when each was valid, and what came of it.
import { type HistoryEvent, bringsToken } from './history.ts';
import type { SessionStatus } from './overview.ts';

export interface TokenLife {
  /** ms since the epoch, as all times here. */
  readonly from: number;
  readonly expiresAt: number;
  /** When another took its place or it was deleted; undefined when it is there still. */
  readonly goneAt: number | undefined;
  /** What was noted next. */
  readonly next: HistoryEvent | undefined;
  /** It could not be renewed. */
  readonly isLast: boolean;
}

/** The oldest first. `events` are in the order of time. */
export function tokenLives(
  events: readonly HistoryEvent[],
  status: SessionStatus,
  now: number,
): readonly TokenLife[] {
  return withToken(events, status, now).flatMap((event, index, all): readonly TokenLife[] => {
    const { at, expiresAt, isLast = false } = event;
    if (expiresAt === undefined || !bringsToken(event)) return [];
    const later = all.slice(index + 1);
    const goneAt = later.find(({ kind }) => kind !== 'refused')?.at;
    // Somebody has deleted it, and nobody has noted that yet.
    const deletedAt = status.expiresAt === undefined ? now : undefined;
    return [{ from: at, expiresAt, goneAt: goneAt ?? deletedAt, next: later[0], isLast }];
  });
}

/** With the token that there is, if nobody has noted it yet. */
function withToken(
  events: readonly HistoryEvent[],
  { expiresAt, renewable }: SessionStatus,
  now: number,
): readonly HistoryEvent[] {
  if (expiresAt === undefined || events.findLast(bringsToken)?.expiresAt === expiresAt)
    return events;
  return [...events, { at: now, kind: 'renewal', expiresAt, ...(!renewable && { isLast: true }) }];
}

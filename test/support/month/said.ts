// What a window of a simulated month has said, as the keys of its notices tell it.
import type { MonthMachine } from './machine.ts';

/** One notice of a message, as its key tells it. */
export interface SaidNotice {
  readonly at: number;
  readonly sessionId: string;
  /** What comes to its end, or `needed` when it has. */
  readonly clock: 'token' | 'signIn' | 'registration' | 'needed' | 'offer' | 'perhaps';
  /** In minutes; 0 at the end, and none for what may have ended. */
  readonly threshold: number;
  /** The sign-in that the session had by then. */
  readonly signIn: number;
}

export function noticeIn(key: string, at: number, machine: MonthMachine): SaidNotice {
  const [kind = '', sessionId = '', clock = '', , minutesBefore = ''] = key.split(' ');
  const signIn = machine.files.get(sessionId)?.signIn.id ?? 0;
  if (kind === 'mayHaveEnded')
    return { at, sessionId, clock: 'perhaps', threshold: Infinity, signIn };
  if (kind === 'once') return { at, sessionId, clock: 'offer', threshold: 0, signIn: 0 };
  return kind === 'endsSoon'
    ? { at, sessionId, clock: clock as SaidNotice['clock'], threshold: +minutesBefore, signIn }
    : { at, sessionId, clock: 'needed', threshold: 0, signIn };
}

/** The token of a legacy profile lasts as long as its sign-in. */
export function clockOf({ clock, sessionId }: SaidNotice): SaidNotice['clock'] {
  if (clock !== 'needed') return clock;
  return sessionId.startsWith('session:') ? 'signIn' : 'token';
}

export function isSame(one: SaidNotice, other: SaidNotice): boolean {
  return (
    one.sessionId === other.sessionId &&
    one.clock === other.clock &&
    one.threshold === other.threshold &&
    one.signIn === other.signIn
  );
}

// The lines of the timeline: when an access token was valid, and when the sign-in lasted without one.
import type { HistoryEvent } from './history.ts';
import type { SessionStatus } from './overview.ts';
import type { TokenLife } from './tokenLives.ts';

export interface TimelineSpan {
  /**
   * `token`: the access token is valid. `signedIn`: it has ended, the sign-in has not. `unsure`: it has
   * ended, and perhaps the sign-in too.
   */
  readonly kind: 'token' | 'signedIn' | 'unsure';
  readonly from: number;
  readonly to: number;
  readonly isAhead: boolean;
}

/** In the order of time, without overlaps. */
export function spansOf(
  lives: readonly TokenLife[],
  status: SessionStatus,
  now: number,
): readonly TimelineSpan[] {
  const pieces = lives.flatMap((life): readonly Piece[] => {
    const { from, expiresAt, goneAt = Infinity, next, isLast } = life;
    const token = { kind: 'token', from, to: Math.min(expiresAt, goneAt) } as const;
    if (isLast || (next === undefined && status.expiresAt === undefined)) return [token];
    return [token, ...afterToken(expiresAt, next, status, now)];
  });
  return joined(pieces)
    .flatMap((piece) => [
      { ...piece, to: Math.min(piece.to, now), isAhead: false },
      { ...piece, from: Math.max(piece.from, now), isAhead: true },
    ])
    .filter(isSome);
}

type Piece = Pick<TimelineSpan, 'kind' | 'from' | 'to'>;

const isSome = ({ from, to }: Piece): boolean => from < to;

/** Who can still renew is signed in; but nothing tells until when, before somebody has tried. */
function afterToken(
  expiresAt: number,
  next: HistoryEvent | undefined,
  { renewable, renewableUntil = 0, registrationEndsAt = 0, signIn }: SessionStatus,
  now: number,
): readonly Piece[] {
  if (next !== undefined) {
    const kind = next.kind === 'renewal' ? 'signedIn' : 'unsure';
    return [{ kind, from: expiresAt, to: next.at }];
  }
  if (!renewable) {
    return [{ kind: 'unsure', from: expiresAt, to: Math.min(now, registrationEndsAt) }];
  }
  const { end, beganAt = 0 } = signIn;
  if (end === undefined) return [{ kind: 'unsure', from: expiresAt, to: renewableUntil }];
  const sure = Math.min(end.at, renewableUntil);
  const latest = end.upperMs === undefined ? end.at : beganAt + end.upperMs;
  return [
    { kind: 'signedIn', from: expiresAt, to: sure },
    // What is past its end and is still taken for renewable has not been tried.
    {
      kind: 'unsure',
      from: Math.max(expiresAt, sure),
      to: Math.min(Math.max(latest, now), renewableUntil),
    },
  ];
}

/** What goes on without a gap is one. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const spans: Piece[] = [];
  for (const piece of pieces.filter(isSome)) {
    const last = spans.at(-1);
    if (last?.kind === piece.kind && last.to === piece.from) {
      spans[spans.length - 1] = { ...last, to: piece.to };
    } else spans.push(piece);
  }
  return spans;
}

// The marks of the timeline: what was noted, and the ends that are known or expected.
import { minuteMs } from './durations.ts';
import type { HistoryEvent } from './history.ts';
import type { SessionStatus } from './overview.ts';
import type { SignInEnd } from './signInEstimate.ts';
import type { TimelineSpan } from './timelineSpans.ts';
import type { TokenLife } from './tokenLives.ts';

export type TimelineMark = { readonly at: number } & (
  | {
      readonly kind: 'signIn';
      /** It was seen, and happened after this; undefined when it is known well enough, or not at all. */
      readonly after: number | undefined;
      readonly expiresAt: number | undefined;
    }
  | {
      /** One or several that follow each other closely: `at` is the first. */
      readonly kind: 'renewal';
      /** Nobody saw what was before, so that it may have been a sign-in. */
      readonly isFirst: boolean;
      readonly after: number | undefined;
      readonly times: readonly number[];
      /** Of the last one. */
      readonly expiresAt: number | undefined;
    }
  | { readonly kind: 'refused' }
  | { readonly kind: 'signOut'; readonly after: number | undefined }
  | {
      readonly kind: 'tokenEnd';
      readonly isAhead: boolean;
      /** The sign-in lasts beyond, or perhaps. */
      readonly then: TimelineSpan['kind'] | undefined;
    }
  | { readonly kind: 'signInEnd'; readonly end: SignInEnd; readonly isAhead: boolean }
  | { readonly kind: 'registrationEnd' }
);

/** What is known by this is known well; and what lies this close together is one. */
const precisionMs = 5 * minuteMs;

/** What was noted, in its order; renewals that are less than `closeMs` apart become one mark. */
export function eventMarks(
  events: readonly HistoryEvent[],
  closeMs: number,
): readonly TimelineMark[] {
  const marks: TimelineMark[] = [];
  for (const event of events) {
    const last = marks.at(-1);
    const lastAt = last?.kind === 'renewal' ? last.times.at(-1) : undefined;
    const isClose = lastAt !== undefined && event.at - lastAt < closeMs;
    if (last?.kind === 'renewal' && !last.isFirst && event.kind === 'renewal' && isClose) {
      const times = [...last.times, event.at];
      marks[marks.length - 1] = { ...last, times, expiresAt: event.expiresAt };
    } else marks.push(markOf(event));
  }
  return marks;
}

function markOf(event: HistoryEvent): TimelineMark {
  const { kind, at, expiresAt } = event;
  const after = vagueSince(event);
  switch (kind) {
    case 'signIn':
      return { kind, at, after, expiresAt };
    case 'renewal':
      return { kind, at, after, isFirst: event.after === 0, times: [at], expiresAt };
    case 'signOut':
      return { kind, at, after };
    case 'refused':
      return { kind, at };
  }
}

function vagueSince({ at, after = 0 }: HistoryEvent): number | undefined {
  return after > 0 && at - after > precisionMs ? after : undefined;
}

/** The ends of access tokens that no other has replaced in time, of the sign-in and of the registration. */
export function endMarks(
  lives: readonly TokenLife[],
  spans: readonly TimelineSpan[],
  { renewable, signIn: { end }, registrationEndsAt }: SessionStatus,
  now: number,
): readonly TimelineMark[] {
  const tokenEnds = lives
    .filter(({ expiresAt, goneAt = Infinity }) => expiresAt + precisionMs <= goneAt)
    .map(({ expiresAt: at }) => {
      const then = spans.find(({ from, kind }) => from === at && kind !== 'token')?.kind;
      return { kind: 'tokenEnd', at, isAhead: at > now, then } as const;
    });
  if (!renewable) return tokenEnds;
  return [
    ...tokenEnds,
    ...(end === undefined
      ? []
      : [{ kind: 'signInEnd', at: end.at, end, isAhead: end.at > now } as const]),
    ...(registrationEndsAt === undefined
      ? []
      : [{ kind: 'registrationEnd', at: registrationEndsAt } as const]),
  ];
}

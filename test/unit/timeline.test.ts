// The timeline in short: "token -2..1" is a span, "signIn -2" a mark; in hours from now.
import { expect, it } from 'vitest';
import { hourMs, minuteMs } from '../../src/core/durations.ts';
import type { HistoryEvent } from '../../src/core/history.ts';
import type { SessionStatus } from '../../src/core/overview.ts';
import { timelineOf } from '../../src/core/timeline.ts';
import type { TimelineMark } from '../../src/core/timelineMarks.ts';
import { type TimelineRange, extentOf } from '../../src/core/timelineRange.ts';
import { now, statusOf } from '../support/overviewBuilder.ts';

const hours = (ms: number): string => String(Number(((ms - now) / hourMs).toFixed(2)));
const at = (hoursFromNow: number): number => now + hoursFromNow * hourMs;

/** An event so many hours from now, and the end of its token. */
const event = (
  kind: HistoryEvent['kind'],
  when: number,
  expires?: number,
  rest: Partial<HistoryEvent> = {},
): HistoryEvent => ({
  kind,
  at: at(when),
  ...(expires !== undefined && { expiresAt: at(expires) }),
  ...rest,
});

const learnt = {
  isEstimate: true,
  basis: 'learnt',
  durationMs: 8 * hourMs,
  lowerMs: 8 * hourMs,
  upperMs: 9 * hourMs,
  samples: 3,
} as const;

const signedOut: SessionStatus = {
  ...statusOf({}),
  expiresAt: undefined,
  renewable: false,
  renewableUntil: undefined,
  actBy: undefined,
  registrationEndsAt: undefined,
  signIn: {},
  history: { events: [] },
};

/** With a token that ends so many hours from now. */
const holding = (expires: number, changes: Partial<SessionStatus> = {}): SessionStatus => ({
  ...signedOut,
  expiresAt: at(expires),
  renewable: true,
  renewableUntil: at(1000),
  registrationEndsAt: at(1000),
  ...changes,
});

const unrenewable = { renewable: false, renewableUntil: undefined, registrationEndsAt: undefined };

interface Case {
  readonly what: string;
  readonly status: SessionStatus;
  readonly events: readonly HistoryEvent[];
  readonly range?: TimelineRange;
  readonly spans: readonly string[];
  readonly marks: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: 'nothing is known',
    status: signedOut,
    events: [],
    spans: [],
    marks: [],
  },
  {
    what: 'a token that nobody has noted yet',
    status: holding(0.5, unrenewable),
    events: [],
    spans: ['token 0..0.5 ahead'],
    marks: ['tokenEnd 0.5 ahead'],
  },
  {
    what: 'renewed in time, by a sign-in whose end is not known',
    status: holding(0.5),
    events: [event('signIn', -2, -1), event('renewal', -1, 0), event('renewal', -0.5, 0.5)],
    spans: ['token -2..0', 'token 0..0.5 ahead', 'unsure 0.5..9 ahead'],
    marks: ['signIn -2', 'renewal -1', 'renewal -0.5', 'tokenEnd 0.5 ahead, unsure'],
  },
  {
    what: 'a sign-in that ends as estimated, or an hour later',
    status: holding(0.5, {
      signIn: { beganAt: at(-2), end: { ...learnt, at: at(6) } },
      registrationEndsAt: at(8),
    }),
    events: [event('signIn', -2, 0.5)],
    spans: ['token -2..0', 'token 0..0.5 ahead', 'signedIn 0.5..6 ahead', 'unsure 6..7 ahead'],
    marks: ['signIn -2', 'tokenEnd 0.5 ahead, signedIn', 'signInEnd 6 ahead', 'registrationEnd 8'],
  },
  {
    what: 'a sign-in of a set duration',
    status: holding(0.5, {
      signIn: {
        beganAt: at(-2),
        end: { isEstimate: false, basis: 'setting', durationMs: 8 * hourMs, samples: 0, at: at(6) },
      },
    }),
    events: [event('signIn', -2, 0.5)],
    spans: ['token -2..0', 'token 0..0.5 ahead', 'signedIn 0.5..6 ahead'],
    marks: ['signIn -2', 'tokenEnd 0.5 ahead, signedIn', 'signInEnd 6 ahead'],
  },
  {
    what: 'a registration that ends before the sign-in',
    status: holding(0.5, {
      signIn: { beganAt: at(-2), end: { ...learnt, at: at(6) } },
      renewableUntil: at(4),
      registrationEndsAt: at(4),
    }),
    events: [event('signIn', -2, 0.5)],
    spans: ['token -2..0', 'token 0..0.5 ahead', 'signedIn 0.5..4 ahead'],
    marks: ['signIn -2', 'tokenEnd 0.5 ahead, signedIn', 'registrationEnd 4', 'signInEnd 6 ahead'],
  },
  {
    what: 'an estimate that is over, and nobody has tried since',
    status: holding(-5, { signIn: { beganAt: at(-12), end: { ...learnt, at: at(-4) } } }),
    events: [event('signIn', -12, -5)],
    spans: ['token -12..-5', 'signedIn -5..-4', 'unsure -4..0'],
    marks: ['signIn -12', 'tokenEnd -5, signedIn', 'signInEnd -4'],
  },
  {
    what: 'a renewal hours after the token has ended: the sign-in has lasted',
    status: holding(0.5),
    events: [event('signIn', -5, -4), event('renewal', -0.5, 0.5)],
    spans: [
      'token -5..-4',
      'signedIn -4..-0.5',
      'token -0.5..0',
      'token 0..0.5 ahead',
      'unsure 0.5..9 ahead',
    ],
    marks: ['signIn -5', 'tokenEnd -4, signedIn', 'renewal -0.5', 'tokenEnd 0.5 ahead, unsure'],
  },
  {
    what: 'a renewal that is refused, and the sign-in after it',
    status: holding(0.9, unrenewable),
    events: [event('signIn', -5, -4), event('refused', -2), event('signIn', -1.9, 0.9)],
    spans: ['token -5..-4', 'unsure -4..-2', 'token -1.9..0', 'token 0..0.9 ahead'],
    marks: ['signIn -5', 'tokenEnd -4, unsure', 'refused -2', 'signIn -1.9', 'tokenEnd 0.9 ahead'],
  },
  {
    what: 'a refusal while the token is valid still',
    status: holding(0.5, { renewable: false, renewableUntil: undefined }),
    events: [event('signIn', -0.5, 0.5), event('refused', -0.1)],
    spans: ['token -0.5..0', 'token 0..0.5 ahead'],
    marks: ['signIn -0.5', 'refused -0.1', 'tokenEnd 0.5 ahead'],
  },
  {
    what: 'tokens that cannot be renewed',
    status: holding(-1, unrenewable),
    events: [
      event('signIn', -12, -10, { isLast: true }),
      event('signIn', -3, -1, { isLast: true }),
    ],
    spans: ['token -12..-10', 'token -3..-1'],
    marks: ['signIn -12', 'tokenEnd -10', 'signIn -3', 'tokenEnd -1'],
  },
  {
    what: 'a sign-out',
    status: signedOut,
    events: [event('signIn', -5, -3), event('signOut', -4)],
    spans: ['token -5..-4'],
    marks: ['signIn -5', 'signOut -4'],
  },
  {
    what: 'that there was no token, which is noted as a sign-out',
    status: signedOut,
    events: [event('signOut', -1, undefined, { after: 0 })],
    spans: [],
    marks: [],
  },
  {
    what: 'a sign-out that nobody has noted yet',
    status: signedOut,
    events: [event('signIn', -5, 3)],
    spans: ['token -5..0'],
    marks: ['signIn -5'],
  },
  {
    what: 'a token that has ended, and nothing can renew it any more',
    status: holding(-2, {
      renewable: false,
      renewableUntil: undefined,
      registrationEndsAt: at(-1),
    }),
    events: [event('signIn', -3, -2)],
    spans: ['token -3..-2', 'unsure -2..-1'],
    marks: ['signIn -3', 'tokenEnd -2, unsure'],
  },
  {
    what: 'what began before the picture, and what ends after it',
    status: holding(20),
    events: [event('signIn', -20, -1), event('renewal', -2, 20)],
    spans: ['token -15..0', 'token 0..9 ahead'],
    marks: ['renewal -2'],
  },
  {
    what: 'what a clock has noted that has been put back since',
    status: holding(0.5, unrenewable),
    events: [event('signIn', 2, 3), event('signIn', -0.5, 0.5)],
    spans: ['token -0.5..0', 'token 0..0.5 ahead'],
    marks: ['signIn -0.5', 'tokenEnd 0.5 ahead'],
  },
  {
    what: 'a sign-in that was seen late, and one that was seen soon enough',
    status: holding(0.5, unrenewable),
    events: [
      event('signIn', -3, -2, { after: at(-8), isLast: true }),
      event('signIn', -0.5, 0.5, { after: at(-0.5) - 5 * minuteMs, isLast: true }),
    ],
    spans: ['token -3..-2', 'token -0.5..0', 'token 0..0.5 ahead'],
    marks: ['signIn -3 after -8', 'tokenEnd -2', 'signIn -0.5', 'tokenEnd 0.5 ahead'],
  },
  {
    what: 'a token that could not be renewed, before one that could',
    status: holding(0.5),
    events: [
      event('signIn', -10, -9, { isLast: true }),
      event('signIn', -5, -4),
      event('renewal', -0.5, 0.5),
    ],
    spans: [
      'token -10..-9',
      'token -5..-4',
      'signedIn -4..-0.5',
      'token -0.5..0',
      'token 0..0.5 ahead',
      'unsure 0.5..9 ahead',
    ],
    marks: [
      'signIn -10',
      'tokenEnd -9',
      'signIn -5',
      'tokenEnd -4, signedIn',
      'renewal -0.5',
      'tokenEnd 0.5 ahead, unsure',
    ],
  },
  {
    what: 'a token that was there when somebody first looked, and its renewal',
    range: 'month',
    status: holding(0.5, unrenewable),
    events: [event('renewal', -2, -1, { after: 0 }), event('renewal', -1, 0.5)],
    spans: ['token -2..0', 'token 0..0.5 ahead'],
    marks: ['renewal -2 first', 'renewal -1', 'tokenEnd 0.5 ahead'],
  },
  {
    what: 'renewals that a week brings close together, but for a refusal',
    range: 'week',
    status: holding(0.5, unrenewable),
    events: [
      event('signIn', -9, -8),
      ...[-8, -7, -6, -4, -3, -0.5].map((when) => event('renewal', when, when + 1)),
      event('refused', -2.5),
    ],
    spans: [
      'token -9..-5',
      'signedIn -5..-4',
      'token -4..-2',
      'token -0.5..0',
      'token 0..0.5 ahead',
    ],
    marks: [
      'signIn -9',
      'renewal -8 -7 -6',
      'tokenEnd -5, signedIn',
      'renewal -4 -3',
      'refused -2.5',
      'tokenEnd -2',
      'renewal -0.5',
      'tokenEnd 0.5 ahead',
    ],
  },
];

it.each(cases)('$what', ({ status, events, range = 'day', spans, marks }) => {
  const [row] = timelineOf({ now, sessions: [{ ...status, history: { events } }] }, range).rows;
  const ahead = (thing: object): string => ('isAhead' in thing && thing.isAhead ? ' ahead' : '');
  expect({
    spans: row?.spans.map(
      (span) => `${span.kind} ${hours(span.from)}..${hours(span.to)}${ahead(span)}`,
    ),
    marks: row?.marks.map(
      (mark) => `${mark.kind} ${times(mark)}${since(mark)}${ahead(mark)}${then(mark)}`,
    ),
  }).toEqual({ spans, marks });
});

const times = (mark: TimelineMark): string =>
  (mark.kind === 'renewal' ? mark.times : [mark.at]).map(hours).join(' ');

const since = (mark: TimelineMark): string =>
  'after' in mark && mark.after !== undefined ? ` after ${hours(mark.after)}` : '';

const then = (mark: TimelineMark): string => {
  if (mark.kind === 'renewal') return mark.isFirst ? ' first' : '';
  return mark.kind === 'tokenEnd' && mark.then !== undefined ? `, ${mark.then}` : '';
};

it('tells of a group of renewals when its last token ends', () => {
  const events = [event('renewal', -2, -1), event('renewal', -1.5, 0.5)];
  const sessions = [{ ...holding(0.5), history: { events } }];
  const [mark] = timelineOf({ now, sessions }, 'month').rows[0]?.marks ?? [];
  expect(mark).toEqual({
    kind: 'renewal',
    at: at(-2),
    after: undefined,
    isFirst: false,
    times: [at(-2), at(-1.5)],
    expiresAt: at(0.5),
  });
});

const marksOf = (range: TimelineRange, ...events: readonly HistoryEvent[]) =>
  timelineOf({ now, sessions: [{ ...signedOut, history: { events } }] }, range).rows[0]?.marks ??
  [];

it('draws renewals apart that are a hundredth of the picture apart', () => {
  const groups = (minutes: number) =>
    marksOf(
      'month',
      event('renewal', -20),
      event('renewal', -20 + (30 * 24) / 100 + minutes / 60),
    ).map(({ kind }) => kind);
  expect(groups(-1)).toEqual(['renewal']);
  expect(groups(1)).toEqual(['renewal', 'renewal']);
});

it('tells after what it happened where five minutes do not hold that', () => {
  const after = (ms: number) =>
    marksOf('day', event('signIn', -1, undefined, { after: at(-1) - ms })).map(
      (mark) => 'after' in mark && mark.after,
    );
  expect(after(5 * minuteMs)).toEqual([undefined]);
  expect(after(5 * minuteMs + 1)).toEqual([at(-1) - 5 * minuteMs - 1]);
});

it('tells of the end of a token that no other replaced within five minutes', () => {
  const kinds = (ms: number) =>
    marksOf('day', event('signIn', -2, -1), event('renewal', -1 + ms / hourMs)).map(
      ({ kind }) => kind,
    );
  expect(kinds(5 * minuteMs)).toEqual(['signIn', 'tokenEnd', 'renewal']);
  expect(kinds(5 * minuteMs - minuteMs / 2)).toEqual(['signIn', 'renewal']);
});

it.each([
  ['day', 24],
  ['days', 72],
  ['week', 7 * 24],
  ['month', 30 * 24],
] as const)('a %s is %i hours, most of them past', (range, length) => {
  const { from, to } = extentOf(range, now);
  expect((to - from) / hourMs).toBe(length);
  expect(now - from).toBeGreaterThan(to - now);
});

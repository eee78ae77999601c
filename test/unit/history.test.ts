// What is noted of a session: each thing once, whoever saw it, and what somebody did before what was seen.
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { dayMs, minuteMs } from '../../src/core/durations.ts';
import {
  type HistoryEvent,
  type SeenToken,
  type SessionHistory,
  type Sighting,
  noHistory,
  observed,
  pruned,
  recorded,
} from '../../src/core/history.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const at = (minutes: number): number => now + minutes * minuteMs;
const registrationExpiresAt = at(90 * 24 * 60);

const token = (fingerprint: string, changes: Partial<SeenToken> = {}): SeenToken => ({
  fingerprint,
  expiresAt: at(60),
  registrationExpiresAt,
  hasRefreshFields: true,
  ...changes,
});
const sees = (
  minutes: number,
  what: string | SeenToken | undefined,
  notBefore?: number,
): Sighting => ({
  at: at(minutes),
  ...(notBefore !== undefined && { notBefore: at(notBefore) }),
  token: typeof what === 'string' ? token(what) : what,
});
const history = (...events: readonly HistoryEvent[]): SessionHistory => ({
  events,
  registrationExpiresAt,
});
const signIn = (minutes: number, name: string, rest: Partial<HistoryEvent> = {}): HistoryEvent => ({
  at: at(minutes),
  kind: 'signIn',
  token: name,
  expiresAt: at(60),
  ...rest,
});
const renewal = (
  minutes: number,
  name: string,
  rest: Partial<HistoryEvent> = {},
): HistoryEvent => ({
  ...signIn(minutes, name, rest),
  kind: 'renewal',
});
const refused = (minutes: number, name: string): HistoryEvent => ({
  at: at(minutes),
  kind: 'refused',
  token: name,
});
const signOut = (minutes: number, rest: Partial<HistoryEvent> = {}): HistoryEvent => ({
  at: at(minutes),
  kind: 'signOut',
  ...rest,
});

type Row = readonly [
  name: string,
  before: SessionHistory,
  seen: Sighting,
  after: readonly HistoryEvent[],
];

describe('what is seen', () => {
  test.each<Row>([
    ['first of all may be of any age', noHistory, sees(0, 'a'), [renewal(0, 'a', { after: 0 })]],
    ['first of all: nothing', noHistory, sees(0, undefined), [signOut(0, { after: 0 })]],
    [
      'after something else was seen by the same eyes',
      history(signIn(-90, 'a')),
      sees(0, 'b', -1),
      [signIn(-90, 'a'), renewal(0, 'b', { after: at(-1) })],
    ],
    [
      'by eyes that have just opened: since the last note',
      history(signIn(-90, 'a')),
      sees(0, 'b'),
      [signIn(-90, 'a'), renewal(0, 'b', { after: at(-90) })],
    ],
    [
      'by eyes that saw less than was noted meanwhile',
      history(signIn(-90, 'a'), refused(-30, 'a')),
      sees(0, 'b', -40),
      [signIn(-90, 'a'), refused(-30, 'a'), signIn(0, 'b', { after: at(-30) })],
    ],
    [
      'a token where there was none is of a sign-in',
      history(signIn(-90, 'a'), signOut(-30)),
      sees(0, 'b', -1),
      [signIn(-90, 'a'), signOut(-30), signIn(0, 'b', { after: at(-1) })],
    ],
    [
      'a token of another registration is of a sign-in',
      history(signIn(-90, 'a')),
      sees(0, token('b', { registrationExpiresAt: registrationExpiresAt + 1 }), -1),
      [signIn(-90, 'a'), signIn(0, 'b', { after: at(-1) })],
    ],
    [
      'a token that does not tell its registration may be renewed',
      history(signIn(-90, 'a')),
      sees(0, token('b', { registrationExpiresAt: undefined }), -1),
      [signIn(-90, 'a'), renewal(0, 'b', { after: at(-1) })],
    ],
    [
      'a token that cannot be renewed is the last of its sign-in',
      history(signIn(-90, 'a')),
      sees(0, token('b', { hasRefreshFields: false }), -1),
      [signIn(-90, 'a'), renewal(0, 'b', { after: at(-1), isLast: true })],
    ],
    [
      'so that the next is of another',
      history(signIn(-90, 'a', { isLast: true })),
      sees(0, 'b', -1),
      [signIn(-90, 'a', { isLast: true }), signIn(0, 'b', { after: at(-1) })],
    ],
    [
      'no token any more',
      history(signIn(-90, 'a')),
      sees(0, undefined, -1),
      [signIn(-90, 'a'), signOut(0, { after: at(-1) })],
    ],
    [
      'a token that was only away',
      history(signIn(-90, 'a'), signOut(-30, { after: at(-31) })),
      sees(0, 'a'),
      [signIn(-90, 'a')],
    ],
    [
      'by a clock that was put back',
      history(signIn(10, 'a')),
      sees(0, 'b', -1),
      [signIn(10, 'a'), renewal(0, 'b', { after: at(-1) })],
    ],
    [
      'more precisely: nearer to the beginning',
      history(renewal(0, 'a', { after: at(-90) })),
      sees(1, 'a', -30),
      [renewal(0, 'a', { after: at(-30) })],
    ],
    [
      'more precisely: earlier',
      history(renewal(0, 'a', { after: at(-90) })),
      sees(-20, 'a'),
      [renewal(-20, 'a', { after: at(-90) })],
    ],
  ])('%s', (_name, before, seen, after) => {
    expect(observed(before, seen).events).toEqual(after);
  });

  test.each<readonly [name: string, before: SessionHistory, seen: Sighting]>([
    ['a token that is known', history(signIn(-90, 'a')), sees(0, 'a', -1)],
    ['an older token', history(signIn(-90, 'a'), renewal(-30, 'b')), sees(0, 'a', -1)],
    ['a token that was refused', history(signIn(-90, 'a'), refused(-30, 'a')), sees(0, 'a')],
    ['no token, which is known', history(signOut(-30)), sees(0, undefined, -1)],
    [
      'a token of a session that somebody ended',
      history(signIn(-90, 'a'), signOut(-30)),
      sees(0, 'a'),
    ],
    ['a moment before the last note', history(signIn(1, 'a')), sees(0, 'b')],
    [
      'half a minute more precisely',
      history(renewal(0, 'a', { after: at(-1) })),
      sees(0, 'a', -0.5),
    ],
    ['after it had happened', history(renewal(0, 'a', { after: at(-90) })), sees(3, 'a', 2)],
  ])('is not new: %s', (_name, before, seen) => {
    expect(observed(before, seen)).toBe(before);
  });

  test('the registration is that of the last token which tells of one', () => {
    const seen = [sees(0, 'a'), sees(2, token('b', { registrationExpiresAt: undefined }))];
    expect(seen.reduce(observed, noHistory).registrationExpiresAt).toBe(registrationExpiresAt);
  });
});

describe('what somebody did', () => {
  const seenA = renewal(0, 'a', { after: at(-90) });
  test.each<readonly [string, SessionHistory, HistoryEvent, readonly HistoryEvent[]]>([
    ['is noted', history(), signIn(0, 'a'), [signIn(0, 'a')]],
    ['replaces what was seen of it', history(seenA), signIn(0, 'a'), [signIn(0, 'a')]],
    [
      'also when more has been seen since',
      history(seenA, renewal(9, 'b', { after: at(5) })),
      signIn(0, 'a'),
      [signIn(0, 'a'), renewal(9, 'b', { after: at(5) })],
    ],
    [
      'replaces the sign-out that was seen of it',
      history(signIn(-9, 'a'), signOut(0, { after: at(-1) })),
      signOut(-0.5),
      [signIn(-9, 'a'), signOut(-0.5)],
    ],
    ['is refused', history(signIn(-9, 'a')), refused(0, 'a'), [signIn(-9, 'a'), refused(0, 'a')]],
    [
      'gives a token that nobody has seen yet',
      history(renewal(-9, 'a')),
      { at: at(0), kind: 'renewal' },
      [renewal(-9, 'a'), { at: at(0), kind: 'renewal' }],
    ],
  ])('%s', (_name, before, event, after) => {
    expect(recorded(before, event).events).toEqual(after);
  });

  test.each<readonly [string, SessionHistory, HistoryEvent]>([
    ['a sign-in', history(signIn(0, 'a')), signIn(0, 'a')],
    ['a refusal', history(signIn(-9, 'a'), refused(0, 'a')), refused(1, 'a')],
    ['a sign-out', history(signOut(0)), signOut(1)],
    [
      'a refusal of a token that was replaced',
      history(signIn(-9, 'a'), renewal(0, 'b')),
      refused(1, 'a'),
    ],
  ])('is not noted twice, or too late: %s', (_name, before, event) => {
    expect(recorded(before, event)).toBe(before);
  });

  test('a sign-in tells of its registration', () => {
    const other = registrationExpiresAt + 1;
    expect(recorded(history(), signIn(0, 'a'), other).registrationExpiresAt).toBe(other);
    expect(recorded(history(), renewal(0, 'a')).registrationExpiresAt).toBe(registrationExpiresAt);
  });
});

test('a thing is noted once, however many windows see it, in whatever order, when somebody else did it', () => {
  const step = fc.record({
    window: fc.nat({ max: 11 }),
    step: fc.nat({ max: 5 }),
    lateBy: fc.integer({ min: 0, max: 50_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.array(fc.boolean()), (steps, ours) => {
      // Token by token, a minute and more between: each window sees each at a moment of its own.
      const inOrder = steps.toSorted((a, b) => a.step - b.step);
      const note = (before: SessionHistory, { step: index, lateBy }: (typeof steps)[number]) => {
        const seenAt = at(index * 5) + lateBy;
        const name = `token ${index}`;
        const seen = observed(before, {
          at: seenAt,
          notBefore: at(index * 5) - 1,
          token: token(name),
        });
        return ours[index] === true ? recorded(seen, renewal(index * 5, name)) : seen;
      };
      const once = inOrder.reduce(note, noHistory);
      expect(once.events.map((event) => event.token)).toEqual(
        [...new Set(inOrder.map(({ step: index }) => index))].map((index) => `token ${index}`),
      );
      // All of it once more, by every window: nothing is new.
      for (const { step: index } of inOrder.slice(-1)) {
        expect(note(once, { window: 0, step: index, lateBy: 0 })).toBe(once);
      }
    }),
  );
});

describe('what is kept', () => {
  const hourly = (count: number, name = 'a'): readonly HistoryEvent[] => [
    signIn(-60 * count, name),
    ...Array.from({ length: count - 1 }, (_, index) =>
      renewal(60 * (index + 1 - count), `${name}${index}`),
    ),
  ];
  const keptOf = (events: readonly HistoryEvent[], sessions = 1) =>
    pruned(
      Object.fromEntries(
        Array.from({ length: sessions }, (_, index) => [`s${index}`, history(...events)]),
      ),
      now,
    )['s0'];

  test('60 days of it, and the last sign-in', () => {
    const days = [-91, -61, -60, -59.9, -46, -32, -18, -4].map((day) =>
      renewal(day * 24 * 60, `${day}`),
    );
    const old = signIn(-70 * 24 * 60, 'begun');
    const older = signIn(-80 * 24 * 60, 'before');
    expect(keptOf([older, old, ...days])?.events).toEqual([old, ...days.slice(3)]);
  });

  test('a clock that has jumped makes nothing old, and no more than two weeks older', () => {
    const days = [-49, -48, -45, -31, -17, -3].map((day) => renewal(day * 24 * 60, `${day}`));
    const ahead = history(...days, renewal(400 * 24 * 60, 'ahead'));
    const kept = (pruned({ ahead }, at(401 * 24 * 60))['ahead']?.events ?? []).map(
      ({ token: name }) => name,
    );
    expect(kept).toEqual(['-45', '-31', '-17', '-3', 'ahead']);
  });

  test('500 of a session, those that others follow going first', () => {
    const events = [...hourly(300, 'a'), refused(0, 'a'), ...hourly(300, 'b')];
    const kept = keptOf(events)?.events ?? [];
    expect(kept.length).toBe(500);
    expect([kept[0], kept[1]]).toEqual([events[0], events[102]]);
    expect(kept.slice(-300)).toEqual(events.slice(-300));
  });

  test('in all as much as makes a small file, shared by the sessions', () => {
    const signIns = (count: number) =>
      Array.from({ length: count }, (_, day) => [
        signIn(-day * 1440, `s${day}`),
        renewal(-day * 1440 + 60, `r${day}`),
        refused(-day * 1440 + 120, `r${day}`),
      ])
        .toReversed()
        .flat();
    expect([1, 2, 10, 50, 200].map((count) => keptOf(signIns(40), count)?.events.length)).toEqual([
      120, 120, 70, 14, 12,
    ]);
    // The last ones, whole.
    expect(keptOf(signIns(40), 50)?.events.slice(-12)).toEqual(signIns(4));
  });

  test('nothing of a session that nothing is left of', () => {
    const gone = history(renewal(-61 * 1440, 'a'));
    const weekly = [-52, -40, -28, -14, 0].map((day) => signIn(day * 1440, 'a'));
    expect(pruned({ gone, empty: noHistory, kept: history(...weekly) }, now)).toEqual({
      kept: history(...weekly),
    });
  });

  test('whatever there is: in its order, the last of it, and never more than fits', () => {
    const event = fc.record({
      at: fc.integer({ min: now - 100 * dayMs, max: now + dayMs }),
      kind: fc.constantFrom<HistoryEvent['kind'][]>('signIn', 'renewal', 'refused', 'signOut'),
    });
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 600, size: 'max' }),
        fc.nat({ max: 60 }),
        (events, others) => {
          const kept = keptOf(events, others + 1)?.events ?? [];
          const limit = Math.min(500, Math.max(12, Math.floor(700 / (others + 1))));
          expect(kept.length).toBeLessThanOrEqual(limit);
          const places = kept.map((one) => events.indexOf(one));
          expect(places).toEqual(places.toSorted((a, b) => a - b));
          const young = events.filter((one) => now - one.at < 60 * dayMs);
          if (young.length > 0)
            expect(kept.at(-1)).toBe(events.findLast((one) => kept.includes(one)));
          if (young.length <= limit - 1) expect(kept).toEqual(expect.arrayContaining(young));
        },
      ),
      { numRuns: 50 },
    );
  });
});

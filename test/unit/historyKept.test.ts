// What is kept of a history: 60 days of it, and never more than fits.
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { dayMs } from '../../src/core/durations.ts';
import { type HistoryEvent, noHistory, pruned } from '../../src/core/history.ts';
import { at, history, now, refused, renewal, signIn } from '../support/historyBuilder.ts';

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
  const days = [-49, -48, -47, -45, -31, -17, -3].map((day) => renewal(day * 24 * 60, `${day}`));
  const ahead = history(...days, renewal(400 * 24 * 60, 'ahead'));
  const kept = (pruned({ ahead }, at(401 * 24 * 60))['ahead']?.events ?? []).map(
    ({ token: name }) => name,
  );
  expect(kept).toEqual(['-47', '-45', '-31', '-17', '-3', 'ahead']);
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
      (unordered, others) => {
        const events = unordered.toSorted((a, b) => a.at - b.at);
        const kept = keptOf(events, others + 1)?.events ?? [];
        const limit = Math.min(500, Math.max(12, Math.floor(700 / (others + 1))));
        expect(kept.length).toBeLessThanOrEqual(limit);
        const places = kept.map((one) => events.indexOf(one));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        const young = events.filter((one) => now - one.at < 60 * dayMs);
        if (young.length > 0) expect(kept.at(-1)).toBe(events.at(-1));
        if (young.length <= limit - 1) expect(kept).toEqual(expect.arrayContaining(young));
      },
    ),
    { numRuns: 50 },
  );
});

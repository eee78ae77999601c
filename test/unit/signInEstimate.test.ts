// When a sign-in ends, of which nobody tells: from what was seen, never later than what was learnt allows.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs } from '../../src/core/durations.ts';
import type { HistoryEvent, SessionHistory } from '../../src/core/history.ts';
import { currentSignIn, signInsOf } from '../../src/core/signInEstimate.ts';
import { type WorldRules, SignInWorld, happenings } from '../support/signInWorld.ts';

/** The same worlds on every machine. */
const runs = { seed: 5, numRuns: 250 } as const;
const durations = fc.integer({ min: 15 * minuteMs, max: 11 * hourMs });
const always8Hours = fc.constant(8 * hourMs);
const worlds: Readonly<Record<string, WorldRules>> = {
  'of one duration, quiet': {
    duration: always8Hours,
    mayLose: false,
    maySetClock: false,
    mayHideSignIns: false,
  },
  'of one duration': {
    duration: always8Hours,
    mayLose: true,
    maySetClock: false,
    mayHideSignIns: true,
  },
  'of one duration, quiet, but some are cut short': {
    duration: fc.constantFrom(...[2, 8, 8, 8, 8].map((hours) => hours * hourMs)),
    mayLose: false,
    maySetClock: false,
    mayHideSignIns: false,
  },
  'of any durations': {
    duration: durations,
    mayLose: true,
    maySetClock: false,
    mayHideSignIns: true,
  },
  'of any durations, on a clock that is set': {
    duration: durations,
    mayLose: true,
    maySetClock: true,
    mayHideSignIns: true,
  },
};

const start = Date.parse('2026-01-05T08:00:00Z');
/** Hours, for short, since the first day at eight. */
const at = (hours: number): number => start + hours * hourMs;

let files = 0;
const signIn = (hours: number, after?: number): HistoryEvent => ({
  at: at(hours),
  ...(after !== undefined && { after: after === 0 ? 0 : at(after) }),
  kind: 'signIn',
  token: `file ${(files += 1)}`,
  expiresAt: at(hours + 1),
});
const renewal = (hours: number, after?: number): HistoryEvent => ({
  ...signIn(hours, after),
  kind: 'renewal',
});
const refused = (hours: number): HistoryEvent => ({ at: at(hours), kind: 'refused' });
const signOut = (hours: number): HistoryEvent => ({ at: at(hours), kind: 'signOut' });
const historyOf = (...events: readonly HistoryEvent[]): SessionHistory => ({ events });

/** One that we began and renewed all along: it was renewed after `lower` hours, and refused after `upper`. */
const lasted = (begin: number, lower: number, upper: number): readonly HistoryEvent[] => [
  signIn(begin),
  renewal(begin + lower / 2),
  renewal(begin + lower),
  refused(begin + upper),
];

describe('a sign-in ends', () => {
  type Expected = readonly [hours: number, lower: number, upper: number, samples: number];
  test.each<readonly [string, readonly HistoryEvent[], Expected]>([
    ['as the last one did, at least', lasted(0, 7.5, 8.25), [31.5, 7.5, 8.25, 1]],
    [
      'as long as all may have lasted',
      [...lasted(-48, 7.5, 8.25), ...lasted(-24, 7, 8.1), ...lasted(0, 7.75, 9)],
      [31.75, 7, 9, 3],
    ],
    [
      'as the shortest did, where they did not last equally long',
      [...lasted(-24, 7.5, 8), ...lasted(0, 4.75, 5)],
      [28.75, 4.75, 8, 2],
    ],
    [
      'as the last five did',
      [...lasted(-24, 3, 3.5), ...[0, 1, 2, 3, 4].flatMap((n) => lasted(n * 3 + 1, 2, 2.5))],
      [26, 2, 2.5, 5],
    ],
    [
      'as was learnt of one that others renewed in time, which may hide another',
      [signIn(0), renewal(0.9, 0.8), renewal(1.8, 1.7), renewal(2.5), refused(3)],
      [26.5, 0.7, 3, 1],
    ],
    [
      'as was learnt since others may have signed in: early',
      [signIn(0), renewal(0.5, 0.4), renewal(1.4), renewal(2.3), renewal(3.2), refused(4)],
      [26.7, 2.7, 4, 1],
    ],
    [
      'as was learnt since others may have signed in: late',
      [signIn(0), renewal(1.1, 1), renewal(2), renewal(3), renewal(4), refused(5)],
      [26.9, 2.9, 5, 1],
    ],
    [
      'as was learnt of one that others renewed as it ended',
      [signIn(0), renewal(1 + 0.9 / 60, 1), renewal(2), renewal(3), renewal(4), refused(5)],
      [28, 4 - 1 - 0.9 / 60, 5, 1],
    ],
    [
      'as was learnt since others may have signed in: a minute after the end',
      [signIn(0), renewal(1 + 1.2 / 60, 1), renewal(2), renewal(3), renewal(4), refused(5)],
      [28 - 1 - 1.2 / 60, 4 - 1 - 1.2 / 60, 5, 1],
    ],
    [
      'as was learnt of one that began between two looks',
      [signIn(0, -0.5), renewal(0.9), renewal(1.8), renewal(2.7), refused(3)],
      [26.7, 2.7, 3.5, 1],
    ],
  ])('%s', (_name, before, [hours, lower, upper, samples]) => {
    const { at: endsAt, lowerMs, upperMs, ...rest } = ended(before, signIn(24));
    expect([endsAt, lowerMs, upperMs].map((ms) => ms && Math.round(ms / 1000))).toEqual(
      [at(hours), lower * hourMs, upper * hourMs].map((ms) => Math.round(ms / 1000)),
    );
    expect(rest).toEqual({
      isEstimate: true,
      basis: 'learnt',
      durationMs: endsAt - at(24),
      samples,
    });
  });

  const ended = (before: readonly HistoryEvent[], ...now: readonly HistoryEvent[]) => {
    const { end } = currentSignIn(historyOf(...before, ...now), undefined);
    if (end === undefined) throw new Error('not known');
    return end;
  };

  test('as long after its beginning as ever, however it was renewed', () => {
    const { at: endsAt } = ended(lasted(0, 7.5, 8), signIn(24), renewal(25), renewal(29, 26));
    expect(endsAt).toBe(at(31.5));
  });

  test.each([
    ['by us', [renewal(26)]],
    ['by others in time', [renewal(25, 24.9), renewal(26, 25.9), renewal(27, 26.9)]],
  ] as const)(
    'as the others did, when one that was cut short is outlasted: renewed %s',
    (_by, now) => {
      const before = [...lasted(-60, 7.5, 8), ...lasted(-12, 1.75, 2)];
      expect(ended(before, signIn(24)).at).toBe(at(25.75));
      expect(ended(before, signIn(24), ...now)).toEqual({
        at: at(31.5),
        isEstimate: true,
        basis: 'learnt',
        durationMs: 7.5 * hourMs,
        lowerMs: 1.75 * hourMs,
        upperMs: 8 * hourMs,
        samples: 1,
      });
    },
  );

  test('as if it had begun when the token was last seen otherwise', () => {
    expect(ended(lasted(0, 7.5, 8), signIn(24, 23)).at).toBe(at(30.5));
    expect(ended(lasted(0, 7.5, 8), signIn(24, 20.25)).at).toBe(at(27.75));
  });
});

describe('nobody knows when a sign-in ends', () => {
  const known = lasted(0, 7.5, 8);
  test.each<readonly [string, readonly HistoryEvent[]]>([
    ['without a history', []],
    ['before one has ended', [signIn(24)]],
    ['that nobody saw begin', [...known, signOut(9), renewal(24, 0)]],
    ['that was the first to be seen', [renewal(24, 0), renewal(25)]],
    ['that was seen in the place of nothing, after who knows how long', [...known, signIn(24, 0)]],
    ['that may have begun half as long ago as they last', [...known, signIn(24, 20)]],
    ['when there is none: refused', known],
    ['when there is none: signed out', [...known, signIn(24), signOut(25)]],
    ['that has outlasted what was learnt', [...known, signIn(24), renewal(31.5)]],
    ['that has perhaps outlasted what was learnt', [...known, signIn(24), renewal(31.5, 30)]],
    [
      'that has perhaps outlasted one that was cut short',
      [...known, ...lasted(12, 1.75, 2), signIn(24), renewal(25.99)],
    ],
    [
      'that has outlasted it, unless it is another one',
      [...known, ...lasted(12, 1.75, 2), signIn(24), renewal(26.5, 26.1)],
    ],
    ['where it may be twice as far', [...lasted(0, 3.99, 8), signIn(24)]],
    [
      'where the shortest may have lasted twice as long',
      [...known, ...lasted(12, 2, 5), signIn(24)],
    ],
    ['where the clock was put back meanwhile', [...known, signIn(24), renewal(23.9)]],
    ['where nothing that was refused was seen to begin', [renewal(0, 0), refused(8), signIn(24)]],
  ])('%s', (_name, events) => {
    expect(currentSignIn(historyOf(...events), undefined).end).toBe(undefined);
  });

  test('a clock that is put right by less than a minute is no matter', () => {
    const events = [...known, signIn(24), renewal(24 - 1 / 60)];
    const endOf = (...all: readonly HistoryEvent[]) =>
      currentSignIn(historyOf(...all), undefined).end;
    expect(endOf(...events)?.at).toBe(at(31.5));
    expect(endOf(...events, renewal(24 - 1 / 30 - 1e-5))).toBe(undefined);
  });
});

describe('what a person has set', () => {
  const eightHours = 8 * hourMs;
  const set = (...events: readonly HistoryEvent[]) =>
    currentSignIn(historyOf(...events), eightHours);
  const ends = (hours: number, isEstimate = false) => ({
    beganAt: at(hours - 8),
    end: { at: at(hours), isEstimate, basis: 'setting', durationMs: eightHours, samples: 0 },
  });

  test.each<readonly [string, readonly HistoryEvent[], object]>([
    ['counts from the sign-in', [signIn(0), renewal(1)], ends(8)],
    ['goes before what was learnt', [...lasted(-24, 3, 3.5), signIn(0)], ends(8)],
    ['is exact, when it began within five minutes', [signIn(0, -1 / 12)], ends(8 - 1 / 12)],
    ['is an estimate, when nobody saw that well when it began', [signIn(0, -0.1)], ends(7.9, true)],
    [
      'is an estimate, when a token that looks renewed may hide another sign-in',
      [signIn(0), renewal(0.9, 0.85), renewal(1.8)],
      ends(8, true),
    ],
    [
      'is an estimate, when a token alone tells of the sign-in',
      [signIn(0), signIn(0.5, 0.45), renewal(1.4)],
      ends(8.45, true),
    ],
    [
      'is exact, when the one before had ended',
      [signIn(0), signOut(0.4), signIn(0.5, 0.45), renewal(1.4)],
      ends(8.45),
    ],
    ['tells that a token is of another sign-in', [signIn(0), renewal(24, 23.95)], ends(31.95)],
    [
      'tells that also after a first one that nobody saw begin',
      [renewal(0, 0), renewal(24, 23.95)],
      ends(31.95),
    ],
    [
      'tells that a token which looked renewed was of another sign-in',
      [signIn(0), renewal(6.05, 6), renewal(7), renewal(8.1)],
      ends(14),
    ],
    ['tells it only when that is sure', [signIn(0), renewal(8.1, 7.9)], { beganAt: at(0) }],
    ['is wrong for one that lasts longer', [signIn(0), renewal(8)], {}],
    [
      'is of no use before one was seen to begin',
      [renewal(0, 0), renewal(7, 6)],
      { beganAt: at(-2) },
    ],
    ['is of no use when there is none', [signIn(0), signOut(1)], {}],
  ])('%s', (_name, events, expected) => {
    expect(set(...events)).toEqual(expected);
  });
});

test('what was learnt of each that was refused', () => {
  const events = [...lasted(0, 7.5, 8), signIn(9), signOut(10), ...lasted(11, 2, 3)];
  const bounds = (lower: number, upper: number, refusedAt: number) => ({
    refusedAt: at(refusedAt),
    lowerMs: lower * hourMs,
    sureLowerMs: lower * hourMs,
    upperMs: upper * hourMs,
  });
  const { completed } = signInsOf(historyOf(...events), undefined);
  expect(completed).toEqual([bounds(7.5, 8, 8), bounds(2, 3, 14)]);
});

describe.each(Object.entries(worlds))('in a world %s', (_name, rules) => {
  test('an estimate is never later than the truth by more than what was learnt leaves open', () => {
    let estimates = 0;
    fc.assert(
      fc.property(happenings(rules), (all) => {
        const world = new SignInWorld(rules);
        for (const happening of all) {
          world.do(happening);
          const { truth, history, movedMs } = world;
          const { end } = currentSignIn(history, undefined);
          if (truth === undefined || end === undefined) continue;
          estimates += 1;
          const { upperMs = NaN, lowerMs = NaN } = end;
          const { completed } = signInsOf(history, undefined);
          const learntFrom = completed
            .slice(-5)
            .map(({ refusedAt }) => world.refusedAfter.get(refusedAt) ?? NaN);
          // Nobody can foresee one that is shorter than all that were learnt from.
          const surpriseMs = Math.max(0, Math.min(...learntFrom) - truth.durationMs);
          const isPlain = rules.duration === always8Hours && !rules.mayHideSignIns;
          const openMs = isPlain ? 0 : upperMs - lowerMs;
          expect(end.at - truth.endsAt).toBeLessThanOrEqual(openMs + surpriseMs + 2 * movedMs);
        }
      }),
      runs,
    );
    expect(estimates).toBeGreaterThan(100);
  });

  test('a sign-in that was refused lasted as long as was learnt of it', () => {
    fc.assert(
      fc.property(happenings(rules), (all) => {
        const world = new SignInWorld(rules);
        for (const happening of all) world.do(happening);
        const { completed } = signInsOf(world.history, undefined);
        for (const { refusedAt, lowerMs, sureLowerMs, upperMs } of completed) {
          const trueMs = world.refusedAfter.get(refusedAt) ?? NaN;
          const surely = rules.mayHideSignIns ? sureLowerMs : lowerMs;
          expect(surely).toBeLessThanOrEqual(trueMs + world.movedMs);
          expect(upperMs).toBeGreaterThanOrEqual(trueMs - world.movedMs);
        }
      }),
      runs,
    );
  });
});

// Who sets the clock sets what eight hours are.
const onARightClock = Object.entries(worlds).filter(([, { maySetClock }]) => !maySetClock);

test.each(onARightClock)(
  'in a world %s what a person has set is never too late, nor too early unless it is an estimate',
  (_name, rules) => {
    const setMs = 8 * hourMs;
    let exact = 0;
    fc.assert(
      fc.property(happenings({ ...rules, duration: fc.constant(setMs) }), (all) => {
        const world = new SignInWorld(rules);
        for (const happening of all) {
          world.do(happening);
          const { end } = currentSignIn(world.history, setMs);
          if (world.truth === undefined || end === undefined) continue;
          const earlyMs = world.truth.endsAt - end.at;
          expect(earlyMs).toBeGreaterThanOrEqual(0);
          if (end.isEstimate) continue;
          exact += 1;
          expect(earlyMs).toBeLessThanOrEqual(5 * minuteMs);
        }
      }),
      runs,
    );
    expect(exact).toBeGreaterThan(100);
  },
);

import { describe, expect, test } from 'vitest';
import {
  dayMs,
  hourMs,
  minuteMs,
  roughTimeLeft,
  secondMs,
  timeLeft,
  timeLeftChangesIn,
} from '../../src/core/durations.ts';
import { seededRandom } from '../support/overviewBuilder.ts';

const minutes = (n: number) => n * minuteMs;
const hours = (n: number) => n * hourMs;
const days = (n: number) => n * dayMs;

describe('time left is rounded down, at every edge', () => {
  test.each([
    ['long gone', -days(400), {}],
    ['just gone', -1, {}],
    ['none', 0, {}],
    ['1 ms', 1, {}],
    ['a second', secondMs, {}],
    ['under 1 min', minutes(1) - 1, {}],
    ['1 min', minutes(1), { minutes: 1 }],
    ['over 1 min', minutes(1) + 1, { minutes: 1 }],
    ['under 2 min', minutes(2) - 1, { minutes: 1 }],
    ['2 min', minutes(2), { minutes: 2 }],
    ['under 1 h', hours(1) - 1, { minutes: 59 }],
    ['1 h', hours(1), { hours: 1, minutes: 0 }],
    ['over 1 h', hours(1) + 1, { hours: 1, minutes: 0 }],
    ['under 1 h 1 min', hours(1) + minutes(1) - 1, { hours: 1, minutes: 0 }],
    ['1 h 1 min', hours(1) + minutes(1), { hours: 1, minutes: 1 }],
    ['under 2 h', hours(2) - 1, { hours: 1, minutes: 59 }],
    ['2 h', hours(2), { hours: 2, minutes: 0 }],
    ['under 24 h', days(1) - 1, { hours: 23, minutes: 59 }],
    ['24 h', days(1), { hours: 24 }],
    ['over 24 h', days(1) + 1, { hours: 24 }],
    ['under 25 h', hours(25) - 1, { hours: 24 }],
    ['25 h', hours(25), { hours: 25 }],
    ['under 2 d', days(2) - 1, { hours: 47 }],
    ['2 d', days(2), { days: 2 }],
    ['over 2 d', days(2) + 1, { days: 2 }],
    ['under 3 d', days(3) - 1, { days: 2 }],
    ['3 d', days(3), { days: 3 }],
    ['54: 90 d', days(90), { days: 90 }],
    ['10 years', days(3650), { days: 3650 }],
  ])('%s', (_name, ms, expected) => {
    expect(timeLeft(ms)).toEqual(expected);
  });
});

describe('a rough time left has no minutes from two hours on', () => {
  test.each([
    ['none', -1, {}],
    ['59 min', minutes(59), { minutes: 59 }],
    ['1 h 59 min', hours(2) - 1, { hours: 1, minutes: 59 }],
    ['2 h', hours(2), { hours: 2 }],
    ['under 3 h', hours(3) - 1, { hours: 2 }],
    ['24 h', days(1), { hours: 24 }],
    ['2 d', days(2), { days: 2 }],
  ])('%s', (_name, ms, expected) => {
    expect(roughTimeLeft(ms)).toEqual(expected);
  });
});

describe('when it changes', () => {
  test.each([
    ['long gone', -days(400), undefined],
    ['just gone', -1, undefined],
    ['at the end', 0, undefined],
    ['the last ms: the end itself', 1, 1],
    ['the last minute: the end itself', minutes(1) - 1, minutes(1) - 1],
    ['1 min', minutes(1), 1],
    ['over 1 min', minutes(1) + 1, 2],
    ['under 2 min', minutes(2) - 1, minutes(1)],
    ['2 min', minutes(2), 1],
    ['1 h', hours(1), 1],
    ['under 1 h 1 min', hours(1) + minutes(1) - 1, minutes(1)],
    ['24 h', days(1), 1],
    ['under 25 h', hours(25) - 1, hours(1)],
    ['25 h', hours(25), 1],
    ['under 2 d', days(2) - 1, hours(1)],
    ['2 d', days(2), 1],
    ['under 3 d', days(3) - 1, days(1)],
    ['54: 90 d', days(90), 1],
    ['54: 90 d less 1 ms', days(90) - 1, days(1)],
  ])('%s', (_name, ms, expected) => {
    expect(timeLeftChangesIn(ms)).toBe(expected);
  });

  test('is the first instant at which it reads otherwise, or the end', () => {
    const random = seededRandom(2);
    const units = [secondMs, minuteMs, hourMs, dayMs];
    for (let round = 0; round < 3000; round++) {
      const ms = Math.max(1, random.below(60) * random.oneOf(units) + random.below(5) - 2);
      const changesIn = timeLeftChangesIn(ms) ?? NaN;
      const before = [
        0,
        changesIn - 1,
        ...Array.from({ length: 20 }, () => random.below(changesIn)),
      ];
      const readings = new Set(before.map((passed) => JSON.stringify(timeLeft(ms - passed))));
      expect([...readings]).toEqual([JSON.stringify(timeLeft(ms))]);
      if (ms < minuteMs) expect(changesIn).toBe(ms);
      else expect(timeLeft(ms - changesIn)).not.toEqual(timeLeft(ms));
    }
  });

  test('is that instant when every ms of three minutes is looked at', () => {
    const found: number[] = [];
    for (let left = 3 * minuteMs; left > 0; left--) {
      const isNew = JSON.stringify(timeLeft(left)) !== JSON.stringify(timeLeft(left - 1));
      if (isNew) found.push(left - 1);
    }
    const told: number[] = [];
    let left = 3 * minuteMs;
    for (let step = timeLeftChangesIn(left); step !== undefined; step = timeLeftChangesIn(left)) {
      left -= step;
      told.push(left);
    }
    expect(told).toEqual([...found, 0]);
  });

  test('54: counts 90 days down in 89 days, 24 hours and 1440 minutes, not more', () => {
    let steps = 0;
    let left = days(90);
    for (let step = timeLeftChangesIn(left); step !== undefined; step = timeLeftChangesIn(left)) {
      left -= step;
      steps++;
    }
    expect({ steps, left }).toEqual({ steps: 89 + 24 + 24 * 60, left: 0 });
  });
});

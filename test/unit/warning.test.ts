// When a person wishes to be warned.
import { expect, test } from 'vitest';
import { passedThreshold, readThresholds } from '../../src/core/warning.ts';

const minute = 60_000;

test.each([
  [30 * minute + 1, undefined],
  [30 * minute, 30 * minute],
  [5 * minute + 1, 30 * minute],
  [5 * minute, 5 * minute],
  [0, 5 * minute],
  [-1, 5 * minute],
])('%i ms before the end, the threshold that is passed is %s', (left, passed) => {
  const end = 1_000_000_000;
  expect(passedThreshold(end, end - left, [30 * minute, 5 * minute])).toBe(passed);
  expect(passedThreshold(end, end - left, [5 * minute, 30 * minute])).toBe(passed);
});

test('none is passed where there is none', () => {
  expect(passedThreshold(0, 0, [])).toBe(undefined);
});

const usual = [30 * minute, 5 * minute];

test.each<readonly [setting: unknown, thresholds: readonly number[]]>([
  [[30, 5], usual],
  [[5], [5 * minute]],
  [[], []],
  [[0.5], [minute / 2]],
  [[0, -1, '5', null, NaN, 10], [10 * minute]],
  [undefined, usual],
  [30, usual],
  [{ 0: 30 }, usual],
])('%j is read as %j', (setting, thresholds) => {
  expect(readThresholds(setting)).toEqual(thresholds);
});

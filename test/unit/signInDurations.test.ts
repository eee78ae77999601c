import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/core/durations.ts';
import { durationFor, parseDuration, readSignInDurations } from '../../src/core/signInDurations.ts';

test.each([
  ['8h', 8 * hourMs],
  ['30m', 30 * minuteMs],
  ['30min', 30 * minuteMs],
  ['7d', 7 * dayMs],
  ['90d', 90 * dayMs],
  ['1d 12h', 36 * hourMs],
  ['1h30m', 90 * minuteMs],
  [' 8 H ', 8 * hourMs],
  ['1m', minuteMs],
])('%j is a duration', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  '',
  ' ',
  'h',
  '8',
  '0h',
  '-8h',
  '8.5h',
  '8h 8h',
  '30m 1h',
  'eight hours',
  '8hours',
  '91d',
  '90d 1m',
  '9'.repeat(400) + 'd',
  8,
  null,
  undefined,
  {},
])('%j is none', (text) => {
  expect(parseDuration(text)).toBe(undefined);
});

describe('the setting', () => {
  test('is read name by name', () => {
    const setting = { corp: '8h', '*': '12h', partner: 'eight', archive: 8, constructor: '1d' };
    expect(readSignInDurations(setting)).toEqual({
      durations: new Map([
        ['corp', 8 * hourMs],
        ['*', 12 * hourMs],
        ['constructor', dayMs],
      ]),
      unreadable: ['partner', 'archive'],
    });
  });

  test.each([undefined, null, '8h', ['8h'], 8])('%j says nothing', (setting) => {
    expect(readSignInDurations(setting)).toEqual({ durations: new Map(), unreadable: [] });
  });

  test('is for a session by its name, else for all others', () => {
    const { durations } = readSignInDurations({ corp: '8h', '*': '12h' });
    expect(['corp', 'other'].map((name) => durationFor(durations, name))).toEqual([
      8 * hourMs,
      12 * hourMs,
    ]);
    expect(durationFor(new Map(), 'corp')).toBe(undefined);
  });
});

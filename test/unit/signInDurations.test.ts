import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/core/durations.ts';
import { durationFor, parseDuration, readSignInDurations } from '../../src/core/signInDurations.ts';

const durations: readonly (readonly [string, number])[] = [
  ['8h', 8 * hourMs],
  ['30m', 30 * minuteMs],
  ['30min', 30 * minuteMs],
  ['7d', 7 * dayMs],
  ['90d', 90 * dayMs],
  ['1d 12h', 36 * hourMs],
  ['1h30m', 90 * minuteMs],
  [' 8 H ', 8 * hourMs],
  ['1m', minuteMs],
  ['\t8h\n', 8 * hourMs],
  ['0d 08h', 8 * hourMs],
  ['91d', 90 * dayMs],
  ['90d 1m', 90 * dayMs],
  ['9'.repeat(400) + 'd', 90 * dayMs],
];
test.each(durations)('%j is a duration', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

const others = [
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
  '0d 0h',
  '8h\n30m',
  8,
  null,
  undefined,
  {},
];
test.each(others)('%j is none', (text) => {
  expect(parseDuration(text)).toBe(undefined);
});

describe('the editor of the settings', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: {
      configuration: { properties: Record<string, { additionalProperties?: { pattern: string } }> };
    };
  };
  const setting = manifest.contributes.configuration.properties['ssoSession.signInDuration'];
  const pattern = new RegExp(setting?.additionalProperties?.pattern ?? '', 'u');
  const agree = (text: string): void => {
    expect([text, pattern.test(text)]).toEqual([text, parseDuration(text) !== undefined]);
  };

  test.each([
    ...durations.map(([text]) => text),
    ...others.filter((each) => typeof each === 'string'),
  ])('takes %j for the same', agree);

  test('takes every text for the same', () => {
    const unit = fc.constantFrom(
      '0',
      '1',
      '9',
      'd',
      'h',
      'm',
      'D',
      'H',
      'M',
      'i',
      'n',
      ' ',
      '\n',
      '8h',
      '30 m',
      '1d ',
      'min',
    );
    fc.assert(fc.property(fc.string({ unit, maxLength: 7 }), agree), { numRuns: 5_000 });
  });
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

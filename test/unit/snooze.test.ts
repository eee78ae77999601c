// For how long: minutes, or until people come back to work.
import { afterEach, expect, test } from 'vitest';
import { snoozeEnd } from '../../src/core/snooze.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

test.each([
  ['quarterHour', '2026-01-15T12:00:00Z', '2026-01-15T12:15:00.000Z'],
  ['hour', '2026-01-15T12:00:00Z', '2026-01-15T13:00:00.000Z'],
  ['tomorrow', '2026-01-15T12:00:00Z', '2026-01-16T07:00:00.000Z'],
  ['tomorrow', '2026-01-15T22:59:59Z', '2026-01-16T07:00:00.000Z'],
  // It is the next day there by now.
  ['tomorrow', '2026-01-15T23:00:00Z', '2026-01-17T07:00:00.000Z'],
  ['tomorrow', '2026-01-31T12:00:00Z', '2026-02-01T07:00:00.000Z'],
  // The clocks go forward in that night.
  ['tomorrow', '2026-03-28T12:00:00Z', '2026-03-29T06:00:00.000Z'],
] as const)('%s from %s is %s in Berlin', (choice, from, until) => {
  process.env['TZ'] = 'Europe/Berlin';
  expect(new Date(snoozeEnd(choice, Date.parse(from))).toISOString()).toBe(until);
});

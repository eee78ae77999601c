// For how long: minutes, or until people come back to work; and for which sign-in.
import { isMainThread } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/core/durations.ts';
import { type HistoryEvent, type SessionHistory, observed } from '../../src/core/history.ts';
import { lastSignIn, snoozeEnd, snoozedUntil } from '../../src/core/snooze.ts';

const start = Date.parse('2026-01-15T12:00:00Z');
const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

// The zone of a thread is that of its process, whatever its environment says.
test.runIf(isMainThread).each([
  ['tomorrow', '2026-01-15T12:00:00Z', '2026-01-16T07:00:00.000Z'],
  ['tomorrow', '2026-01-15T22:59:59Z', '2026-01-16T07:00:00.000Z'],
  // It is the next day there by now, but not for whoever is still up.
  ['tomorrow', '2026-01-15T23:00:00Z', '2026-01-16T07:00:00.000Z'],
  ['tomorrow', '2026-01-16T03:59:59Z', '2026-01-16T07:00:00.000Z'],
  ['tomorrow', '2026-01-16T04:00:00Z', '2026-01-17T07:00:00.000Z'],
  ['tomorrow', '2026-01-31T12:00:00Z', '2026-02-01T07:00:00.000Z'],
  // The clocks go forward in that night.
  ['tomorrow', '2026-03-28T12:00:00Z', '2026-03-29T06:00:00.000Z'],
] as const)('%s from %s is %s in Berlin', (choice, from, until) => {
  process.env['TZ'] = 'Europe/Berlin';
  expect(new Date(snoozeEnd(choice, Date.parse(from))).toISOString()).toBe(until);
});

test.each([
  ['quarterHour', 15 * minuteMs],
  ['hour', 60 * minuteMs],
] as const)('%s is that, wherever', (choice, ms) => {
  expect(snoozeEnd(choice, start) - start).toBe(ms);
});

test.each([
  [new Date(2026, 0, 15, 23, 59), new Date(2026, 0, 16, 8)],
  [new Date(2026, 0, 16, 0, 1), new Date(2026, 0, 16, 8)],
  [new Date(2026, 0, 16, 4, 59), new Date(2026, 0, 16, 8)],
  [new Date(2026, 0, 16, 5), new Date(2026, 0, 17, 8)],
  [new Date(2026, 0, 31, 12), new Date(2026, 1, 1, 8)],
])('tomorrow from %s is %s in the zone of this machine', (from, until) => {
  expect(snoozeEnd('tomorrow', from.getTime())).toBe(until.getTime());
});

describe('for the sign-in that it was chosen for', () => {
  const now = start;
  const until = now + hourMs;
  const signIn: HistoryEvent = { at: now - hourMs, kind: 'signIn', token: 'a' };
  const history = (...events: readonly HistoryEvent[]): SessionHistory => ({ events });
  const about = lastSignIn(history(signIn));
  const of = (...events: readonly HistoryEvent[]) =>
    snoozedUntil({ until, about }, history(...events), now);

  test('it lasts over renewals and refusals, and ends with another sign-in', () => {
    const renewal: HistoryEvent = { at: now, kind: 'renewal', token: 'b' };
    const refused: HistoryEvent = { at: now, kind: 'refused', token: 'b' };
    expect(of(signIn)).toBe(until);
    expect(of(signIn, renewal, refused)).toBe(until);
    expect(of(signIn, refused, { at: now, kind: 'signIn', token: 'c' })).toBe(undefined);
  });

  test('it ends also when another tool has signed in amid one, by the same client', () => {
    const before = history({ ...signIn, expiresAt: now + hourMs / 2 });
    const token = {
      fingerprint: 'b',
      expiresAt: now + hourMs,
      registrationExpiresAt: undefined,
      hasRefreshFields: true,
    };
    const after = observed(before, { at: now, notBefore: now - minuteMs, token });
    expect(snoozedUntil({ until, about }, after, now)).toBe(undefined);
  });

  test('a sign-in that nobody saw begin is another one than one that is seen', () => {
    const unseen = { until, about: lastSignIn(history()) };
    const renewal: HistoryEvent = { at: now, kind: 'renewal', token: 'b' };
    expect(snoozedUntil(unseen, history(renewal), now)).toBe(until);
    expect(snoozedUntil(unseen, history(renewal, signIn), now)).toBe(undefined);
  });

  test('one that does not say what it is for is for any', () => {
    expect(snoozedUntil({ until }, history(signIn), now)).toBe(until);
    expect(snoozedUntil(undefined, history(signIn), now)).toBe(undefined);
  });

  test('one that reaches further than any choice is none', () => {
    const reaching = (ms: number) => snoozedUntil({ until: now + ms }, history(signIn), now);
    expect(reaching(2 * dayMs)).toBe(now + 2 * dayMs);
    expect(reaching(2 * dayMs + 1)).toBe(undefined);
  });
});

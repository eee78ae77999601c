import { expect, test } from 'vitest';
import { minuteMs } from '../../src/core/durations.ts';
import { statusIcon } from '../../src/core/statusIcon.ts';
import {
  type Entry,
  absent,
  fileOf,
  now,
  statusOf,
  tokenWith,
} from '../support/overviewBuilder.ts';

/** Of a token with so many minutes left, and a registration that ends so much later. */
const token = (minutes: number, registrationMinutes = 90 * 24 * 60): Entry => ({
  file: tokenWith({
    expiresAt: now + minutes * minuteMs,
    registrationExpiresAt: now + registrationMinutes * minuteMs,
  }),
});

test.each<readonly [string, Entry, string]>([
  ['signed in', token(42), 'check'],
  ['signed in, not for long', token(5, 10), 'history'],
  ['not for long, but muted', { ...token(5, 10), muted: true }, 'check'],
  ['to be renewed', token(-3), 'sync'],
  ['to be renewed, not for long', token(-3, 10), 'history'],
  ['to be renewed, muted', { ...token(-3, 10), muted: true }, 'sync'],
  ['ended', token(-3, -3), 'sign-in'],
  ['signed out', { file: absent }, 'circle-slash'],
  ['unreadable', { file: fileOf('[]') }, 'warning'],
])('%s', (_name, entry, expected) => {
  expect(statusIcon(statusOf(entry))).toBe(expected);
});

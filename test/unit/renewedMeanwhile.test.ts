// Whether a token that comes while somebody signs in is a renewal of the session that goes on.
import { expect, test } from 'vitest';
import { isOurRenewal, isRenewal } from '../../src/core/renewedMeanwhile.ts';
import type { RenewalRecord } from '../../src/core/snapshot.ts';

const second = 1000;
const minute = 60 * second;
const now = Date.parse('2026-01-15T12:00:00Z');
const tokenOf = (fingerprint: string, leftMs: number, clientId: string | undefined = 'client') => ({
  fingerprint,
  token: { clientId, expiresAt: now + leftMs },
});
const after = tokenOf('after', 60 * minute);

/** What was last tried, with which token; `sent` and `issued` are how long ago, in ms. */
const last = (fingerprint: string, sent: number | undefined, issued?: number): RenewalRecord => ({
  attemptedAt: now,
  sentAt: sent === undefined ? undefined : now - sent,
  by: 'person',
  failure: undefined,
  failures: 0,
  subject: `${fingerprint} us-east-1 https://my-sso-portal.awsapps.com/start`,
  issuedAt: issued === undefined ? undefined : now - issued,
});

test.each<[string, boolean, number, RenewalRecord?]>([
  ['20 min before the end', true, 20 * minute],
  ['earlier', false, 20 * minute + 1],
  ['after the end', true, -1],
  ['earlier, that a window of ours had', true, 30 * minute, last('after', 5 * minute, 5 * minute)],
  ['earlier, that a window of ours has tried', false, 30 * minute, last('after', 5 * minute)],
  ['earlier, long after a window tried', false, 30 * minute, last('before', 30 * second)],
  ['earlier, that a window may be noting', true, 30 * minute, last('before', 30 * second - 1)],
  ['earlier, before anything was sent', false, 30 * minute, last('before', undefined)],
  ['earlier, after our own', false, 30 * minute, last('before', 5 * second, 4 * second)],
  ['earlier, while our next is sent', true, 30 * minute, last('before', 5 * second, 9 * second)],
  ['earlier, of another token', false, 30 * minute, last('other', 5 * second)],
])('one that comes %s: %s', (_, isSo, leftMs, record) => {
  expect(isRenewal(tokenOf('before', leftMs), after, record, now)).toBe(isSo);
});

test.each<[string, boolean, RenewalRecord?]>([
  ['nobody of us has had', false],
  ['a window of ours had', true, last('after', 5 * minute, 5 * minute)],
  ['a window of ours may be noting', true, last('before', 5 * second)],
  ['comes after our own', false, last('before', 5 * second, 4 * second)],
])('one after the end that %s is known to be ours: %s', (_, isSo, record) => {
  expect(isOurRenewal(tokenOf('before', -minute), after, record, now)).toBe(isSo);
});

test('one of another registration is none', () => {
  const other = tokenOf('after', 60 * minute, 'other client');
  const outcomes = [isRenewal, isOurRenewal].flatMap((is) =>
    [minute, 30 * minute].map((leftMs) =>
      is(tokenOf('before', leftMs), other, last('after', second, second), now),
    ),
  );
  expect(outcomes).toEqual([false, false, false, false]);
});

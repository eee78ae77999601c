// What windows remember of an attempt to renew, and what earlier ones say against another.
import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs } from '../../src/core/durations.ts';
import { type SeenToken, type SessionHistory, noHistory } from '../../src/core/history.ts';
import type { RefreshOutcome } from '../../src/core/refreshOutcome.ts';
import {
  type EndedAttempt,
  afterAttempt,
  begunAttempt,
  endedAttempt,
  heldBackBy,
  isTooEarly,
  recordOf,
} from '../../src/core/renewalSteps.ts';
import type { RenewalRecord } from '../../src/core/snapshot.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const subject = 'a us-east-1 https://a ';
const record = (changes: Partial<RenewalRecord> = {}): RenewalRecord => ({
  ...{ attemptedAt: now - 1, sentAt: now - 1, by: 'timer', failure: undefined, failures: 0 },
  subject,
  ...changes,
});
const refused = { kind: 'refused', code: 'invalid_grant' } as const;
const failing = { kind: 'failing', code: 'timeout' } as const;
const notWritten = { kind: 'failing', code: 'notWritten' } as const;

test('a record is of what the attempt was made with, and of nothing else', () => {
  const last = record();
  expect([recordOf(subject, last), recordOf('b', last), recordOf(subject, undefined)]).toEqual([
    last,
    undefined,
    undefined,
  ]);
});

test.each([
  ['a timer before the last five minutes', 'timer', 5 * minuteMs + 1, undefined, true],
  ['a timer from then on', 'timer', 5 * minuteMs, undefined, false],
  ['a person at any time', 'person', hourMs, undefined, false],
  ['a timer in the first half of a short life', 'timer', 3 * minuteMs + 1, 3 * minuteMs - 1, true],
  ['a timer in the second half of it', 'timer', 3 * minuteMs, 3 * minuteMs, false],
] as const)('comes too early: %s', (_name, by, leftMs, agoMs, expected) => {
  const known = agoMs === undefined ? undefined : record({ issuedAt: now - agoMs });
  expect(isTooEarly(by, now + leftMs, known, now)).toBe(expected);
});

describe('is held back', () => {
  const tooSoon = { kind: 'tooSoon', until: now - 1 + 30_000 };
  const expiresAt = now + minuteMs;
  const elsewhere = { kind: 'renewedElsewhere', expiresAt };
  const others = { subject: 'b us-east-1 https://a ' };

  test.each<
    readonly [string, RenewalRecord | undefined, endsAt: number, RefreshOutcome | undefined]
  >([
    ['by nothing', undefined, expiresAt, undefined],
    ['by a refusal, for ever', record({ sentAt: 0, failure: refused }), expiresAt, refused],
    [
      'by no refusal of another token',
      record({ sentAt: 0, failure: refused, ...others }),
      0,
      undefined,
    ],
    ['by a window that keeps a token', record({ sentAt: 0, failure: notWritten }), 0, notWritten],
    [
      'by no window that must be dead',
      record({ attemptedAt: now - 3 * minuteMs, sentAt: 0, failure: notWritten }),
      expiresAt,
      undefined,
    ],
    ['by an attempt a moment ago', record(), expiresAt, tooSoon as RefreshOutcome],
    ['by none half a minute ago', record({ sentAt: now - 30_000 }), expiresAt, undefined],
    ['by none that sent nothing', record({ sentAt: undefined }), expiresAt, undefined],
    ['as it is served by what came then', record(others), expiresAt, elsewhere as RefreshOutcome],
    [
      'as what came of it is here',
      record({ issuedAt: now - 1 }),
      expiresAt,
      elsewhere as RefreshOutcome,
    ],
    ['although that has ended', record({ issuedAt: now - 1 }), now, tooSoon as RefreshOutcome],
  ])('%s', (_name, last, endsAt, expected) => {
    const file = { fingerprint: 'a', expiresAt: endsAt };
    expect(heldBackBy(last, recordOf(subject, last), file, now)).toEqual(expected);
  });
});

describe('the record', () => {
  const begun = { attemptedAt: now, sentAt: now, by: 'person', subject } as const;

  test('of what begins has what is known of the token', () => {
    const known = record({ failure: failing, failures: 2, issuedAt: 7 });
    expect(begunAttempt(subject, 'person', known, now)).toEqual({
      ...{ ...begun, failure: failing, failures: 2, issuedAt: 7 },
    });
    expect(begunAttempt(subject, 'person', undefined, now)).toEqual({
      ...{ ...begun, failure: undefined, failures: 0, issuedAt: undefined },
    });
  });

  test.each<readonly [RefreshOutcome, Pick<RenewalRecord, 'failure' | 'failures'>]>([
    [
      { kind: 'refreshed', expiresAt: 1 },
      { failure: undefined, failures: 0 },
    ],
    [
      { kind: 'renewedElsewhere', expiresAt: 1 },
      { failure: undefined, failures: 0 },
    ],
    [{ kind: 'signedOutMeanwhile' }, { failure: undefined, failures: 0 }],
    [refused, { failure: refused, failures: 3 }],
    [failing, { failure: failing, failures: 3 }],
    [
      { kind: 'notWritten', code: 'ENOSPC' },
      { failure: notWritten, failures: 3 },
    ],
  ])('of what has ended: %j', (outcome, expected) => {
    const before = begunAttempt(subject, 'timer', record({ failure: failing, failures: 2 }), now);
    expect(endedAttempt(before, outcome, undefined)).toEqual({ ...before, ...expected });
    const issued = { subject: 'b', issuedAt: 9 };
    expect(endedAttempt(before, outcome, issued)).toEqual({ ...before, ...expected, ...issued });
  });
});

describe('the history', () => {
  const token: SeenToken = {
    fingerprint: 'a',
    expiresAt: now,
    registrationExpiresAt: undefined,
    hasRefreshFields: true,
  };
  const before: SessionHistory = { events: [{ at: 1, kind: 'signIn', token: 'a' }] };
  const answeredAt = now + 5;

  test.each<readonly [string, EndedAttempt, SessionHistory['events']]>([
    [
      'the sign-in is over',
      { outcome: refused },
      [{ at: answeredAt, kind: 'refused', token: 'a' }],
    ],
    [
      'so it is here',
      { outcome: { kind: 'refused', code: 'expired_token' } },
      [{ at: answeredAt, kind: 'refused', token: 'a' }],
    ],
    ['only the client was refused', { outcome: { kind: 'refused', code: 'invalid_client' } }, []],
    ['nothing came', { outcome: failing }, []],
    [
      'a token came',
      { outcome: { kind: 'refreshed', expiresAt: 9 }, fingerprint: 'b', expiresAt: 9 },
      [{ at: answeredAt, kind: 'renewal', token: 'b', expiresAt: 9 }],
    ],
    [
      'one that only this window has',
      { outcome: { kind: 'notWritten', code: 'ENOSPC' }, expiresAt: 9 },
      [{ at: answeredAt, kind: 'renewal', expiresAt: 9 }],
    ],
  ])('tells that %s', (_name, ended, events) => {
    const after = afterAttempt(ended, token, now, answeredAt)(before);
    expect(after.events).toEqual([...before.events, ...events]);
    if (events.length === 0) expect(after).toBe(before);
  });

  test('tells of the token that was found, where nobody has noted it', () => {
    const { events } = afterAttempt({ outcome: refused }, token, now, answeredAt)(noHistory);
    expect(events.map(({ kind, at }) => [kind, at])).toEqual([
      ['renewal', now],
      ['refused', answeredAt],
    ]);
  });
});

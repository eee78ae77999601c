// When a renewal may be tried, and when it is tried without being asked.
import { describe, expect, test } from 'vitest';
import type { Renewal, SessionStatus } from '../../src/core/overview.ts';
import { attemptAllowedAt, automaticRefreshAt, heldUntil } from '../../src/core/renewalPlan.ts';
import type { RenewalFailure, RenewalRecord } from '../../src/core/snapshot.ts';
import { now, statusOf, tokenWith } from '../support/overviewBuilder.ts';

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const attempt = (attemptedAt: number, failures = 0): RenewalRecord => ({
  attemptedAt,
  sentAt: attemptedAt,
  by: 'timer',
  failure: undefined,
  failures,
  subject: '',
});

describe('an attempt may be made', () => {
  test.each<[string, RenewalRecord | undefined, number | undefined]>([
    ['when there was none', undefined, undefined],
    ['30 s after the last', attempt(now - 30 * second), undefined],
    ['not a ms earlier', attempt(now - 30 * second + 1), now + 1],
    ['not at once', attempt(now), now + 30 * second],
    ['not at once after a failure', attempt(now, 3), now + 30 * second],
    ['when the last lies ahead: a clock was put right', attempt(now + 1), undefined],
    ['when the last lies a day ahead', attempt(now + day), undefined],
    [
      'as if nothing had been tried since, when nothing was sent',
      { ...attempt(now), sentAt: now - 10 * second },
      now + 20 * second,
    ],
    ['at once, when nothing was ever sent', { ...attempt(now), sentAt: undefined }, undefined],
  ])('%s', (_, record, allowedAt) => {
    expect(attemptAllowedAt(record, now)).toBe(allowedAt);
  });
});

describe('a token that a window keeps is waited for', () => {
  const kept = (attemptedAt: number): RenewalRecord => ({
    ...attempt(attemptedAt),
    failure: { kind: 'failing', code: 'notWritten' },
  });
  test.each<[string, RenewalRecord | undefined, number | undefined]>([
    ['not when nothing was tried', undefined, undefined],
    ['not when nothing failed', attempt(now), undefined],
    [
      'not when none came',
      { ...kept(now), failure: { kind: 'failing', code: 'unreachable' } },
      undefined,
    ],
    ['for 3 minutes', kept(now), now + 3 * minute],
    ['to the last ms', kept(now - 3 * minute + 1), now + 1],
    ['and no longer', kept(now - 3 * minute), undefined],
    ['not by a clock that was put right', kept(now + 1), undefined],
  ])('%s', (_, record, until) => {
    expect(heldUntil(record, now)).toBe(until);
  });
});

const hourLeft = now + 60 * minute;
const due = hourLeft - 5 * minute;
const failing = (code: string) => ({ kind: 'failing', code }) as RenewalFailure;
const unreachable = failing('unreachable');
const statusWith = (changes: Partial<SessionStatus> = {}): SessionStatus => ({
  ...statusOf({ file: tokenWith({ expiresAt: hourLeft }) }),
  ...changes,
});
const lasting = (minutes: number) =>
  statusWith({ expiresAt: now + minutes * minute, lifetimeMs: minutes * minute });
const failed = (failures: number, renewal: Renewal = unreachable, ago = 0) =>
  statusWith({ expiresAt: now, renewal, lastAttempt: attempt(now - ago, failures) });

describe('an automatic refresh is due', () => {
  test.each<[string, SessionStatus, number | undefined]>([
    ['5 min before the end', statusWith(), due],
    [
      'in the past, when the token has ended',
      statusWith({ expiresAt: now - day }),
      now - day - 5 * minute,
    ],
    ['halfway, for a token that lasts 4 min', lasting(4), now + 2 * minute],
    ['5 min before the end, for one that lasts 10', lasting(10), now + 5 * minute],
    ['5 min before the end, for one that lasts 11', lasting(11), now + 6 * minute],
    ['at its end, for one that had ended when it came', lasting(-1), now - minute],
    ['never, where a browser is needed', statusWith({ renewable: false }), undefined],
    [
      'never, where nothing may be sent',
      statusWith({
        endpointProblem: { code: 'endpointNotHttps', where: { kind: 'config', line: 12 } },
      }),
      undefined,
    ],
    ['never, without a token', statusWith({ expiresAt: undefined }), undefined],
    [
      '5 min before the end, whatever came long before',
      statusWith({ lastAttempt: attempt(now) }),
      due,
    ],
    [
      '30 s after a success whose token ends at once',
      statusWith({ expiresAt: now, lastAttempt: attempt(now) }),
      now + 30 * second,
    ],
    ['30 s after the first failure', failed(1), now + 30 * second],
    ['60 s after the second', failed(2), now + 60 * second],
    ['120 s after the third', failed(3), now + 120 * second],
    ['8 min after the fifth', failed(5), now + 8 * minute],
    ['15 min after the sixth', failed(6), now + 15 * minute],
    ['15 min after the thousandth', failed(1000), now + 15 * minute],
    ['counted from the attempt', failed(2, unreachable, 10 * second), now + 50 * second],
    [
      'after failures of another token, 30 s later',
      statusWith({ expiresAt: now, lastAttempt: attempt(now, 9) }),
      now + 30 * second,
    ],
    ['at once, when the last attempt lies ahead', failed(6, unreachable, -day), now - 5 * minute],
    [
      'never while a window keeps its token',
      failed(1, failing('notWritten'), 2 * minute),
      undefined,
    ],
    [
      'when that window must be dead',
      failed(1, { kind: 'lost', code: 'notWritten' }, 3 * minute),
      now - 150 * second,
    ],
    ['never after access_denied', failed(1, failing('access_denied'), day), undefined],
    ['never after invalid_request', failed(1, failing('invalid_request'), day), undefined],
    ['later after slow_down', failed(1, failing('throttled')), now + 30 * second],
  ])('%s', (_, status, at) => {
    expect(automaticRefreshAt(status, now, 0)).toBe(at);
  });

  test('at another moment in each window', () => {
    expect(automaticRefreshAt(statusWith(), now, 0.5)).toBe(due + 15 * second);
    expect(automaticRefreshAt(statusWith(), now, 1)).toBe(due + 30 * second);
    expect(automaticRefreshAt(failed(2), now, 0.5)).toBe(now + 66 * second);
    // And before the end, however near that is.
    expect(automaticRefreshAt(lasting(1), now, 1)).toBe(now + 45 * second);
  });

  test('refused: never, and a misconfigured session neither', () => {
    const file = tokenWith({ expiresAt: now });
    const refused = statusOf({ file, failure: { kind: 'refused', code: 'invalid_grant' } });
    expect(automaticRefreshAt(refused, now, 0)).toBe(undefined);
    const { session } = refused;
    const problem = { code: 'missingRegion', file: 'config', line: 1, severity: 'error' } as const;
    const broken = { ...session, problems: [problem] };
    expect(automaticRefreshAt(statusOf({ session: broken, file }), now, 0)).toBe(undefined);
  });
});

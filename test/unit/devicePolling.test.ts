// How often the service is asked about a device code, and what ends that (RFC 8628 §3.5).
import { describe, expect, test } from 'vitest';
import { nextPoll, startPolling } from '../../src/core/devicePolling.ts';
import type { ServiceFailure } from '../../src/core/serviceFailure.ts';
import type { SignInFailure } from '../../src/core/signInOutcome.ts';

const answers = {
  pending: { error: 'authorization_pending', status: 400 },
  pendingByName: { name: 'AuthorizationPendingException', status: 400 },
  slowDown: { error: 'slow_down', status: 400 },
  slowDownByName: { name: 'SlowDownException', status: 400 },
  refused: { code: 'ECONNREFUSED' },
  offline: { name: 'Error', code: 'ENOTFOUND' },
  noAnswer: { name: 'TimeoutError' },
  html: { name: 'SyntaxError', status: 200 },
  unavailable: { status: 503 },
  tooMany: { status: 429 },
  denied: { error: 'access_denied', status: 400 },
  noKey: { error: 'access_denied', status: 400, reason: 'KMS_AccessDeniedException' },
  ended: { error: 'expired_token', status: 400 },
  spent: { error: 'invalid_grant', status: 400 },
  forgotten: { error: 'invalid_client', status: 401 },
  invalid: { error: 'invalid_request', status: 400 },
  nonsense: { status: 400 },
} as const satisfies Readonly<Record<string, ServiceFailure>>;
type Answer = keyof typeof answers;

/** Plays the answers to a code of ten minutes; gives the pauses in s, and how it ended if it did. */
function play(heard: readonly Answer[], authorization: object = { interval: 5, expiresIn: 600 }) {
  const pauses: number[] = [];
  let now = 1_000_000;
  let polling = startPolling(authorization, now);
  for (const answer of heard) {
    const step = nextPoll(polling, answers[answer], now);
    if (step.kind === 'ended') return { pauses, outcome: step.outcome };
    pauses.push(step.ms / 1000);
    now += step.ms;
    ({ polling } = step);
  }
  return { pauses, outcome: undefined };
}

describe('goes on', () => {
  test.each<[readonly Answer[], readonly number[]]>([
    [
      ['pending', 'slowDown', 'pending'],
      [5, 10, 10],
    ],
    [
      ['pendingByName', 'slowDownByName', 'slowDown', 'pending'],
      [5, 10, 15, 15],
    ],
    [
      ['refused', 'offline', 'noAnswer', 'html', 'unavailable', 'tooMany'],
      [10, 20, 30, 30, 30, 30],
    ],
    [
      ['refused', 'refused', 'pending', 'refused'],
      [10, 20, 5, 10],
    ],
    [
      ['refused', 'slowDown', 'refused', 'pending'],
      [10, 10, 20, 10],
    ],
  ])('%j', (heard, pauses) => {
    expect(play(heard)).toEqual({ pauses, outcome: undefined });
  });

  test.each([
    [{}, 5],
    [{ interval: undefined }, 5],
    [{ interval: null }, 5],
    [{ interval: 0 }, 5],
    [{ interval: -1 }, 5],
    [{ interval: '1' }, 5],
    [{ interval: NaN }, 5],
    [{ interval: Infinity }, 5],
    [{ interval: 1 }, 1],
    [{ interval: 45 }, 45],
  ])('every %j', (authorization, seconds) => {
    expect(play(['pending', 'pending'], authorization).pauses).toEqual([seconds, seconds]);
  });

  test('a longer interval than the longest pause stands', () => {
    expect(play(['pending', 'refused'], { interval: 45 }).pauses).toEqual([45, 45]);
  });
});

describe('ends', () => {
  test.each<[readonly Answer[], SignInFailure]>([
    [['denied'], { kind: 'denied' }],
    [['pending', 'denied'], { kind: 'denied' }],
    [['noKey'], { kind: 'rejected', code: 'other' }],
    [['pending', 'ended'], { kind: 'timedOut' }],
    [['spent'], { kind: 'rejected', code: 'other' }],
    [['forgotten'], { kind: 'registrationForgotten' }],
    [['invalid'], { kind: 'rejected', code: 'other' }],
    [['nonsense'], { kind: 'failing', code: 'otherError' }],
  ])('%j', (heard, outcome) => {
    expect(play(heard).outcome).toEqual(outcome);
  });

  test.each<[readonly Answer[], SignInFailure]>([
    [['refused', 'spent'], { kind: 'failing', code: 'unreachable' }],
    [['noAnswer', 'ended'], { kind: 'failing', code: 'timeout' }],
    [['refused', 'html', 'spent'], { kind: 'failing', code: 'notTheService' }],
    [['refused', 'pending', 'ended'], { kind: 'timedOut' }],
    [['refused', 'slowDown', 'spent'], { kind: 'rejected', code: 'other' }],
    [['refused', 'denied'], { kind: 'denied' }],
  ])('%j: an answer that was lost may have been the session', (heard, outcome) => {
    expect(play(heard).outcome).toEqual(outcome);
  });
});

describe('when the code ends', () => {
  const twelve = { interval: 5, expiresIn: 12 };
  test.each<[readonly Answer[], readonly number[], SignInFailure]>([
    [['pending', 'pending', 'pending', 'pending'], [5, 5, 2], { kind: 'timedOut' }],
    [['pending', 'pending', 'pending', 'slowDown'], [5, 5, 2], { kind: 'timedOut' }],
    [
      ['pending', 'pending', 'pending', 'refused'],
      [5, 5, 2],
      { kind: 'failing', code: 'unreachable' },
    ],
    [['refused', 'refused', 'pending'], [10, 2], { kind: 'timedOut' }],
  ])('%j: it is asked about once more', (heard, pauses, outcome) => {
    expect(play(heard, twelve)).toEqual({ pauses, outcome });
  });

  test.each([
    [{ expiresIn: 60 }, 60],
    [{ expiresIn: 3600 }, 3600],
    [{ expiresIn: 1e12 }, 3600],
    [{}, 600],
    [{ expiresIn: null }, 600],
    [{ expiresIn: 0 }, 600],
    [{ expiresIn: '60' }, 600],
  ])('%j', (authorization, seconds) => {
    expect(startPolling(authorization, 5_000).endsAt).toBe(5_000 + seconds * 1000);
  });

  test('a machine that slept asks once more', () => {
    const polling = startPolling(twelve, 0);
    expect(nextPoll(polling, answers.pending, 3_600_000)).toEqual({
      kind: 'ended',
      outcome: { kind: 'timedOut' },
    });
  });
});

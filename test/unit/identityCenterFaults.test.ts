// The faults of the local Identity Center: what each looks like to AWS's own SDK.
import { ListAccountsCommand } from '@aws-sdk/client-sso';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../support/identityCenter/faults.ts';
import {
  startIdentityCenter,
  type IdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import {
  answerOf,
  failureOf,
  portalClient,
  signInCalls,
} from '../support/identityCenter/sdkClients.ts';

let center: IdentityCenter;
let calls: ReturnType<typeof signInCalls>;

beforeEach(async () => {
  center = await startIdentityCenter();
  calls = signInCalls(center);
});
afterEach(() => center.close());

const issued = () =>
  center.issueToken({ startUrl: 'https://my-sso.awsapps.com/start', region: 'us-east-1' });

/** Whether the refresh token was spent, which is what matters after a lost answer. */
async function refreshTwice(fault: Fault) {
  const token = issued();
  center.faults.push(fault);
  const failure = await failureOf(calls.refresh(token));
  const spent = await calls.refresh(token).then(
    () => false,
    () => true,
  );
  return { failure, spent };
}

const html = { name: 'SyntaxError' };
/** The SDK's name for a connection that was reset. */
const reset = { name: 'TimeoutError', code: 'ECONNRESET', status: undefined };
const failures: [Fault, object, boolean][] = [
  [{ kind: 'status', status: 503 }, { name: 'Unknown', status: 503 }, false],
  [{ kind: 'status', status: 429 }, { name: 'Unknown', status: 429 }, false],
  [{ kind: 'html' }, { ...html, status: 200 }, false],
  [{ kind: 'html', status: 403 }, { ...html, status: 403 }, false],
  [{ kind: 'drop' }, reset, false],
  [{ kind: 'drop', afterServing: true }, reset, true],
  [{ kind: 'dropMidBody' }, { name: 'Error', code: 'ECONNRESET', status: 200 }, true],
  [
    {
      kind: 'error',
      error: 'access_denied',
      description: 'No key',
      reason: 'KMS_AccessDeniedException',
    },
    {
      name: 'AccessDeniedException',
      error: 'access_denied',
      description: 'No key',
      reason: 'KMS_AccessDeniedException',
      status: 400,
    },
    false,
  ],
  [
    { kind: 'error', error: 'server_error' },
    {
      name: 'InternalServerException',
      error: 'server_error',
      description: 'As told by a fault',
      status: 500,
    },
    false,
  ],
];
test.each(failures)('%j', async (fault, failure, spent) => {
  expect(await refreshTwice(fault)).toEqual({ failure, spent });
});

test('without its header, an error keeps only its code', async () => {
  center.faults.push({ kind: 'missingErrorTypeHeader' });
  expect(await failureOf(calls.refresh({ ...issued(), refreshToken: 'unknown' }))).toEqual({
    name: 'Unknown',
    error: 'invalid_grant',
    description: 'Invalid refresh token provided',
    status: 400,
  });
});

describe('spoilt answers', () => {
  const whole = {
    accessToken: expect.any(String) as string,
    tokenType: 'Bearer',
    expiresIn: 3600,
    refreshToken: expect.any(String) as string,
  };
  const spoilt: [Fault, object][] = [
    [
      { kind: 'missingField', field: 'refreshToken' },
      { ...whole, refreshToken: undefined },
    ],
    [
      { kind: 'setField', field: 'expiresIn', value: -1 },
      { ...whole, expiresIn: -1 },
    ],
    [{ kind: 'setField', field: 'extra', value: {} }, whole],
    [{ kind: 'latency', ms: 1 }, whole],
    [{ kind: 'emptyBody' }, {}],
  ];
  test.each(spoilt)('%j', async (fault, answer) => {
    center.faults.push(fault);
    expect(await answerOf(calls.refresh(issued()))).toEqual(answer);
  });
});

test('a fault fits by operation and grant type, as often as it says', async () => {
  const fails = (call: Promise<unknown>) =>
    call.then(
      () => false,
      () => true,
    );
  const list = () =>
    fails(
      portalClient(center).send(new ListAccountsCommand({ accessToken: issued().accessToken })),
    );
  const refresh = () => fails(calls.refresh(issued()));
  center.faults.push(
    { kind: 'hang', grantType: 'device_code' },
    { kind: 'status', status: 500, operation: 'ListAccounts' },
    { kind: 'status', status: 500, grantType: 'refresh_token', times: 2 },
  );
  expect([
    [await refresh(), await list(), await refresh(), await list(), await refresh()],
    center.faults,
  ]).toEqual([[true, true, true, false, false], [{ kind: 'hang', grantType: 'device_code' }]]);
});

test('a held call has arrived, and is served on release', async () => {
  const token = issued();
  const { arrived, release } = center.hold({ operation: 'CreateToken' });
  const first = failureOf(calls.refresh(token));
  await arrived;
  const second = await calls.refresh(token);
  release();
  expect({ first: (await first).error, second: second.tokenType }).toEqual({
    first: 'invalid_grant',
    second: 'Bearer',
  });
});

test('a hanging call is known to hang, and ends with the service', async () => {
  center.faults.push({ kind: 'hang' });
  const call = failureOf(calls.refresh(issued()));
  const { status } = await center.waitForCall(({ operation }) => operation === 'CreateToken');
  await center.close();
  expect({ status, failure: await call }).toEqual({
    status: 'hung',
    failure: reset,
  });
});

test('the Date header can be wrong', async () => {
  await center.close();
  center = await startIdentityCenter({
    now: () => Date.parse('2026-01-15T12:00:00Z'),
    dateSkewSeconds: -600,
  });
  const { headers } = await fetch(`${center.url}/device`);
  expect(headers.get('date')).toBe('Thu, 15 Jan 2026 11:50:00 GMT');
});

test('calls are known by what they were, and by no secret', async () => {
  const token = issued();
  const waiting = center.waitForCall(({ status }) => status === 400);
  const renewed = await calls.refresh(token);
  await failureOf(calls.refresh(token));
  const call = await waiting;
  const known = center.calls.map(({ userAgent, at, ...rest }) => ({
    ...rest,
    sdk: userAgent.startsWith('aws-sdk-js/'),
    recent: Date.now() - at < 60_000,
  }));
  const same = {
    operation: 'CreateToken',
    grantType: 'refresh_token',
    host: new URL(center.url).host,
    sdk: true,
    recent: true,
  };
  const log = JSON.stringify(center.calls);
  expect({
    known,
    waitedFor: call === center.calls[1],
    leaked: [
      ...Object.values<string>({ ...token }),
      renewed.accessToken,
      renewed.refreshToken,
    ].filter((secret) => secret?.startsWith('aoa-local') === true && log.includes(secret)),
  }).toEqual({
    known: [
      { ...same, status: 200, error: undefined },
      { ...same, status: 400, error: 'invalid_grant' },
    ],
    waitedFor: true,
    leaked: [],
  });
});

test('whoever waits for a call learns that the service was closed', async () => {
  const waiting = center.waitForCall(() => true);
  await center.close();
  await expect(waiting).rejects.toThrow('closed before such a call came');
});

// The renewal call over a real socket: what each fault means, and that nothing is sent twice.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RefreshGrant, createToken } from '../../src/aws/createToken.ts';
import type { Fault } from '../support/identityCenter/faults.ts';
import {
  type IdentityCenter,
  startIdentityCenter,
} from '../support/identityCenter/identityCenter.ts';

/** Whole seconds, as in a `Date` header. */
const at12 = Date.parse('2026-01-15T12:00:00Z');
const now = () => at12;

let center: IdentityCenter;
let grant: RefreshGrant;

beforeEach(async () => {
  center = await startIdentityCenter({ now });
  const {
    clientId,
    clientSecret,
    refreshToken = '',
  } = center.issueToken({
    startUrl: 'https://my-sso.awsapps.com/start',
    region: 'us-east-1',
  });
  grant = { clientId, clientSecret, refreshToken };
});
afterEach(() => center.close());

const at = (url: string | undefined, region = 'us-east-1') => ({
  region,
  url,
  useFips: undefined,
  useDualStack: undefined,
});
const right = { aheadMs: 0, seenAt: at12 };
const failing = (code: string, clock?: object) => ({ failure: { kind: 'failing', code }, clock });
const refused = (code: string) => ({ failure: { kind: 'refused', code }, clock: right });

const faults: [Fault, object][] = [
  [{ kind: 'drop' }, failing('unreachable')],
  [{ kind: 'drop', afterServing: true }, failing('unreachable')],
  [{ kind: 'dropMidBody' }, failing('unreachable', right)],
  [{ kind: 'html' }, failing('notTheService')],
  [{ kind: 'html', status: 403 }, failing('notTheService')],
  [{ kind: 'html', status: 302 }, failing('notTheService')],
  [{ kind: 'emptyBody' }, failing('notTheService')],
  [{ kind: 'missingField', field: 'accessToken' }, failing('notTheService')],
  [{ kind: 'setField', field: 'accessToken', value: '' }, failing('notTheService')],
  [{ kind: 'setField', field: 'accessToken', value: null }, failing('notTheService')],
  [{ kind: 'status', status: 500 }, failing('serviceError', right)],
  [{ kind: 'status', status: 503 }, failing('serviceError', right)],
  [{ kind: 'status', status: 429 }, failing('throttled', right)],
  [{ kind: 'status', status: 407 }, failing('notTheService')],
  [{ kind: 'status', status: 400 }, failing('otherError', right)],
  [{ kind: 'error', error: 'slow_down' }, failing('throttled', right)],
  [{ kind: 'error', error: 'server_error' }, failing('serviceError', right)],
  [{ kind: 'error', error: 'access_denied' }, failing('access_denied', right)],
  [{ kind: 'error', error: 'invalid_request' }, failing('invalid_request', right)],
  [{ kind: 'error', error: 'invalid_grant' }, refused('invalid_grant')],
  [{ kind: 'error', error: 'expired_token' }, refused('expired_token')],
  [{ kind: 'error', error: 'invalid_client' }, refused('invalid_client')],
  [{ kind: 'error', error: 'unauthorized_client' }, refused('unauthorized_client')],
];
test.each(faults)('%j, asked once', async (fault, answer) => {
  center.faults.push(fault);
  expect(await createToken(at(center.url), grant, now)).toEqual(answer);
  expect(center.calls.length).toBe(1);
});

describe('without the header that names the error', () => {
  test.each([
    ['invalid_client', { clientSecret: 'not this one' }],
    ['invalid_grant', { refreshToken: 'not this one' }],
  ])('%s', async (code, wrong) => {
    center.faults.push({ kind: 'missingErrorTypeHeader' });
    expect(await createToken(at(center.url), { ...grant, ...wrong }, now)).toEqual(refused(code));
  });
});

describe('answered', () => {
  const accessToken = expect.stringMatching(/^aoa-local-access-/) as string;
  const refreshToken = expect.stringMatching(/^aoa-local-refresh-/) as string;
  const hour = 3_600_000;

  test('the new tokens', async () => {
    expect(await createToken(at(center.url), grant, now)).toEqual({
      token: { accessToken, lifetimeMs: hour, refreshToken },
      clock: right,
    });
    expect(await createToken(at(center.url), grant, now)).toEqual(refused('invalid_grant'));
  });

  const lifetimes: [unknown, number][] = [
    [1, 1000],
    [59.9, 59_000],
    [90 * 24 * 3600, 90 * 24 * hour],
    [90 * 24 * 3600 + 1, 0],
    [0, 0],
    [-1, 0],
    [null, 0],
    ['soon', 0],
    ['3600', 0],
    [{}, 0],
    [undefined, 0],
  ];
  test.each(lifetimes)('expiresIn %j', async (value, lifetimeMs) => {
    center.faults.push({ kind: 'setField', field: 'expiresIn', value });
    expect(await createToken(at(center.url), grant, now)).toEqual({
      token: { accessToken, lifetimeMs, refreshToken },
      clock: right,
    });
  });

  test.each([undefined, null, ''])('refreshToken %j counts as none', async (value) => {
    center.faults.push({ kind: 'setField', field: 'refreshToken', value });
    expect(await createToken(at(center.url), grant, now)).toEqual({
      token: { accessToken, lifetimeMs: hour, refreshToken: undefined },
      clock: right,
    });
  });
});

describe('nobody there', () => {
  test('a port that refuses', async () => {
    await center.close();
    expect(await createToken(at(center.url), grant, now)).toEqual(failing('unreachable'));
    center = await startIdentityCenter();
  });

  test('a name that does not exist', async () => {
    expect(await createToken(at('https://nobody.invalid'), grant, now)).toEqual(
      failing('unreachable'),
    );
  });

  test('TLS spoken to something else', async () => {
    const https = center.url.replace('http:', 'https:');
    expect(await createToken(at(https), grant, now)).toEqual(failing('unreachable'));
  });

  test('a region that is no name of a host', async () => {
    const { failure } = (await createToken(at(undefined, 'no region'), grant, now)) as {
      failure: { kind: string };
    };
    expect(failure.kind).toBe('failing');
  });

  test('an answer that never comes', async () => {
    center.faults.push({ kind: 'hang' });
    expect(await createToken(at(center.url), grant, now, 50)).toEqual(failing('timeout'));
  });

  test('an answer of which only the half ever comes', async () => {
    center.faults.push({ kind: 'hangMidBody' });
    expect(await createToken(at(center.url), grant, now, 50)).toEqual(failing('timeout', right));
  });

  test('a connection that is never spoken on', async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    expect(await createToken(at(url), grant, now, 50)).toEqual(failing('timeout'));
    await new Promise((resolve) => silent.close(resolve));
  });
});

describe('the clock of the service', () => {
  const skewed = async (seconds: number, fault?: Fault) => {
    center.settings.dateSkewSeconds = seconds;
    if (fault !== undefined) center.faults.push(fault);
    return (await createToken(at(center.url), grant, now)).clock;
  };

  test.each([3600, -3600, 86_400])('%i s off', async (seconds) => {
    const clock = { aheadMs: seconds * -1000, seenAt: at12 };
    expect(await skewed(seconds)).toEqual(clock);
    expect(await skewed(seconds, { kind: 'status', status: 503 })).toEqual(clock);
    expect(await skewed(seconds, { kind: 'error', error: 'invalid_grant' })).toEqual(clock);
  });

  test('is not that of something in between', async () => {
    expect(await skewed(86_400, { kind: 'html' })).toBe(undefined);
    expect(await skewed(86_400, { kind: 'html', status: 403 })).toBe(undefined);
  });
});

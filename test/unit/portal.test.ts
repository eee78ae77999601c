// The portal over a real socket: all pages, what each fault means, and politeness.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PortalClient, portalClient } from '../../src/aws/portalClient.ts';
import { listAccountRoles, listAccounts, logout } from '../../src/aws/portal.ts';
import type { Fault } from '../support/identityCenter/faults.ts';
import {
  type IdentityCenter,
  startIdentityCenter,
} from '../support/identityCenter/identityCenter.ts';

const region = 'us-east-1';
const startUrl = 'https://my-sso.awsapps.com/start';
const roles = Array.from({ length: 5 }, (_, index) => `Role${index}`);
const accounts = Array.from({ length: 7 }, (_, index) => ({
  accountId: String(111111111111 + index),
  accountName: `Account ${index}`,
  emailAddress: `${index}@example.com`,
  roles,
}));

let center: IdentityCenter;
let client: PortalClient;
let accessToken: string;
/** In ms, each one that was asked for. */
let pauses: number[];
const wait = (ms: number) => {
  pauses.push(ms);
  return Promise.resolve();
};
const answers = () => center.calls.map(({ operation, status }) => `${operation} ${status}`);

beforeEach(async () => {
  pauses = [];
  center = await startIdentityCenter({
    organisations: [{ startUrl, name: 'Mine', accounts }],
  });
  client = clientAt(center.url);
  ({ accessToken } = center.issueToken({ startUrl, region }));
});
afterEach(async () => {
  client[Symbol.dispose]();
  await center.close();
});

function clientAt(url: string, timeLimitMs?: number): PortalClient {
  return portalClient({ region, url, useFips: undefined, useDualStack: undefined }, timeLimitMs);
}

const allAccounts = {
  kind: 'complete',
  items: accounts.map(({ accountId: id, accountName: name }) => ({ id, name })),
};

describe('all pages', () => {
  test('of accounts', async () => {
    center.settings.pageSize = 3;
    expect([await listAccounts(client, accessToken), answers()]).toEqual([
      allAccounts,
      Array<string>(3).fill('ListAccounts 200'),
    ]);
  });

  test('of roles', async () => {
    center.settings.pageSize = 4;
    expect([await listAccountRoles(client, accessToken, '111111111111'), answers()]).toEqual([
      { kind: 'complete', items: roles },
      Array<string>(2).fill('ListAccountRoles 200'),
    ]);
  });

  test('an account of somebody else', async () => {
    expect(await listAccountRoles(client, accessToken, '999999999999')).toEqual(
      failing('access_denied'),
    );
  });

  test('not for ever: a page that comes again is not the service', async () => {
    const again = { kind: 'setField', field: 'nextToken', value: 'aoa-local-page-0' } as const;
    center.faults.push({ ...again, times: Infinity });
    expect([await listAccounts(client, accessToken), answers().length]).toEqual([
      failing('notTheService'),
      2,
    ]);
  });
});

const failing = (code: string) => ({ kind: 'failing', code });
const unauthorized = { kind: 'unauthorized' };

const faults: [Fault, object][] = [
  [{ kind: 'drop' }, failing('unreachable')],
  [{ kind: 'html' }, failing('notTheService')],
  [{ kind: 'html', status: 401 }, failing('notTheService')],
  [{ kind: 'html', status: 503 }, failing('notTheService')],
  [{ kind: 'html', status: 302 }, failing('notTheService')],
  [{ kind: 'status', status: 500 }, failing('serviceError')],
  [{ kind: 'status', status: 401 }, failing('notTheService')],
  [{ kind: 'status', status: 407 }, failing('notTheService')],
  [{ kind: 'error', error: 'UnauthorizedException' }, unauthorized],
  [{ kind: 'error', error: 'InvalidRequestException' }, failing('invalid_request')],
  [{ kind: 'error', error: 'ResourceNotFoundException' }, failing('otherError')],
];
describe.each(faults)('%j, asked once', (fault, answer) => {
  test('for accounts', async () => {
    center.faults.push(fault);
    expect([await listAccounts(client, accessToken, { wait }), pauses]).toEqual([answer, []]);
    expect(center.calls.length).toBe(1);
  });

  test('to end the sign-in', async () => {
    center.faults.push(fault);
    expect(await logout(client, accessToken)).toEqual(answer);
    expect(center.calls.length).toBe(1);
  });
});

test.each<Fault>([
  { kind: 'emptyBody' },
  { kind: 'dropMidBody' },
  { kind: 'missingField', field: 'accountList' },
  { kind: 'setField', field: 'accountList', value: null },
])('no list of accounts: %j', async (fault) => {
  center.faults.push(fault);
  const code = fault.kind === 'dropMidBody' ? 'unreachable' : 'notTheService';
  expect(await listAccounts(client, accessToken)).toEqual(failing(code));
});

describe('asked to wait', () => {
  const throttled = { kind: 'error', error: 'TooManyRequestsException' } as const;
  const between = (low: number) =>
    expect.toSatisfy((ms: number) => ms >= low && ms <= 1.25 * low) as number;

  test('waits longer each time, then goes on where it was', async () => {
    center.settings.pageSize = 6;
    center.faults.push({ kind: 'wait', until: Promise.resolve() }, { ...throttled, times: 4 });
    expect([await listAccounts(client, accessToken, { wait }), pauses, answers()]).toEqual([
      allAccounts,
      [between(1000), between(2000), between(4000), between(8000)],
      ['ListAccounts 200', ...Array<string>(4).fill('ListAccounts 429'), 'ListAccounts 200'],
    ]);
  });

  test('gives up after four times', async () => {
    center.faults.push({ ...throttled, times: Infinity });
    expect([await listAccounts(client, accessToken, { wait }), center.calls.length]).toEqual([
      failing('throttled'),
      5,
    ]);
  });

  test('is not waited for to end a sign-in', async () => {
    center.faults.push({ kind: 'status', status: 429 });
    expect([await logout(client, accessToken), center.calls.length]).toEqual([
      failing('throttled'),
      1,
    ]);
  });

  test('and cancelled meanwhile', async () => {
    center.faults.push({ ...throttled, times: Infinity });
    const abort = new AbortController();
    const { signal } = abort;
    const forEver = () => {
      queueMicrotask(() => abort.abort());
      return new Promise<void>(() => undefined);
    };
    const result = listAccounts(client, accessToken, { signal, wait: forEver });
    expect([await result, center.calls.length]).toEqual([{ kind: 'cancelled' }, 1]);
  });
});

describe('cancelled', () => {
  test('before: nothing is asked', async () => {
    const signal = AbortSignal.abort();
    expect(await listAccounts(client, accessToken, { signal })).toEqual({ kind: 'cancelled' });
    expect(center.calls).toEqual([]);
  });

  test('while the portal answers', async () => {
    const abort = new AbortController();
    const held = center.hold({ operation: 'ListAccounts' });
    const result = listAccounts(client, accessToken, { signal: abort.signal });
    await held.arrived;
    abort.abort();
    expect(await result).toEqual({ kind: 'cancelled' });
    held.release();
  });
});

describe('nobody there', () => {
  test.each([
    ['a port that refuses', () => center.url.replace(/\d+$/, '1')],
    ['a name that does not exist', () => 'https://nobody.invalid'],
    ['TLS spoken to something else', () => center.url.replace('http:', 'https:')],
  ])('%s', async (_, url) => {
    using nobody = clientAt(url());
    expect([await logout(nobody, accessToken), await listAccounts(nobody, accessToken)]).toEqual([
      failing('unreachable'),
      failing('unreachable'),
    ]);
  });

  test('an answer that never comes', async () => {
    using impatient = clientAt(center.url, 50);
    center.faults.push({ kind: 'hang', times: Infinity });
    expect([
      await logout(impatient, accessToken),
      await listAccounts(impatient, accessToken),
    ]).toEqual([failing('timeout'), failing('timeout')]);
  });
});

test('a sign-out ends the sign-in for whoever shares it, once', async () => {
  const asked = [
    await logout(client, accessToken),
    await logout(client, accessToken),
    await listAccounts(client, accessToken),
  ];
  expect(asked).toEqual([undefined, unauthorized, unauthorized]);
});

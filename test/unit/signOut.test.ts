// Signing out of one session: what AWS is told, and every file that is there afterwards.
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tokenFilePath } from '../../src/aws/paths.ts';
import type { RefreshContext } from '../../src/aws/refresh.ts';
import { signOut } from '../../src/aws/signOut.ts';
import { recordRenewal } from '../../src/aws/stateFile.ts';
import { writeKeptTokens } from '../../src/aws/unwrittenTokens.ts';
import { parseCachedToken } from '../../src/core/cachedToken.ts';
import { filesBelow } from '../support/filesBelow.ts';
import type { Fault } from '../support/identityCenter/faults.ts';
import {
  type RefreshStage,
  anHourLater,
  configText,
  expired,
  neverAborted,
  refreshStage,
  region,
  sessionId,
  start,
  startUrl,
} from '../support/refreshStage.ts';
import { mountSmallDisk, whyNoSmallDisk } from '../support/smallDisk.ts';

const role = 'sso_account_id = 111122223333\nsso_role_name = ReadOnlyAccess\n';
const config = configText
  .replace('[profile dev]\n', `[profile dev]\n${role}`)
  .replace('[profile old]\n', `[profile old]\n${role}`);
/** Names that botocore gave. */
const mine = '5763327133f3ed9f01b8a9550a162937b63c6b07.json';
const ofLegacy = 'a64e5dbc12010970d804725f2125250c596edf2e.json';
const credentials = JSON.stringify({ ProviderType: 'sso', Credentials: { AccessKeyId: 'A' } });
const tokenFile = `sso/cache/${basename(tokenFilePath({ tokenCache: '' } as never, 'my-sso'))}`;

let stage: RefreshStage;
let context: RefreshContext;
let before: Readonly<Record<string, string>>;

beforeEach(() => setUp());
afterEach(() => stage.close());

async function setUp(cache?: (directory: string) => void): Promise<void> {
  stage = await refreshStage(cache);
  const { url } = stage.center;
  const environment = { AWS_ENDPOINT_URL_SSO_OIDC: url, AWS_ENDPOINT_URL_SSO: url };
  context = { ...stage.context, environment };
  // A region that the SDK would refuse, had it been used.
  await stage.put({ region: 'no region', startUrl: 'https://old.example' });
  await writeFile(context.paths.config, config);
  await Promise.all(
    Object.entries({
      [`cli/cache/${mine}`]: credentials,
      [`cli/cache/${ofLegacy}`]: credentials,
      'cli/cache/of-another-session.json': credentials,
      'sso/cache/c5cfae6e3e4f067423a532368c8b514b6a4b0ace.json': '{"clientId":"a registration"}',
      'sso/cache/kiro-auth-token.json': '{"accessToken":"of another tool"}',
      'sso/cache/0000000000000000000000000000000000000000.json': '{"accessToken":"of another"}',
      credentials: '',
    }).map(async ([name, text]) => {
      await mkdir(dirname(at(name)), { recursive: true });
      await writeFile(at(name), text);
    }),
  );
  before = await files();
}

const at = (name: string) => join(stage.home, '.aws', name);
const files = () => filesBelow(at(''));
const without = (...names: readonly string[]) =>
  Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name)));
const allGone = () => without(tokenFile, `cli/cache/${mine}`);
const signOutNow = (id = sessionId, signal = neverAborted(), timeLimitMs?: number) =>
  signOut(id, context, signal, timeLimitMs);
const calls = () => stage.center.calls.map(({ operation, status }) => `${operation} ${status}`);
const signedOut = (remote: unknown) => ({
  kind: 'signedOut',
  remote,
  roleCredentials: { deleted: 1, left: 0 },
});
const logout = { operation: 'Logout' } as const;

test('told AWS, and gone: the token file and its role credentials, and nothing else', async () => {
  await writeFile(at(`${tokenFile}.new`), 'left behind by a killed process');
  expect([await signOutNow(), calls(), await files()]).toEqual([
    signedOut('ended'),
    ['Logout 200'],
    allGone(),
  ]);
  expect([await signOutNow(), calls()]).toEqual([{ kind: 'wasSignedOut' }, ['Logout 200']]);
});

test('of a legacy profile: its own token, not that of the session with its start URL', async () => {
  const token = JSON.stringify(stage.center.issueToken({ startUrl, region, scopes: [] }));
  await writeFile(tokenFilePath(context.paths, startUrl), token);
  expect([await signOutNow(`url:${startUrl}`), calls(), await files()]).toEqual([
    signedOut('ended'),
    ['Logout 200'],
    without(`cli/cache/${ofLegacy}`),
  ]);
});

describe('where AWS cannot be told, the rest is done', () => {
  const failing = (code: string) => ({ failing: code });
  test.each<[string, Fault, unknown]>([
    ['dropped', { kind: 'drop' }, failing('unreachable')],
    ['a page', { kind: 'html' }, failing('notTheService')],
    ['a page with 401', { kind: 'html', status: 401 }, failing('notTheService')],
    ['500', { kind: 'status', status: 500 }, failing('serviceError')],
    ['429', { kind: 'error', error: 'TooManyRequestsException' }, failing('throttled')],
    ['no answer in time', { kind: 'hang' }, failing('timeout')],
  ])('%s', async (_, fault, remote) => {
    stage.center.faults.push({ ...logout, ...fault });
    expect([
      await signOutNow(sessionId, neverAborted(), 200),
      stage.center.calls.length,
      await files(),
    ]).toEqual([signedOut(remote), 1, allGone()]);
  });

  const variable = 'AWS_ENDPOINT_URL_SSO';
  test.each<[string, () => unknown, unknown]>([
    ['nobody there', () => stage.center.close(), failing('unreachable')],
    [
      'half a token file',
      async () => {
        await writeFile(stage.path, '{"acc');
        before = await files();
      },
      { notAsked: 'unreadable' },
    ],
    [
      'no region',
      async () => {
        await writeFile(context.paths.config, config.replace(/sso_region.*\n/, ''));
        before = await files();
      },
      { notAsked: 'misconfigured' },
    ],
    [
      'an endpoint that is plain http',
      () => {
        const environment = { ...context.environment, [variable]: 'http://example.com' };
        context = { ...context, environment };
      },
      { notAsked: 'badEndpoint' },
    ],
  ])('%s', async (_, arrange, remote) => {
    await arrange();
    expect([await signOutNow(), calls(), await files()]).toEqual([
      signedOut(remote),
      [],
      allGone(),
    ]);
  });
});

describe('an access token that is not taken any more', () => {
  const { center, issued } = {
    center: () => stage.center,
    issued: (name: string) => stage.issued[name] as string,
  };
  const renew = { operation: 'CreateToken' } as const;
  const [refused, renewed] = ['Logout 401', 'CreateToken 200'];
  const cases: [string, () => unknown, unknown, readonly string[]][] = [
    [
      'has ended, and is renewed to end the sign-in',
      () => (stage.now = anHourLater + 1000),
      'ended',
      [refused, renewed, 'Logout 200'],
    ],
    [
      'has ended, and nobody answers when it is renewed',
      () => {
        stage.now = anHourLater + 1000;
        center().faults.push({ ...renew, kind: 'status', status: 503 });
      },
      { failing: 'serviceError' },
      [refused, 'CreateToken 503'],
    ],
    [
      'has ended, and cannot be renewed',
      () => stage.put({ ...expired, refreshToken: undefined, accessToken: 'ended' }),
      'tokenEnded',
      [refused],
    ],
    [
      'has ended, and its registration too',
      () => {
        stage.now = anHourLater + 1000;
        center().forgetRegistration(issued('clientId'));
      },
      'tokenEnded',
      [refused, 'CreateToken 401'],
    ],
    [
      'is of a sign-in that has ended',
      () => center().endSession(issued('accessToken')),
      'alreadyEnded',
      [refused, 'CreateToken 400'],
    ],
    [
      'is of a sign-in that has ended, and cannot be renewed',
      () => stage.put({ accessToken: 'revoked', clientSecret: null }),
      'alreadyEnded',
      [refused],
    ],
    [
      'is of a sign-in that ends just now',
      () => {
        stage.now = anHourLater + 1000;
        center().faults.push(
          { ...logout, kind: 'latency', ms: 0 },
          { ...logout, kind: 'error', error: 'UnauthorizedException' },
        );
      },
      'alreadyEnded',
      [refused, renewed, refused],
    ],
  ];
  test.each(cases)('%s', async (_, arrange, remote, asked) => {
    await arrange();
    expect([await signOutNow(), calls(), await files()]).toEqual([
      signedOut(remote),
      asked,
      allGone(),
    ]);
  });
});

describe('nothing is sent or deleted', () => {
  const cases: [string, () => unknown, () => Promise<unknown>, object][] = [
    ['signed out', () => rm(stage.path), () => signOutNow(), { kind: 'wasSignedOut' }],
    [
      'no cache at all',
      () => rm(at('sso'), { recursive: true }),
      () => signOutNow(),
      { kind: 'wasSignedOut' },
    ],
    [
      'an unknown session',
      () => undefined,
      () => signOutNow('session:none'),
      { kind: 'notConfigured' },
    ],
    [
      'a config that cannot be read',
      () => rm(at('config')).then(() => mkdir(at('config'))),
      () => signOutNow(),
      { kind: 'configUnreadable' },
    ],
    [
      'cancelled before',
      () => undefined,
      () => signOutNow(sessionId, AbortSignal.abort()),
      { kind: 'cancelled' },
    ],
  ];
  test.each(cases)('%s', async (_, arrange, act, outcome) => {
    await arrange();
    before = await files();
    expect([await act(), calls(), await files()]).toEqual([outcome, [], before]);
  });

  test.skipIf(whyNoSmallDisk() !== undefined)('a disk that is read-only', async () => {
    await stage.close();
    let disk: ReturnType<typeof mountSmallDisk> | undefined;
    await setUp((directory) => (disk = mountSmallDisk(directory)));
    try {
      disk?.setReadOnly(true);
      expect([await signOutNow(), calls(), await files()]).toEqual([
        { kind: 'notLocked', code: 'EROFS' },
        [],
        before,
      ]);
    } finally {
      disk?.unmount();
    }
  });
});

test('a directory in its place stays', async () => {
  await rm(stage.path);
  await mkdir(stage.path);
  await writeFile(join(stage.path, 'a file'), '');
  expect([await signOutNow(), calls(), await files()]).toEqual([
    { kind: 'notDeleted', code: 'EISDIR' },
    [],
    { ...allGone(), [`${tokenFile}/a file`]: '' },
  ]);
});

test('of a symbolic link only the link goes', async () => {
  const real = join(stage.home, 'real.json');
  await rename(stage.path, real);
  await symlink(real, stage.path);
  expect([await signOutNow(), calls(), await files()]).toEqual([
    signedOut('ended'),
    ['Logout 200'],
    allGone(),
  ]);
  expect(await filesBelow(stage.home)).toHaveProperty(['real.json'], before[tokenFile]);
});

describe('while others are at work', () => {
  test('waits for a lock that is held, and can be cancelled meanwhile', async () => {
    await mkdir(`${stage.path}.lock`);
    const abort = new AbortController();
    const [first, second] = [signOutNow(), signOutNow(sessionId, abort.signal)];
    // Reads all that a sign-out reads before it waits for the lock, and more.
    await stage.overview();
    abort.abort();
    expect([await second, calls(), await files()]).toEqual([{ kind: 'cancelled' }, [], before]);
    await rm(`${stage.path}.lock`, { recursive: true });
    expect([await first, calls(), await files()]).toEqual([
      signedOut('ended'),
      ['Logout 200'],
      allGone(),
    ]);
  });

  test('cancelled too late: it is carried out', async () => {
    const held = stage.center.hold(logout);
    const abort = new AbortController();
    const result = signOutNow(sessionId, abort.signal);
    await held.arrived;
    expect(context.running.size).toBe(1);
    abort.abort();
    held.release();
    expect([await result, await files(), context.running.size]).toEqual([
      signedOut('ended'),
      allGone(),
      0,
    ]);
  });

  test('two windows at once: one of them signs out', async () => {
    const outcomes = await Promise.all([signOutNow(), signOutNow()]);
    expect([outcomes.map(({ kind }) => kind).toSorted(), calls(), await files()]).toEqual([
      ['signedOut', 'wasSignedOut'],
      ['Logout 200'],
      allGone(),
    ]);
  });

  test('a refresh under way comes first, and the token that it brings goes', async () => {
    await stage.put(expired);
    stage.center.revoke(stage.issued['accessToken'] as string);
    const held = stage.center.hold({ operation: 'CreateToken' });
    const refreshed = stage.refresh();
    await held.arrived;
    const result = signOutNow();
    await stage.overview();
    held.release();
    expect([(await refreshed).kind, await result, calls(), await files()]).toEqual([
      'refreshed',
      signedOut('ended'),
      ['CreateToken 200', 'Logout 200'],
      allGone(),
    ]);
  });

  test('a refresh that waits finds nothing to renew, and writes nothing', async () => {
    await stage.put(expired);
    const held = stage.center.hold(logout);
    const result = signOutNow();
    await held.arrived;
    const refreshed = stage.refresh();
    await stage.overview();
    held.release();
    expect([await result, await refreshed, calls(), await files()]).toEqual([
      signedOut('ended'),
      { kind: 'notRenewable', because: 'signedOut' },
      ['Logout 200'],
      allGone(),
    ]);
  });

  test('a sign-in that lands later is left alone', async () => {
    await signOutNow();
    const text = await stage.put({ accessToken: 'new' });
    await stage.overview();
    expect(await files()).toEqual({ ...allGone(), [tokenFile]: text });
  });
});

test('forgets what was tried to renew the session, and no other', async () => {
  const record = { attemptedAt: start, by: 'timer', failures: 1, subject: 'of a file' } as const;
  const failure = { kind: 'failing', code: 'unreachable' } as const;
  const { stateFile, unrecorded } = context;
  for (const id of [sessionId, 'session:other']) {
    unrecorded.set(id, { ...record, failure });
    await recordRenewal(stateFile, id, { ...record, failure });
  }
  await signOutNow();
  const others = new Map([['session:other', { ...record, failure }]]);
  expect([await stage.renewals(), unrecorded]).toEqual([others, others]);
});

describe('a token that could not be written yet', () => {
  /** Of the same sign-in, renewed after what stands in the file. */
  const keep = () => {
    const reading = parseCachedToken(before[tokenFile] ?? '');
    if ('problem' in reading) throw new Error(reading.problem);
    const { accessToken, refreshToken } = stage.center.issueToken({ startUrl, region });
    stage.center.revoke(stage.issued['accessToken'] as string);
    const token = { accessToken, refreshToken, expiresAt: start + 3600_000, region, startUrl };
    const entry = { text: before[tokenFile] ?? '', replaces: reading.token, token };
    context.unwritten.set(stage.path, entry);
    return accessToken;
  };

  test('is what AWS is told of, and is never written', async () => {
    keep();
    expect([await signOutNow(), calls(), context.unwritten.size]).toEqual([
      signedOut('ended'),
      ['Logout 200'],
      0,
    ]);
    await writeKeptTokens(context.unwritten);
    expect(await files()).toEqual(allGone());
  });

  test('is void when someone has written another', async () => {
    stage.center.endSession(keep());
    const other = stage.center.issueToken({ startUrl, region });
    await writeFile(stage.path, JSON.stringify(other));
    expect([await signOutNow(), calls(), context.unwritten.size]).toEqual([
      signedOut('ended'),
      ['Logout 200'],
      0,
    ]);
  });

  test('is forgotten where the file is gone', async () => {
    keep();
    await rm(stage.path);
    expect([await signOutNow(), calls(), context.unwritten.size]).toEqual([
      { kind: 'wasSignedOut' },
      [],
      0,
    ]);
  });
});

// Signing out of one session: what AWS is told, and every file that is there afterwards.
import { existsSync, watch } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withFileLock } from '../../src/aws/fileLock.ts';
import { tokenFilePath } from '../../src/aws/paths.ts';
import { hourMs } from '../../src/core/durations.ts';
import { deferred } from '../support/deferred.ts';
import { filesBelow } from '../support/filesBelow.ts';
import type { Fault } from '../support/identityCenter/faults.ts';
import { anHourLater, expired, region, startUrl } from '../support/refreshStage.ts';
import {
  type SignOutStage,
  roleOfLegacy,
  signOutConfig,
  signOutStage,
  signedOut,
  wasSignedOut,
} from '../support/signOutStage.ts';
import { mountSmallDisk, whyNoSmallDisk } from '../support/smallDisk.ts';

let stage: SignOutStage;
beforeEach(async () => {
  stage = await signOutStage();
});
afterEach(() => stage.close());

const logout = { operation: 'Logout' } as const;

test('told AWS, and gone: the token file and its role credentials, and nothing else', async () => {
  await writeFile(stage.at(`${stage.tokenFile}.new`), 'left behind by a killed process');
  expect([await stage.signOut(), stage.answers(), await stage.files()]).toEqual([
    signedOut('ended'),
    ['Logout 200'],
    stage.allGone(),
  ]);
  expect([await stage.signOut(), stage.answers()]).toEqual([
    { kind: 'wasSignedOut', roleCredentials: { deleted: 0, left: 0 } },
    ['Logout 200'],
  ]);
});

describe('a token that was renewed, and not put in place', () => {
  /** The file says what was before: the service takes neither of its tokens any more. */
  const renewed = async (): Promise<string> => {
    const text = await stage.put(expired);
    stage.now += 0.5 * hourMs;
    await stage.refresh();
    stage.now += 0.7 * hourMs;
    const newText = (await stage.text()) ?? '';
    await writeFile(stage.path, text);
    return newText;
  };

  test('by a killed window: AWS is told with it', async () => {
    await writeFile(`${stage.path}.new`, await renewed(), { mode: 0o600 });
    expect([await stage.signOut(), stage.answers(), await stage.files()]).toEqual([
      signedOut('ended'),
      ['CreateToken 200', 'Logout 200'],
      stage.allGone(),
    ]);
  });

  test('by a process that cannot write it: nobody says that it had ended', async () => {
    await renewed();
    const over = deferred<undefined>();
    const kept = withFileLock(`${stage.path}.unwritten`, () => over.promise);
    expect([await stage.signOut(), stage.answers()]).toEqual([
      signedOut('tokenEnded'),
      ['CreateToken 200', 'Logout 401', 'CreateToken 400'],
    ]);
    over.resolve(undefined);
    await kept;
  });
});

test('role credentials first: whoever is cut off in between can sign out again', async () => {
  const gone: string[] = [];
  const watchers = [stage.tokenFile, stage.roleFile].map((file) =>
    watch(dirname(stage.at(file)), (_event, name) => {
      if (name === basename(file) && !existsSync(stage.at(file))) gone.push(file);
    }),
  );
  try {
    await stage.signOut();
    await vi.waitUntil(() => gone.length === 2);
    expect(gone).toEqual([stage.roleFile, stage.tokenFile]);
  } finally {
    for (const watcher of watchers) watcher.close();
  }
});

describe('without a token file, what a killed sign-out or another tool left goes', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['role credentials', () => rm(stage.path)],
    ['and what a killed renewal was about to write', () => rename(stage.path, `${stage.path}.new`)],
    ['where there is no cache at all', () => rm(stage.at('sso'), { recursive: true })],
  ])('%s', async (_, arrange) => {
    await arrange();
    await stage.lookBefore();
    expect([await stage.signOut(), stage.answers(), await stage.files()]).toEqual([
      wasSignedOut,
      [],
      stage.without(stage.roleFile, `${stage.tokenFile}.new`),
    ]);
  });
});

test('of a legacy profile: its own token, not that of the session with its start URL', async () => {
  const token = JSON.stringify(stage.center.issueToken({ startUrl, region, scopes: [] }));
  await writeFile(tokenFilePath(stage.context.paths, startUrl), token);
  expect([
    await stage.signOut({ id: `url:${startUrl}` }),
    stage.answers(),
    await stage.files(),
  ]).toEqual([signedOut('ended'), ['Logout 200'], stage.without(roleOfLegacy)]);
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
      await stage.signOut({ timeLimitMs: 200 }),
      stage.center.calls.length,
      await stage.files(),
    ]).toEqual([signedOut(remote), 1, stage.allGone()]);
  });

  const plain = { AWS_ENDPOINT_URL_SSO: 'http://example.com' };
  test.each<[string, () => unknown, unknown, Readonly<Record<string, string>>?]>([
    ['nobody there', () => stage.center.close(), failing('unreachable')],
    ['half a token file', () => writeFile(stage.path, '{"acc'), { notAsked: 'unreadable' }],
    [
      'no region',
      () => writeFile(stage.context.paths.config, signOutConfig.replace(/sso_region.*\n/, '')),
      { notAsked: 'misconfigured' },
    ],
    ['an endpoint that is plain http', () => undefined, { notAsked: 'badEndpoint' }, plain],
  ])('%s', async (_, arrange, remote, environment = {}) => {
    await arrange();
    await stage.lookBefore();
    expect([await stage.signOut({ environment }), stage.answers(), await stage.files()]).toEqual([
      signedOut(remote),
      [],
      stage.allGone(),
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
    expect([await stage.signOut(), stage.answers(), await stage.files()]).toEqual([
      signedOut(remote),
      asked,
      stage.allGone(),
    ]);
  });
});

describe('nothing is sent or deleted', () => {
  const cases: [string, () => unknown, () => Promise<unknown>, object][] = [
    [
      'an unknown session',
      () => undefined,
      () => stage.signOut({ id: 'session:none' }),
      { kind: 'notConfigured' },
    ],
    [
      'a config that cannot be read',
      () => rm(stage.at('config')).then(() => mkdir(stage.at('config'))),
      () => stage.signOut(),
      { kind: 'configUnreadable' },
    ],
    [
      'cancelled before',
      () => undefined,
      () => stage.signOut({ signal: AbortSignal.abort() }),
      { kind: 'cancelled' },
    ],
  ];
  test.each(cases)('%s', async (_, arrange, act, outcome) => {
    await arrange();
    await stage.lookBefore();
    expect([await act(), stage.answers(), await stage.files()]).toEqual([
      outcome,
      [],
      stage.without(),
    ]);
  });

  test.skipIf(whyNoSmallDisk() !== undefined)('a disk that is read-only', async () => {
    await stage.close();
    let disk: ReturnType<typeof mountSmallDisk> | undefined;
    stage = await signOutStage((directory) => (disk = mountSmallDisk(directory)));
    try {
      disk?.setReadOnly(true);
      expect([await stage.signOut(), stage.answers(), await stage.files()]).toEqual([
        { kind: 'notLocked', code: 'EROFS' },
        [],
        stage.without(),
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
  expect([await stage.signOut(), stage.answers(), await stage.files()]).toEqual([
    { kind: 'notDeleted', code: 'EISDIR', remote: { notAsked: 'unreadable' } },
    [],
    { ...stage.allGone(), [`${stage.tokenFile}/a file`]: '' },
  ]);
});

test('of a symbolic link only the link goes', async () => {
  const real = join(stage.home, 'real.json');
  await rename(stage.path, real);
  await symlink(real, stage.path);
  expect([await stage.signOut(), stage.answers(), await stage.files()]).toEqual([
    signedOut('ended'),
    ['Logout 200'],
    stage.allGone(),
  ]);
  expect(await filesBelow(stage.home)).toHaveProperty(
    ['real.json'],
    stage.without()[stage.tokenFile],
  );
});

// Signing out while others are at work on the same session: other windows, refreshes, a disk in the way.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordRenewal } from '../../src/aws/stateFile.ts';
import { writeKeptTokens } from '../../src/aws/unwrittenTokens.ts';
import { parseCachedToken } from '../../src/core/cachedToken.ts';
import { expired, region, sessionId, start, startUrl } from '../support/refreshStage.ts';
import {
  type SignOutStage,
  signOutStage,
  signedOut,
  wasSignedOut,
} from '../support/signOutStage.ts';
import { type SmallDisk, mountSmallDisk, whyNoSmallDisk } from '../support/smallDisk.ts';

let stage: SignOutStage;
beforeEach(async () => {
  stage = await signOutStage();
});
afterEach(() => stage.close());

const logout = { operation: 'Logout' } as const;

describe('others', () => {
  test('waits for a lock that is held, and can be cancelled meanwhile', async () => {
    await mkdir(`${stage.path}.lock`);
    const abort = new AbortController();
    const [first, second] = [stage.signOut(), stage.signOut({ signal: abort.signal })];
    // Reads all that a sign-out reads before it waits for the lock, and more.
    await stage.overview();
    abort.abort();
    expect([await second, stage.answers(), await stage.files()]).toEqual([
      { kind: 'cancelled' },
      [],
      stage.without(),
    ]);
    await rm(`${stage.path}.lock`, { recursive: true });
    expect([await first, stage.answers(), await stage.files()]).toEqual([
      signedOut('ended'),
      ['Logout 200'],
      stage.allGone(),
    ]);
  });

  test('cancelled too late: it is carried out', async () => {
    const held = stage.center.hold(logout);
    const abort = new AbortController();
    const result = stage.signOut({ signal: abort.signal });
    await held.arrived;
    expect(stage.context.running.size).toBe(1);
    abort.abort();
    held.release();
    expect([await result, await stage.files(), stage.context.running.size]).toEqual([
      signedOut('ended'),
      stage.allGone(),
      0,
    ]);
  });

  test('two windows at once: one of them signs out', async () => {
    const outcomes = await Promise.all([stage.signOut(), stage.signOut()]);
    expect([
      outcomes.map(({ kind }) => kind).toSorted(),
      stage.answers(),
      await stage.files(),
    ]).toEqual([['signedOut', 'wasSignedOut'], ['Logout 200'], stage.allGone()]);
  });

  test('a refresh under way comes first, and the token that it brings goes', async () => {
    await stage.put(expired);
    stage.center.revoke(stage.issued['accessToken'] as string);
    const held = stage.center.hold({ operation: 'CreateToken' });
    const refreshed = stage.refresh();
    await held.arrived;
    const result = stage.signOut();
    await stage.overview();
    held.release();
    expect([(await refreshed).kind, await result, stage.answers(), await stage.files()]).toEqual([
      'refreshed',
      signedOut('ended'),
      ['CreateToken 200', 'Logout 200'],
      stage.allGone(),
    ]);
  });

  test('a refresh that waits finds nothing to renew, and writes nothing', async () => {
    await stage.put(expired);
    const held = stage.center.hold(logout);
    const result = stage.signOut();
    await held.arrived;
    const refreshed = stage.refresh();
    await stage.overview();
    held.release();
    expect([await result, await refreshed, stage.answers(), await stage.files()]).toEqual([
      signedOut('ended'),
      { kind: 'notRenewable', because: 'signedOut' },
      ['Logout 200'],
      stage.allGone(),
    ]);
  });

  test.each([
    ['AWS was told', true, 'ended'],
    ['AWS could not be told', false, { failing: 'timeout' }],
  ] as const)('a sign-in that lands meanwhile is left alone: %s', async (_, isTold, remote) => {
    const held = stage.center.hold(logout);
    const result = stage.signOut({ timeLimitMs: isTold ? undefined : 500 });
    await held.arrived;
    const text = await stage.put({ accessToken: 'new' });
    if (isTold) held.release();
    expect([await result, await stage.files()]).toEqual([
      { kind: 'signedInMeanwhile', remote },
      { ...stage.allGone(), [stage.tokenFile]: text },
    ]);
  });

  test('a file that is only written anew goes', async () => {
    const held = stage.center.hold(logout);
    const result = stage.signOut();
    await held.arrived;
    await stage.put({ region, 'x-extra': 1 });
    held.release();
    expect([await result, await stage.files()]).toEqual([signedOut('ended'), stage.allGone()]);
  });
});

test('forgets what was tried to renew the session, and no other', async () => {
  const record = { attemptedAt: start, by: 'timer', failures: 1, subject: 'of a file' } as const;
  const failure = { kind: 'failing', code: 'unreachable' } as const;
  const { stateFile, unrecorded } = stage.context;
  for (const id of [sessionId, 'session:other']) {
    unrecorded.set(id, { ...record, failure });
    await recordRenewal(stateFile, id, { ...record, failure });
  }
  await stage.signOut();
  const others = new Map([['session:other', { ...record, failure }]]);
  expect([await stage.renewals(), unrecorded]).toEqual([others, others]);
});

describe('a token that could not be written yet', () => {
  /** Of the same sign-in, renewed after what stands in the file. */
  const keep = () => {
    const reading = parseCachedToken(stage.without()[stage.tokenFile] ?? '');
    if ('problem' in reading) throw new Error(reading.problem);
    const { accessToken, refreshToken } = stage.center.issueToken({ startUrl, region });
    stage.center.revoke(stage.issued['accessToken'] as string);
    const token = { accessToken, refreshToken, expiresAt: start + 3600_000, region, startUrl };
    const text = stage.without()[stage.tokenFile] ?? '';
    const tellOthers = () => Promise.resolve();
    stage.context.unwritten.set(stage.path, { text, replaces: reading.token, token, tellOthers });
    return accessToken;
  };

  test('is what AWS is told of, and is never written', async () => {
    keep();
    expect([await stage.signOut(), stage.answers(), stage.context.unwritten.size]).toEqual([
      signedOut('ended'),
      ['Logout 200'],
      0,
    ]);
    await writeKeptTokens(stage.context.unwritten);
    expect(await stage.files()).toEqual(stage.allGone());
  });

  test('is void when someone has written another', async () => {
    stage.center.endSession(keep());
    const other = stage.center.issueToken({ startUrl, region });
    await writeFile(stage.path, JSON.stringify(other));
    expect([await stage.signOut(), stage.answers(), stage.context.unwritten.size]).toEqual([
      signedOut('ended'),
      ['Logout 200'],
      0,
    ]);
  });

  test('is forgotten where the file is gone', async () => {
    keep();
    await rm(stage.path);
    expect([await stage.signOut(), stage.answers(), stage.context.unwritten.size]).toEqual([
      wasSignedOut,
      [],
      0,
    ]);
  });

  describe.skipIf(whyNoSmallDisk() !== undefined)('where the file cannot be deleted', () => {
    test.each([
      ['is forgotten when AWS has ended it', true, 'ended', 0],
      ['is kept when AWS could not be told', false, { failing: 'timeout' }, 1],
    ] as const)('%s', async (_, isTold, remote, kept) => {
      await stage.close();
      let disk: SmallDisk | undefined;
      stage = await signOutStage((directory) => (disk = mountSmallDisk(directory)));
      try {
        keep();
        const held = stage.center.hold(logout);
        const result = stage.signOut({ timeLimitMs: isTold ? undefined : 500 });
        await held.arrived;
        disk?.setReadOnly(true);
        if (isTold) held.release();
        expect([await result, stage.context.unwritten.size, await stage.text()]).toEqual([
          { kind: 'notDeleted', code: 'EROFS', remote },
          kept,
          stage.without()[stage.tokenFile],
        ]);
      } finally {
        disk?.unmount();
      }
    });
  });
});

// A window that was killed with the renewed token on disk, but not yet in place: the service takes no other.
import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type RefreshStage,
  anHourLater,
  endsSoon,
  expired,
  oneCall,
  refreshStage,
} from '../support/refreshStage.ts';
import { whyNoSmallDisk } from '../support/smallDisk.ts';

let stage: RefreshStage;
/** Where it left the token. */
let left: string;
beforeEach(async () => {
  stage = await refreshStage();
  left = `${stage.path}.new`;
});
afterEach(() => stage.close());

/** Renews, and leaves it as a window that was killed right before the last step. */
async function killedBeforeRename(token: object): Promise<string> {
  await stage.put(token);
  await stage.refresh();
  await rename(stage.path, left);
  await rm(stage.context.stateFile);
  await stage.put(token);
  await setModified(left, 1);
  return readFile(left, 'utf8');
}

/** So many seconds after the token file. */
async function setModified(path: string, seconds: number): Promise<void> {
  const { mtimeMs } = await lstat(stage.path);
  await utimes(path, mtimeMs / 1000 + seconds, mtimeMs / 1000 + seconds);
}

const leftBeside = () => readFile(left, 'utf8').catch(() => undefined);
const elsewhere = { kind: 'renewedElsewhere', expiresAt: anHourLater };

test.each([
  ['a token that has ended', expired],
  ['a token with 3 min left', endsSoon],
])('is taken over without a call: %s', async (_, token) => {
  const text = await killedBeforeRename(token);
  expect([await stage.refresh(), stage.callsMade()]).toEqual([elsewhere, oneCall]);
  expect([await stage.text(), await leftBeside()]).toEqual([text, undefined]);
  const [status] = (await stage.overview()).sessions;
  expect([status?.state, status?.renewal]).toEqual(['active', { kind: 'idle' }]);
  stage.now = anHourLater;
  expect((await stage.refresh()).kind).toBe('refreshed');
});

test('is renewed where it has ended since', async () => {
  await killedBeforeRename(expired);
  stage.now = anHourLater;
  expect((await stage.refresh({ by: 'timer' })).kind).toBe('refreshed');
  expect(stage.callsMade()).toEqual([...oneCall, ...oneCall]);
});

test('a token file that is a link stays one', async () => {
  const text = await killedBeforeRename(expired);
  const linked = join(stage.home, 'linked.json');
  await rename(stage.path, linked);
  await rename(left, `${linked}.new`);
  await symlink(linked, stage.path);
  expect(await stage.refresh()).toEqual(elsewhere);
  expect([await readlink(stage.path), await readFile(linked, 'utf8')]).toEqual([linked, text]);
});

const whyNoMounts = whyNoSmallDisk();

test('while it cannot be put in place, nothing is sent', async (context) => {
  context.skip(whyNoMounts !== undefined, whyNoMounts);
  const text = await killedBeforeRename(expired);
  const mount = (...args: string[]) => execFileSync('mount', [...args, stage.path]);
  mount('--bind', stage.path);
  try {
    mount('-o', 'remount,ro,bind');
    const outcome = await stage.refresh();
    expect([outcome, await leftBeside()]).toEqual([{ kind: 'notLocked', code: 'EROFS' }, text]);
    const [status] = (await stage.overview()).sessions;
    expect(status?.renewal).toEqual({ kind: 'failing', code: 'notLocked' });
    // A mounted file can be written, but not replaced.
    mount('-o', 'remount,rw,bind');
    expect([await stage.refresh(), stage.callsMade()]).toEqual([elsewhere, oneCall]);
    expect([await stage.text(), await leftBeside()]).toEqual([text, undefined]);
  } finally {
    execFileSync('umount', [stage.path]);
  }
});

describe('is left alone', () => {
  const change = (fields: object) => async () => {
    const token = JSON.parse(await readFile(left, 'utf8')) as object;
    await writeFile(left, JSON.stringify({ ...token, ...fields }));
    await setModified(left, 1);
  };
  const linkTo = async () => {
    await rename(left, `${left}er`);
    await symlink(`${left}er`, left);
  };
  test.each<[because: string, arrange: () => Promise<unknown>, onPosix?: true]>([
    ['it is cut off', () => writeFile(left, '{"accessToken":"A2","expi')],
    ['it is of another client', change({ clientId: 'another' })],
    ['it ends no later', change(expired)],
    [
      'it holds the very tokens of the file',
      () => change(stage.issued)().then(change({ expiresAt: '2026-01-15T13:00:00Z' })),
    ],
    ['the file was written after it', () => setModified(left, -1)],
    ['it is a link', linkTo, true],
    ['others can read it', () => chmod(left, 0o640), true],
  ])('%s', async (_, arrange, onPosix) => {
    if (onPosix && process.platform === 'win32') return;
    await killedBeforeRename(expired);
    await arrange();
    expect([await stage.refresh(), stage.callsMade()]).toEqual([
      { kind: 'refused', code: 'invalid_grant' },
      [...oneCall, ...oneCall],
    ]);
    expect(await stage.onDisk()).toEqual({ ...stage.issued, ...expired });
  });

  test('there is no token file any more: signing out is the last word', async () => {
    const text = await killedBeforeRename(expired);
    await mkdir(`${stage.path}.lock`);
    const asked = stage.refresh();
    // Reads all that the refresh reads before it waits for the lock, and more.
    await stage.overview();
    await rm(stage.path);
    await rm(`${stage.path}.lock`, { recursive: true });
    expect([await asked, await stage.refresh()]).toEqual([signedOut, signedOut]);
    expect([await stage.text(), await leftBeside()]).toEqual([undefined, text]);
  });
});

const signedOut = { kind: 'notRenewable', because: 'signedOut' };

// A token that the service has given and the disk has not taken: it is all that is left of the session.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { replaceFile } from '../../src/aws/replaceFile.ts';
import { writeKeptTokens } from '../../src/aws/unwrittenTokens.ts';
import {
  type RefreshStage,
  anHourLater,
  expired,
  newAccess,
  newRefresh,
  oneCall,
  refreshStage,
} from '../support/refreshStage.ts';
import { type SmallDisk, mountSmallDisk, whyNoSmallDisk } from '../support/smallDisk.ts';

const refreshed = { kind: 'refreshed', expiresAt: anHourLater };
let stage: RefreshStage;

/** Renews while `act` makes the file one that cannot be written. */
async function renewWhile(act: () => Promise<unknown>) {
  const { arrived, release } = stage.center.hold({ operation: 'CreateToken' });
  const result = stage.refresh();
  await arrived;
  await act();
  release();
  return await result;
}

const renewed = () => ({
  ...stage.issued,
  accessToken: newAccess,
  expiresAt: '2026-01-15T13:00:00Z',
  refreshToken: newRefresh,
});
const waitingFor = { timeout: 8_000 };

/** What the overview says of the last attempt. */
const toldOfRenewal = async () => (await stage.overview()).sessions[0]?.renewal;

describe('a directory in the place of the file', () => {
  const aside = () => join(stage.home, 'aside.json');
  beforeEach(async () => {
    stage = await refreshStage();
    await stage.put(expired);
    const outcome = await renewWhile(async () => {
      await rename(stage.path, aside());
      await mkdir(stage.path);
    });
    expect(outcome).toEqual({ kind: 'notWritten', code: 'EISDIR' });
    expect(stage.context.unwritten.size).toBe(1);
  });
  afterEach(() => stage.close());
  const isForgotten = () => expect.poll(() => stage.context.unwritten.size, waitingFor).toBe(0);

  test('written by itself as soon as that can be done, into what is there', async () => {
    const extended = { ...stage.issued, ...expired, added: 1 };
    await writeFile(aside(), JSON.stringify(extended));
    await rm(stage.path, { recursive: true });
    await rename(aside(), stage.path);
    await isForgotten();
    expect([await stage.onDisk(), stage.callsMade()]).toEqual([
      { ...renewed(), added: 1 },
      oneCall,
    ]);
  });

  test('written when somebody asks', async () => {
    await rm(stage.path, { recursive: true });
    await rename(aside(), stage.path);
    expect([(await stage.refresh()).kind, await stage.onDisk(), stage.callsMade()]).toEqual([
      expect.stringMatching('refreshed|renewedElsewhere'),
      renewed(),
      oneCall,
    ]);
  });

  test('written when somebody asks so late that it has ended, and renewed in its turn', async () => {
    await rm(stage.path, { recursive: true });
    await rename(aside(), stage.path);
    stage.now += 2 * 3600_000;
    expect(await stage.refresh()).toEqual({
      kind: 'refreshed',
      expiresAt: anHourLater + 2 * 3600_000,
    });
    expect([await stage.onDisk(), stage.callsMade()]).toEqual([
      { ...renewed(), expiresAt: '2026-01-15T15:00:00Z' },
      [...oneCall, ...oneCall],
    ]);
  });

  describe('tried once more at the last moment', () => {
    const other = { accessToken: 'A2', refreshToken: 'R2' };
    /** A link to itself. */
    const makeUnreadable = async () => {
      await rm(stage.path, { recursive: true });
      await symlink(stage.path, stage.path);
    };
    const putBack = async () => {
      await rm(stage.path, { recursive: true });
      await rename(aside(), stage.path);
    };
    const rows: [string, () => Promise<unknown>, () => object | undefined, kept: number][] = [
      ['written, when that can be done', putBack, renewed, 0],
      ['kept, when it still cannot', () => Promise.resolve(), () => undefined, 1],
      [
        'dropped, when signed out meanwhile',
        () => rm(stage.path, { recursive: true }),
        () => undefined,
        0,
      ],
      [
        'dropped, when signed in anew meanwhile',
        () => putBack().then(() => stage.put(other)),
        () => ({ ...stage.issued, ...other }),
        0,
      ],
      [
        'written over half a file',
        () => putBack().then(() => writeFile(stage.path, '{"acc')),
        renewed,
        0,
      ],
      [
        "dropped, when the file has become another's",
        () => putBack().then(() => writeFile(stage.path, '["mine"]')),
        () => ['mine'],
        0,
      ],
      ['kept, when the file cannot be read', makeUnreadable, () => undefined, 1],
    ];
    test.each(rows)('%s', async (_, act, file, kept) => {
      await act();
      await writeKeptTokens(stage.context.unwritten);
      expect([await stage.onDisk(), stage.context.unwritten.size, stage.callsMade()]).toEqual([
        file(),
        kept,
        oneCall,
      ]);
    });
  });

  test('dropped when signed out meanwhile', async () => {
    await rm(stage.path, { recursive: true });
    await isForgotten();
    expect(await stage.onDisk()).toBe(undefined);
  });

  test('dropped when signed in anew meanwhile', async () => {
    const other = { ...stage.issued, accessToken: 'A2', refreshToken: 'R2' };
    await writeFile(aside(), JSON.stringify(other));
    await rm(stage.path, { recursive: true });
    await rename(aside(), stage.path);
    await isForgotten();
    expect(await stage.onDisk()).toEqual(other);
  });
});

const reason = whyNoSmallDisk();
describe.skipIf(reason)(`on a disk of its own${reason ? ` (${reason})` : ''}`, () => {
  let disk: SmallDisk;
  let text: string;
  beforeEach(async () => {
    stage = await refreshStage((directory) => {
      disk = mountSmallDisk(directory);
    });
    text = await stage.put(expired);
  });
  afterEach(async () => {
    disk.unmount();
    await stage.close();
  });

  test('full: nothing is sent, because nothing could be written', async () => {
    await disk.fill();
    expect(await stage.refresh()).toEqual({ kind: 'notLocked', code: 'ENOSPC' });
    expect([await stage.text(), stage.callsMade(), await toldOfRenewal()]).toEqual([
      text,
      [],
      { kind: 'failing', code: 'notLocked' },
    ]);
    await disk.free();
    expect(await stage.refresh()).toEqual(refreshed);
  });

  test('read-only: a refusal stays one', async () => {
    stage.center.revoke(stage.issued['refreshToken'] as string);
    const refused = { kind: 'refused', code: 'invalid_grant' };
    expect(await stage.refresh()).toEqual(refused);
    disk.setReadOnly(true);
    expect(await stage.refresh()).toEqual({ kind: 'notLocked', code: 'EROFS' });
    expect(await toldOfRenewal()).toEqual(refused);
  });

  test('read-only: nothing is sent', async () => {
    disk.setReadOnly(true);
    expect(await stage.refresh()).toEqual({ kind: 'notLocked', code: 'EROFS' });
    expect([await stage.text(), stage.callsMade()]).toEqual([text, []]);
    disk.setReadOnly(false);
    expect(await stage.refresh()).toEqual(refreshed);
  });

  test('full while the service answers: kept in memory, shown as it was, written later', async () => {
    const full = { kind: 'notWritten', code: 'ENOSPC' };
    expect(await renewWhile(() => disk.fill())).toEqual(full);
    expect([await stage.text(), await stage.refresh()]).toEqual([text, full]);
    expect((await stage.overview()).sessions[0]?.state).toBe('renewable');
    await disk.free();
    await expect.poll(stage.onDisk, waitingFor).toEqual(renewed());
    expect(stage.callsMade()).toEqual(oneCall);
  });

  test('with room for a part of the text: the old one stays whole', async () => {
    const long = await stage.put({ ...expired, scopes: 'x'.repeat(6_000) });
    expect(await renewWhile(() => disk.fill(4_096))).toEqual({
      kind: 'notWritten',
      code: 'ENOSPC',
    });
    expect(await stage.text()).toBe(long);
  });

  test('a file that is mounted by itself can only be written in place, for its owner only from then on', async () => {
    await chmod(stage.path, 0o644);
    execFileSync('mount', ['--bind', stage.path, stage.path]);
    expect(await stage.refresh()).toEqual(refreshed);
    const { mode } = await stat(stage.path);
    expect([await stage.onDisk(), mode & 0o777]).toEqual([renewed(), 0o600]);
    await replaceFile(stage.path, '{}');
    const found = await readFile(stage.path, 'utf8');
    execFileSync('umount', [stage.path]);
    expect(found).toBe('{}');
  });
});

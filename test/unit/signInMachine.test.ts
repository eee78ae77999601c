// What the machine can lack for a sign-in: a place for the token, a disk with room, a port.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { type SignInStage, newAccess, signInStage, start } from '../support/signInStage.ts';
import { type SmallDisk, mountSmallDisk, whyNoSmallDisk } from '../support/smallDisk.ts';
import { toProgram } from '../support/toProgram.ts';

test.each([
  ['the cache is a file', '.aws/sso/cache', 'EEXIST'],
  ['the directory above it is one', '.aws/sso', 'ENOTDIR'],
])('%s: nothing is asked', async (_, path, code) => {
  const stage = await signInStage();
  await mkdir(dirname(join(stage.home, path)), { recursive: true });
  await writeFile(join(stage.home, path), '');
  expect(await stage.signIn()).toEqual({ kind: 'notLocked', code });
  expect(stage.callsMade()).toEqual([]);
  await stage.close();
});

const whyNotHere = whyNoSmallDisk();
describe.skipIf(whyNotHere !== undefined)(`a disk${whyNotHere ? ` (${whyNotHere})` : ''}`, () => {
  const onSmallDisk = async (run: (stage: SignInStage, disk: SmallDisk) => Promise<void>) => {
    const stage = await signInStage();
    await mkdir(dirname(stage.path), { recursive: true });
    const disk = mountSmallDisk(dirname(stage.path));
    try {
      await run(stage, disk);
    } finally {
      disk.unmount();
      await stage.close();
    }
  };

  test.each<[string, string, (disk: SmallDisk) => Promise<void> | void]>([
    ['that is full', 'ENOSPC', (disk) => disk.fill()],
    ['that is all but full', 'ENOSPC', (disk) => disk.fill(8192)],
    ['that is read-only', 'EROFS', (disk) => disk.setReadOnly(true)],
  ])('%s is found so before anybody is asked', async (_, code, spoilDisk) => {
    await onSmallDisk(async (stage, disk) => {
      const former = await stage.put();
      await spoilDisk(disk);
      const outcome = await stage.signIn();
      expect([outcome, stage.callsMade(), await stage.text()]).toEqual([
        { kind: 'notLocked', code },
        [],
        former,
      ]);
    });
  });

  test.each<[string, string, (disk: SmallDisk) => Promise<void> | void]>([
    ['fills up', 'ENOSPC', (disk) => disk.fill()],
    ['becomes read-only', 'EROFS', (disk) => disk.setReadOnly(true)],
  ])('that %s while a person allows it keeps the former session', async (_, code, spoilDisk) => {
    await onSmallDisk(async (stage, disk) => {
      const former = await stage.put();
      stage.person = async (userCode) => {
        await spoilDisk(disk);
        await stage.allow(userCode);
      };
      stage.center.settings.pollIntervalSeconds = 0.001;
      const outcome = await stage.signIn();
      expect([outcome, await stage.text()]).toEqual([{ kind: 'notWritten', code }, former]);
    });
  });

  test('that is full for a moment costs nobody the session that they have allowed', async () => {
    await onSmallDisk(async (stage, disk) => {
      stage.person = async (url) => {
        await disk.fill();
        await stage.allow(url);
      };
      const pauses: number[] = [];
      const wait = async (ms: number) => {
        pauses.push(ms);
        if (pauses.length === 2) await disk.free();
      };
      const outcome = await stage.signIn({ flow: 'browser', context: { wait } });
      const { accessToken } = (await stage.onDisk()) ?? {};
      expect([outcome.kind, pauses, accessToken]).toEqual(['signedIn', [500, 1_000], newAccess]);
    });
  });
});

const takesItsOnlyPort =
  'echo "50000 50000" > /proc/sys/net/ipv4/ip_local_port_range && exec "$0" "$@" 50000';
const run = promisify(execFile);
const canHaveItsOwnNetwork = await run('unshare', ['-rn', 'true']).then(
  () => true,
  () => false,
);
test.runIf(canHaveItsOwnNetwork)('no port is left: the code says why', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'no-port-'));
  const stage = await signInStage();
  const former = await stage.put();
  try {
    const program = join(directory, 'signInOnce.mjs');
    const entry = join(import.meta.dirname, '..', 'support', 'signInOnce.ts');
    await build({ ...toProgram, entryPoints: [entry], outfile: program });
    const { stdout } = await run('unshare', [
      ...['-rn', 'sh', '-c', takesItsOnlyPort],
      ...[process.execPath, program, stage.home, String(start), stage.center.url],
    ]);
    expect([JSON.parse(stdout), await stage.text(), stage.callsMade()]).toEqual([
      { kind: 'portNotBound', code: 'EADDRINUSE' },
      former,
      [],
    ]);
  } finally {
    await rm(directory, { recursive: true, force: true });
    await stage.close();
  }
});

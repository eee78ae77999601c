// What another has made in our place is neither touched nor removed.
import { mkdir, mkdtemp, rename, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDirectories, removeStill, signOf } from '../../src/aws/lockDirectory.ts';

let parent: string;
let directory: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lock-directory-'));
  directory = join(parent, 'token.json.lock');
  await promisify(lockDirectories.mkdir)(directory);
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const sign = async () => signOf(await stat(directory, { bigint: true }));
const at = new Date(1_000);
const touch = () => promisify(lockDirectories.utimes)(directory, at, at);

const deeds: [string, () => Promise<void>][] = [
  ['touched', touch],
  ['removed', () => promisify(lockDirectories.rmdir)(directory)],
  [
    'removed when the process ends',
    () => Promise.resolve().then(() => lockDirectories.rmdirSync(directory)),
  ],
];

test.each(deeds)("ours is %s, and another's is not", async (_, deed) => {
  const made = await sign();
  await touch();
  await deed();
  expect(await sign().catch(() => 'gone')).not.toBe(made);

  await rm(directory, { recursive: true, force: true });
  await promisify(lockDirectories.mkdir)(directory);
  await rename(directory, join(parent, 'ours, so that its inode stays in use'));
  await mkdir(directory);
  const theirs = await sign();
  await expect(deed()).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await sign()).toBe(theirs);
});

test('the next may have its inode and its time', async () => {
  await touch();
  const born = async () => (await stat(directory, { bigint: true })).birthtimeNs;
  const ours = await born();
  // Sooner than the clock of the disk ticks, nobody is taken for dead.
  for (let tries = 0; tries < 1000 && (await born()) === ours; tries++) {
    await rm(directory, { recursive: true });
    await mkdir(directory);
    await utimes(directory, at, at);
  }
  const theirs = await sign();
  const remove = promisify(lockDirectories.rmdir)(directory);
  await expect(remove).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await sign()).toBe(theirs);
});

test.each([
  ['has not changed', false],
  ['gave a sign of life', true],
])('one that %s since it was looked at', async (_, isAlive) => {
  const seen = await sign();
  if (isAlive) await touch();
  const remove = () => removeStill(directory, seen);
  if (isAlive) expect(remove).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  else remove();
  expect((await sign().catch(() => 'gone')) === 'gone').toBe(!isAlive);
});

// One at a time, whoever dies with the lock and whatever the clock says.
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFileLock } from '../../src/aws/fileLock.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'file-lock-'));
  path = join(directory, 'token.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const silenceMs = 500;
const take = (task: () => Promise<unknown> = () => Promise.resolve()) =>
  withFileLock(path, task, silenceMs);
const timed = async (task: () => Promise<unknown>) => {
  const began = performance.now();
  await task();
  return performance.now() - began;
};

/** Many who come at once; gives how many held it at the same time at most. */
async function crowd(size: number): Promise<number> {
  let inside = 0;
  let most = 0;
  const visit = () =>
    take(async () => {
      most = Math.max(most, ++inside);
      await readdir(directory);
      inside--;
    });
  await Promise.all(Array.from({ length: size }, visit));
  return most;
}

test('one at a time, and nothing is left', async () => {
  expect([await crowd(20), await readdir(directory)]).toEqual([1, []]);
});

test('released when the task fails', async () => {
  await expect(take(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await readdir(directory)).toEqual([]);
});

const year = 365 * 24 * 3600;
test.each([
  ['now', 0],
  ['a year ago', -year],
  ['in a year, by a clock that was put right', year],
])(
  'a lock whose owner died %s costs the silence, and one at a time takes over',
  { timeout: 30_000 },
  async (_, age) => {
    await mkdir(`${path}.lock`);
    const at = Date.now() / 1000 + age;
    await utimes(`${path}.lock`, at, at);
    let most = 0;
    // So many that some look at the dead lock in the same instant.
    const ms = await timed(async () => (most = await crowd(200)));
    expect([most, ms >= silenceMs, await readdir(directory)]).toEqual([1, true, []]);
  },
);

test('a living holder is waited for, for longer than the dead', async () => {
  let over = false;
  let entered!: () => void;
  const inside = new Promise<void>((resolve) => (entered = resolve));
  const holder = withFileLock(path, async () => {
    entered();
    // Four signs of life.
    await new Promise((resolve) => setTimeout(resolve, 4_200));
    over = true;
  });
  await inside;
  expect(await withFileLock(path, () => Promise.resolve(over), 2_000)).toBe(true);
  await holder;
});

test('whoever died while removing a lock is no obstacle for long', async () => {
  await mkdir(`${path}.lock`);
  await mkdir(`${path}.lock.removal`);
  await utimes(`${path}.lock.removal`, 1, 1);
  await take();
  expect(await readdir(directory)).toEqual([]);
});

test('where nothing can be locked, the reason comes out', async () => {
  path = join(directory, 'nowhere', 'token.json');
  await expect(take()).rejects.toMatchObject({ code: 'ENOENT' });
});

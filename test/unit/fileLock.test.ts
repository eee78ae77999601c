// One at a time, whoever dies with the lock and whatever the clock says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, unlink, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HeldLock, withFileLock, withPatience } from '../../src/aws/fileLock.ts';
import { lockDirectories } from '../../src/aws/lockDirectory.ts';
import { toProgram } from '../support/toProgram.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'file-lock-'));
  path = join(directory, 'token.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const silenceMs = 500;
const nothing = () => Promise.resolve();
const take = (task: () => Promise<unknown> = nothing) => withFileLock(path, task, silenceMs);
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

// Where they are kept to the second, a lock that was told otherwise counts as lost at its second sign of life.
test('how exact times are on one disk is not believed of the next', async () => {
  await take();
  expect(Reflect.ownKeys(lockDirectories)).toEqual(Object.keys(lockDirectories));
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

test('who waits with patience is told of signs of life, and may leave at any moment', async () => {
  const over = new AbortController();
  let entered!: () => void;
  const inside = new Promise<void>((resolve) => (entered = resolve));
  const holder = withFileLock(path, async () => {
    entered();
    await once(over.signal, 'abort');
  });
  await inside;
  const seen: HeldLock[] = [];
  const isPatient = (held: HeldLock) => {
    seen.push(held);
    return Promise.resolve(!held.isAlive);
  };
  const waiting = withPatience(path, isPatient, nothing, 20_000);
  await expect(waiting).rejects.toMatchObject({ code: 'ELOCKED' });
  expect(seen.map(({ isAlive }) => isAlive)).toEqual([...seen.slice(1).map(() => false), true]);
  expect(seen.at(-1)?.waitedMs).toBeGreaterThan(0);
  over.abort();
  await holder;
});

test('patience outlasts a dead holder without a sign of life', async () => {
  await mkdir(`${path}.lock`);
  const seen = new Set<boolean>();
  const isPatient = ({ isAlive }: HeldLock) => {
    seen.add(isAlive);
    return Promise.resolve(true);
  };
  await withPatience(path, isPatient, nothing, silenceMs);
  expect([[...seen], await readdir(directory)]).toEqual([[false], []]);
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

// Nobody may make anything in this directory, not even root.
test.runIf(process.platform === 'linux')(
  'a refusal is waited out on Windows, and comes out at once elsewhere',
  async () => {
    const parent = join(directory, 'parent');
    await symlink('/dev/pts', parent);
    path = join(parent, 'token.json');
    const onWindows = withFileLock(path, () => Promise.resolve('held'), silenceMs, 'win32');
    const elsewhere = withFileLock(path, nothing, silenceMs, 'linux').finally(async () => {
      await unlink(parent);
      await mkdir(parent);
    });
    expect(await Promise.allSettled([onWindows, elsewhere])).toEqual([
      { status: 'fulfilled', value: 'held' },
      { status: 'rejected', reason: expect.objectContaining({ syscall: 'mkdir' }) as unknown },
    ]);
  },
);

const signOf = async () => {
  const { ino, mtimeNs } = await stat(`${path}.lock`, { bigint: true });
  return [ino, mtimeNs];
};

/** Another process that holds the lock. Its event loop is blocked until it is told how to end. */
async function startStalledHolder() {
  const program = join(directory, 'holder.mjs');
  await build({
    stdin: {
      contents: `import { readSync, writeSync } from 'node:fs';
        import { withFileLock } from './src/aws/fileLock.ts';
        await withFileLock(process.argv[2], async () => {
          writeSync(1, 'inside\\n');
          const word = Buffer.alloc(7);
          readSync(0, word);
          if (String(word) === 'go away') process.exit();
        });`,
      resolveDir: process.cwd(),
    },
    ...toProgram,
    outfile: program,
  });
  const child = spawn(process.execPath, [program, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  return (word: 'release' | 'go away'): Promise<unknown[]> => {
    child.stdin.end(word);
    return exited;
  };
}

test.each(['release', 'go away'] as const)(
  'one who was taken for dead does not take the lock of the next: %s',
  async (word) => {
    const end = await startStalledHolder();
    await take(async () => {
      const before = await signOf();
      expect(await end(word)).toEqual([0, null]);
      expect(await signOf()).toEqual(before);
    });
    expect(await readdir(directory)).toEqual(['holder.mjs']);
  },
);

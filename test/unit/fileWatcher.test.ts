// FileWatcher on real files: what happened must be seen, with the new content already there.
import { execFile } from 'node:child_process';
import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  watch as watchDirectory,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileWatcher } from '../../src/aws/fileWatcher.ts';
import { toProgram } from '../support/toProgram.ts';

let home: string;
let token: string;
let disposables: { dispose(): void }[];

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'file-watcher-')));
  token = join(home, '.aws', 'sso', 'cache', 'token.json');
  disposables = [];
});
afterEach(async () => {
  for (const disposable of disposables) disposable.dispose();
  // Whatever was watched, a process could end now.
  await expect.poll(openWatches).toEqual([]);
  rmSync(home, { recursive: true, force: true });
});

const openWatches = (): string[] =>
  process.getActiveResourcesInfo().filter((name) => name.startsWith('FSEvent'));

const contentOf = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined;

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function replace(path: string, text: string): void {
  writeFileSync(`${path}.tmp`, text);
  renameSync(`${path}.tmp`, path);
}

/** A watcher that is ready, and what its file held at each callback since. */
async function watching(path = token) {
  const seen: (string | undefined)[] = [];
  const errors: unknown[] = [];
  let look = (): void => undefined;
  const watcher = new FileWatcher(
    () => {
      seen.push(contentOf(path));
      look();
    },
    (error) => errors.push(error),
  );
  disposables.push(watcher);
  /** Resolves at a callback at which the file holds this. */
  const sees = (text: string | undefined): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (seen.at(-1) === text) resolve();
      };
    });
  const ready = sees(contentOf(path));
  watcher.watch([path]);
  await ready;
  seen.length = 0;
  const step = (act: () => void, text: string | undefined): Promise<void> => {
    const seesIt = sees(text);
    act();
    return seesIt;
  };
  return { watcher, seen, errors, step };
}

type Step = readonly [act: () => void, text: string | undefined];
const written = (text: string): Step => [() => write(token, text), text];
const replaced = (text: string): Step => [() => replace(token, text), text];
const deleted: Step = [() => rmSync(token), undefined];
const inOneGo = (...all: Step[]): Step => [() => all.forEach(([act]) => act()), all.at(-1)?.[1]];
const made = (path: string): Step => [() => mkdirSync(join(home, path)), undefined];
const remove = (path: string): void => rmSync(join(home, path), { recursive: true });
const removed = (path: string): Step => [() => remove(path), undefined];

function swapDirectories(): void {
  write(join(home, 'other', 'cache', 'token.json'), 'other');
  renameSync(join(home, '.aws', 'sso'), join(home, 'old'));
  renameSync(join(home, 'other'), join(home, '.aws', 'sso'));
  remove('old');
}

const fresh: Record<string, readonly Step[]> = {
  '~/.aws appears with all below it': [written('new')],
  'every directory appears in turn': [
    made('.aws'),
    made('.aws/sso'),
    made('.aws/sso/cache'),
    written('new'),
  ],
  'empty directories go and come back': [
    made('.aws'),
    made('.aws/sso'),
    removed('.aws'),
    written('new'),
  ],
};
const present: Record<string, readonly Step[]> = {
  'written in place, the same size too': ['new', 'NEW', 'longer', 'new', 'NEW'].map(written),
  'replaced by a rename three times in a row': ['one', 'two', 'three'].map(replaced),
  'replaced three times in one go': [inOneGo(...['one', 'two', 'three'].map(replaced))],
  'written and replaced': [written('1'), replaced('2'), written('3'), replaced('4')],
  'written and replaced in one go': [inOneGo(written('1'), replaced('2')), written('3')],
  'written and deleted in one go': [inOneGo(written('1'), deleted), written('2')],
  'deleted and created': [deleted, written('new'), deleted, written('newer')],
  'deleted and re-created in one go': [inOneGo(deleted, written('1')), written('2')],
  'deleted, re-created and deleted in one go': [inOneGo(deleted, written('1'), deleted)],
  'the sso directory goes and comes back': [removed('.aws/sso'), written('new')],
  'the same in one go': [inOneGo(removed('.aws/sso'), written('1')), written('2')],
  'the sso directory is swapped': [[swapDirectories, 'other'], written('new')],
};
const cases = [
  ...Object.entries(fresh).map(([name, steps]) => [name, false, steps] as const),
  ...Object.entries(present).map(([name, steps]) => [name, true, steps] as const),
];
test.each(cases)('%s', async (_, isThere, steps) => {
  if (isThere) write(token, 'old');
  const { step, errors } = await watching();
  for (const [act, text] of steps) await step(act, text);
  expect(errors).toEqual([]);
});

describe('symbolic links', () => {
  const real = (name = 'real'): string => join(home, name, 'token.json');
  function point(to: string): void {
    symlinkSync(to, `${token}.tmp`);
    renameSync(`${token}.tmp`, token);
  }
  const linked: Record<string, readonly Step[]> = {
    written: ['one', 'two'].map((text) => [() => write(real(), text), text]),
    replaced: ['one', 'two'].map((text) => [() => replace(real(), text), text]),
    'pointed elsewhere': [
      [() => point(real('other')), 'other'],
      [() => write(real('other'), 'new'), 'new'],
    ],
    'deleted and back': [deleted, [() => symlinkSync(real(), token), 'real']],
    'its target deleted and back': [
      [() => rmSync(real()), undefined],
      [() => write(real(), 'back'), 'back'],
    ],
  };
  test.each(Object.entries(linked))('a linked file: %s', async (_, steps) => {
    for (const name of ['real', 'other']) write(real(name), name);
    mkdirSync(dirname(token), { recursive: true });
    point(real());
    const { step } = await watching();
    for (const [act, text] of steps) await step(act, text);
  });

  test('a linked ~/.aws', async () => {
    mkdirSync(join(home, 'real'));
    symlinkSync(join(home, 'real'), join(home, '.aws'));
    const { step } = await watching();
    await step(() => write(token, 'one'), 'one');
    await step(() => replace(token, 'two'), 'two');
    await step(() => rmSync(token), undefined);
  });
});

/** Lets a bystander's write arrive at everyone who watches its directory. */
async function bystanderWrites(name: string): Promise<void> {
  const path = join(dirname(token), name);
  await new Promise<void>((resolve) => {
    const witness = watchDirectory(dirname(token), (_event, written) => {
      if (written !== name) return;
      witness.close();
      resolve();
    });
    replace(path, 'a');
    writeFileSync(path, 'b');
    rmSync(path);
    mkdirSync(path);
  });
  await nextTurn();
}

test.each([true, false])(
  'other files of its directory do not matter (there: %j)',
  async (there) => {
    mkdirSync(dirname(token), { recursive: true });
    if (there) write(token, 'old');
    const { step, seen } = await watching();
    for (const name of ['a.json', 'token.json.tmp', 'token.json.lock']) await bystanderWrites(name);
    await step(() => write(token, 'new'), 'new');
    const old = seen.filter((text) => text !== 'new' && text !== '');
    expect(old).toEqual([]);
  },
);

/** Notes which directories anything in this process lists from now on. */
function notingWhatIsListed(): { readonly listed: unknown[]; dispose(): void } {
  const listed: unknown[] = [];
  const restorations = [
    [fs, ['readdir', 'readdirSync', 'opendir', 'opendirSync']],
    [fs.promises, ['readdir', 'opendir']],
  ] as const;
  const restore = restorations.flatMap(([module, names]) =>
    names.map((name) => {
      const functions = module as unknown as Record<string, (...args: unknown[]) => unknown>;
      const original = functions[name] as (...args: unknown[]) => unknown;
      functions[name] = (...args) => {
        listed.push(args[0]);
        return original(...args);
      };
      return () => (functions[name] = original);
    }),
  );
  syncBuiltinESMExports();
  const dispose = (): void => {
    for (const each of restore) each();
    syncBuiltinESMExports();
  };
  return { listed, dispose };
}

test('no directory is listed, whether its files are there or not', async () => {
  const notes = notingWhatIsListed();
  disposables.push(notes);
  const { step } = await watching();
  await step(() => write(token, 'new'), 'new');
  await step(() => replace(token, 'newer'), 'newer');
  await step(() => rmSync(token), undefined);
  await step(() => write(token, 'back'), 'back');
  expect(notes.listed).toEqual([]);
});

describe('a look', () => {
  const alike = (change: (path: string, text: string) => void) => (): void => {
    change(token, 'NEW');
    utimesSync(token, 0, 0);
  };
  test.each([
    ['written', () => write(token, 'longer')],
    ['written, of the same size and time', alike(write)],
    ['replaced by one of the same size and time', alike(replace)],
    ['deleted', () => rmSync(token)],
    ['moved along with its directory', () => renameSync(dirname(token), join(home, 'old'))],
  ])('tells without an event of what was %s, once', async (_, act) => {
    write(token, 'old');
    utimesSync(token, 0, 0);
    const { watcher, seen } = await watching();
    const looks = [watcher.look()];
    act();
    // No event comes before the next turn.
    looks.push(watcher.look());
    expect([looks, seen]).toEqual([[true, false], [contentOf(token)]]);
  });

  test('tells where a missing file has come nearer', async () => {
    const { watcher, seen } = await watching();
    mkdirSync(join(home, '.aws'));
    expect([watcher.look(), seen]).toEqual([false, [undefined]]);
  });

  test('has nothing to add where an event has told', async () => {
    write(token, 'old');
    const { watcher, step, seen } = await watching();
    await step(() => write(token, 'new'), 'new');
    await nextTurn();
    seen.length = 0;
    expect([watcher.look(), seen]).toEqual([true, []]);
  });

  test('minds no other file', async () => {
    write(token, 'old');
    const { watcher } = await watching();
    write(join(dirname(token), 'other.json'), 'new');
    expect(watcher.look()).toBe(true);
  });
});

describe('the list', () => {
  test('a new one replaces the old, also an empty one', async () => {
    const other = join(home, 'other.json');
    write(token, 'old');
    write(other, 'old');
    const { watcher, step, seen } = await watching(other);
    await step(() => watcher.watch([]), 'old');
    await step(() => watcher.watch([token, other]), 'old');
    await step(() => write(other, 'new'), 'new');
    seen.length = 0;
    await step(() => watcher.watch([other]), 'new');
    await bystanderWrites('token.json.tmp');
    await step(() => replace(other, 'newer'), 'newer');
  });

  test('several go at once where another is awaited, and no handle is left', async () => {
    const others = ['one.json', 'other.json'].map((name) => join(dirname(token), name));
    for (const path of others) write(path, 'old');
    const { watcher, step } = await watching();
    await step(() => watcher.watch([token, ...others]), undefined);
    await step(() => others.forEach((path) => rmSync(path)), undefined);
    await step(() => write(token, 'new'), 'new');
  });

  test('one given while the callback still runs is heeded', async () => {
    const other = join(home, 'other.json');
    write(token, 'old');
    await new Promise<void>((resolve) => {
      let callbacks = 0;
      const watcher: FileWatcher = new FileWatcher(
        () => {
          callbacks += 1;
          if (callbacks === 1) queueMicrotask(() => watcher.watch([token, other]));
          if (callbacks === 2) write(other, 'new');
          if (contentOf(other) === 'new' && callbacks > 2) resolve();
        },
        () => undefined,
      );
      disposables.push(watcher);
      watcher.watch([token]);
    });
  });
});

test('a system that has no handle left for a while', async () => {
  const outfile = join(home, 'watch.mjs');
  const entry = join(import.meta.dirname, '../support/watchWithoutHandles.ts');
  await build({ ...toProgram, entryPoints: [entry], outfile });
  const inAProcess = 'ulimit -n 64 && exec "$0" "$1" "$2"';
  const args = ['-c', inAProcess, process.execPath, outfile, token];
  expect((await promisify(execFile)('sh', args)).stdout).toBe('EMFILE, then seen');
});

describe('dispose', () => {
  test('nothing is told afterwards', async () => {
    write(token, 'old');
    const { watcher, seen } = await watching();
    watcher.dispose();
    watcher.watch([token, join(home, 'other.json')]);
    write(token, 'new');
    await bystanderWrites('a.json');
    await expect.poll(openWatches).toEqual([]);
    expect(seen).toEqual([]);
  });

  test.each([0, 1, 2, 3, 4, 5])('while it is getting ready, at turn %i', async (turn) => {
    write(token, 'old');
    let isDisposed = false;
    const afterwards: string[] = [];
    const tell = (): unknown => isDisposed && afterwards.push('told');
    const watcher = new FileWatcher(tell, tell);
    watcher.watch([token]);
    for (let turns = 0; turns < turn; turns += 1) await nextTurn();
    watcher.dispose();
    isDisposed = true;
    await nextTurn();
    await expect.poll(openWatches).toEqual([]);
    expect(afterwards).toEqual([]);
  });
});

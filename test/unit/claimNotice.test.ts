// One voice: of all windows, one says a thing, once.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { claimNotice, readSharedState, recordRenewal } from '../../src/aws/stateFile.ts';
import type { RenewalRecord } from '../../src/core/snapshot.ts';
import { nothingShared } from '../support/overviewBuilder.ts';
import { toProgram } from '../support/toProgram.ts';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'claim-notice-'));
  path = join(directory, 'state.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const record: RenewalRecord = {
  attemptedAt: 1,
  by: 'timer',
  failure: { kind: 'failing', code: 'throttled' },
  failures: 1,
  subject: 'a token, a region, a start URL',
};
const day = 24 * 3600 * 1000;
const claim = (key: string, now = 1) => claimNotice(path, key, now);

test('once for a key', async () => {
  expect([await claim('a'), await claim('a'), await claim('b'), await claim('a')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('leaves the renewals, and they leave it', async () => {
  const clock = { aheadMs: 7, seenAt: 1 };
  await recordRenewal(path, 'session:a', record, { clock });
  await claim('a');
  await recordRenewal(path, 'session:a', { ...record, failures: 2 });
  expect(await claim('a')).toBe(false);
  expect(await readSharedState(path)).toEqual({
    ...nothingShared,
    renewals: new Map([['session:a', { ...record, failures: 2 }]]),
    clock,
  });
});

test('forgotten when no session can be meant any more; once for all is for all', async () => {
  await claim('a', 0);
  await claim('once b', 0);
  for (let at = 10; at < 100; at += 10) await claim(`on day ${at}`, at * day);
  await claim('c', 99 * day);
  expect([await claim('a', 99 * day), await claim('once b', 99 * day)]).toEqual([false, false]);
  await claim('d', 101 * day);
  expect([
    await claim('a', 101 * day),
    await claim('once b', 101 * day),
    await claim('c', 101 * day),
  ]).toEqual([true, false, false]);
});

test('not forgotten for a clock that has jumped, nor when it has been put right', async () => {
  await claim('a', 0);
  await claim('b', 400 * day);
  await claim('c', 401 * day);
  await claim('d', day);
  expect([
    await claim('a', 401 * day),
    await claim('a', 2 * day),
    await claim('b', 2 * day),
  ]).toEqual([false, false, false]);
});

describe('where nothing can be known or remembered: said rather than lost, but once for all waits', () => {
  const nowhere: [string, () => Promise<unknown>][] = [
    ['a directory in the place of the file', () => mkdir(path)],
    [
      'a file in the place of its directory',
      () => rm(directory, { recursive: true }).then(() => writeFile(directory, '')),
    ],
  ];
  test.each(nowhere)('%s', async (_, spoil) => {
    await spoil();
    expect([await claim('a'), await claim('a'), await claim('once b')]).toEqual([
      true,
      true,
      false,
    ]);
    await rm(directory, { recursive: true });
    await mkdir(directory);
    expect([await claim('once b'), await claim('once b')]).toEqual([true, false]);
  });
});

test('two processes at once: one says it', async () => {
  const program = join(directory, 'claim.mjs');
  await build({
    stdin: {
      contents: `import { claimNotice } from './src/aws/stateFile.ts';
        process.stdin.once('data', async () => {
          const keys = ['a', 'b', 'c', 'd', 'e'];
          const claims = keys.map((key) => claimNotice(process.argv[2], key, 1));
          process.stdout.write(JSON.stringify(await Promise.all(claims)) + '\\n');
          process.exit();
        });
        process.stdout.write('ready\\n');`,
      resolveDir: process.cwd(),
    },
    ...toProgram,
    outfile: program,
  });
  const windows = [0, 1].map(() => {
    const child = spawn(process.execPath, [program, path], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
  });
  const line = async ({ lines }: (typeof windows)[number]) => String((await lines.next()).value);
  expect(await Promise.all(windows.map(line))).toEqual(['ready', 'ready']);
  for (const { child } of windows) child.stdin.write('go');
  const [one = [], other = []] = (await Promise.all(windows.map(line))).map(
    (text) => JSON.parse(text) as boolean[],
  );
  expect(one.map((first, index) => [first, other[index]].filter(Boolean).length)).toEqual([
    1, 1, 1, 1, 1,
  ]);
});

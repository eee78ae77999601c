// Files that nobody writes on purpose, and what would come of them where it was not thought of.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSharedState } from '../../src/aws/stateFile.ts';
import { openTokenFile } from '../../src/aws/tokenFile.ts';
import { fullToken } from '../support/overviewBuilder.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hostile-'));
  path = join(directory, 'file');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('no token file is valid that holds bytes that are no text', async () => {
  const text = fullToken('2026-01-15T13:00:00Z', { clientName: '\xe9' });
  await writeFile(path, text, 'utf8');
  expect(await openTokenFile(path, false)).toMatchObject({ kind: 'token' });
  await writeFile(path, text, 'latin1');
  expect(await openTokenFile(path, false)).toEqual({ kind: 'unreadable', problem: 'notJson' });
});

test('times that cannot be shown are not known', async () => {
  const text =
    '{"version":1,"snoozes":{"a":8640000000000001,"b":1e999,"c":-1,"d":8640000000000000}' +
    ',"clock":{"aheadMs":1e300,"seenAt":0}}';
  await writeFile(path, text);
  const { snoozes, clock } = await readSharedState(path);
  expect({ snoozes: Object.fromEntries(snoozes), clock }).toEqual({
    snoozes: { d: { until: 8_640_000_000_000_000 } },
    clock: undefined,
  });
});

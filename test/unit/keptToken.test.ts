// While a token is kept that cannot be written: who is told of it, and who tries.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeOrKeep } from '../../src/aws/unwrittenTokens.ts';
import { type RefreshStage, expired, refreshStage, sessionId } from '../support/refreshStage.ts';

const waitingFor = { timeout: 8_000 };

let stage: RefreshStage;
let aside: string;
beforeEach(async () => {
  stage = await refreshStage();
  aside = join(stage.home, 'aside.json');
  await stage.put(expired);
  const { arrived, release } = stage.center.hold({ operation: 'CreateToken' });
  const refreshed = stage.refresh();
  await arrived;
  // What cannot be replaced: a directory in the place of the file.
  await rename(stage.path, aside);
  await mkdir(stage.path);
  release();
  expect(await refreshed).toEqual({ kind: 'notWritten', code: 'EISDIR' });
});
afterEach(() => stage.close());

test('told of again and again, so that nobody takes it for lost', async () => {
  stage.now += 2 * 60_000;
  const toldAt = async () => (await stage.renewals()).get(sessionId)?.attemptedAt;
  await expect.poll(toldAt, waitingFor).toBe(stage.now);
  const record = (await stage.renewals()).get(sessionId);
  expect([record?.failure, record?.failures]).toEqual([{ kind: 'failing', code: 'notWritten' }, 1]);
});

test('told to other editors by a lock, for as long as it is kept', async () => {
  const isTold = () => existsSync(`${stage.path}.unwritten.lock`);
  await expect.poll(isTold, waitingFor).toBe(true);
  await rm(stage.path, { recursive: true });
  await rename(aside, stage.path);
  await stage.refresh();
  await expect.poll(isTold, waitingFor).toBe(false);
});

test('tried by one loop only, although kept anew, even where nothing can be locked', async () => {
  const tries = { first: 0, other: 0 };
  const [kept] = stage.context.unwritten.values();
  if (kept === undefined) throw new Error('the stage is set');
  const keep = async (path: string, name: keyof typeof tries) => {
    const tellOthers = () => Promise.resolve(void (tries[name] += 1));
    await writeOrKeep(stage.context.unwritten, path, { ...kept, tellOthers });
  };
  const first = join(stage.home, 'missing', 'first.json');
  await keep(first, 'first');
  await expect.poll(() => tries.first, waitingFor).toBe(1);
  stage.context.unwritten.delete(first);
  await keep(first, 'first');
  const other = join(stage.home, 'other.json');
  await mkdir(other);
  await keep(other, 'other');
  await expect.poll(() => tries.other, waitingFor).toBe(2);
  expect(tries.first).toBeLessThan(3);
});

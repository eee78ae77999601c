// What happens to refreshes when VS Code stops the extension.
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withFileLock } from '../../src/aws/fileLock.ts';
import { type RefreshContext, refresh } from '../../src/aws/refresh.ts';
import type * as module from '../../src/commands/refreshesUnderWay.ts';
import {
  type RefreshStage,
  expired,
  oneCall,
  refreshStage,
  sessionId,
} from '../support/refreshStage.ts';

/** Longer than anything here takes. */
const ample = 10_000;

let stage: RefreshStage;
let extension: typeof module;
let context: RefreshContext;

beforeEach(async () => {
  // An extension is stopped once.
  vi.resetModules();
  extension = await import('../../src/commands/refreshesUnderWay.ts');
  stage = await refreshStage();
  await stage.put(expired);
  const { environment, wait } = stage.context;
  const own = extension.newRefreshContext(
    stage.context,
    { now: () => stage.now, bootedAt: () => 0 },
    () => undefined,
  );
  context = { ...own, environment, ...(wait && { wait }) };
});
afterEach(() => stage.close());

const start = () => refresh(sessionId, context, { by: 'timer', signal: extension.stopping.signal });

test('an answer that is on its way is waited for, and written', async () => {
  const { arrived, release } = stage.center.hold({ operation: 'CreateToken' });
  const refreshed = start();
  await arrived;
  const settled = extension.settleRefreshes(ample);
  const first = [settled.then(() => 'settled'), stage.onDisk().then(() => 'read meanwhile')];
  expect(await Promise.race(first)).toBe('read meanwhile');
  release();
  await settled;
  expect((await stage.onDisk())?.['expiresAt']).toBe('2026-01-15T13:00:00Z');
  expect((await refreshed).kind).toBe('refreshed');
});

test('nothing more is sent', async () => {
  await extension.settleRefreshes(ample);
  expect([await start(), stage.callsMade()]).toEqual([{ kind: 'cancelled' }, []]);
});

test('an answer that does not come is not waited for longer than VS Code waits', async () => {
  const { arrived, release } = stage.center.hold({ operation: 'CreateToken' });
  const refreshed = start();
  await arrived;
  await extension.settleRefreshes(1);
  expect(context.running.size).toBe(1);
  release();
  await refreshed;
});

test('whoever waits for a lock is not waited for', async () => {
  await withFileLock(stage.path, async () => {
    const refreshed = start();
    await extension.settleRefreshes(ample);
    expect([await refreshed, context.running.size]).toEqual([{ kind: 'cancelled' }, 0]);
  });
});

test.each([
  ['', Promise.resolve()],
  [', whatever else is slow', new Promise<never>(() => undefined)],
])('what could not be written before is tried once more%s', async (_, other) => {
  // Loaded by then: what is kept was made by it.
  await import('../../src/aws/awsSdk.ts');
  const { arrived, release } = stage.center.hold({ operation: 'CreateToken' });
  const aside = join(stage.home, 'aside.json');
  const refreshed = start();
  await arrived;
  await rename(stage.path, aside);
  await mkdir(stage.path);
  release();
  expect((await refreshed).kind).toBe('notWritten');
  await rm(stage.path, { recursive: true });
  await rename(aside, stage.path);
  context.running.add(other);
  // Less than the pause after which it is tried again in any case.
  await extension.settleRefreshes(500);
  expect((await stage.onDisk())?.['expiresAt']).toBe('2026-01-15T13:00:00Z');
  expect(stage.callsMade()).toEqual(oneCall);
});

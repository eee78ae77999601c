// What is remembered of attempts: by every window, and by this one where nothing can be written.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withFileLock } from '../../src/aws/fileLock.ts';
import { readSnapshot } from '../../src/aws/readSnapshot.ts';
import { refresh } from '../../src/aws/refresh.ts';
import { findTarget } from '../../src/aws/refreshTarget.ts';
import { rememberNothingSent } from '../../src/aws/renewalAttempts.ts';
import { recordRenewal } from '../../src/aws/stateFile.ts';
import { openTokenFile } from '../../src/aws/tokenFile.ts';
import { defaultPreferences } from '../../src/core/preferences.ts';
import { nextAutomaticRefresh } from '../../src/core/renewalPlan.ts';
import type { RenewalRecord } from '../../src/core/snapshot.ts';
import { SessionMonitor } from '../../src/sessionMonitor.ts';
import {
  type RefreshStage,
  expired,
  neverAborted,
  oneCall,
  refreshStage,
  sessionId,
  start,
} from '../support/refreshStage.ts';

let stage: RefreshStage;
beforeEach(async () => {
  stage = await refreshStage();
});
afterEach(() => stage.close());

const minute = 60_000;

test('a refusal is kept to, and shown, although the state file cannot be written', async () => {
  const storage = dirname(stage.context.stateFile);
  await mkdir(dirname(storage), { recursive: true });
  await writeFile(storage, 'a file where the folder should be');
  await stage.put(expired);
  stage.center.revoke(stage.issued['refreshToken'] as string);
  const refused = { kind: 'refused', code: 'invalid_grant' };
  expect(await stage.refresh()).toEqual(refused);
  stage.now += 10 * minute;
  expect([await stage.refresh({ by: 'timer' }), stage.callsMade()]).toEqual([refused, oneCall]);
  const [status] = (await stage.overview()).sessions;
  expect([status?.state, status?.renewal]).toEqual(['expired', refused]);
});

test('a failure is shown and tried again ever later, although the state file cannot be written', async () => {
  await writeFile(dirname(stage.context.stateFile), 'a file where the folder should be');
  await stage.put(expired);
  stage.center.faults.push({ kind: 'status', status: 503, times: Infinity });
  const context = { ...stage.context, onUnrecorded: () => void monitor.reload() };
  const monitor = new SessionMonitor({
    readSnapshot: (previous) => readSnapshot(context, previous),
    isUnchanged: () => true,
    now: () => stage.now,
    preferences: () => ({ ...defaultPreferences, autoRefresh: true }),
    startTimer: () => ({ dispose: () => undefined }),
    nextWishes: () => [],
  });
  await monitor.reload();
  const shown = () => monitor.overview?.sessions[0];
  const waits: number[] = [];
  for (let tries = 1; tries <= 4; tries += 1) {
    expect(await stage.refresh({ by: 'timer', context })).toEqual(unavailable);
    await expect.poll(() => shown()?.lastAttempt?.failures).toBe(tries);
    expect(shown()?.renewal).toEqual(unavailable);
    const dueAt = nextAutomaticRefresh(await monitor.firstOverview(), 0) ?? NaN;
    waits.push(dueAt - stage.now);
    stage.now = dueAt;
    monitor.tick();
  }
  expect(waits).toEqual([30_000, minute, 2 * minute, 4 * minute]);
  monitor.dispose();
});

const unavailable = { kind: 'failing', code: 'serviceError' };

test('a token that another window holds is left to it, until that window must be dead', async () => {
  await stage.put(expired);
  const { arrived, release } = stage.center.hold({ operation: 'CreateToken' });
  const first = stage.refresh();
  await arrived;
  // What cannot be replaced: a directory in the place of the file.
  await rm(stage.path);
  await mkdir(stage.path);
  release();
  expect(await first).toEqual({ kind: 'notWritten', code: 'EISDIR' });
  await rm(stage.path, { recursive: true });
  await stage.put(expired);

  const other = { ...stage.context, unwritten: new Map() };
  const { signal } = new AbortController();
  const inOther = () => refresh(sessionId, other, { by: 'person', signal });
  stage.now += minute;
  expect([await inOther(), stage.callsMade()]).toEqual([
    { kind: 'failing', code: 'notWritten' },
    oneCall,
  ]);
  stage.now += 10 * minute;
  expect(await inOther()).toEqual({ kind: 'refused', code: 'invalid_grant' });
});

test('a token that another editor keeps, which remembers things of its own, is left to it', async () => {
  const text = await stage.put(expired);
  await withFileLock(`${stage.path}.unwritten`, async () => {
    expect(await stage.refresh()).toEqual({ kind: 'failing', code: 'notWritten' });
  });
  expect([await stage.text(), stage.callsMade()]).toEqual([text, []]);
  expect((await stage.refresh()).kind).toBe('refreshed');
});

test('what another window found out later is known to one that cannot write the state', async () => {
  await stage.put(expired);
  const older = { attemptedAt: start - minute, by: 'timer', failures: 1, subject: '' } as const;
  stage.context.unrecorded.set(sessionId, { ...older, failure: undefined });
  stage.center.revoke(stage.issued['refreshToken'] as string);
  const refused = { kind: 'refused', code: 'invalid_grant' };
  expect(await stage.refresh({ context: { unrecorded: new Map() } })).toEqual(refused);
  stage.now += minute;
  expect([await stage.refresh(), stage.callsMade()]).toEqual([refused, oneCall]);
  expect((await stage.overview()).sessions[0]?.renewal).toEqual(refused);
});

test('30 s lie between two requests, whatever could not be sent in between', async () => {
  await stage.put(expired);
  stage.center.faults.push({ kind: 'status', status: 503 });
  expect((await stage.refresh()).kind).toBe('failing');
  const { target, file } = await lookAt(stage);
  stage.now += 10_000;
  const request = { by: 'timer', signal: neverAborted() } as const;
  await rememberNothingSent(stage.context, target, file, request);
  expect([await stage.refresh(), stage.callsMade()]).toEqual([
    { kind: 'tooSoon', until: start + 30_000 },
    oneCall,
  ]);
});

async function lookAt({ context, path }: RefreshStage) {
  const target = await findTarget(sessionId, context);
  const file = await openTokenFile(path, true);
  if ('outcome' in target || file.kind !== 'token') throw new Error('the stage is set');
  return { target, file };
}

describe('a file that cannot be locked is remembered', () => {
  const refused = { kind: 'refused', code: 'invalid_grant' } as const;
  const throttled = { kind: 'failing', code: 'throttled' } as const;
  const notWritten = { kind: 'failing', code: 'notWritten' } as const;
  const notLocked = { kind: 'failing', code: 'notLocked' } as const;
  const before = { attemptedAt: start - minute, by: 'timer', failures: 2, issuedAt: 1 } as const;
  const after = { attemptedAt: start, by: 'person', failure: notLocked } as const;
  const other = 'another token';

  const rows: [
    string,
    Partial<RenewalRecord> | undefined,
    change: (subject: string, record: RenewalRecord | undefined) => RenewalRecord | undefined,
  ][] = [
    ['after nothing', undefined, (subject) => ({ ...after, subject, failures: 1 })],
    [
      'after a failure',
      { failure: throttled },
      (subject) => ({ ...after, subject, failures: 3, issuedAt: 1 }),
    ],
    [
      'after a failure of another token',
      { failure: throttled, subject: other },
      (subject) => ({ ...after, subject, failures: 1 }),
    ],
    ['not while a window keeps the token', { failure: notWritten }, (_, record) => record],
    [
      'when the window that kept the token must be dead',
      { failure: notWritten, attemptedAt: start - 3 * minute },
      (subject) => ({ ...after, subject, failures: 3, issuedAt: 1 }),
    ],
    ['not after a refusal, which stays one', { failure: refused }, (_, record) => record],
    [
      'after a refusal of another token',
      { failure: refused, subject: other },
      (subject) => ({ ...after, subject, failures: 1 }),
    ],
  ];
  test.each(rows)('%s', async (_, earlier, expected) => {
    await stage.put(expired);
    const { target, file } = await lookAt(stage);
    const subject = target.subjectOf(file.fingerprint);
    const record = earlier && { ...before, failure: undefined, subject, ...earlier };
    if (record !== undefined) await recordRenewal(stage.context.stateFile, sessionId, record);
    const request = { by: 'person', signal: neverAborted() } as const;
    await rememberNothingSent(stage.context, target, file, request);
    expect((await stage.renewals()).get(sessionId)).toEqual(expected(subject, record));
  });
});

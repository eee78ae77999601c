// What is noted of a session in the file that all windows share, by whoever did it.
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signOut } from '../../src/aws/signOut.ts';
import { changeHistories, readSharedState, recordRenewal } from '../../src/aws/stateFile.ts';
import { openTokenFile } from '../../src/aws/tokenFile.ts';
import {
  type HistoryEvent,
  type SessionHistory,
  noHistory,
  observed,
  recorded,
} from '../../src/core/history.ts';
import {
  type RefreshStage,
  endsSoon,
  neverAborted,
  refreshStage,
  sessionId,
  start,
} from '../support/refreshStage.ts';
import { signInStage } from '../support/signInStage.ts';

const minute = 60_000;
const digest = expect.stringMatching(/^[0-9a-f]{16}$/) as string;
const registrationExpiresAt = expect.any(Number) as number;

const historiesIn = async (stateFile: string) => (await readSharedState(stateFile)).histories;
const historyIn = async (stateFile: string, id = sessionId) =>
  (await historiesIn(stateFile)).get(id);

describe('a renewal', () => {
  let stage: RefreshStage;
  beforeEach(async () => {
    stage = await refreshStage();
  });
  afterEach(() => stage.close());

  const found = (event: Partial<HistoryEvent> = {}): HistoryEvent => ({
    at: start,
    after: 0,
    kind: 'renewal',
    token: digest,
    expiresAt: Date.parse(endsSoon.expiresAt),
    ...event,
  });

  test('is noted, behind the token that it replaced', async () => {
    await stage.put(endsSoon);
    await stage.refresh();
    const history = await historyIn(stage.context.stateFile);
    const renewed = {
      at: start,
      kind: 'renewal',
      token: digest,
      expiresAt: expect.any(Number) as number,
    };
    expect(history).toEqual({ events: [found(), renewed], registrationExpiresAt });
    // The very token that the windows see in the file by now.
    const file = await openTokenFile(stage.path, true);
    expect(file).toMatchObject({ fingerprint: history?.events[1]?.token });
  });

  test.each(['invalid_grant', 'expired_token'] as const)('that is refused: %s', async (error) => {
    await stage.put(endsSoon);
    stage.center.faults.push({ kind: 'error', error, operation: 'CreateToken' });
    await stage.refresh();
    expect((await historyIn(stage.context.stateFile))?.events).toEqual([
      found(),
      { at: start, kind: 'refused', token: digest },
    ]);
  });

  test.each(['invalid_client', 'unauthorized_client', 'slow_down'] as const)(
    'that says nothing of the sign-in: %s',
    async (error) => {
      await stage.put(endsSoon);
      stage.center.faults.push({ kind: 'error', error, operation: 'CreateToken' });
      await stage.refresh();
      expect(await historiesIn(stage.context.stateFile)).toEqual(new Map());
    },
  );

  test('whose token cannot be written yet is one all the same', async () => {
    await stage.put(endsSoon);
    const { arrived, release } = stage.center.hold({ operation: 'CreateToken' });
    const refreshing = stage.refresh();
    await arrived;
    await rm(stage.path);
    await mkdir(stage.path);
    release();
    expect((await refreshing).kind).toBe('notWritten');
    expect((await historyIn(stage.context.stateFile))?.events).toEqual([
      found(),
      { at: start, kind: 'renewal', expiresAt: expect.any(Number) as number },
    ]);
    await rm(stage.path, { recursive: true });
  });

  test('and a sign-out', async () => {
    await stage.put(endsSoon);
    await stage.refresh();
    stage.now += minute;
    await signOut(sessionId, stage.context, neverAborted());
    expect((await historyIn(stage.context.stateFile))?.events.at(-1)).toEqual({
      at: start + minute,
      kind: 'signOut',
    });
  });
});

describe('a sign-in', () => {
  test('is noted, with its registration', async () => {
    const stage = await signInStage();
    await stage.signIn();
    const { registrationExpiresAt: registered, expiresAt } = (await stage.onDisk()) ?? {};
    const event = {
      at: stage.now,
      kind: 'signIn',
      token: digest,
      expiresAt: Date.parse(String(expiresAt)),
    };
    expect(await historyIn(stage.context.stateFile)).toEqual({
      events: [event],
      registrationExpiresAt: Date.parse(String(registered)),
    });
    await stage.close();
  });

  test('whose token nobody can renew is the last of its kind', async () => {
    const stage = await signInStage();
    const id = 'url:https://legacy.awsapps.com/start';
    await stage.signIn({ id });
    expect((await historyIn(stage.context.stateFile, id))?.events).toMatchObject([
      { kind: 'signIn', isLast: true },
    ]);
    await stage.close();
  });

  test('is none the worse when it cannot be noted', async () => {
    const stage = await signInStage();
    await mkdir(stage.context.stateFile, { recursive: true });
    expect(await stage.signIn()).toMatchObject({ kind: 'signedIn' });
    await stage.close();
  });
});

describe('in the file', () => {
  let stage: RefreshStage;
  let path: string;
  beforeEach(async () => {
    stage = await refreshStage();
    path = stage.context.stateFile;
    await mkdir(dirname(path), { recursive: true });
  });
  afterEach(() => stage.close());

  const event: HistoryEvent = { at: start, kind: 'signIn', token: 'a', expiresAt: start + 1 };
  const every: SessionHistory = {
    events: [
      { at: 1, after: 0, kind: 'renewal', token: 'a', expiresAt: 2, isLast: true },
      { at: 2, kind: 'refused', token: 'a' },
      { at: 3, after: 2, kind: 'signOut' },
      { at: 4, kind: 'signIn', token: 'b', expiresAt: 5 },
    ],
    registrationExpiresAt: 6,
  };

  test('a history is read again as it was written', async () => {
    await changeHistories(path, new Map([['session:a', () => every]]), 7);
    expect(await historiesIn(path)).toEqual(new Map([['session:a', every]]));
  });

  test.each<[string, unknown, ReadonlyMap<string, SessionHistory>]>([
    ['no object', 7, new Map()],
    ['a session that is none', { a: 7 }, new Map([['a', noHistory]])],
    ['events that are none', { a: { events: {} } }, new Map([['a', noHistory]])],
    [
      'an event of the future, and what it has',
      {
        a: {
          events: [{ ...event, more: 1 }, { at: 1, kind: 'later' }, { at: '1' }, null],
          more: 1,
        },
      },
      new Map([['a', { events: [event] }]]),
    ],
  ])('%s: the rest is read', async (_name, history, expected) => {
    await writeFile(path, JSON.stringify({ version: 1, history }));
    expect(await historiesIn(path)).toEqual(expected);
  });

  test('what is not new is not written', async () => {
    const sighting = {
      at: start,
      token: {
        fingerprint: 'a',
        expiresAt: 1,
        registrationExpiresAt: undefined,
        hasRefreshFields: true,
      },
    };
    const see = () =>
      changeHistories(path, new Map([['a', (before) => observed(before, sighting)]]), start);
    await see();
    const before = await stat(path, { bigint: true });
    await Promise.all(Array.from({ length: 12 }, see));
    expect((await stat(path, { bigint: true })).ino).toBe(before.ino);
    expect((await historyIn(path, 'a'))?.events.length).toBe(1);
  });

  test('many note at once, and nothing is lost', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `session:${index}`);
    const note = (before: SessionHistory) => recorded(before, event);
    await Promise.all(ids.map((id) => changeHistories(path, new Map([[id, note]]), start)));
    expect([...(await historiesIn(path)).keys()].toSorted()).toEqual(ids);
  });

  test('old events go, and 50 sessions with a busy past take less than 100 kB', async () => {
    const busy = Array.from({ length: 500 }, (_, index): HistoryEvent => {
      const kind = (['signIn', 'renewal', 'refused'] as const)[index % 3];
      const at = start - (500 - index) * 40 * minute;
      const after = at - minute;
      return {
        at,
        after,
        kind: kind ?? 'signIn',
        token: `${index}`.padStart(16, '0'),
        expiresAt: at + 60 * minute,
      };
    });
    const old = { ...event, at: start - 61 * 24 * 60 * minute, kind: 'refused' } as const;
    const change = () => ({ events: [old, ...busy], registrationExpiresAt: start });
    const ids = Array.from({ length: 50 }, (_, index) => `session:${index}`);
    await changeHistories(path, new Map(ids.map((id) => [id, change])), start);
    for (const id of ids) {
      const subject = `${'f'.repeat(16)} us-east-1 https://my-sso-portal.awsapps.com/start`;
      await recordRenewal(path, id, {
        attemptedAt: start,
        by: 'timer',
        failure: undefined,
        failures: 0,
        subject,
      });
    }
    expect((await readFile(path, 'utf8')).length).toBeLessThan(100_000);
    expect((await historyIn(path, 'session:7'))?.events).toEqual(busy.slice(-14));
  });
});

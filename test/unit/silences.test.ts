// What a person does not want to hear, remembered in a file for all windows.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordMuted, recordSnooze } from '../../src/aws/silences.ts';
import { changeHistories, claimNotice, readSharedState } from '../../src/aws/stateFile.ts';
import { dayMs } from '../../src/core/durations.ts';
import { type SessionHistory, noHistory, recorded } from '../../src/core/history.ts';
import { snoozedUntil } from '../../src/core/snooze.ts';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'silences-'));
  path = join(directory, 'state.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const known = async () => {
  const { snoozes, muted } = await readSharedState(path);
  const untils = Array.from(snoozes, ([id, { until }]) => [id, until] as const);
  return { snoozes: Object.fromEntries(untils), muted: [...muted] };
};

test('nothing is silenced until somebody asks for it', async () => {
  expect(await known()).toEqual({ snoozes: {}, muted: [] });
});

test('a snooze is remembered, moved and ended, for each session by itself', async () => {
  await recordSnooze(path, ['session:a', 'session:b'], 500, 1);
  expect(await known()).toEqual({ snoozes: { 'session:a': 500, 'session:b': 500 }, muted: [] });
  await recordSnooze(path, ['session:b'], 900, 2);
  await recordSnooze(path, ['session:a'], undefined, 3);
  expect(await known()).toEqual({ snoozes: { 'session:b': 900 }, muted: [] });
});

test('with a snooze it is remembered which sign-in it is for', async () => {
  const event = { at: 1, kind: 'signIn', token: 'a' } as const;
  const signedIn = (before: SessionHistory) => recorded(before, event);
  await changeHistories(path, new Map([['session:a', signedIn]]), 1);
  await recordSnooze(path, ['session:a', 'session:b'], 500, 1);
  expect(Object.fromEntries((await readSharedState(path)).snoozes)).toEqual({
    'session:a': { until: 500, about: 'a' },
    'session:b': { until: 500, about: '' },
  });
});

test('a sign-in that is noted a moment later does not end a snooze that came after it', async () => {
  const signIn = (token: string) => (before: SessionHistory) =>
    recorded(before, { at: 1, kind: 'signIn', token });
  const snooze = async (...tokens: readonly [string, string][]) => {
    await recordSnooze(path, ['session:a'], 500, 1, new Map(tokens));
    return (await readSharedState(path)).snoozes.get('session:a');
  };
  await changeHistories(path, new Map([['session:a', signIn('old')]]), 1);
  expect(await snooze(['session:a', 'new'])).toEqual({ until: 500, about: 'old', token: 'new' });
  const until = async () => {
    const { snoozes, histories } = await readSharedState(path);
    return snoozedUntil(snoozes.get('session:a'), histories.get('session:a') ?? noHistory, 2);
  };
  const untils = [await until()];
  for (const token of ['new', 'newer']) {
    await changeHistories(path, new Map([['session:a', signIn(token)]]), 1);
    untils.push(await until());
  }
  expect(untils).toEqual([500, 500, undefined]);
});

test('a snooze that reaches too far to be meant is not kept', async () => {
  await recordSnooze(path, ['session:a'], 3 * dayMs, 0);
  await recordSnooze(path, ['session:b'], dayMs, 0);
  expect(await known()).toEqual({ snoozes: { 'session:b': dayMs }, muted: [] });
});

test('muted until that is taken back, for each session by itself', async () => {
  await recordMuted(path, ['session:a', 'session:b'], true, 1);
  expect(await known()).toEqual({ snoozes: {}, muted: ['session:a', 'session:b'] });
  await recordMuted(path, ['session:a'], false, 2);
  expect(await known()).toEqual({ snoozes: {}, muted: ['session:b'] });
});

test('neither disturbs the other, nor what has been said', async () => {
  await claimNotice(path, 'a notice', 1);
  await recordSnooze(path, ['session:a'], 500, 1);
  await recordMuted(path, ['session:b'], true, 1);
  expect(await known()).toEqual({ snoozes: { 'session:a': 500 }, muted: ['session:b'] });
  expect(await claimNotice(path, 'a notice', 1)).toBe(false);
});

test('a snooze is forgotten long after it has ended; what is muted stays so', async () => {
  await recordSnooze(path, ['session:old'], dayMs, 0);
  await recordSnooze(path, ['session:new'], 2 * dayMs, 0);
  expect(Object.keys((await known()).snoozes)).toEqual(['session:old', 'session:new']);
  await recordMuted(path, ['session:a'], true, 0);
  await claimNotice(path, 'any', 101 * dayMs);
  expect(await known()).toEqual({ snoozes: { 'session:new': 2 * dayMs }, muted: ['session:a'] });
});

test('what is ended leaves nothing behind in the file', async () => {
  await recordSnooze(path, ['session:a'], 500, 1);
  await recordMuted(path, ['session:a'], true, 1);
  await recordSnooze(path, ['session:a'], undefined, 1);
  await recordMuted(path, ['session:a'], false, 1);
  expect(await readFile(path, 'utf8')).not.toContain('session:a');
});

test('what is not ours is not believed, and spoils nothing beside it', async () => {
  const snoozes = {
    'session:a': 500,
    'session:b': '900',
    'session:c': null,
    'session:d': { until: 500, about: 'x' },
    'session:e': { about: 'x' },
  };
  const muted = { 'session:a': true, 'session:b': 'yes', 'session:c': false };
  await writeFile(path, JSON.stringify({ version: 1, snoozes, muted }));
  expect(await known()).toEqual({
    snoozes: { 'session:a': 500, 'session:d': 500 },
    muted: ['session:a'],
  });
  await writeFile(path, JSON.stringify({ version: 1, snoozes: 7, muted: [] }));
  expect(await known()).toEqual({ snoozes: {}, muted: [] });
});

test('where it cannot be remembered, whoever asked is told', async () => {
  await rm(directory, { recursive: true });
  await writeFile(directory, '');
  await expect(recordSnooze(path, ['session:a'], 500, 1)).rejects.toThrow();
  await expect(recordMuted(path, ['session:a'], true, 1)).rejects.toThrow();
});

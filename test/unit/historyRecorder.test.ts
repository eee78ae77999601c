// What others do is noted once, by one of many windows, and by none when it is not new.
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeHistories, noteSightings, readSharedState } from '../../src/aws/stateFile.ts';
import { HistoryRecorder } from '../../src/commands/historyRecorder.ts';
import { type HistoryEvent, recorded } from '../../src/core/history.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import type { TokenFile } from '../../src/core/snapshot.ts';
import {
  absent,
  fileOf,
  now as start,
  sessionNamed,
  snapshotOf,
  tokenWith,
} from '../support/overviewBuilder.ts';

const minute = 60_000;
const session = sessionNamed('my-sso');
const expiresAt = start + 60 * minute;
const registrationExpiresAt = Date.parse('2026-03-01T00:00:00Z');

interface Timer {
  readonly ms: number;
  readonly ring: () => void;
}

let directory: string;
let stateFile: string;
let now: number;
let file: TokenFile;

/** A window that reads, and whose timers ring when they are told to. */
interface Window {
  readonly recorder: HistoryRecorder;
  readonly timers: Timer[];
  readonly read: (from?: TokenFile) => Promise<void>;
  /** Lets its timers ring, and what they start come to its end. */
  readonly ring: () => Promise<void>;
}

function openWindow(): Window {
  const timers: Timer[] = [];
  const acts: Promise<void>[] = [];
  const recorder = new HistoryRecorder({
    note: (sightings) => noteSightings(stateFile, sightings, now),
    startTimer: (ring, ms) => {
      const timer = { ms, ring };
      timers.push(timer);
      return { dispose: () => void timers.splice(timers.indexOf(timer), 1) };
    },
    unawaited: (act) => void acts.push(act),
  });
  const read = async (from = file) => {
    const shared = await readSharedState(stateFile);
    const snapshot = { ...snapshotOf([{ session, file: from }]), shared, readAt: now };
    recorder.render(deriveOverview(snapshot, now + 5));
  };
  const ring = async () => {
    for (const timer of timers.splice(0)) timer.ring();
    await Promise.all(acts.splice(0));
  };
  return { recorder, timers, read, ring };
}

const eventsNow = async () => (await readSharedState(stateFile)).histories.get(session.id)?.events;
const named = (fingerprint: string): TokenFile => {
  const token = tokenWith({ expiresAt, registrationExpiresAt });
  return token.kind === 'token' ? { ...token, fingerprint } : token;
};
const seen = (token: string, rest: Partial<HistoryEvent>): HistoryEvent => ({
  at: start + 5,
  after: 0,
  kind: 'renewal',
  token,
  expiresAt,
  ...rest,
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'history-'));
  stateFile = join(directory, 'state.json');
  now = start;
  file = named('a');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('a new token is noted after a while, as seen by who saw the one before', async () => {
  const window = openWindow();
  await window.read();
  expect(window.timers.map(({ ms }) => ms >= 1_000 && ms <= 5_000)).toEqual([true]);
  await window.ring();
  expect(await eventsNow()).toEqual([seen('a', {})]);

  now += minute;
  await window.read();
  expect(window.timers).toEqual([]);

  now += minute;
  file = named('b');
  await window.read();
  // Whoever was looking elsewhere when it was noted does not say that it was later.
  now += minute;
  await window.read();
  await window.ring();
  const second = { at: start + 2 * minute + 5, after: start + minute };
  expect(await eventsNow()).toEqual([seen('a', {}), seen('b', second)]);
});

test('a token that goes is noted, one that cannot be read is not', async () => {
  const window = openWindow();
  await window.read();
  await window.ring();
  now += minute;
  await window.read(fileOf('[]'));
  expect(window.timers).toEqual([]);
  await window.read(absent);
  await window.ring();
  expect(await eventsNow()).toEqual([
    seen('a', {}),
    { at: start + minute + 5, after: start + 5, kind: 'signOut' },
  ]);
});

test('of twelve windows one is enough', async () => {
  const windows = Array.from({ length: 12 }, openWindow);
  for (const window of windows) await window.read();
  const [first, ...others] = windows;
  if (first === undefined) throw new Error('no window');
  await first.ring();
  const written = await readFile(stateFile, 'utf8');
  for (const window of others) {
    // The watcher tells of what the first has written.
    await window.read();
    await window.ring();
  }
  expect(await readFile(stateFile, 'utf8')).toBe(written);
});

test('even if all do it at once', async () => {
  const windows = Array.from({ length: 12 }, openWindow);
  for (const window of windows) await window.read();
  await Promise.all(windows.map((window) => window.ring()));
  expect((await eventsNow())?.length).toBe(1);
});

test('what was noted meanwhile by who did it is left as it is', async () => {
  const window = openWindow();
  await window.read();
  const ours = { at: start, kind: 'signIn', token: 'a', expiresAt } as const;
  await changeHistories(
    stateFile,
    new Map([[session.id, (before) => recorded(before, ours)]]),
    now,
  );
  await window.read();
  const written = await stat(stateFile);
  await window.ring();
  expect([await eventsNow(), (await stat(stateFile)).ino]).toEqual([[ours], written.ino]);
});

test('what cannot be noted is told, and tried again after five minutes', async () => {
  await mkdir(stateFile);
  const window = openWindow();
  await window.read();
  await expect(window.ring()).rejects.toThrow('cannot be read');
  expect(window.timers.map(({ ms }) => ms)).toEqual([5 * minute]);
  await window.read();
  expect(window.timers.length).toBe(1);
  await rm(stateFile, { recursive: true });
  await window.ring();
  expect(await eventsNow()).toEqual([seen('a', {})]);
});

test('nothing is noted after its window has closed', async () => {
  const window = openWindow();
  await window.read();
  window.recorder.dispose();
  expect(window.timers).toEqual([]);
});

test('what fails as its window closes is not tried again', async () => {
  await mkdir(stateFile);
  const window = openWindow();
  await window.read();
  const rung = window.ring();
  window.recorder.dispose();
  await expect(rung).rejects.toThrow('cannot be read');
  expect(window.timers).toEqual([]);
});

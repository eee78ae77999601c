// The loop on a clock and a timer driven by hand.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { parseConfigFile } from '../../src/core/configFile.ts';
import { type Overview, deriveOverview } from '../../src/core/overview.ts';
import { type Preferences, defaultPreferences } from '../../src/core/preferences.ts';
import type { Snapshot, TokenFile } from '../../src/core/snapshot.ts';
import { readSsoConfig } from '../../src/core/ssoConfig.ts';
import { SessionMonitor } from '../../src/sessionMonitor.ts';
import { nothingShared } from '../support/overviewBuilder.ts';

const start = Date.parse('2026-01-15T12:00:00Z');
const minute = 60_000;
const config = readSsoConfig(
  parseConfigFile(
    '[sso-session a]\nsso_region = us-east-1\nsso_start_url = https://a.awsapps.com/start\n',
    'config',
  ),
);
const endingAt = (expiresAt: number): TokenFile => ({
  kind: 'token',
  facts: {
    expiresAt,
    hasRefreshFields: false,
    registrationExpiresAt: undefined,
    region: undefined,
    startUrl: undefined,
  },
  fingerprint: 'f',
});
const holding = (token: TokenFile): Snapshot => ({
  config,
  tokens: new Map([['session:a', token]]),
  tokenPaths: new Map(),
  endpoints: new Map(),
  endpointProblems: new Map(),
  shared: nothingShared,
});
const oneHour = holding(endingAt(start + 60 * minute));
const signedOut = holding({ kind: 'absent' });

interface Timer {
  readonly callback: () => void;
  readonly ms: number;
}

let now: number;
let timers: Set<Timer>;
let published: Overview[];
let preferences: Preferences;
let isUnchanged: boolean;
let bootedAt: number;
let readings: {
  readonly previous: Snapshot | undefined;
  readonly finish: (snapshot: Snapshot) => void;
  readonly fail: (error: Error) => void;
}[];
let monitor: SessionMonitor;

beforeEach(() => {
  now = start;
  preferences = defaultPreferences;
  isUnchanged = true;
  bootedAt = start - 60 * minute;
  timers = new Set();
  published = [];
  readings = [];
  monitor = new SessionMonitor({
    readSnapshot: (previous) =>
      new Promise((finish, fail) => readings.push({ previous, finish, fail })),
    isUnchanged: () => isUnchanged,
    now: () => now,
    bootedAt: () => bootedAt,
    preferences: () => preferences,
    startTimer: (callback, ms) => {
      const timer = { callback, ms };
      timers.add(timer);
      return { dispose: () => timers.delete(timer) };
    },
    nextWishes: () => [],
  });
  monitor.onDidChange((overview) => published.push(overview));
});

/** Ends the reading that is under way. */
async function load(snapshot: Snapshot): Promise<void> {
  const loaded = monitor.reload();
  readings.at(-1)?.finish(snapshot);
  await loaded;
}
const waits = (): readonly number[] => Array.from(timers, ({ ms }) => ms);
/** The timer rings after its time. */
function ring(): void {
  const [timer] = timers;
  if (timer === undefined) throw new Error('No timer is armed.');
  timers.delete(timer);
  now += timer.ms;
  timer.callback();
}

describe('reload', () => {
  test('publishes what was read, and shows it', async () => {
    expect(monitor.overview).toBeUndefined();
    await load(oneHour);
    expect(published).toEqual([deriveOverview(oneHour, start)]);
    expect(monitor.overview).toBe(published[0]);
  });

  test('hands over the snapshot before', async () => {
    await load(oneHour);
    await load(signedOut);
    expect(readings.map(({ previous }) => previous)).toEqual([undefined, oneHour]);
    expect(published).toEqual([deriveOverview(oneHour, start), deriveOverview(signedOut, start)]);
  });

  test('many that come while one is being read share one further read', async () => {
    const first = monitor.reload();
    const later = [monitor.reload(), monitor.reload(), monitor.reload()];
    expect(readings.length).toBe(1);
    readings[0]?.finish(oneHour);
    await expect.poll(() => readings.length).toBe(2);
    readings[1]?.finish(signedOut);
    await Promise.all([first, ...later]);
    expect(readings.map(({ previous }) => previous)).toEqual([undefined, oneHour]);
    expect(monitor.overview).toEqual(deriveOverview(signedOut, start));
  });

  test('takes the time at which reading ended', async () => {
    const loaded = monitor.reload();
    now += 5000;
    readings[0]?.finish(oneHour);
    await loaded;
    expect(published).toEqual([deriveOverview(oneHour, start + 5000)]);
  });

  test('a reading that fails is told, and the next one works', async () => {
    const failed = monitor.reload();
    readings[0]?.fail(new Error('no'));
    await expect(failed).rejects.toThrow('no');
    await load(oneHour);
    expect(published).toEqual([deriveOverview(oneHour, start)]);
  });

  test('one called just when a reading has ended reads once more', async () => {
    const loaded = monitor.reload();
    let another: Promise<void> | undefined;
    const listener = monitor.onDidChange(() => {
      listener.dispose();
      // After the listener, before anyone who waits for the reading.
      queueMicrotask(() => {
        another = monitor.reload();
      });
    });
    readings.at(-1)?.finish(oneHour);
    await loaded;
    await vi.waitFor(() => expect(readings.length).toBe(2));
    readings.at(-1)?.finish(signedOut);
    await another;
    expect(published.at(-1)?.sessions[0]?.state).toBe('signedOut');
  });

  test('the first overview is read once for all who ask', async () => {
    const asked = [monitor.firstOverview(), monitor.firstOverview()];
    readings.at(-1)?.finish(oneHour);
    readings.at(-1)?.finish(oneHour);
    await vi.waitFor(() => expect(readings.length).toBe(2));
    readings.at(-1)?.finish(oneHour);
    const [one, other] = await Promise.all(asked);
    expect(one?.sessions.map(({ state }) => state)).toEqual(['active']);
    expect(other).toBe(one);
  });

  test('one called by a listener reads once more', async () => {
    const listener = monitor.onDidChange(() => {
      listener.dispose();
      void monitor.reload();
    });
    const loaded = monitor.reload();
    readings[0]?.finish(oneHour);
    await expect.poll(() => readings.length).toBe(2);
    readings[1]?.finish(signedOut);
    await loaded;
    expect(published).toEqual([deriveOverview(oneHour, start), deriveOverview(signedOut, start)]);
  });
});

describe('tick', () => {
  test('derives anew from the same snapshot, without reading', async () => {
    await load(oneHour);
    now += 90 * minute;
    monitor.tick();
    expect(published.map(({ now: at, sessions }) => [at, sessions[0]?.state])).toEqual([
      [start, 'active'],
      [start + 90 * minute, 'expired'],
    ]);
    expect(readings.length).toBe(1);
  });

  test('heeds what is wished by now', async () => {
    await load(oneHour);
    preferences = { ...defaultPreferences, warnBeforeMs: [90 * minute] };
    monitor.tick();
    expect(published.map(({ sessions }) => sessions[0]?.attention)).toEqual(['none', 'soon']);
    expect(published.at(-1)).toEqual(deriveOverview(oneHour, start, preferences));
  });

  test('before anything was read there is nothing to tell', () => {
    monitor.tick();
    expect([published, waits()]).toEqual([[], []]);
  });

  test('a clock set back shows more time again', async () => {
    await load(oneHour);
    now += 90 * minute;
    monitor.tick();
    now = start - minute;
    monitor.tick();
    expect(published.at(-1)).toEqual(deriveOverview(oneHour, start - minute));
    expect(waits().length).toBe(1);
  });
});

describe('the timer', () => {
  test.each([
    ['waits a minute at most', holding(endingAt(start + (90 * 24 * 60 + 30) * minute)), [minute]],
    ['waits for the next text', oneHour, [1]],
    [
      'looks at the clock even after the end',
      holding(endingAt(start - 400 * 24 * 60 * minute)),
      [minute],
    ],
    ['looks again after a minute when only a file can change anything', signedOut, [minute]],
    // No event tells of a session that another machine adds to a shared home.
    [
      'and where there is no session',
      { ...signedOut, config: { sessions: [], problems: [] } },
      [minute],
    ],
  ])('%s', async (_, snapshot, expected) => {
    await load(snapshot);
    expect(waits()).toEqual(expected);
  });

  test('is one at a time, whatever comes', async () => {
    await load(oneHour);
    monitor.tick();
    await load(oneHour);
    expect(waits().length).toBe(1);
    await load(signedOut);
    expect(waits()).toEqual([minute]);
  });

  test('asks whether all is as it was read, and knows how long that held', async () => {
    const rings = [
      { isUnchanged: true, passed: minute },
      { isUnchanged: false, passed: minute },
      { isUnchanged: true, passed: 8 * 60 * minute },
      { isUnchanged: true, passed: -5 * minute },
    ];
    await load({ ...signedOut, readAt: start });
    const readAt: (number | undefined)[] = [];
    for (const { isUnchanged: answer, passed } of rings) {
      isUnchanged = answer;
      now += passed - minute;
      ring();
      readAt.push(published.at(-1)?.readAt);
    }
    expect(readAt.map((at = 0) => at - start)).toEqual([
      minute,
      minute,
      482 * minute,
      477 * minute,
    ]);
    expect(readings.length).toBe(1);
  });

  test.each([10, -10])(
    'a clock %i min ahead that is put right is not called wrong again',
    async (ahead) => {
      const clock = { aheadMs: ahead * minute, seenAt: now, bootedAt };
      await load({ ...oneHour, shared: { ...nothingShared, clock } });
      now -= ahead * minute;
      bootedAt -= ahead * minute;
      for (let rings = 0; rings < 30; rings += 1) ring();
      const told = published.map(({ clockAheadMs }) => clockAheadMs);
      expect(told).toEqual([ahead * minute, ...Array<undefined>(30).fill(undefined)]);
      expect(readings.length).toBe(1);
    },
  );

  test('carries a session to its end, and never waits long', async () => {
    await load(oneHour);
    for (let rings = 0; timers.size > 0 && rings < 1000; rings += 1) {
      expect(waits().every((ms) => ms > 0 && ms <= minute)).toBe(true);
      ring();
      if (published.at(-1)?.sessions[0]?.state === 'expired') break;
    }
    const end = start + 60 * minute;
    expect(published.at(-1)).toEqual(deriveOverview({ ...oneHour, readAt: end }, end));
  });
});

describe('dispose', () => {
  test('calls off the timer and tells nothing more', async () => {
    await load(oneHour);
    monitor.dispose();
    expect(waits()).toEqual([]);
    monitor.tick();
    await monitor.reload();
    expect([published.length, readings.length, waits()]).toEqual([1, 1, []]);
  });

  test('while a reading is under way', async () => {
    const loaded = monitor.reload();
    monitor.dispose();
    readings[0]?.finish(oneHour);
    await loaded;
    expect([published, waits()]).toEqual([[], []]);
  });

  test('a listener that is disposed hears nothing, the others do', async () => {
    const heard: number[] = [];
    const listener = monitor.onDidChange(() => heard.push(1));
    await load(oneHour);
    listener.dispose();
    monitor.tick();
    expect([heard.length, published.length]).toEqual([1, 2]);
  });
});

// An automatic refresh is looked at when it comes to be due, not when a text happens to change.
import { expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs, secondMs } from '../../src/core/durations.ts';
import { defaultPreferences } from '../../src/core/preferences.ts';
import { nextAutomaticRefresh } from '../../src/core/renewalPlan.ts';
import { SessionMonitor } from '../../src/sessionMonitor.ts';
import {
  type Entry,
  now,
  sessionNamed,
  snapshotOf,
  statusOf,
  tokenWith,
} from '../support/overviewBuilder.ts';

const endsIn = (ms: number, name = 'my-sso'): Entry => ({
  session: sessionNamed(name),
  file: tokenWith({ expiresAt: now + ms }),
});

/** The instants at which the monitor looks until `end`, each as ms from now, and how long it waited. */
async function looksOf(entries: readonly Entry[], jitter: number, end: number) {
  let at = now;
  let timer: { callback: () => void; ms: number } | undefined;
  const looks: number[] = [];
  const monitor = new SessionMonitor({
    readSnapshot: () => Promise.resolve(snapshotOf(entries)),
    isUnchanged: () => true,
    now: () => at,
    preferences: () => defaultPreferences,
    startTimer: (callback, ms) => {
      timer = { callback, ms };
      return { dispose: () => (timer = undefined) };
    },
    nextWishes: (overview) => [nextAutomaticRefresh(overview, jitter)],
  });
  monitor.onDidChange((overview) => looks.push(overview.now - now));
  await monitor.reload();
  while (timer !== undefined && at + timer.ms <= now + end && looks.length < 10_000) {
    at += timer.ms;
    timer.callback();
  }
  return looks;
}

const dueIn = (endsAfter: number, jitter: number) =>
  endsAfter - 5 * minuteMs + jitter * 30 * secondMs;

test.each([
  ['at a full minute', 0, hourMs],
  ['between two texts', 0.5, hourMs],
  ['just before a text', 1, hourMs + 29_999],
  ['with days left', 0.25, 4 * dayMs + 7],
])('at the very instant: %s', async (_, jitter, endsAfter) => {
  const due = dueIn(endsAfter, jitter);
  const looks = await looksOf([endsIn(endsAfter)], jitter, due);
  expect(looks.at(-1)).toBe(due);
});

test('for each of several sessions', async () => {
  const ends = [hourMs + 20_000, hourMs, 30 * minuteMs + 1];
  const entries = ends.map((end, index) => endsIn(end, `session-${index}`));
  const looks = await looksOf(entries, 0.5, hourMs);
  expect(looks).toEqual(expect.arrayContaining(ends.map((end) => dueIn(end, 0.5))));
});

test('as soon as waiting after a failure is over', async () => {
  const failed = { ...endsIn(-minuteMs), failure: { kind: 'failing', code: 'timeout' } } as const;
  expect(statusOf(failed).lastAttempt?.attemptedAt).toBe(now);
  expect(await looksOf([failed], 0.5, 40 * secondMs)).toEqual([0, 33 * secondMs]);
});

test('what is overdue, and whatever keeps it from being refreshed, keeps no timer busy', async () => {
  expect(await looksOf([endsIn(-minuteMs)], 0.5, 2 * minuteMs)).toEqual([
    0,
    minuteMs,
    2 * minuteMs,
  ]);
});

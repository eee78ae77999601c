// What is renewed without being asked, and when that is left alone.
import { expect, test } from 'vitest';
import { AutoRefresh } from '../../src/commands/autoRefresh.ts';
import { minuteMs, secondMs } from '../../src/core/durations.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import { deferred } from '../support/deferred.ts';
import { now, sessionNamed, snapshotOf, tokenWith } from '../support/overviewBuilder.ts';

const names = ['due', 'later'];
const overviewAt = (at: number) =>
  deriveOverview(
    snapshotOf(
      names.map((name, index) => ({
        session: sessionNamed(name),
        file: tokenWith({ expiresAt: now + (4 + 10 * index) * minuteMs }),
      })),
    ),
    at,
  );

function newWindow(changes: { isWished?: boolean; isSomebodyThere?: boolean } = {}) {
  const { isWished = true, isSomebodyThere = true } = changes;
  const refreshed: string[] = [];
  let answer = deferred<undefined>();
  const autoRefresh = new AutoRefresh(
    {
      isWished: () => isWished,
      isSomebodyThere: () => isSomebodyThere,
      refresh: ({ name }) => {
        refreshed.push(name);
        return answer.promise;
      },
    },
    0,
  );
  const settle = async () => {
    answer.resolve(undefined);
    answer = deferred();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { autoRefresh, refreshed, settle };
}

test('renews what is due, and tells when the next is', () => {
  const { autoRefresh, refreshed } = newWindow();
  autoRefresh.render(overviewAt(now));
  expect(refreshed).toEqual(['due']);
  expect(autoRefresh.nextDue(overviewAt(now))).toBe(now + 9 * minuteMs);
});

test.each([
  ['nobody wishes it', { isWished: false }, undefined],
  ['nobody is there', { isSomebodyThere: false }, now + 9 * minuteMs],
])('renews nothing while %s', (_name, changes, next) => {
  const { autoRefresh, refreshed } = newWindow(changes);
  autoRefresh.render(overviewAt(now));
  expect(refreshed).toEqual([]);
  expect(autoRefresh.nextDue(overviewAt(now))).toBe(next);
});

test('waits for what is under way, and half a minute after what came to nothing', async () => {
  const { autoRefresh, refreshed, settle } = newWindow();
  autoRefresh.render(overviewAt(now));
  autoRefresh.render(overviewAt(now + minuteMs));
  expect(refreshed).toEqual(['due']);
  await settle();
  autoRefresh.render(overviewAt(now + 30 * secondMs - 1));
  expect(refreshed).toEqual(['due']);
  autoRefresh.render(overviewAt(now + 30 * secondMs));
  expect(refreshed).toEqual(['due', 'due']);
});

// How often the service is asked when nobody is there to be annoyed by it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { automaticRefreshAt } from '../../src/core/renewalPlan.ts';
import type { Fault } from '../support/identityCenter/faults.ts';
import { type RefreshStage, endsSoon, refreshStage, start } from '../support/refreshStage.ts';

let stage: RefreshStage;
beforeEach(async () => {
  stage = await refreshStage();
});
afterEach(() => stage.close());

/** Lets ten minutes pass, 5 seconds at a time, as the timer sees them. */
async function tenMinutes() {
  const asked: [second: number, kind: string][] = [];
  for (let second = 0; second <= 600; second += 5) {
    stage.now = start + second * 1000;
    const { sessions, now } = await stage.overview();
    const [status] = sessions;
    const dueAt = status && automaticRefreshAt(status, now, 0);
    if (dueAt === undefined || dueAt > now) continue;
    asked.push([second, (await stage.refresh({ by: 'timer' })).kind]);
  }
  return asked;
}

const lasting = (value: unknown): Fault => ({
  kind: 'setField',
  field: 'expiresIn',
  value,
  times: Infinity,
});
const at = (kind: string, ...seconds: readonly number[]) =>
  seconds.map((second) => [second, kind] as const);

test.each([
  ['an hour', 3600, at('refreshed', 0)],
  ['4 minutes', 240, at('refreshed', 0, 120, 240, 360, 480, 600)],
  ['a minute', 60, at('refreshed', ...Array.from({ length: 21 }, (_, index) => index * 30))],
  ['no time at all', 0, at('failing', 0, 30, 90, 210, 450)],
  ['nobody knows how long', undefined, at('failing', 0, 30, 90, 210, 450)],
])('tokens that last %s', async (_, seconds, asked) => {
  await stage.put(endsSoon);
  stage.center.faults.push(lasting(seconds));
  expect([await tenMinutes(), stage.callsMade().length]).toEqual([asked, asked.length]);
});

test('a timer that comes late for a short token leaves it alone as well', async () => {
  await stage.put(endsSoon);
  stage.center.faults.push(lasting(240));
  await stage.refresh({ by: 'timer' });
  stage.now += 110_000;
  expect([await stage.refresh({ by: 'timer' }), stage.callsMade().length]).toEqual([
    { kind: 'notDue', expiresAt: Date.parse('2026-01-15T12:04:00Z') },
    1,
  ]);
  expect((await stage.refresh()).kind).toBe('refreshed');
});

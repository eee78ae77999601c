// A short run of `npm run soak`: whatever goes wrong, windows come out of it as if nothing had been.
import { beforeAll, expect, test } from 'vitest';
import { type SoakReport, isRoot, runSoak } from '../support/soak/soak.ts';
import { mishaps } from '../support/soak/mishaps.ts';

let report: SoakReport;
beforeAll(async () => {
  report = await runSoak({ minutes: 3, windows: 4, seed: 1, tell: () => undefined });
});

test('every window shows what the files say, nothing grows, and nothing is left', () => {
  expect(report.faults).toEqual([]);
});

test('everything that can go wrong has', () => {
  const possible = Object.keys(mishaps).filter((name) => name !== 'unreadable');
  expect(possible.filter((name) => (report.mishaps[name] ?? 0) === 0)).toEqual([]);
  expect(report.outcomes['refreshed']).toBeGreaterThan(5);
});

test('files that nobody may read are among it', ({ skip }) => {
  skip(isRoot, 'root may read any');
  expect(report.mishaps['unreadable']).toBeGreaterThan(0);
});

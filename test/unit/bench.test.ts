// What makes figures of measurements: a bench that computes wrongly proves nothing.
import { expect, test } from 'vitest';
import { latencyPlot, rivalsPlot } from '../../scripts/bench/plots.ts';
import { type Report, resultOf } from '../../scripts/bench/result.ts';
import { growthExponent, quantile, spreadOf } from '../../scripts/bench/statistics.ts';
import { tableOf } from '../../scripts/bench/table.ts';

const machine = {
  cpus: 4,
  load: [0.2, 1],
  node: '22.0.0',
  platform: 'linux x64',
  quick: false,
} as const;

test.each([
  ['the same for every size', () => 3, 0],
  ['in proportion', (size: number) => 0.5 * size, 1],
  ['with the square', (size: number) => 2 * size ** 2, 2],
])('finds how a cost grows: %s', (_, cost, exponent) => {
  const points = [1, 10, 100, 1000].map((size) => [size, cost(size)] as const);
  expect(growthExponent(points)).toBeCloseTo(exponent, 5);
});

test('orders what was measured, and takes the place between two in proportion', () => {
  const samples = [40, 10, 30, 20];
  expect([quantile(samples, 0), quantile(samples, 0.5), quantile(samples, 1)]).toEqual([
    10, 25, 40,
  ]);
  expect(spreadOf([2, 1, 3])).toEqual({ p50: 2, p99: 2.98, least: 1, most: 3, rounds: 3 });
  expect(() => spreadOf([])).toThrow('Nothing was measured');
});

test('says of each figure whether its limit is kept, a limit that a rival sets included', () => {
  const report: Report = {
    machine,
    spread: {},
    config10kMs: { ours: 30, jsSdk: 29, botocore: 300 },
    refreshMs: { ours: 20, jsSdk: 6, botocore: 21, cli: 800 },
    idle: { wakeupsPerMin: 1, fileReads: 1, cpuMsPerMin: 9.9 },
    growth: { config: 1.11 },
  };
  const verdicts = tableOf(report)
    .split('\n')
    .flatMap((line) => /(kept|MISSED)$/.exec(line)?.[1] ?? []);
  expect(verdicts).toEqual(['MISSED', 'kept', 'kept', 'MISSED', 'kept', 'MISSED']);
});

test('hands on the figures alone, without how they came about', () => {
  const idle = { wakeupsPerMin: 1, fileReads: 0, cpuMsPerMin: 3 };
  expect(resultOf({ machine, spread: {}, signInMs: 30, idle })).toEqual({ signInMs: 30, idle });
});

test('says when other work was measured too', () => {
  const busy = (load: number) => tableOf({ machine: { ...machine, load: [load, 1] }, spread: {} });
  expect([busy(0.3).includes('Other work'), busy(8).includes('Other work')]).toEqual([false, true]);
});

test('draws each figure as a bar as long as it is large, and nothing that is not there', () => {
  const report = {
    machine,
    spread: {},
    config10kMs: { ours: 30, jsSdk: 60, botocore: 300 },
  } satisfies Report;
  const bars = [...rivalsPlot(report).matchAll(/<rect class="(\w+)".*? width="([\d.]+)"/g)].map(
    ([, who, width]) => [who, Number(width)],
  );
  expect(bars).toEqual([
    ['ours', 45],
    ['other', 90],
    ['other', 450],
  ]);
  expect(latencyPlot(report)).not.toContain('<rect');
});

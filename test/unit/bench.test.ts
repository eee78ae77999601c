// What makes figures of measurements: a bench that computes wrongly proves nothing.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { latencyPlot, rivalsPlot } from '../../scripts/bench/plots.ts';
import { withFigures } from '../../scripts/bench/readme.ts';
import { type Report, resultOf } from '../../scripts/bench/result.ts';
import { growthExponent, median, quantile, spreadOf } from '../../scripts/bench/statistics.ts';
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

test('takes what is no number for missed, on either side', () => {
  const nothing = median([]);
  const report: Report = {
    machine,
    spread: {},
    config10kMs: { ours: nothing, jsSdk: 60, botocore: 300 },
    refreshMs: { ours: 5, jsSdk: nothing, botocore: 300, cli: 800 },
    growth: { idleCpu: growthExponent([1, 10].map((size) => [size, 0] as const)) },
  };
  expect(tableOf(report).match(/kept|MISSED/g)).toEqual(['MISSED', 'MISSED', 'MISSED']);
});

test('says how what was measured is spread: of two VS Codes, of the slower one', () => {
  const spread = {
    'change to status, VS Code 1.1, 1 other files': spreadOf([2, 3, 4]),
    'change to status, VS Code 1.2, 1 other files': spreadOf([1, 2, 9]),
    'change to status, VS Code 1.1, 5000 other files': spreadOf([7, 8]),
  };
  const times = { changeToStatusMs: { p50: 3, p99: 9 }, rawWatchMs: { p50: 1, p99: 1 } };
  const lines = tableOf({ machine, spread, ...times }).split('\n');
  expect(lines[1]).toMatch(/change to status, p50 +3 ms +2 to 4 \(3 rounds\)/);
});

const whole: Report = {
  machine,
  spread: { 'config10k ours': spreadOf([20, 30]) },
  vscode: {
    '1.103.2': { activationMs: 6, baselineActivationMs: 1, heapMB: 3, baselineHeapMB: 1 },
    '1.139.1': { activationMs: 7, baselineActivationMs: 1, heapMB: 3, baselineHeapMB: 1 },
  },
  changeToStatusMs: { p50: 3, p99: 10 },
  changeToStatus5kMs: { p50: 3, p99: 11 },
  rawWatchMs: { p50: 1, p99: 2 },
  config10kMs: { ours: 30, jsSdk: 60, botocore: 300 },
  refreshMs: { ours: 7, jsSdk: 6, botocore: 5, cli: 800 },
  signInMs: 30,
  idle: { wakeupsPerMin: 1, fileReads: 0, cpuMsPerMin: 12 },
  growth: { config: 0.9, refresh: 0.4 },
  vsixKB: 200,
  eagerKB: 149,
  dependencies: 7,
};

test('hands on the figures alone, in the shape that was agreed on', () => {
  const keys = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, keys(part)]))
      : typeof value;
  const inVsCode = {
    activationMs: 'number',
    baselineActivationMs: 'number',
    heapMB: 'number',
    baselineHeapMB: 'number',
  };
  const latency = { p50: 'number', p99: 'number' };
  expect(keys(JSON.parse(JSON.stringify(resultOf(whole))))).toEqual({
    vscode: { '1.103.2': inVsCode, '1.139.1': inVsCode },
    changeToStatusMs: latency,
    changeToStatus5kMs: latency,
    rawWatchMs: latency,
    config10kMs: { ours: 'number', jsSdk: 'number', botocore: 'number' },
    refreshMs: { ours: 'number', jsSdk: 'number', botocore: 'number', cli: 'number' },
    signInMs: 'number',
    idle: { wakeupsPerMin: 'number', fileReads: 'number', cpuMsPerMin: 'number' },
    growth: { config: 'number', refresh: 'number' },
    vsixKB: 'number',
    eagerKB: 'number',
    dependencies: 'number',
  });
});

test('writes the main figures into the README, what is missed with its reason, and nothing else', () => {
  const [before, after] = [
    'before\n<!-- figures: npm run bench writes them -->',
    '<!-- /figures -->\n',
  ];
  const readme = withFigures(`${before}\nold\n${after}`, whole);
  expect(readme.startsWith(`${before}\n`) && readme.endsWith(`\n${after}`)).toBe(true);
  expect(readme).not.toContain('old');
  const table = readme.split('\n').filter((line) => line.startsWith('|'));
  expect(table.map((line) => line.split(' | ')[0])).toEqual([
    '| figure',
    '| -',
    '| activation, VS Code 1.103.2',
    '| heap, VS Code 1.103.2',
    '| activation, VS Code 1.139.1',
    '| heap, VS Code 1.139.1',
    '| change to status, p50',
    '| change to status, p99',
    '| change to status, 5,000 files, p50',
    '| config of 10,000 profiles',
    '| refresh',
    '| idle, 50 sessions: wake-ups a minute',
    '| idle, 50 sessions: file reads',
    '| idle, 50 sessions: CPU a minute',
    '| VSIX',
  ]);
  expect(readme.match(/\*\*Missed\*\*: .*/g)).toEqual([
    expect.stringMatching(/refresh, 7 ms .*: the AWS SDK for JavaScript/),
    expect.stringMatching(/CPU a minute, 12 ms .*: not explained yet\./),
  ]);
  expect(() => withFigures('no marks', whole)).toThrow('The README has no');
  const own = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(withFigures(own, whole)).toContain(table[2]);
});

test('says when other work was measured too', () => {
  const isSaid = (load: number) =>
    tableOf({ machine: { ...machine, load: [load, 1] }, spread: {} }).includes('Other work');
  expect([isSaid(0.3), isSaid(8)]).toEqual([false, true]);
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
    ['ours', 44],
    ['other', 88],
    ['other', 440],
  ]);
  expect(latencyPlot(report)).not.toContain('<rect class');
});

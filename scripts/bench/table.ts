// The figures as a table for people: each beside its rivals and its limit, and a miss said as a miss.
import type { Report } from './result.ts';

interface Row {
  readonly figure: string;
  readonly ours: number;
  readonly unit: string;
  /** What stands beside it. */
  readonly beside?: string;
  /** Undefined where nothing was promised. */
  readonly limit?: number;
  /** In words, where the limit depends on a rival. */
  readonly limitWords?: string;
}

export function tableOf(report: Report): string {
  const rows = rowsOf(report).map((row) => {
    const { figure, ours, unit, beside = '', limit, limitWords } = row;
    const isMissed = limit !== undefined && ours > limit;
    const words = limitWords ?? (limit === undefined ? '' : `≤ ${shown(limit)} ${unit}`.trim());
    return [
      figure,
      `${shown(ours)} ${unit}`.trim(),
      beside,
      words,
      limit === undefined ? '' : isMissed ? 'MISSED' : 'kept',
    ];
  });
  const all = [['figure', 'measured', 'beside', 'limit', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const { machine } = report;
  const { load, cpus, node, platform, quick } = machine;
  return [
    ...lines,
    '',
    `${platform}, ${cpus} cores, Node ${node}; load ${load.map((one) => one.toFixed(1)).join(' before, ')} after.` +
      (load[0] > cpus / 2
        ? ' Other work ran at the same time: times are longer than they are.'
        : '') +
      (quick ? ' Few rounds (--quick).' : ''),
  ].join('\n');
}

const shown = (value: number): string =>
  value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));

function rowsOf(report: Report): readonly Row[] {
  return [
    ...Object.entries(report.vscode ?? {}).flatMap(([version, one]): Row[] => [
      {
        figure: `activation, VS Code ${version}`,
        ours: one.activationMs,
        unit: 'ms',
        beside: `does nothing: ${shown(one.baselineActivationMs)} ms`,
        limit: one.baselineActivationMs + 10,
      },
      {
        figure: `heap, VS Code ${version}`,
        ours: one.heapMB,
        unit: 'MB',
        beside: `does nothing: ${shown(one.baselineHeapMB)} MB`,
        limit: one.baselineHeapMB + 4,
      },
    ]),
    ...latencyRows(report),
    ...configRows(report),
    ...refreshRows(report),
    ...(report.signInMs === undefined
      ? []
      : [{ figure: 'sign-in, person clicks at once', ours: report.signInMs, unit: 'ms' }]),
    ...idleRows(report),
    ...Object.entries(report.growth ?? {}).map(([figure, exponent]) => ({
      figure: `growth of ${figure}, 1 to 1,000 sessions`,
      ours: exponent,
      unit: '',
      limit: 1.1,
      limitWords: 'exponent ≤ 1.1',
    })),
    ...sizeRows(report),
  ];
}

function latencyRows({ changeToStatusMs, changeToStatus5kMs, rawWatchMs }: Report): Row[] {
  const raw = rawWatchMs?.p50 ?? Infinity;
  return [
    { figure: 'change to status', latency: changeToStatusMs },
    { figure: 'change to status, 5,000 files', latency: changeToStatus5kMs },
  ].flatMap(({ figure, latency }): Row[] =>
    latency === undefined
      ? []
      : [
          {
            figure: `${figure}, p50`,
            ours: latency.p50,
            unit: 'ms',
            beside: `fs.watch: ${shown(raw)} ms`,
            limit: Math.min(5, 5 * raw),
            limitWords: '≤ 5 ms, ≤ 5 × fs.watch',
          },
          { figure: `${figure}, p99`, ours: latency.p99, unit: 'ms', limit: 50 },
        ],
  );
}

function configRows({ config10kMs }: Report): Row[] {
  if (config10kMs === undefined) return [];
  const { ours, jsSdk, botocore } = config10kMs;
  return [
    {
      figure: 'config of 10,000 profiles',
      ours,
      unit: 'ms',
      beside: `JS SDK: ${shown(jsSdk)} ms, botocore: ${shown(botocore)} ms`,
      limit: Math.min(40, jsSdk, botocore),
      limitWords: '≤ 40 ms, and below both',
    },
  ];
}

function refreshRows({ refreshMs }: Report): Row[] {
  if (refreshMs === undefined) return [];
  const { ours, jsSdk, botocore, cli } = refreshMs;
  return [
    {
      figure: 'refresh',
      ours,
      unit: 'ms',
      beside: `JS SDK: ${shown(jsSdk)} ms, botocore: ${shown(botocore)} ms, CLI start: ${shown(cli)} ms`,
      limit: Math.min(jsSdk + 15, botocore, cli),
      limitWords: '≤ JS SDK + 15 ms, below the others',
    },
  ];
}

function idleRows({ idle }: Report): Row[] {
  if (idle === undefined) return [];
  const { wakeupsPerMin, fileReads, cpuMsPerMin } = idle;
  const who = 'idle, 50 sessions:';
  return [
    { figure: `${who} wake-ups a minute`, ours: wakeupsPerMin, unit: '', limit: 1 },
    { figure: `${who} file reads`, ours: fileReads, unit: '', limit: 0 },
    { figure: `${who} CPU a minute`, ours: cpuMsPerMin, unit: 'ms', limit: 10 },
  ];
}

function sizeRows({ vsixKB, eagerKB, dependencies }: Report): Row[] {
  if (vsixKB === undefined || eagerKB === undefined || dependencies === undefined) return [];
  return [
    { figure: 'VSIX', ours: vsixKB, unit: 'kB', limit: 300 },
    { figure: 'loaded on activation', ours: eagerKB, unit: 'kB', limit: 150 },
    { figure: 'bundled libraries', ours: dependencies, unit: '' },
  ];
}

// The figures row by row: each beside its rivals and its limit.
import type { Report } from './result.ts';
import type { Spread } from './statistics.ts';

export interface Row {
  readonly figure: string;
  readonly ours: number;
  readonly unit: string;
  /** What stands beside it. */
  readonly beside?: string;
  /** Undefined where nothing was promised. */
  readonly limit?: number;
  /** In words, where the limit depends on a rival. */
  readonly limitWords?: string;
  /** Of what it is the median of. */
  readonly spread?: Spread | undefined;
}

/** What is no number is not kept either. */
export const isMissed = ({ ours, limit }: Row): boolean => limit !== undefined && !(ours <= limit);

export const limitOf = ({ limit, limitWords, unit }: Row): string =>
  limitWords ?? (limit === undefined ? '' : `≤ ${shown(limit)} ${unit}`.trim());

export const shown = (value: number): string =>
  value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));

export function rowsOf(report: Report): readonly Row[] {
  return [
    ...Object.entries(report.vscode ?? {}).flatMap(([version, one]): Row[] => [
      {
        figure: `activation, VS Code ${version}`,
        ours: one.activationMs,
        unit: 'ms',
        beside: `does nothing: ${shown(one.baselineActivationMs)} ms`,
        limit: one.baselineActivationMs + 10,
        spread: report.spread[`activation, VS Code ${version}`],
      },
      {
        figure: `heap, VS Code ${version}`,
        ours: one.heapMB,
        unit: 'MB',
        beside: `does nothing: ${shown(one.baselineHeapMB)} MB`,
        limit: one.baselineHeapMB + 4,
        spread: report.spread[`heap, VS Code ${version}`],
      },
    ]),
    ...latencyRows(report),
    ...configRows(report),
    ...refreshRows(report),
    ...(report.signInMs === undefined
      ? []
      : [
          {
            figure: 'sign-in, person clicks at once',
            ours: report.signInMs,
            unit: 'ms',
            spread: report.spread['signIn'],
          },
        ]),
    ...idleRows(report),
    ...growthRows(report),
    ...sizeRows(report),
  ];
}

function latencyRows(report: Report): Row[] {
  const { changeToStatusMs, changeToStatus5kMs, rawWatchMs } = report;
  const raw = rawWatchMs?.p50 ?? NaN;
  return [
    { figure: 'change to status', latency: changeToStatusMs, place: ' 1 other files' },
    {
      figure: 'change to status, 5,000 files',
      latency: changeToStatus5kMs,
      place: '5000 other files',
    },
  ].flatMap(({ figure, latency, place }): Row[] =>
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
            spread: slowest(report, place),
          },
          { figure: `${figure}, p99`, ours: latency.p99, unit: 'ms', limit: 50 },
        ],
  );
}

/** The slower VS Code's. */
function slowest({ spread }: Report, place: string): Spread | undefined {
  return Object.entries(spread)
    .filter(([name]) => name.startsWith('change to status') && name.endsWith(place))
    .map(([, one]) => one)
    .sort((one, other) => other.p50 - one.p50)[0];
}

function growthRows({ growth = {}, spread }: Report): Row[] {
  return Object.entries(growth).map(([figure, exponent]) => {
    const [least, most] = [1, 1000].map((size) => spread[`${figure}, ${size} sessions`]?.p50);
    return {
      figure: `growth of ${figure}, 1 to 1,000 sessions`,
      ours: exponent,
      unit: '',
      ...(least !== undefined &&
        most !== undefined && {
          beside: `from ${shown(least)} to ${shown(most)}`,
        }),
      limit: 1.1,
      limitWords: 'exponent ≤ 1.1',
    };
  });
}

function configRows({ config10kMs, spread }: Report): Row[] {
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
      spread: spread['config10k ours'],
    },
  ];
}

function refreshRows({ refreshMs, spread }: Report): Row[] {
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
      spread: spread['refresh ours'],
    },
  ];
}

/** The busier VS Code counts. */
function idleRows({ idle, spread }: Report): Row[] {
  if (idle === undefined) return [];
  const { wakeupsPerMin, fileReads, cpuMsPerMin } = idle;
  return [
    { what: 'wake-ups a minute', name: 'wake-ups', ours: wakeupsPerMin, unit: '', limit: 1 },
    { what: 'file reads', name: 'file reads', ours: fileReads, unit: '', limit: 0 },
    { what: 'CPU a minute', name: 'CPU', ours: cpuMsPerMin, unit: 'ms', limit: 10 },
  ].map(({ what, name, ...row }) => ({
    ...row,
    figure: `idle, 50 sessions: ${what}`,
    spread: spread[`idle ${name}`],
  }));
}

function sizeRows({ vsixKB, eagerKB, dependencies }: Report): Row[] {
  if (vsixKB === undefined || eagerKB === undefined || dependencies === undefined) return [];
  return [
    { figure: 'VSIX', ours: vsixKB, unit: 'kB', limit: 300 },
    { figure: 'loaded by each start', ours: eagerKB, unit: 'kB', limit: 150 },
    { figure: 'direct dependencies', ours: dependencies, unit: '' },
  ];
}

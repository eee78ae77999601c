// The main figures as a part of the README, which a run writes anew; what is missed is said as missed.
import { ownWakeups } from './idleFigure.ts';
import type { Report } from './result.ts';
import { isMissed, limitOf, type Row, rowsOf, shown } from './rows.ts';
import { conditions, isBusy } from './table.ts';

const begin = '<!-- figures: npm run bench writes them -->';
const end = '<!-- /figures -->';

/** What the names of the figures begin with that a reader wants first. */
const main = [
  'activation',
  'heap',
  'change to status, p50',
  'change to status, p99',
  'change to status, 5,000 files, p50',
  'config',
  'refresh',
  'idle',
  'VSIX',
];

/** Why a figure is missed, by what its name looks like. */
const reasons: Readonly<Record<string, (report: Report, row: Row) => string>> = {
  '^change to status.*p50$': ({ rawWatchMs }, { ours }) =>
    `a callback of fs.watch has read nothing yet; what takes ${shown(ours)} ms, and ${shown(rawWatchMs?.p50 ?? NaN)} ms there, is to read four files, to see what they mean and to say it`,
  '^refresh$': () =>
    'the AWS SDK for JavaScript, which makes the call, is itself slower than botocore; and the extension takes a lock, makes sure that there is room for the new token, and notes the outcome for other windows, which neither of them does',
  '^idle, 50 sessions: wake-ups': ({ spread }) =>
    `its own timers make ${shown(spread[ownWakeups]?.most ?? NaN)} of these; the others are VS Code's, which looks 20 s after each message over a remote connection whether it has arrived`,
};

/** The README with these figures between its two marks. */
export function withFigures(readme: string, report: Report): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The README has no ${begin} … ${end}`);
  return `${readme.slice(0, from + begin.length)}\n\n${figures(report)}\n\n${readme.slice(to)}`;
}

function figures(report: Report): string {
  const rows = rowsOf(report);
  const table = rows
    .filter(({ figure }) => main.some((name) => figure.startsWith(name)))
    .map((row) => [row.figure, measured(row), row.beside ?? '', verdict(row)]);
  const lines = [['figure', 'measured', 'beside', 'promised'], ['-', '-', '-', '-'], ...table];
  return [
    lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    rows
      .filter(isMissed)
      .map((row) => `- **Missed**: ${missed(row, report)}`)
      .join('\n'),
    conditions(report),
  ].join('\n\n');
}

const measured = ({ ours, unit }: Row): string => `${shown(ours)} ${unit}`.trim();

const verdict = (row: Row): string => `${limitOf(row)}${isMissed(row) ? ', **missed**' : ''}`;

const roundsOf = ({ spread, unit }: Row): string =>
  spread === undefined
    ? ''
    : `; its rounds go from ${shown(spread.least)} to ${shown(spread.most)} ${unit}`.trimEnd();

function missed(row: Row, report: Report): string {
  const { machine } = report;
  const known = Object.entries(reasons).find(([pattern]) =>
    new RegExp(pattern).test(row.figure),
  )?.[1];
  const likely = machine.quick
    ? 'the run was a quick one, which measures little'
    : isBusy(machine) && row.unit === 'ms'
      ? 'other work ran at the same time, or just before'
      : `not explained yet${roundsOf(row)}`;
  return `${row.figure}, ${measured(row)} (promised: ${limitOf(row)}): ${known?.(report, row) ?? likely}.`;
}

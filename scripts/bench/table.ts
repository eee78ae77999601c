// The figures as a table for people: each beside its rivals and its limit, and a miss said as a miss.
import type { Report } from './result.ts';
import { isMissed, limitOf, type Row, rowsOf, shown } from './rows.ts';

const headings = ['figure', 'measured', 'least to most', 'beside', 'limit', ''];

export function tableOf(report: Report): string {
  const rows = rowsOf(report).map((row) => [
    row.figure,
    `${shown(row.ours)} ${row.unit}`.trim(),
    spreadWords(row),
    row.beside ?? '',
    limitOf(row),
    row.limit === undefined ? '' : isMissed(row) ? 'MISSED' : 'kept',
  ]);
  const all = [headings, ...rows];
  const widths = headings.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', 'Medians, unless the figure says otherwise.', conditions(report)].join(
    '\n',
  );
}

const spreadWords = ({ spread }: Row): string =>
  spread === undefined
    ? ''
    : `${shown(spread.least)} to ${shown(spread.most)} (${spread.rounds} rounds)`;

/** Where it ran, and what else did. */
export function conditions({ machine }: Report): string {
  const { load, cpus, node, platform, quick } = machine;
  return (
    `${platform}, ${cpus} cores, Node ${node}; load ${load.map((one) => one.toFixed(1)).join(' before, ')} after.` +
    (isBusy(machine) ? ' Other work ran at the same time, or just before: it changes times.' : '') +
    (quick ? ' Few rounds (--quick).' : '')
  );
}

/** Enough to change times. */
export const isBusy = ({ load, cpus }: Report['machine']): boolean => load[0] > cpus / 2;

// A simulated month in words: what was shown on one day, what was said, and how good the estimates were.
import { minuteMs } from '../../../src/core/durations.ts';
import type { Estimate } from './judge.ts';
import type { Line, Month } from './month.ts';

export function reportOf(seed: number, month: Month): readonly string[] {
  const { glances, messages, faults } = month;
  return [
    `Month ${seed}`,
    '',
    'The status bar on one day:',
    ...glances.map(written),
    '',
    'What was said:',
    ...messages.map(written),
    '',
    ...summaryOf(month),
    '',
    `${faults.length} faults`,
    ...faults,
    '',
  ];
}

export function summaryOf({ judge, service, messages, glances }: Month): readonly string[] {
  const names = [...new Set(service.signIns.map(({ name }) => name))];
  const times = (threshold: number): number =>
    [...judge.announced].filter((what) => what.startsWith(`${threshold} min`)).length;
  return [
    `${judge.checks} times a session was shown, ${glances.length} glances on one day, ${messages.length} messages`,
    `who was there was told of ${times(30)} ends 30 min before, of ${times(5)} 5 min before, of ${times(0)} when they came`,
    ...names.map((name) => {
      const own = service.signIns.filter((signIn) => signIn.name === name);
      const ours = own.filter(({ by }) => by === 'us').length;
      const estimates = [...judge.estimates.values()].filter(({ signIn }) => signIn.name === name);
      return `${name}: ${own.length} sign-ins, ${ours} of them ours; ${errorsIn(estimates)}`;
    }),
  ];
}

function errorsIn(estimates: readonly Estimate[]): string {
  const early = estimates.map(({ at, signIn }) => (signIn.endsAt - at) / minuteMs);
  if (early.length === 0) return 'no end was known';
  const [least = 0, middle = 0, most = 0] = [0, 0.5, 1].map((part) =>
    Math.round(early.toSorted((a, b) => a - b)[Math.floor(part * (early.length - 1))] ?? 0),
  );
  return `${early.length} ends known, early by ${least} to ${most} min, half of them by at most ${middle}`;
}

/** Runs of lines that differ in nothing but numbers are one: when it began, when it ended. */
export function inShort(lines: readonly Line[]): readonly string[] {
  const shape = (line: Line | undefined): string => line?.text.replace(/\d+/g, '#') ?? '';
  return lines
    .filter((line, index) => {
      const isSameAsBefore = shape(line) === shape(lines[index - 1]);
      return !isSameAsBefore || shape(line) !== shape(lines[index + 1]);
    })
    .map(written);
}

export function written({ at, window, text }: Line): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}  ${window.padEnd(9)}  ${text}`;
}

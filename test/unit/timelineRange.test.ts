// The ruler: hours and days of the time zone in which VS Code runs, also where the clocks change.
import { isMainThread } from 'node:worker_threads';
import { afterAll, expect, it } from 'vitest';
import { hourMs } from '../../src/core/durations.ts';
import { type TimelineRange, extentOf, ticksOf } from '../../src/core/timelineRange.ts';

const before = process.env['TZ'];

afterAll(() => {
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
});

/** "28T00 0!": day, hour, how much room its label needs, and whether it is a midnight. */
const ticks = (range: TimelineRange, local: string): string =>
  ticksOf(range, new Date(local).getTime())
    .map(({ at, level, isMidnight }) => {
      const time = new Date(at);
      const [day, hour] = [time.getDate(), time.getHours()].map((n) => String(n).padStart(2, '0'));
      return `${day}T${hour} ${level}${isMidnight ? '!' : ''}`;
    })
    .join(', ');

const month = [
  ...['24', '25', '26', '27', '28', '29', '30', '31', '01', '02', '03', '04', '05', '06', '07'],
  ...['08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22'],
];

it.each([
  [
    'three hours apart in a day',
    'day',
    '15T00 0!, 15T03 2, 15T06 1, 15T09 2, 15T12 0, 15T15 2, 15T18 1, 15T21 2',
  ],
  [
    'six hours apart in three days',
    'days',
    '13T12 2, 13T18 3, 14T00 0!, 14T06 3, 14T12 2, 14T18 3, 15T00 0!, 15T06 3, 15T12 2, 15T18 3, 16T00 0!, 16T06 3',
  ],
  [
    'midnights of a week, every other one in little room',
    'week',
    '11T00 1!, 12T00 0!, 13T00 1!, 14T00 0!, 15T00 1!, 16T00 0!, 17T00 1!',
  ],
  [
    'midnights of a month, with labels for its Mondays',
    'month',
    month.map((day) => `${day}T00 ${['29', '05', '12', '19'].includes(day) ? 0 : 3}!`).join(', '),
  ],
] as const)('%s', (_what, range, expected) => {
  expect(ticks(range, '2026-01-15T13:05')).toBe(expected);
});

it('has a line at either end', () => {
  const at = new Date('2026-01-15T15:00').getTime();
  expect(extentOf('day', at)).toEqual({ from: at - 15 * hourMs, to: at + 9 * hourMs });
  expect(ticks('day', '2026-01-15T15:00')).toBe(
    '15T00 0!, 15T03 2, 15T06 1, 15T09 2, 15T12 0, 15T15 2, 15T18 1, 15T21 2, 16T00 0!',
  );
});

// The zone of a thread is that of its process, whatever its environment says.
it.runIf(isMainThread).each([
  [
    'three hours apart where an hour is left out',
    'day',
    'Europe/Berlin',
    '2026-03-29T13:05',
    '29T00 0!, 29T03 2, 29T06 1, 29T09 2, 29T12 0, 29T15 2, 29T18 1, 29T21 2',
  ],
  [
    'midnights of a week in which the clocks are put back',
    'week',
    'Europe/Berlin',
    '2026-10-26T13:05',
    '22T00 1!, 23T00 0!, 24T00 1!, 25T00 1!, 26T00 0!, 27T00 1!, 28T00 0!',
  ],
  [
    'a day that begins at one, as its midnight is left out',
    'week',
    'America/Santiago',
    '2026-09-08T13:05',
    '04T00 0!, 05T00 1!, 06T01 1!, 07T00 0!, 08T00 1!, 09T00 0!, 10T00 1!',
  ],
] as const)('%s', (_what, range, zone, local, expected) => {
  process.env['TZ'] = zone;
  expect(ticks(range, local)).toBe(expected);
});

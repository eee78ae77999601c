// What part of time the timeline shows, and where its ruler has lines.
import { dayMs, hourMs } from './durations.ts';

/** 24 hours, 3, 7 and 30 days; of each the larger part lies behind. */
export type TimelineRange = 'day' | 'days' | 'week' | 'month';

export const timelineRanges: readonly TimelineRange[] = ['day', 'days', 'week', 'month'];

interface Extent {
  /** ms */
  readonly behind: number;
  readonly ahead: number;
  /** Between two lines; from a day on, and only then, each is a midnight. */
  readonly stepHours: number;
}

const extents: Readonly<Record<TimelineRange, Extent>> = {
  // A usual sign-in lasts for 8 hours: who has just signed in sees its end.
  day: { behind: 15 * hourMs, ahead: 9 * hourMs, stepHours: 3 },
  days: { behind: 54 * hourMs, ahead: 18 * hourMs, stepHours: 6 },
  week: { behind: 5.5 * dayMs, ahead: 1.5 * dayMs, stepHours: 24 },
  month: { behind: 23 * dayMs, ahead: 7 * dayMs, stepHours: 24 },
};

export interface TimelineTick {
  /** ms since the epoch */
  readonly at: number;
  readonly isMidnight: boolean;
  /** How much room its label takes to have: 0 is shown everywhere, 2 on a wide screen, 3 nowhere. */
  readonly level: 0 | 1 | 2 | 3;
}

/** From and to, ms since the epoch. */
export function extentOf(
  range: TimelineRange,
  now: number,
): { readonly from: number; readonly to: number } {
  const { behind, ahead } = extents[range];
  return { from: now - behind, to: now + ahead };
}

/** The hours and days of this machine's time zone, also where the clocks change. */
export function ticksOf(range: TimelineRange, now: number): readonly TimelineTick[] {
  const { from, to } = extentOf(range, now);
  const { stepHours } = extents[range];
  const ticks: TimelineTick[] = [];
  const start = new Date(from);
  start.setHours(0, 0, 0, 0);
  for (let steps = 0; ; steps += 1) {
    const time = new Date(start);
    time.setHours(steps * stepHours);
    const at = time.getTime();
    if (at > to) return ticks;
    // An hour that the clocks leave out falls on the next line.
    if (at < from || at === ticks.at(-1)?.at) continue;
    ticks.push({ at, isMidnight: (steps * stepHours) % 24 === 0, level: levelOf(range, time) });
  }
}

function levelOf(range: TimelineRange, time: Date): TimelineTick['level'] {
  const hours = time.getHours();
  switch (range) {
    case 'day':
      return hours % 12 === 0 ? 0 : hours % 6 === 0 ? 1 : 2;
    case 'days':
      return hours === 0 ? 0 : hours === 12 ? 2 : 3;
    case 'week':
      return time.getDay() % 2 === 1 ? 0 : 1;
    case 'month':
      return time.getDay() === 1 ? 0 : 3;
  }
}

// Time left, rounded the way people read it: always down, so that nothing is promised too long.
import type { Duration } from 'date-fns';

import {
  millisecondsInDay,
  millisecondsInHour,
  millisecondsInMinute,
  millisecondsInSecond,
} from 'date-fns/constants';

export const secondMs = millisecondsInSecond;
export const minuteMs = millisecondsInMinute;
export const hourMs = millisecondsInHour;
export const dayMs = millisecondsInDay;

/** Beyond this, days say enough; below it, "1 d" would hide up to a whole day. */
const daysFromMs = 2 * dayMs;

/** `{}` means under a minute. */
export type TimeLeft = Pick<Duration, 'days' | 'hours' | 'minutes'>;

/** Takes ms; a negative time left is none at all. */
export function timeLeft(ms: number): TimeLeft {
  if (ms < minuteMs) return {};
  if (ms < hourMs) return { minutes: Math.floor(ms / minuteMs) };
  if (ms < dayMs) {
    return { hours: Math.floor(ms / hourMs), minutes: Math.floor((ms % hourMs) / minuteMs) };
  }
  if (ms < daysFromMs) return { hours: Math.floor(ms / hourMs) };
  return { days: Math.floor(ms / dayMs) };
}

/** For what is known only roughly: from two hours on, minutes would be made up. */
export function roughTimeLeft(ms: number): TimeLeft {
  const left = timeLeft(ms);
  return left.hours !== undefined && left.hours >= 2 ? { hours: left.hours } : left;
}

/** How many ms of the time left must pass until `timeLeft` says something else; undefined at the end. */
export function timeLeftChangesIn(ms: number): number | undefined {
  if (ms <= 0) return undefined;
  if (ms < minuteMs) return ms;
  const step = ms < dayMs ? minuteMs : ms < daysFromMs ? hourMs : dayMs;
  // One ms below the boundary: floor() still shows the old number at the boundary itself.
  return (ms % step) + 1;
}

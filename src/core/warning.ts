// How near an end is, measured by when a person wishes to be warned.
import { minuteMs } from './durations.ts';
import { defaultWarnBeforeMs } from './preferences.ts';

/**
 * The nearest threshold that is passed, in ms before the end; undefined while none is. At the very instant
 * it is passed. `endsAt` and `now` are ms since the epoch, `thresholdsMs` come in any order.
 */
export function passedThreshold(
  endsAt: number,
  now: number,
  thresholdsMs: readonly number[],
): number | undefined {
  const passed = thresholdsMs.filter((threshold) => endsAt - threshold <= now);
  return passed.length === 0 ? undefined : Math.min(...passed);
}

/** Reads a list of minutes, which may be anything, as ms; what is no list is the usual one. */
export function readThresholds(setting: unknown): readonly number[] {
  if (!Array.isArray(setting)) return defaultWarnBeforeMs;
  return setting
    .filter((minutes): minutes is number => typeof minutes === 'number' && minutes > 0)
    .map((minutes) => minutes * minuteMs);
}

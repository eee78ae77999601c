// Whether this machine's clock is worth a warning.
import { hourMs, minuteMs } from './durations.ts';
import type { ClockSeen } from './snapshot.ts';

/** Beyond this, what is shown and what AWS thinks differ enough to confuse. */
const tolerableSkewMs = 2 * minuteMs;

/** How long a clock that was seen to be wrong is taken to be so. */
const believedMs = hourMs;

/** By so much a clock moves by itself, and not further, beside one that nobody can set. */
const driftMs = minuteMs;

/**
 * How far the clock is ahead, in ms, negative for behind; undefined when it is right enough. What was seen
 * long ago, or before the clock was set or the machine started, may have been put right since; what lies
 * ahead has been, as the clock went back. `bootedAt` as in `ClockSeen`.
 */
export function wrongClock(
  clock: ClockSeen | undefined,
  now: number,
  bootedAt: number | undefined,
): number | undefined {
  if (clock === undefined || clock.seenAt > now || now - clock.seenAt > believedMs) {
    return undefined;
  }
  // Not a number where either is not known.
  if (Math.abs(Number(bootedAt) - Number(clock.bootedAt)) > driftMs) return undefined;
  return Math.abs(clock.aheadMs) > tolerableSkewMs ? clock.aheadMs : undefined;
}

// Whether this machine's clock is worth a warning.
import { hourMs, minuteMs } from './durations.ts';
import type { ClockSeen } from './snapshot.ts';

/** Beyond this, what is shown and what AWS thinks differ enough to confuse. */
const tolerableSkewMs = 2 * minuteMs;

/** How long a clock that was seen to be wrong is taken to be so. */
const believedMs = hourMs;

/**
 * How far the clock is ahead, in ms, negative for behind; undefined when it is right enough. What was seen
 * long ago may have been put right since; what lies ahead has been, as the clock went back.
 */
export function wrongClock(clock: ClockSeen | undefined, now: number): number | undefined {
  if (clock === undefined || clock.seenAt > now || now - clock.seenAt > believedMs) {
    return undefined;
  }
  return Math.abs(clock.aheadMs) > tolerableSkewMs ? clock.aheadMs : undefined;
}

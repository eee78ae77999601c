// For how long a session may be silenced.
import { hourMs, minuteMs } from './durations.ts';

export const snoozeChoices = ['quarterHour', 'hour', 'tomorrow'] as const;

export type SnoozeChoice = (typeof snoozeChoices)[number];

/** When people come back to work. */
const morningHour = 8;

/** Until when, ms since the epoch; tomorrow is that of this machine's time zone. */
export function snoozeEnd(choice: SnoozeChoice, now: number): number {
  switch (choice) {
    case 'quarterHour':
      return now + 15 * minuteMs;
    case 'hour':
      return now + hourMs;
    case 'tomorrow': {
      const today = new Date(now);
      return new Date(
        today.getFullYear(),
        today.getMonth(),
        today.getDate() + 1,
        morningHour,
      ).getTime();
    }
  }
}

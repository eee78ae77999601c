// For how long a session may be silenced.
import { dayMs, hourMs, minuteMs } from './durations.ts';
import type { SessionHistory } from './history.ts';

export const snoozeChoices = ['quarterHour', 'hour', 'tomorrow'] as const;

export type SnoozeChoice = (typeof snoozeChoices)[number];

export interface Snooze {
  /** ms since the epoch */
  readonly until: number;
  /** The sign-in that it was chosen for, as `lastSignIn` tells it; undefined when that is not known. */
  readonly about?: string | undefined;
  /** The token file that was there then, by its fingerprint: its sign-in may be noted a moment later. */
  readonly token?: string | undefined;
}

/** When people come back to work, and before when the night belongs to the day before. */
const [morningHour, nightEndsHour] = [8, 5];

/** No choice reaches as far: what does was made by a clock that was wrong. */
const longestMs = 2 * dayMs;

/** The last sign-in of a session that is noted, such that another one is told apart. */
export function lastSignIn({ events }: SessionHistory): string {
  const event = events.findLast(({ kind }) => kind === 'signIn');
  return event === undefined ? '' : (event.token ?? String(event.at));
}

/**
 * Until when a snooze holds, ms since the epoch, or did; undefined where there is none for the sign-in that
 * the session has now. `now` is ms since the epoch.
 */
export function snoozedUntil(
  snooze: Snooze | undefined,
  history: SessionHistory,
  now: number,
): number | undefined {
  if (snooze === undefined || isTooFar(snooze, now)) return undefined;
  const last = lastSignIn(history);
  const { until, about = last, token } = snooze;
  return about === last || token === last ? until : undefined;
}

/** Whether it cannot be meant. `now` is ms since the epoch. */
export function isTooFar({ until }: Snooze, now: number): boolean {
  return until - now > longestMs;
}

/**
 * Until when, ms since the epoch. Tomorrow is that of this machine's time zone, and begins for whoever is
 * up at night when they have slept.
 */
export function snoozeEnd(choice: SnoozeChoice, now: number): number {
  switch (choice) {
    case 'quarterHour':
      return now + 15 * minuteMs;
    case 'hour':
      return now + hourMs;
    case 'tomorrow': {
      const today = new Date(now);
      const nights = today.getHours() < nightEndsHour ? 0 : 1;
      const day = today.getDate() + nights;
      return new Date(today.getFullYear(), today.getMonth(), day, morningHour).getTime();
    }
  }
}

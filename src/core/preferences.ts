// What a person wishes that changes what is true of the sessions, and when to speak of it.
import { minuteMs } from './durations.ts';

export interface Preferences {
  /** How long sign-ins last, in ms: by the name of the session, and by `*` for all others. */
  readonly signInDurations: ReadonlyMap<string, number>;
  /** How long before a person must act to say so, in ms; in any order, empty for never. */
  readonly warnBeforeMs: readonly number[];
  /** Access tokens are renewed without being asked, while somebody is at work. */
  readonly autoRefresh: boolean;
}

export const defaultWarnBeforeMs: readonly number[] = [30 * minuteMs, 5 * minuteMs];

export const defaultPreferences: Preferences = {
  signInDurations: new Map(),
  warnBeforeMs: defaultWarnBeforeMs,
  autoRefresh: false,
};

/** From this long before a person must act, in ms, a session asks for attention: with the first warning. */
export function soonMs(warnBeforeMs: readonly number[]): number {
  return Math.max(...(warnBeforeMs.length === 0 ? defaultWarnBeforeMs : warnBeforeMs));
}

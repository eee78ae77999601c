// How long sign-ins last, as a person has set it: nobody else tells.
import { dayMs, hourMs, minuteMs } from './durations.ts';

export interface SignInDurations {
  /** In ms, by the name of the session. */
  readonly durations: ReadonlyMap<string, number>;
  /** The names whose duration cannot be read. */
  readonly unreadable: readonly string[];
}

/** The longest that IAM Identity Center can be told. */
const longestMs = 90 * dayMs;

const duration = /^(?:(?<days>\d+) *d)? *(?:(?<hours>\d+) *h)? *(?:(?<minutes>\d+) *m(?:in)?)?$/i;

/**
 * "8h", "30m", "7d" or "1d 12h" in ms, 90 days at most; undefined for what is none. The editor of the
 * settings accepts the same, by the pattern in package.json.
 */
export function parseDuration(text: unknown): number | undefined {
  const {
    days = '0',
    hours = '0',
    minutes = '0',
  } = (typeof text === 'string' ? duration.exec(text.trim()) : undefined)?.groups ?? {};
  const ms = Number(days) * dayMs + Number(hours) * hourMs + Number(minutes) * minuteMs;
  return ms > 0 ? Math.min(ms, longestMs) : undefined;
}

/** Reads an object such as `{ "corp": "8h", "*": "12h" }`, which may be anything. */
export function readSignInDurations(setting: unknown): SignInDurations {
  const isObject = typeof setting === 'object' && setting !== null && !Array.isArray(setting);
  const read = Object.entries(isObject ? setting : {}).map(
    ([name, text]) => [name, parseDuration(text)] as const,
  );
  return {
    durations: new Map(read.flatMap(([name, ms]) => (ms === undefined ? [] : [[name, ms]]))),
    unreadable: read.flatMap(([name, ms]) => (ms === undefined ? [name] : [])),
  };
}

/** Of the session of this name, in ms; `*` stands for all that are not named. */
export function durationFor(
  durations: SignInDurations['durations'],
  name: string,
): number | undefined {
  return durations.get(name) ?? durations.get('*');
}

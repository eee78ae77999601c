// The strict reading of the timestamps that AWS tools write into token files.

export type TimestampProblem = 'noZone' | 'notATimestamp' | 'notADate';
type Timestamp = { readonly at: number } | { readonly problem: TimestampProblem };

const shape =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|z|UTC|[+-]\d\d:\d\d)?$/;

/**
 * Reads `YYYY-MM-DDThh:mm:ss[.1-9 digits](Z|UTC|±hh:mm)` to ms since the epoch, cutting below the
 * millisecond. Never `new Date(text)`: it takes a missing zone as local time, rolls 30 February into
 * March and answers NaN for the `UTC` suffix that older AWS CLIs write.
 */
export function parseTimestamp(text: string): Timestamp {
  const parts = shape.exec(text);
  if (parts === null) return { problem: 'notATimestamp' };
  const [, year, month, day, hour, minute, second, fraction, zone] = parts;
  if (zone === undefined) return { problem: 'noZone' };
  const wall = [year, month, day, hour, minute, second].map(Number);
  const at = utc(wall);
  const offset = offsetMs(zone);
  if (at === undefined || offset === undefined) return { problem: 'notADate' };
  return { at: at + Number((fraction ?? '').padEnd(3, '0').slice(0, 3)) - offset };
}

/** The one form that every AWS tool reads: seconds and `Z`. Takes ms since the epoch. */
export function formatTimestamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function utc(wall: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = wall;
  const date = new Date(0);
  // setUTCFullYear, because Date.UTC reads the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const rolledOver =
    date.getUTCFullYear() !== year ||
    date.getUTCMonth() !== month - 1 ||
    date.getUTCDate() !== day ||
    date.getUTCHours() !== hour ||
    date.getUTCMinutes() !== minute ||
    date.getUTCSeconds() !== second;
  return rolledOver || year === 0 ? undefined : date.getTime();
}

function offsetMs(zone: string): number | undefined {
  if (!/^[+-]/.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

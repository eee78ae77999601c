// How much of a point in time must be said, for it to be clear which one is meant.
import { differenceInCalendarDays, isSameYear } from 'date-fns';

export type PointForm = 'time' | 'weekday' | 'date' | 'dateAndYear';

/** On the seventh day its name comes again. */
const weekdays = 6;

/** Takes ms since the epoch; days and years are those of this machine's time zone. */
export function pointForm(at: number, now: number): PointForm {
  const days = Math.abs(differenceInCalendarDays(at, now));
  if (days === 0) return 'time';
  if (days <= weekdays) return 'weekday';
  return isSameYear(at, now) ? 'date' : 'dateAndYear';
}

/** The next moment (ms since the epoch) from which it is said in another form; undefined if it never is. */
export function pointFormChange(at: number, now: number): number | undefined {
  const day = new Date(at);
  const [year, month, date] = [day.getFullYear(), day.getMonth(), day.getDate()];
  const midnights = [
    ...[-weekdays, 0, 1, weekdays + 1].map((days) => new Date(year, month, date + days)),
    ...[year, year + 1].map((each) => new Date(each, 0)),
  ];
  const form = pointForm(at, now);
  const changes = midnights
    .map((midnight) => midnight.getTime())
    .filter((midnight) => midnight > now && pointForm(at, midnight) !== form);
  return changes.length === 0 ? undefined : Math.min(...changes);
}

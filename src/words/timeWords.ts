// Times and durations for people.
import { env, l10n } from 'vscode';
import { type TimeLeft, roughTimeLeft, timeLeft } from '../core/durations.ts';
import { type PointForm, pointForm } from '../core/pointForm.ts';

/** "42 min", "1 h 05 min", "30 h", "6 d"; takes ms. */
export function shortTimeLeft(ms: number): string {
  return inShort(timeLeft(ms));
}

/** "8 h", "8 h 30 min", for what lasts that long and does not run down; takes ms. */
export function shortDuration(ms: number): string {
  const { hours, minutes } = timeLeft(ms);
  return hours !== undefined && minutes === 0 ? inShort({ hours }) : shortTimeLeft(ms);
}

/** "42 min", "5 h", "6 d", for what is known only roughly; takes ms. */
export function aboutTimeLeft(ms: number): string {
  return inShort(roughTimeLeft(ms));
}

/** "42m", "1h 05m", "30h", "6d" where there is little room; "~5h" for what is estimated. Takes ms. */
export function compactTimeLeft(ms: number, isEstimate: boolean): string {
  const left = isEstimate ? roughTimeLeft(ms) : timeLeft(ms);
  return isEstimate ? l10n.t('~{0}', inLetters(left)) : inLetters(left);
}

/** As wide with one digit of minutes as with two, for what is shown all the time and is not to jump about. */
export function steadyTimeLeft(ms: number, isEstimate: boolean): string {
  const { hours, minutes = Infinity } = timeLeft(ms);
  const missing = hours === undefined && minutes < 10 ? figureSpace : '';
  return `${missing}${compactTimeLeft(ms, isEstimate)}`;
}

/** As wide as a digit. */
const figureSpace = '\u2007';

/** "1 hour 5 minutes", for a voice; in whole hours for what is estimated. Takes ms. */
export function spokenDuration(ms: number, isEstimate = false): string {
  const { days = 0, hours = 0, minutes = 0 } = isEstimate ? roughTimeLeft(ms) : timeLeft(ms);
  const parts = [inWords(days, 'day'), inWords(hours, 'hour'), inWords(minutes, 'minute')];
  return parts.filter((part) => part !== '').join(' ') || l10n.t('less than a minute');
}

function inShort({ days, hours, minutes }: TimeLeft): string {
  if (days !== undefined) return l10n.t('{0} d', days);
  if (hours !== undefined && minutes !== undefined) {
    return l10n.t('{0} h {1} min', hours, inTwoDigits(minutes));
  }
  if (hours !== undefined) return l10n.t('{0} h', hours);
  if (minutes !== undefined) return l10n.t('{0} min', minutes);
  return l10n.t('under 1 min');
}

function inLetters({ days, hours, minutes }: TimeLeft): string {
  if (days !== undefined) return l10n.t('{0}d', days);
  if (hours !== undefined && minutes !== undefined) {
    return l10n.t('{0}h {1}m', hours, inTwoDigits(minutes));
  }
  if (hours !== undefined) return l10n.t('{0}h', hours);
  if (minutes !== undefined) return l10n.t('{0}m', minutes);
  return l10n.t('<1m');
}

/** What is shown all the time is not to jump about. */
function inTwoDigits(minutes: number): string {
  return String(minutes).padStart(2, '0');
}

/** In the plural that the language asks for; nothing for none. */
function inWords(count: number, unit: 'day' | 'hour' | 'minute'): string {
  if (count === 0) return '';
  return unitFormat(unit).format(count);
}

function unitFormat(unit: 'day' | 'hour' | 'minute'): Intl.NumberFormat {
  const known = unitFormats.get(unit);
  if (known !== undefined) return known;
  const options = { style: 'unit', unit, unitDisplay: 'long' } as const;
  const added = new Intl.NumberFormat(env.language, options);
  unitFormats.set(unit, added);
  return added;
}

/** As `formats` below: to make one takes long. */
const unitFormats = new Map<string, Intl.NumberFormat>();

/**
 * "14:05" for today, "Tue 14:05" within six days, else "March 12", of another year "March 12, 2027"; times with
 * their zone where that need not be the person's. Takes ms since the epoch.
 */
export function pointInTime(at: number, now: number): string {
  const form = pointForm(at, now);
  const text = formatOf(form).format(at);
  const isTime = form === 'time' || form === 'weekday';
  return [text, ...(isTime ? foreignZone(at) : [])].join(' ');
}

const forms: Readonly<Record<PointForm | 'zone', Intl.DateTimeFormatOptions>> = {
  time: { timeStyle: 'short' },
  weekday: { weekday: 'short', hour: 'numeric', minute: '2-digit' },
  // Not in short: in some languages that ends with a full stop of its own.
  date: { month: 'long', day: 'numeric' },
  dateAndYear: { dateStyle: 'long' },
  zone: { timeZoneName: 'short' },
};

const formats = new Map<keyof typeof forms, Intl.DateTimeFormat>();

/** To make one takes longer than all else that a minute's look does. */
function formatOf(form: keyof typeof forms): Intl.DateTimeFormat {
  const known = formats.get(form) ?? new Intl.DateTimeFormat(env.language, forms[form]);
  formats.set(form, known);
  return known;
}

/** The zone of the machine that this runs on, where that is another than the person's. */
export function foreignZone(at: number): readonly string[] {
  if (env.remoteName === undefined) return [];
  const parts = formatOf('zone').formatToParts(at);
  return parts.flatMap(({ type, value }) => (type === 'timeZoneName' ? [value] : []));
}

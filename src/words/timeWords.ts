// Times and durations for people.
import { isSameDay } from 'date-fns';
import { env, l10n } from 'vscode';
import { dayMs, timeLeft } from '../core/durations.ts';

/** "42 min", "1 h 05 min", "30 h", "6 d"; takes ms. */
export function shortTimeLeft(ms: number): string {
  const { days, hours, minutes } = timeLeft(ms);
  if (days !== undefined) return l10n.t('{0} d', days);
  if (hours !== undefined && minutes !== undefined) {
    return l10n.t('{0} h {1} min', hours, String(minutes).padStart(2, '0'));
  }
  if (hours !== undefined) return l10n.t('{0} h', hours);
  if (minutes !== undefined) return l10n.t('{0} min', minutes);
  return l10n.t('under 1 min');
}

/** "1 hour 5 minutes", for a voice; takes ms. */
export function spokenTimeLeft(ms: number): string {
  const { days = 0, hours = 0, minutes = 0 } = timeLeft(ms);
  const parts = [inWords(days, 'day'), inWords(hours, 'hour'), inWords(minutes, 'minute')];
  return parts.filter((part) => part !== '').join(' ') || l10n.t('less than a minute');
}

/** In the plural that the language asks for; nothing for none. */
function inWords(count: number, unit: 'day' | 'hour' | 'minute'): string {
  if (count === 0) return '';
  const words = new Intl.NumberFormat(env.language, { style: 'unit', unit, unitDisplay: 'long' });
  return words.format(count);
}

/** "14:05" for today, "12 Mar 2026, 14:05" for another day, "12 Mar 2026" when far; ms since the epoch. */
export function pointInTime(at: number, now: number): string {
  const isToday = isSameDay(at, now);
  const isFar = Math.abs(at - now) > 7 * dayMs;
  return new Intl.DateTimeFormat(env.language, {
    ...(!isFar && { timeStyle: 'short' }),
    ...(!isToday && { dateStyle: 'medium' }),
  }).format(at);
}

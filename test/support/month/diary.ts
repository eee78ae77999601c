// What a person does in a simulated month, drawn up in advance: when they come and go, and what they do
// meanwhile.
import { addDays } from 'date-fns';
import { hourMs, minuteMs, secondMs } from '../../../src/core/durations.ts';
import type { Random } from '../overviewBuilder.ts';

export type Deed =
  | 'comeBack'
  | 'leave'
  | 'putToSleep'
  | 'wakeUp'
  | 'useCli'
  | 'switchWindow'
  | 'lookElsewhere'
  | 'openWindow'
  | 'closeWindow'
  | 'restart'
  | 'quit'
  | 'lookAtBar'
  | 'signInAtWill';

export interface Plan {
  readonly at: number;
  readonly deed: Deed;
}

/** Somebody who is away: from when, until when, and whether the machine sleeps meanwhile. */
interface Absence {
  readonly from: number;
  readonly to: number;
  readonly sleeps: boolean;
}

/** While they are there, in minutes: they do it so often. */
const habits: readonly (readonly [deed: Deed, least: number, most: number])[] = [
  ['useCli', 20, 40],
  ['switchWindow', 8, 70],
  ['lookElsewhere', 30, 150],
  ['lookAtBar', 45, 200],
  ['openWindow', 100, 400],
  ['closeWindow', 60, 250],
  ['restart', 200, 900],
  ['signInAtWill', 300, 2000],
];

/** In order of time. `start` is midnight of the first day, in this machine's time zone. */
export function diary(start: number, days: number, random: Random): readonly Plan[] {
  const plans: Plan[] = [];
  for (let day = 0; day < days; day += 1) {
    const date = addDays(start, day);
    const isWeekend = date.getDay() === 0 || date.getDay() === 6;
    if (isWeekend && random.below(6) > 0) continue;
    plans.push(...planOf(date.getTime(), random));
  }
  return plans.toSorted((a, b) => a.at - b.at);
}

function planOf(midnight: number, random: Random): readonly Plan[] {
  const between = (from: number, to: number): number => from + random.below(to - from);
  const begin = midnight + 8 * hourMs + between(0, 90 * minuteMs);
  const end = midnight + 16.5 * hourMs + between(0, 120 * minuteMs);
  const absences: Absence[] = [];
  const lunch = midnight + 12 * hourMs + between(0, 45 * minuteMs);
  const sleepsAtLunch = random.below(2) === 0;
  absences.push({ from: lunch, to: lunch + between(25, 65) * minuteMs, sleeps: sleepsAtLunch });
  for (let breaks = between(1, 5); breaks > 0; breaks -= 1) {
    const from = between(begin + 20 * minuteMs, end - 50 * minuteMs);
    absences.push({ from, to: from + between(4, 45) * minuteMs, sleeps: random.below(5) === 0 });
  }
  const plans: Plan[] = [
    { at: begin, deed: 'wakeUp' },
    { at: begin + between(3, 30) * secondMs, deed: 'comeBack' },
    ...absences.flatMap(away),
    ...habits.flatMap(([deed, least, most]) => {
      const own: Plan[] = [];
      let at = begin + between(2 * minuteMs, least * minuteMs);
      for (; at < end; at += between(least * minuteMs, most * minuteMs)) own.push({ at, deed });
      return own;
    }),
  ];
  if (random.below(5) === 0) plans.push({ at: end - 20 * secondMs, deed: 'quit' });
  plans.push({ at: end, deed: 'leave' });
  // Now and then the machine stays awake all evening, and there is nobody.
  const asleepAt = random.below(5) === 0 ? end + 90 * minuteMs : end + 5 * secondMs;
  plans.push({ at: asleepAt, deed: 'putToSleep' });
  if (random.below(4) === 0) plans.push(...evening(midnight + between(20, 21) * hourMs, random));
  return plans;
}

function away({ from, to, sleeps }: Absence): readonly Plan[] {
  return [
    { at: from, deed: 'leave' },
    ...(sleeps ? ([{ at: from + 2 * secondMs, deed: 'putToSleep' }] as const) : []),
    { at: to - 2 * secondMs, deed: 'wakeUp' },
    { at: to, deed: 'comeBack' },
  ];
}

/** An hour's work at home. */
function evening(from: number, random: Random): readonly Plan[] {
  const to = from + (20 + random.below(70)) * minuteMs;
  return [
    { at: from, deed: 'wakeUp' },
    { at: from + 5 * secondMs, deed: 'comeBack' },
    { at: from + (4 + random.below(12)) * minuteMs, deed: 'useCli' },
    { at: to, deed: 'leave' },
    { at: to + 3 * secondMs, deed: 'putToSleep' },
  ];
}

// A month in the life of a person, their windows and a service, as chance has it: the same one for the
// same seed.
import { addDays } from 'date-fns';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/core/durations.ts';
import { type Overview, deriveOverview } from '../../../src/core/overview.ts';
import { type Preferences, defaultWarnBeforeMs } from '../../../src/core/preferences.ts';
import { seededRandom, sessionsOf } from '../overviewBuilder.ts';
import { MonthClock } from './clock.ts';
import { diary } from './diary.ts';
import { MonthJudge } from './judge.ts';
import { MonthMachine } from './machine.ts';
import { MonthPerson } from './person.ts';
import { MonthService, type MonthSession } from './service.ts';
import { type MakeVoice, MonthWindow } from './window.ts';

const start = new Date(2026, 2, 2).getTime();
const days = 30;
const changesAt = addDays(start, 15).getTime();
/** A window hears of a file, waits whether another notes it, and then does. */
const longestNotingMs = 10 * secondMs;
const sampleDay = addDays(start, 22).getTime();

const sessions: readonly MonthSession[] = [
  { name: 'corp', kind: 'session', durationMs: () => 8 * hourMs },
  { name: 'ops', kind: 'session', durationMs: () => 10 * hourMs },
  { name: 'lab', kind: 'session', durationMs: (at) => (at < changesAt ? 12 : 4) * hourMs },
  { name: 'old', kind: 'legacy', durationMs: () => 8 * hourMs },
];
const configured = sessionsOf(`
[profile old]
sso_start_url = https://old.awsapps.com/start
sso_region = eu-central-1
sso_account_id = 111122223333
sso_role_name = Reader
${sessions
  .filter(({ kind }) => kind === 'session')
  .map(
    ({ name }) => `
[sso-session ${name}]
sso_region = eu-central-1
sso_start_url = https://${name}.awsapps.com/start`,
  )
  .join('')}
`);
const signInDurations: Preferences['signInDurations'] = new Map([['ops', 10 * hourMs]]);

/** What people see and hear of a month: the words and the voice are the product's. */
export interface Senses {
  readonly makeVoice: MakeVoice;
  /** The text of the status bar. */
  readonly glance: (overview: Overview) => string;
  /** Takes who is to hear each message from now on, and what they pick. */
  readonly listen: (hear: Hear) => void;
}

/** Hears a message with its buttons, and picks one or none. */
export type Hear = (
  sentence: string,
  isQuiet: boolean,
  buttons: readonly string[],
) => Promise<string | undefined>;

export interface Month {
  readonly judge: MonthJudge;
  readonly service: MonthService;
  readonly faults: readonly string[];
  /** One line per change of the status bar, on one day. */
  readonly glances: readonly Line[];
  readonly messages: readonly Line[];
}

export interface Line {
  readonly at: number;
  readonly window: string;
  readonly text: string;
}

export async function liveThroughMonth(
  seed: number,
  { makeVoice, glance, listen }: Senses,
): Promise<Month> {
  const random = seededRandom(seed);
  const clock = new MonthClock(start);
  const service = new MonthService(sessions, start);
  let windows = 0;
  let turn: MonthWindow | undefined;
  let claimed: string[] = [];
  const glances: Line[] = [];
  const messages: Line[] = [];
  const faults: string[] = [];
  const machine = new MonthMachine({ sessions: configured, problems: [] }, service, () => {
    for (const window of person.windows) window.filesChanged();
  });
  const wishes = () => ({
    signInDurations,
    warnBeforeMs: defaultWarnBeforeMs,
    autoRefresh: clock.now < changesAt ? undefined : true,
  });
  const shown = (window: MonthWindow, overview: Overview): void => {
    judge.shown(window, overview);
    const isSample = overview.now >= sampleDay && overview.now < sampleDay + dayMs;
    if (!isSample || window !== (person.focused ?? person.windows[0])) return;
    const text = glance(overview);
    if (glances.at(-1)?.text !== text)
      glances.push({ at: overview.now, window: window.name, text });
  };
  const openWindow = (): MonthWindow => {
    windows += 1;
    const window: MonthWindow = new MonthWindow(
      `window ${windows}`,
      {
        ...{ clock, machine, service, random, makeVoice, wishes },
        active: () => person.active,
        itsTurn: (next) => {
          turn = next;
        },
        claimed: (key) => claimed.push(key),
        run: (...request) => person.run(...request),
        refreshes: (whose, by) =>
          judge.refreshes(whose, by, wishes().autoRefresh === true, clock.now),
      },
      (overview) => shown(window, overview),
    );
    return window;
  };
  const mutesAfter = start + (8 + random.below(12)) * dayMs;
  const person = new MonthPerson({
    ...{ clock, machine, service, random, openWindow, mutesAfter },
    sessions: configured,
  });
  const judge = new MonthJudge({
    ...{ machine, service, person, signInDurations },
    sessions: new Map(sessions.map((session) => [session.name, session])),
  });

  listen((sentence, isQuiet, buttons) => {
    if (turn === undefined) throw new Error('nobody speaks');
    const isOffer = claimed.some((key) => key.startsWith('once '));
    // What is not over yet is said first, and apart.
    const isUncertain = (key: string) => key.startsWith('mayHaveEnded ');
    const isApart = !isQuiet && claimed.some((key) => key.startsWith('endsSoon '));
    const spent = claimed.filter(
      (key) => key.startsWith('once ') === isOffer && !(isApart && isUncertain(key)),
    );
    claimed = claimed.filter((key) => !spent.includes(key));
    // What was claimed along with the same after a snooze.
    const isCovered = (key: string) => spent.some((other) => other.startsWith(`${key} after `));
    const keys = spent.filter((key) => !isCovered(key));
    messages.push({ at: clock.now, window: turn.name, text: sentence });
    judge.heard(turn, keys, isQuiet, clock.now);
    const isSoon = keys.every((key) => key.startsWith('endsSoon '));
    return person.answer(isOffer ? 'offer' : 'need', isSoon, buttons);
  });

  /** What a window shows is what it would show if it looked now. */
  const lookOverShoulder = (): void => {
    if (clock.isAsleep) return;
    for (const window of person.windows) {
      const { overview } = window;
      if (overview === undefined || window.isBehind || overview.now < person.wokeAt) continue;
      const { autoRefresh = false, ...others } = wishes();
      const snapshot = machine.snapshot(clock.now);
      const now = deriveOverview(snapshot, clock.now, { ...others, autoRefresh });
      if (glance(now) !== glance(overview)) {
        faults.push(
          `${new Date(clock.now).toISOString()} ${window.name} still shows ${glance(overview)}`,
        );
      }
    }
  };

  /** Which token a session has is noted soon after a window could see it. */
  const lookAtHistories = (): void => {
    const { windows, wokeAt } = person;
    if (clock.isAsleep || windows.length === 0) return;
    const couldBeSeenAt = Math.max(wokeAt, Math.min(...windows.map(({ openedAt }) => openedAt)));
    for (const [id, { fingerprint, issuedAt }] of machine.files) {
      if (clock.now < Math.max(couldBeSeenAt, issuedAt) + longestNotingMs) continue;
      const { events = [] } = machine.shared.histories.get(id) ?? {};
      if (events.some(({ token }) => token === fingerprint)) continue;
      faults.push(`${new Date(clock.now).toISOString()} nobody has noted the token of ${id}`);
    }
  };

  for (const { at, deed } of diary(start, days, random)) {
    clock.at(at, () => {
      lookOverShoulder();
      lookAtHistories();
      person.do(deed);
    });
  }
  clock.at(changesAt, () => {
    for (const window of person.windows) window.tick();
  });
  for (let day = 0; day < days; day += 1) {
    const from = addDays(start, day).getTime() + (8 + random.below(10)) * hourMs;
    service.cannotBeReached(from, from + random.below(50) * minuteMs);
  }
  await clock.runUntil(start + days * dayMs, () => {
    claimed = [];
    const { active } = person;
    if (active !== undefined && active === turn && !clock.isAsleep) judge.toldAll(active);
  });
  for (const window of person.windows) window.close();
  return { judge, service, glances, messages, faults: [...judge.faults, ...faults] };
}

import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../src/core/durations.ts';
import { nextChange } from '../../src/core/nextChange.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import {
  nextStatusBarChange,
  pinChoice,
  sessionsToShow,
  sessionsWithRoom,
} from '../../src/core/statusBarChoice.ts';
import { byUrgency } from '../../src/core/urgency.ts';
import {
  absent,
  type Entry,
  fileOf,
  fullToken,
  now,
  sessionNamed,
  sessionsOf,
  snapshotOf,
  tokenWith,
} from '../support/overviewBuilder.ts';

const token = (time: string, changes = {}) => fileOf(fullToken(`2026-01-15T${time}:00Z`, changes));
const once = { refreshToken: undefined };
const registrationEndsAt = (time: string) => ({ registrationExpiresAt: `2026-01-15T${time}:00Z` });
const [misconfigured] = sessionsOf('[sso-session misconfigured]\nsso_region = us-east-1');

/** From the most urgent on. */
const ranking: Readonly<Record<string, Entry>> = {
  'expired just now': { file: token('11:59', once) },
  'expired long ago': { file: token('08:00', once) },
  misconfigured: { file: absent, ...(misconfigured && { session: misconfigured }) },
  unreadable: { file: fileOf('[]') },
  'renewable for 1 minute more': { file: token('11:30', registrationEndsAt('12:02')) },
  'ends in 2 minutes': { file: token('12:02', once) },
  'not renewable from minute 7 on, ends in 9': {
    file: token('12:09', registrationEndsAt('12:08')),
  },
  'renewable for 10 minutes more': { file: token('12:01', registrationEndsAt('12:11')) },
  'ends in 12 minutes': { file: token('12:12', once) },
  'ends in 50 minutes': { file: token('12:50', once) },
  'renews itself, ends in 5 minutes': { file: token('12:05') },
  'renews itself, ends in 40 minutes': { file: token('12:40') },
  'renewable since 11:00': { file: token('11:00') },
  'renewable since 11:30': { file: token('11:30') },
  'signed out': { file: absent },
  'signed out, later in the file': { file: absent },
};
const order = Object.keys(ranking);
const entries = order.map((name) => ({ session: sessionNamed(name), ...ranking[name] }));
const named = (names: readonly string[]) =>
  entries.filter(({ session }) => names.includes(session.name));
const sessionsFrom = (rows: readonly Entry[]) => deriveOverview(snapshotOf(rows), now).sessions;
const namesOf = (sessions: ReturnType<typeof sessionsFrom>) =>
  sessions.map(({ session }) => session.name);

describe('by urgency', () => {
  const pairs = order.flatMap((first, index) =>
    order.slice(index + 1).map((second) => [first, second] as const),
  );
  const isTie = (first: string, second: string) =>
    first === 'signed out' && second === 'signed out, later in the file';

  test.each(pairs)('%s before %s', (first, second) => {
    const sessions = sessionsFrom(named([first, second]));
    const turned = isTie(first, second) ? sessions : sessions.toReversed();
    expect([namesOf(byUrgency(sessions)), namesOf(byUrgency(turned))]).toEqual([
      [first, second],
      [first, second],
    ]);
  });

  test('all of them, from any order, without touching what it was given', () => {
    const sessions = sessionsFrom(entries);
    const turned = [...sessions.slice(0, -2).toReversed(), ...sessions.slice(-2)];
    const copy = [...turned];
    expect(namesOf(byUrgency(turned))).toEqual(order);
    expect(turned).toEqual(copy);
  });

  test('equals stay in the order of the config', () => {
    const twins = ['b', 'a', 'c'].map((name) => ({ session: sessionNamed(name) }));
    expect(namesOf(byUrgency(sessionsFrom(twins)))).toEqual(['b', 'a', 'c']);
  });
});

test.each([
  ['the most urgent', 'mostUrgent', '', ['ends in 2 minutes']],
  ['the pinned one, whatever the others need', 'mostUrgent', 'signed out', ['signed out']],
  ['the most urgent, where the pinned one is gone', 'mostUrgent', 'gone', ['ends in 2 minutes']],
  ['no session by half its name', 'mostUrgent', 'signed', ['ends in 2 minutes']],
  ['no session by another case', 'mostUrgent', 'Signed Out', ['ends in 2 minutes']],
  ['all, in the order of the config', 'all', '', ['signed out', 'ends in 2 minutes', 'renews']],
  ['all, pinned or not', 'all', 'renews', ['signed out', 'ends in 2 minutes', 'renews']],
] as const)('shows %s', (_name, show, pinnedSession, expected) => {
  const sessions = sessionsFrom([
    { session: sessionNamed('signed out'), file: absent },
    { session: sessionNamed('ends in 2 minutes'), file: token('12:02', once) },
    { session: sessionNamed('renews') },
  ]);
  expect(namesOf(sessionsToShow(sessions, { show, pinnedSession }))).toEqual(expected);
});

test.each([4, order.length])(
  'of %i there is room for the four in greatest need, first',
  (count) => {
    const turned = sessionsFrom(entries.slice(0, count)).toReversed();
    const { withRoom, isInFull, others } = sessionsWithRoom(turned);
    expect([namesOf(withRoom), isInFull, others]).toEqual([order.slice(0, 4), false, count - 4]);
  },
);

test.each([0, 1, 3])('there is room for %i in full, in the order of the config', (count) => {
  const withRoom = sessionsFrom(entries).slice(0, count).toReversed();
  expect(sessionsWithRoom(withRoom)).toEqual({ withRoom, isInFull: true, others: 0 });
});

test.each(['mostUrgent', 'all'] as const)('shows nothing where there is nothing: %s', (show) => {
  expect(sessionsToShow([], { show, pinnedSession: 'my-sso' })).toEqual([]);
});

test.each([
  ['one of several', 2, 'mostUrgent', '', 'pin'],
  ['one of several while another is pinned', 2, 'mostUrgent', 'b', 'pin'],
  ['the pinned one', 2, 'mostUrgent', 'a', 'unpin'],
  ['the pinned one, now the only one', 1, 'mostUrgent', 'a', 'unpin'],
  ['the only one is shown anyway', 1, 'mostUrgent', '', undefined],
  ['all are shown anyway', 2, 'all', '', undefined],
  ['all are shown anyway, also the pinned one', 2, 'all', 'a', undefined],
] as const)('can be pinned or unpinned: %s', (_what, count, show, pinnedSession, choice) => {
  const rows = ['a', 'b'].slice(0, count).map((name) => ({ session: sessionNamed(name) }));
  const sessions = sessionsFrom(rows);
  const choices = sessions.map((status) => pinChoice(status, sessions, { show, pinnedSession }));
  expect(choices[0]).toBe(choice);
});

describe('reads otherwise', () => {
  // Each has another second at which its minutes turn; the first leads the count of all.
  const seconds = { leads: 40, b: 30, c: 20, d: 10, 'without room': 1 };
  const names = Object.keys(seconds);
  const rows = Object.entries(seconds).map(([name, second], index) => ({
    session: sessionNamed(name),
    file: tokenWith({
      expiresAt: now + (10 + index) * minuteMs + second * 1000,
      hasRefreshFields: false,
    }),
  }));
  const changesIn = (show: 'mostUrgent' | 'all', pinnedSession: string, count = names.length) => {
    const overview = deriveOverview(snapshotOf(rows.slice(0, count)), now);
    const changesAt = nextStatusBarChange(overview, { show, pinnedSession });
    return {
      leadingIn: (nextChange(overview) ?? 0) - now,
      changesIn: changesAt && changesAt - now,
    };
  };

  test.each([
    ['the most urgent one', 'mostUrgent', '', 40],
    ['the pinned one, whichever leads', 'mostUrgent', 'c', 20],
    ['the pinned one that has the least need', 'mostUrgent', 'without room', 1],
    ['of all those with room, the first to turn', 'all', '', 10],
  ] as const)('with %s', (_name, show, pinnedSession, expected) => {
    expect(changesIn(show, pinnedSession)).toEqual({
      leadingIn: 40_001,
      changesIn: expected * 1000 + 1,
    });
  });

  test('with the only session, and not without one', () => {
    expect(changesIn('all', '', 1)).toEqual({ leadingIn: 40_001, changesIn: 40_001 });
    expect(nextStatusBarChange({ sessions: [], now }, { show: 'all', pinnedSession: '' })).toBe(
      undefined,
    );
  });
});

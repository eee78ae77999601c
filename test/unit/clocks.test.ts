// Three clocks, and which of them a person must act by.
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/core/durations.ts';
import { type HistoryEvent, type SessionHistory, noHistory } from '../../src/core/history.ts';
import { nextChange } from '../../src/core/nextChange.ts';
import { type SessionStatus, deriveOverview } from '../../src/core/overview.ts';
import { type Preferences, defaultPreferences, soonMs } from '../../src/core/preferences.ts';
import { byUrgency } from '../../src/core/urgency.ts';
import {
  type Entry,
  absent,
  fileOf,
  now,
  sessionNamed,
  snapshotOf,
  statusOf,
  tokenWith,
} from '../support/overviewBuilder.ts';

const registrationExpiresAt = now + 30 * dayMs;
const renewableUntil = registrationExpiresAt - minuteMs;
const token = (hours: number) =>
  tokenWith({ expiresAt: now + hours * hourMs, registrationExpiresAt });
const at = (hours: number): number => now + hours * hourMs;

const signIn = (hours: number, rest: Partial<HistoryEvent> = {}): HistoryEvent => ({
  at: at(hours),
  kind: 'signIn',
  token: 'of this file',
  expiresAt: at(hours + 1),
  ...rest,
});
/** One of seven hours and three quarters at least, and eight at most; then another since so many hours ago. */
const learnt = (ago: number): SessionHistory => ({
  events: [
    signIn(-40, { token: 'older' }),
    { ...signIn(-40 + 7.75, { token: 'old' }), kind: 'renewal' },
    { at: at(-32), kind: 'refused', token: 'old' },
    signIn(-ago),
  ],
});
const set = (text: Readonly<Record<string, number>>): Preferences => ({
  ...defaultPreferences,
  signInDurations: new Map(Object.entries(text)),
});

const clocksOf = (entry: Entry, preferences = defaultPreferences) => {
  const { state, signIn: ours, actBy, attention } = statusOf(entry, now, preferences);
  return { state, end: ours.end?.at, actBy, attention };
};

type Row = readonly [
  name: string,
  entry: Entry,
  expected: ReturnType<typeof clocksOf>,
  wish: Preferences,
];
const registration = { at: renewableUntil, kind: 'registration', isEstimate: false } as const;
const estimated = (ms: number) => ({ at: ms, kind: 'signIn', isEstimate: true }) as const;
const known = (ms: number) => ({ at: ms, kind: 'signIn', isEstimate: false }) as const;
const quiet = { state: 'active', attention: 'none' } as const;
const tokenEnd = { at: at(0.75), kind: 'token', isEstimate: false } as const;

describe('a person must act', () => {
  test.each<Row>([
    [
      'by the end of the registration, where that of the sign-in is not known',
      { file: token(0.75) },
      { ...quiet, end: undefined, actBy: registration },
      defaultPreferences,
    ],
    [
      'by the end of the sign-in, as learnt',
      { file: token(0.75), history: learnt(3) },
      { ...quiet, end: at(4.75), actBy: estimated(at(4.75)) },
      defaultPreferences,
    ],
    [
      'by the end of the sign-in, as set',
      { file: token(0.75), history: learnt(3) },
      { ...quiet, end: at(2), actBy: known(at(2)) },
      set({ '*': 3 * hourMs, 'my-sso': 5 * hourMs }),
    ],
    [
      'by the end of the registration, where the sign-in lasts longer',
      { file: token(0.75), history: learnt(3) },
      { ...quiet, end: at(-3) + 60 * dayMs, actBy: registration },
      set({ '*': 60 * dayMs }),
    ],
    [
      'not before the access token ends',
      { file: token(0.75), history: learnt(7.5) },
      { ...quiet, end: at(0.25), actBy: estimated(at(0.75)) },
      defaultPreferences,
    ],
    [
      'soon, when it is half an hour',
      { file: token(0.25), history: learnt(7.25) },
      { state: 'active', attention: 'soon', end: at(0.5), actBy: estimated(at(0.5)) },
      defaultPreferences,
    ],
    [
      'with a token that still works, also when an estimate has passed',
      { file: token(0.75), history: learnt(8) },
      { ...quiet, end: at(-0.25), actBy: estimated(at(0.75)) },
      defaultPreferences,
    ],
    [
      'perhaps, with one that has ended since: nobody has tried',
      { file: token(-0.25), history: learnt(8) },
      { state: 'renewable', attention: 'soon', end: at(-0.25), actBy: estimated(at(-0.25)) },
      defaultPreferences,
    ],
    [
      'by the end of a token that cannot be renewed, whatever is set',
      { file: tokenWith({ expiresAt: at(0.75), hasRefreshFields: false }), history: learnt(3) },
      { ...quiet, end: undefined, actBy: tokenEnd },
      set({ '*': 5 * hourMs }),
    ],
    [
      'by the end of a token whose renewal was refused',
      {
        file: token(0.75),
        history: learnt(3),
        failure: { kind: 'refused', code: 'invalid_client' },
      },
      { ...quiet, end: undefined, actBy: tokenEnd },
      defaultPreferences,
    ],
    [
      'by no end that belongs to the sign-in before: a token of another one is about to be noted',
      { file: token(0.75), history: { events: learnt(3).events.slice(0, 3) } },
      { ...quiet, end: undefined, actBy: registration },
      set({ '*': 60 * hourMs }),
    ],
    [
      'by no end that belongs to the sign-in before, where the registration is another',
      {
        file: token(0.75),
        history: {
          events: [signIn(-3, { token: 'old' })],
          registrationExpiresAt: now + dayMs,
        },
      },
      { ...quiet, end: undefined, actBy: registration },
      set({ '*': 5 * hourMs }),
    ],
    [
      'by the end of the sign-in, where a renewal of it is about to be noted',
      { file: token(0.75), history: { events: [signIn(-3, { token: 'old' })] } },
      { ...quiet, end: at(2), actBy: known(at(2)) },
      set({ '*': 5 * hourMs }),
    ],
  ])('%s', (_name, entry, expected, preferences) => {
    expect(clocksOf(entry, preferences)).toEqual(expected);
  });

  /** Signed in with another token two hours ago, and what was noted since. */
  const before = (...since: readonly HistoryEvent[]): Entry => ({
    file: token(0.75),
    history: {
      events: [...learnt(2).events.slice(0, 3), signIn(-2, { token: 'another' }), ...since],
    },
  });
  test.each<readonly [string, Entry, number | undefined]>([
    ['as before, while a renewal is about to be noted', before(), at(5.75)],
    ['when nobody knows, while a sign-in is', before({ at: at(-1), kind: 'signOut' }), undefined],
    [
      'when nobody knows, while a sign-in after a refusal is',
      before({ at: at(-1), kind: 'refused', token: 'another' }),
      undefined,
    ],
  ])('%s', (_name, entry, endsAt) => {
    expect(statusOf(entry).signIn).toEqual(
      endsAt === undefined
        ? {}
        : { beganAt: at(-2), end: expect.objectContaining({ at: endsAt }) as object },
    );
  });
});

test('the third clock is that of the registration, whoever may use it', () => {
  const endOf = (entry: Entry) => statusOf(entry).registrationEndsAt;
  const legacy = { ...sessionNamed('old'), kind: 'legacy' } as const;
  expect([
    endOf({ file: token(1) }),
    endOf({ file: token(-1), failure: { kind: 'refused', code: 'invalid_grant' } }),
    endOf({ file: token(1), session: legacy }),
    endOf({ file: tokenWith({ hasRefreshFields: false }) }),
    endOf({ file: absent }),
  ]).toEqual([
    registrationExpiresAt,
    registrationExpiresAt,
    registrationExpiresAt,
    undefined,
    undefined,
  ]);
});

test('what is in the place of the file, and what is noted, is handed on', () => {
  const seen = {
    fingerprint: 'of this file',
    expiresAt: at(1),
    registrationExpiresAt,
    hasRefreshFields: true,
  };
  const files = [token(1), absent, fileOf('[]')].map((file) => statusOf({ file }).file);
  expect(files).toEqual([seen, 'absent', 'unreadable']);
  const history = learnt(1);
  expect([statusOf({ history }).history, statusOf({}).history]).toEqual([history, noHistory]);
});

test('a session refreshes by itself where that is wished, and possible', () => {
  const wish = { ...defaultPreferences, autoRefresh: true };
  const entries: readonly Entry[] = [
    { file: token(1) },
    { file: token(-1) },
    { file: token(-1), failure: { kind: 'failing', code: 'unreachable' } },
    { file: token(1), failure: { kind: 'failing', code: 'access_denied' } },
    { file: tokenWith({ hasRefreshFields: false }) },
    { file: absent },
  ];
  const by = (preferences: Preferences) =>
    entries.map((entry) => statusOf(entry, now, preferences).renewsByItself);
  expect([by(wish), by(defaultPreferences)]).toEqual([
    [true, true, true, false, false, false],
    [false, false, false, false, false, false],
  ]);
});

describe('attention is due with the first warning', () => {
  test.each([
    [[30 * minuteMs, 5 * minuteMs], 30],
    [[minuteMs, 90 * minuteMs], 90],
    [[], 30],
  ])('%j', (warnBeforeMs, minutes) => {
    const entry = {
      file: tokenWith({ expiresAt: now + minutes * minuteMs, hasRefreshFields: false }),
    };
    const wish = { ...defaultPreferences, warnBeforeMs };
    expect(soonMs(warnBeforeMs)).toBe(minutes * minuteMs);
    const attentionAt = (ms: number) => statusOf(entry, ms, wish).attention;
    expect([attentionAt(now - 1), attentionAt(now)]).toEqual(['none', 'soon']);
  });

  test('and the next change comes with each of them', () => {
    const wish = { ...defaultPreferences, warnBeforeMs: [2 * hourMs + 30_000, 60_500] };
    const snapshot = snapshotOf([
      { file: tokenWith({ expiresAt: at(3), hasRefreshFields: false }) },
    ]);
    const changeAt = (ms: number) => nextChange(deriveOverview(snapshot, ms, wish));
    expect(changeAt(at(1) - 30_001)).toBe(at(1) - 30_000);
    expect(changeAt(at(3) - 60_700)).toBe(at(3) - 60_500);
  });
});

test('the next change comes when the time left of the sign-in reads differently, and at its end', () => {
  const changeAt = (history: SessionHistory, ms: number) =>
    nextChange(deriveOverview(snapshotOf([{ file: token(24), history }]), ms));
  // The access token is at a full minute, one ms before the text changes.
  expect(changeAt(learnt(3), at(0) + 500)).toBe(at(0) + minuteMs + 1);
  const endsAt = at(-3) + 7.75 * hourMs;
  expect(changeAt(learnt(3), endsAt - 400)).toBe(endsAt);
});

test('who must act first comes first, by whichever clock', () => {
  const named = (name: string, entry: Entry): Entry => ({ ...entry, session: sessionNamed(name) });
  const { sessions } = deriveOverview(
    snapshotOf([
      named('registration', { file: token(0.5) }),
      named('estimate', { file: token(1), history: learnt(3) }),
      named('token', { file: tokenWith({ expiresAt: at(4), hasRefreshFields: false }) }),
      named('last token', { file: token(1), history: learnt(7.75) }),
    ]),
    now,
  );
  const order = (all: readonly SessionStatus[]) =>
    byUrgency(all).map(({ session }) => session.name);
  expect(order(sessions)).toEqual(['last token', 'token', 'estimate', 'registration']);
});

import { describe, expect, test } from 'vitest';
import { type SessionHistory, noHistory } from '../../src/core/history.ts';
import {
  type EndedClock,
  type Notice,
  endedClock,
  pendingNotices,
} from '../../src/core/notices.ts';
import { defaultPreferences } from '../../src/core/preferences.ts';
import { deriveOverview, type Overview, type SessionStatus } from '../../src/core/overview.ts';
import type { SignInEnd } from '../../src/core/signInEstimate.ts';
import type { RenewalFailure } from '../../src/core/snapshot.ts';
import { heldOver } from '../support/heldOver.ts';
import { noticeOutline } from '../support/noticeOutline.ts';
import { noticesBetween } from '../support/noticesBetween.ts';
import {
  absent,
  type Entry,
  fileOf,
  fullToken,
  now,
  sessionNamed,
  sessionsOf,
  snapshotOf,
} from '../support/overviewBuilder.ts';

const refused: RenewalFailure = { kind: 'refused', code: 'invalid_grant' };
const failing: RenewalFailure = { kind: 'failing', code: 'unreachable' };
const ended = fileOf(fullToken('2026-01-15T11:00:00Z'));
const endsIn3 = fileOf(fullToken('2026-01-15T12:03:00Z', { refreshToken: undefined }));
const endsIn20 = fileOf(fullToken('2026-01-15T12:20:00Z', { refreshToken: undefined }));
const endsIn50 = fileOf(fullToken('2026-01-15T12:50:00Z'));
const registrationEndsSoon = { registrationExpiresAt: '2026-01-15T12:10:00Z' };
const [misconfigured] = sessionsOf('[sso-session my-sso]\nsso_region = us-east-1');

const situations = {
  active: { file: endsIn50 },
  halfHour: { file: endsIn20 },
  endsSoon: { file: endsIn3 },
  refused: { file: endsIn50, failure: refused },
  refusedSoon: { file: endsIn3, failure: refused },
  renewable: { file: ended },
  renewableSoon: { file: fileOf(fullToken('2026-01-15T11:00:00Z', registrationEndsSoon)) },
  failing: { file: ended, failure: failing },
  expired: { file: fileOf(fullToken('2026-01-15T11:00:00Z', { refreshToken: null })) },
  refusedExpired: { file: ended, failure: refused },
  answered: { file: ended, failure: refused, by: 'person' },
  nearEnd: { file: fileOf(fullToken('2026-01-15T12:05:00Z')) },
  signedOut: { file: absent },
  unreadable: { file: fileOf('{"accessToken":"AT","expi') },
  misconfigured: { file: absent, ...(misconfigured && { session: misconfigured }) },
} satisfies Record<string, Entry>;

type Situation = keyof typeof situations;
const names = Object.keys(situations) as Situation[];
const overviewOf = (...entries: readonly Entry[]) => deriveOverview(snapshotOf(entries), now);
const outline = (previous: Overview | undefined, next: Overview) =>
  noticesBetween(previous, next).map(noticeOutline);

test('the situations are what they are called', () => {
  const seen = names.map((name) => {
    const [status] = overviewOf(situations[name]).sessions;
    return [name, status?.state, status?.attention, status?.renewal.kind].join(' ');
  });
  expect(seen).toEqual([
    'active active none idle',
    'halfHour active soon idle',
    'endsSoon active soon idle',
    'refused active none refused',
    'refusedSoon active soon refused',
    'renewable renewable none idle',
    'renewableSoon renewable soon idle',
    'failing renewable none failing',
    'expired expired now idle',
    'refusedExpired expired now refused',
    'answered expired now refused',
    'nearEnd active none idle',
    'signedOut signedOut none idle',
    'unreadable unreadable now idle',
    'misconfigured misconfigured now idle',
  ]);
});

/**
 * From the situation of the row to that of the column: W a warning half an hour ahead, S one 5 minutes
 * ahead, N sign-in needed, O a refresh is offered, - silence.
 */
const transitions: Readonly<Record<Situation, string>> = {
  /*               active
                   | halfHour
                   | | endsSoon
                   | | | refused
                   | | | | refusedSoon
                   | | | | | renewable
                   | | | | | | renewableSoon
                   | | | | | | | failing
                   | | | | | | | | expired
                   | | | | | | | | | refusedExpired
                   | | | | | | | | | | answered
                   | | | | | | | | | | | nearEnd
                   | | | | | | | | | | | | signedOut, unreadable, misconfigured */
  active: '        - W S - S - W - N N - O - - -',
  halfHour: '      - - S - S - - - N N - O - - -',
  endsSoon: '      - - - - - - - - N N - O - - -',
  refused: '       - W S - S - W - N N N O - - -',
  refusedSoon: '   - - - - - - - - N N N O - - -',
  renewable: '     - W S - S - W - N N - O - - -',
  renewableSoon: ' - - S - S - - - N N - O - - -',
  failing: '       - W S - S - W - N N - O - - -',
  expired: '       - - - - - - - - - - - - - - -',
  refusedExpired: '- - - - - - - - - - - - - - -',
  answered: '      - - - - - - - - - - - - - - -',
  nearEnd: '       - W S - S - W - N N - - - - -',
  signedOut: '     - - - - - - - - - - - - - - -',
  unreadable: '    - - - - - - - - - - - - - - -',
  misconfigured: ' - - - - - - - - - - - - - - -',
};

const said: Readonly<Record<string, readonly string[]>> = {
  W: ['my-sso endsSoon 30'],
  S: ['my-sso endsSoon 5'],
  N: ['my-sso signInNeeded'],
  O: ['my-sso offerRefresh'],
  '-': [],
};

describe.each(names)('from %s', (before) => {
  const letters = transitions[before].trim().split(' ');
  test.each(names.map((after, column) => [after, letters[column]] as const))(
    'to %s: %s',
    (after, letter) => {
      const [previous, next] = [overviewOf(situations[before]), overviewOf(situations[after])];
      expect(outline(previous, next)).toEqual(said[letter ?? '']);
    },
  );
});

test('a notice carries the status it is about, and a key that is the same in every window', () => {
  const noticesOf = (situation: Situation) => {
    const next = overviewOf(situations[situation]);
    return [next.sessions[0], noticesBetween(overviewOf(situations.active), next)] as const;
  };
  const [expired, needed] = noticesOf('expired');
  const sinceEnd = `signInNeeded session:my-sso ${Date.parse('2026-01-15T11:00:00Z')}`;
  expect(needed).toEqual([{ kind: 'signInNeeded', key: sinceEnd, status: expired }]);
  const [near, offered] = noticesOf('nearEnd');
  expect(offered).toEqual([{ kind: 'offerRefresh', key: 'once offerRefresh', status: near }]);
  const [soon, warned] = noticesOf('endsSoon');
  const end = `endsSoon session:my-sso token ${Date.parse('2026-01-15T12:03:00Z')}`;
  expect(warned).toEqual([{ kind: 'endsSoon', key: `${end} 5`, status: soon }]);
});

test('a renewal that moves an estimate makes no news of the same sign-in', () => {
  const minute = 60_000;
  const history = (endsIn: number): SessionHistory => ({
    events: [
      { at: now - 3000 * minute, kind: 'signIn' },
      { at: now - 2600 * minute + endsIn, kind: 'renewal' },
      { at: now - 2580 * minute, kind: 'refused' },
      { at: now - 400 * minute, kind: 'signIn', token: 'of this file' },
    ],
  });
  const soon = (expiresAt: string, endsIn: number): Entry => ({
    file: fileOf(fullToken(expiresAt)),
    history: history(endsIn * minute),
  });
  const quiet = overviewOf(situations.active);
  const keys = [soon('2026-01-15T12:03:00Z', 10), soon('2026-01-15T12:20:00Z', 12)].map((entry) =>
    noticesBetween(quiet, overviewOf(entry)).map(({ key }) => key),
  );
  expect(keys).toEqual([
    [`endsSoon session:my-sso signIn ${now - 400 * minute}/1 30`],
    [`endsSoon session:my-sso signIn ${now - 400 * minute}/1 30`],
  ]);
});

describe('past the end of a sign-in that is only estimated or set', () => {
  const hour = 3_600_000;
  const beganAt = now - 6.9 * hour;
  const history: SessionHistory = {
    events: [
      { at: now - 50 * hour, kind: 'signIn' },
      { at: now - 43 * hour, kind: 'renewal' },
      { at: now - 42 * hour, kind: 'refused' },
      { at: beganAt, kind: 'signIn', token: 'of this file' },
    ],
  };
  const entry: Entry = { file: ended, history };
  const at = (minutes: number, changes: Entry = {}, autoRefresh = false) =>
    deriveOverview(snapshotOf([{ ...entry, ...changes }]), now + minutes * 60_000, {
      ...defaultPreferences,
      autoRefresh,
    });
  const mayHaveEnded = ['my-sso mayHaveEnded'];

  test('there is no warning, nor is one held any longer: it may have ended', () => {
    const warned = [at(-60), at(-30), at(1)];
    expect(heldOver(...warned).map(noticeOutline)).toEqual(['my-sso endsSoon 5']);
    expect(heldOver(...warned, at(5)).map(noticeOutline)).toEqual(['my-sso endsSoon 5']);
    const passed = heldOver(...warned, at(6));
    expect(passed.map(noticeOutline)).toEqual(mayHaveEnded);
    expect(passed.map(({ key }) => key)).toEqual([
      `mayHaveEnded session:my-sso signIn ${beganAt}/1`,
    ]);
    expect(heldOver(...warned, at(6), at(60)).map(noticeOutline)).toEqual(mayHaveEnded);
    expect(outline(at(-30), at(8 * 60))).toEqual(mayHaveEnded);
    expect(outline(at(6), at(60))).toEqual([]);
  });

  test('where it is set, too', () => {
    const preferences = { ...defaultPreferences, signInDurations: new Map([['my-sso', 7 * hour]]) };
    const set = (minutes: number) =>
      deriveOverview(snapshotOf([entry]), now + minutes * 60_000, preferences);
    expect([outline(set(-30), set(5)), outline(set(5), set(6)), outline(set(6), set(7))]).toEqual([
      ['my-sso endsSoon 5'],
      mayHaveEnded,
      [],
    ]);
  });

  test('who corrects what is set is told of the other end, too', () => {
    const file = fileOf(fullToken(new Date(beganAt).toISOString()));
    const set = (minutes: number) =>
      deriveOverview(snapshotOf([{ file, history }]), beganAt + minutes * 60_000, {
        ...defaultPreferences,
        signInDurations: new Map([['my-sso', (minutes < 70 ? 1 : 8) * hour]]),
      });
    const overviews = Array.from({ length: 491 }, (_, minute) => set(minute));
    const keys = overviews.flatMap((next, minute) =>
      pendingNotices([], overviews[minute - 1], next).map(({ key }) => key),
    );
    const of = (hours: number) => `session:my-sso signIn ${beganAt}/${hours * hour}`;
    const told = (end: string) => [
      `endsSoon ${end} 30`,
      `endsSoon ${end} 5`,
      `mayHaveEnded ${end}`,
    ];
    expect(keys).toEqual([...told(of(1)), ...told(of(8))]);
  });

  test('it is not said any more when it is known, either way', () => {
    const refusedThen = heldOver(at(5), at(6), at(7, { failure: refused }));
    expect(refusedThen.map(noticeOutline)).toEqual(['my-sso signInNeeded']);
    expect(outline(at(6), at(7, { failure: refused }))).toEqual(['my-sso signInNeeded']);
    const renewed = { file: endsIn50, history: noHistory };
    expect(heldOver(at(5), at(6), at(7, renewed))).toEqual([]);
  });

  test('not where it is about to be tried anyway, but when that does not work', () => {
    const byItself = (minutes: number, changes: Entry = {}) => at(minutes, changes, true);
    expect(outline(byItself(5), byItself(6))).toEqual([]);
    expect(outline(byItself(6), byItself(7, { failure: failing }))).toEqual(mayHaveEnded);
  });
});

describe('which clock has ended', () => {
  const refusedBy = (code: 'expired_token' | 'invalid_client' | 'unauthorized_client'): Entry => ({
    file: ended,
    failure: { kind: 'refused', code },
  });
  const registrationEnded = { registrationExpiresAt: '2026-01-15T11:30:00Z' };
  test.each<readonly [string, Entry, EndedClock]>([
    ['a token that nothing could renew', situations.expired, 'token'],
    ['refused: the sign-in', situations.refusedExpired, 'signIn'],
    ['refused as too old: the sign-in', refusedBy('expired_token'), 'signIn'],
    ['refused for its client', refusedBy('invalid_client'), 'registration'],
    ['a client that may not', refusedBy('unauthorized_client'), 'registration'],
    [
      'renewable until the registration ended',
      { file: fileOf(fullToken('2026-01-15T11:00:00Z', registrationEnded)) },
      'registration',
    ],
    [
      'a token that ended with it',
      { file: fileOf(fullToken('2026-01-15T11:29:00Z', registrationEnded)) },
      'token',
    ],
    [
      'a token that outlived the registration',
      { file: fileOf(fullToken('2026-01-15T11:45:00Z', registrationEnded)) },
      'token',
    ],
  ])('%s', (_what, entry, clock) => {
    expect(overviewOf(entry).sessions.map(endedClock)).toEqual([clock]);
  });
});

test.each(names)('the first overview is silent: %s', (name) => {
  expect(outline(undefined, overviewOf(situations[name]))).toEqual([]);
});

const other = sessionNamed('other');

test.each(names)('a session that is new, or gone, is silent: %s', (name) => {
  const [one, both] = [
    overviewOf({ session: other }),
    overviewOf({ session: other }, situations[name]),
  ];
  expect([...outline(one, both), ...outline(both, one)]).toEqual([]);
});

test('a refresh that somebody asked for in vain, and that was not refused, keeps no warning back', () => {
  const tried: Entry = { ...situations.halfHour, failure: failing, by: 'person' };
  expect(outline(overviewOf(situations.active), overviewOf(tried))).toEqual(said['W']);
});

test('each session is compared with itself, wherever it stands in the config', () => {
  const third = sessionNamed('third');
  const previous = overviewOf(
    { session: other, ...situations.active },
    { session: third, ...situations.expired },
    situations.active,
  );
  const next = overviewOf(
    situations.expired,
    { session: third, ...situations.expired },
    { session: other, ...situations.endsSoon },
  );
  expect(outline(previous, next)).toEqual(['my-sso signInNeeded', 'other endsSoon 5']);
});

test('as time goes by each thing is said once, at its instant', () => {
  const snapshot = snapshotOf([
    { file: fileOf(fullToken('2026-01-15T12:50:00Z')), failure: refused },
    { session: other, file: fileOf(fullToken('2026-01-15T12:50:00Z', registrationEndsSoon)) },
    { session: sessionNamed('renews'), file: fileOf(fullToken('2026-01-15T12:50:00Z')) },
  ]);
  const heard: string[] = [];
  let previous: Overview | undefined;
  for (let second = 0; second <= 3 * 3600; second++) {
    const next = deriveOverview(snapshot, now + second * 1000);
    for (const notice of pendingNotices([], previous, next)) {
      const time = new Date(next.now).toISOString().slice(11, 19);
      heard.push(`${time} ${noticeOutline(notice)}`);
    }
    previous = next;
  }
  expect(heard).toEqual([
    '12:20:00 my-sso endsSoon 30',
    '12:20:00 other endsSoon 30',
    '12:45:00 my-sso endsSoon 5',
    '12:45:00 other endsSoon 5',
    '12:45:00 renews offerRefresh',
    '12:50:00 my-sso signInNeeded',
    '12:50:00 other signInNeeded',
  ]);
});

describe('while nobody listens', () => {
  const quiet = overviewOf(situations.active);
  /** What is held of the situation after another overview. */
  const heldUntil = (situation: Situation, next: Overview) =>
    heldOver(quiet, overviewOf(situations[situation]), next);
  const after = (minutes: number, entry: Entry) =>
    deriveOverview(snapshotOf([entry]), now + minutes * 60_000);
  const endingAt = (expiresAt: string, changes: object) =>
    overviewOf({ file: fileOf(fullToken(expiresAt, { ...changes })) });
  const { expired, halfHour, endsSoon, renewableSoon, nearEnd } = situations;

  test.each<[was: Situation, is: string, next: Overview, left: readonly Notice['kind'][]]>([
    ['expired', 'as it was', overviewOf(expired), ['signInNeeded']],
    ['expired', 'signed in anew', quiet, []],
    ['expired', 'signed in for a few minutes', overviewOf(endsSoon), ['endsSoon']],
    ['expired', 'signed out', overviewOf(situations.signedOut), []],
    ['expired', 'gone from the config', overviewOf(), []],
    ['expired', 'gone, another is there', overviewOf({ ...expired, session: other }), []],
    ['halfHour', 'the next threshold is passed: the nearer one', after(16, halfHour), ['endsSoon']],
    ['endsSoon', 'nearer', after(2, endsSoon), ['endsSoon']],
    ['endsSoon', 'signed in anew', quiet, []],
    ['endsSoon', 'ended', after(3, endsSoon), ['signInNeeded']],
    [
      'endsSoon',
      'another end',
      endingAt('2026-01-15T12:04:00Z', { refreshToken: null }),
      ['endsSoon'],
    ],
    ['renewableSoon', 'as it was', overviewOf(renewableSoon), ['endsSoon']],
    [
      'renewableSoon',
      'renewed, and the registration ends as before',
      endingAt('2026-01-15T12:07:00Z', registrationEndsSoon),
      ['endsSoon'],
    ],
    ['expired', 'muted', overviewOf({ ...expired, muted: true }), []],
    ['endsSoon', 'snoozed', overviewOf({ ...endsSoon, snoozedUntil: now + 1 }), []],
    ['nearEnd', 'nearer', after(4, nearEnd), ['offerRefresh']],
    ['nearEnd', 'refreshed', quiet, []],
    ['nearEnd', 'ended', after(5, nearEnd), []],
    ['nearEnd', 'refused', overviewOf({ ...nearEnd, failure: refused }), ['endsSoon']],
  ])('%s, then %s', (was, _is, next, left) => {
    const held = heldUntil(was, next);
    expect(held.map(({ kind }) => kind)).toEqual(left);
    expect(held.map(({ status }) => status)).toEqual(left.map(() => next.sessions[0]));
  });

  test('what each session has come to need is held once, however often one looks', () => {
    const snapshot = snapshotOf([
      { file: fileOf(fullToken('2026-01-15T12:50:00Z')), failure: refused },
      { session: other, file: fileOf(fullToken('2026-01-15T12:50:00Z')), failure: refused },
    ]);
    const minutes = Array.from({ length: 50 }, (_, minute) => now + minute * 60_000);
    const held = heldOver(...minutes.map((minute) => deriveOverview(snapshot, minute)));
    expect(held.map(({ key }) => key)).toEqual([
      `endsSoon session:my-sso token ${now + 50 * 60_000} 5`,
      `endsSoon session:other token ${now + 50 * 60_000} 5`,
    ]);
  });
});

describe('the key holds what ends, so that the same news stays the same', () => {
  const beganAt = now - 7.5 * 3_600_000;
  const learnt = { isEstimate: true, basis: 'learnt', samples: 2 } as const;
  /** As if the sign-in ended at `at`. */
  const endingAt = (at: number, changes: Partial<SessionStatus> = {}): Overview => {
    const overview = overviewOf(situations.active);
    const actBy = { at, kind: 'signIn', isEstimate: true } as const;
    const sessions = overview.sessions.map((status) => ({
      ...status,
      actBy,
      signIn: { beganAt, end: { ...learnt, at, durationMs: at - beganAt } },
      ...changes,
    }));
    return { ...overview, sessions };
  };
  const keyOf = (at: number, changes?: Partial<SessionStatus>) =>
    noticesBetween(endingAt(now + 40 * 60_000), endingAt(at, changes)).map(({ key }) => key);

  test('an estimate that moves, and a renewal, are no news; another sign-in is', () => {
    const [key] = keyOf(now + 25 * 60_000);
    expect(key).toBe(`endsSoon session:my-sso signIn ${beganAt}/2 30`);
    expect(keyOf(now + 28 * 60_000, { expiresAt: now + 9 * 60_000 })).toEqual([key]);
    expect(keyOf(now + 25 * 60_000, { signIn: { beganAt: beganAt + 1 } })).not.toEqual([key]);
  });

  test('another duration that was set is news; and so is one that is learnt from fewer', () => {
    const at = now + 25 * 60_000;
    const lasting = (changes: Partial<SignInEnd>) =>
      keyOf(at, { signIn: { beganAt, end: { ...learnt, at, durationMs: 3_600_000, ...changes } } });
    expect([
      lasting({ basis: 'setting' }),
      lasting({ samples: 1 }),
      lasting({ samples: 2 }),
    ]).toEqual(
      ['3600000', '1', '2'].map((by) => [`endsSoon session:my-sso signIn ${beganAt}/${by} 30`]),
    );
  });

  test('a registration is known by its own end, not by that of the last token', () => {
    const renewableUntil = now + 20 * 60_000;
    const actBy = { at: now + 25 * 60_000, kind: 'registration', isEstimate: false } as const;
    expect(keyOf(actBy.at, { actBy, renewableUntil })).toEqual([
      `endsSoon session:my-sso registration ${renewableUntil} 30`,
    ]);
  });
});

test.each<readonly [warnBeforeMinutes: readonly number[], lines: readonly string[]]>([
  [[], ['12:50 signInNeeded']],
  [[10], ['12:40 endsSoon 10', '12:50 signInNeeded']],
  [
    [5, 45, 20],
    ['12:05 endsSoon 45', '12:30 endsSoon 20', '12:45 endsSoon 5', '12:50 signInNeeded'],
  ],
])('warned %j minutes ahead', (warnBeforeMinutes, lines) => {
  const snapshot = snapshotOf([{ file: endsIn50, failure: refused }]);
  const warnBeforeMs = warnBeforeMinutes.map((minutes) => minutes * 60_000);
  const heard: string[] = [];
  let previous: Overview | undefined;
  for (let minute = 0; minute <= 60; minute++) {
    const at = now + minute * 60_000;
    const next = deriveOverview(snapshot, at, { ...defaultPreferences, warnBeforeMs });
    for (const notice of pendingNotices([], previous, next)) {
      const time = new Date(at).toISOString().slice(11, 16);
      heard.push(noticeOutline(notice).replace('my-sso', time));
    }
    previous = next;
  }
  expect(heard).toEqual(lines);
});

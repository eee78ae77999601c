import { describe, expect, test } from 'vitest';
import { configProblem } from '../../src/core/configProblem.ts';
import { deriveOverview, type SessionStatus } from '../../src/core/overview.ts';
import { defaultWarnBeforeMs } from '../../src/core/preferences.ts';
import type { RenewalFailure, TokenFile } from '../../src/core/snapshot.ts';
import type { ConfiguredSession } from '../../src/core/ssoConfig.ts';
import {
  absent,
  failedRenewal,
  fileOf,
  fullToken,
  now,
  sessionNamed,
  sessionsOf,
  snapshotOf,
  statusOf,
  tokenWith,
  usualConfig,
} from '../support/overviewBuilder.ts';

const today = (time: string) => Date.parse(`2026-01-15T${time}Z`);
const april = Date.parse('2026-04-15T12:00:00Z');
/** A minute before the registration ends. */
const renewableUntil = Date.parse('2026-02-28T23:59:00Z');
const session = sessionNamed('my-sso');
const otherUrl = 'https://x.awsapps.com/start';
const once = { refreshToken: undefined };

const nothing = {
  session,
  expiresAt: undefined,
  lifetimeMs: undefined,
  renewable: false,
  renewableUntil: undefined,
  renewsByItself: false,
  signIn: {},
  actBy: undefined,
  renewal: { kind: 'idle' },
  lastAttempt: undefined,
  attention: 'none',
  muted: false,
  snoozedUntil: undefined,
  tokenProblem: undefined,
  writtenFor: {},
} as const;

/** All but what was read, and the clock that nothing here depends on. */
function mostOf(status: SessionStatus) {
  return { ...status, file: undefined, history: undefined, registrationEndsAt: undefined };
}

type Rest = Partial<SessionStatus>;
const refreshable = (expiresAt: number, rest: Rest = {}): Rest => ({
  state: 'active',
  expiresAt,
  renewable: true,
  renewableUntil,
  actBy: { at: renewableUntil, kind: 'registration', isEstimate: false },
  ...rest,
});
const lastToken = (expiresAt: number, rest: Rest = {}): Rest => ({
  state: 'active',
  expiresAt,
  actBy: { at: expiresAt, kind: 'token', isEstimate: false },
  ...rest,
});
const expired = (rest: Rest = {}): Rest => ({
  state: 'expired',
  expiresAt: today('11:00:00'),
  attention: 'now',
  ...rest,
});
const unreadable = (tokenProblem: SessionStatus['tokenProblem']): Rest => ({
  state: 'unreadable',
  attention: 'now',
  tokenProblem,
});
const invalidGrant = { kind: 'refused', code: 'invalid_grant' } as const;
const invalidClient = { kind: 'refused', code: 'invalid_client' } as const;
const unreachable = { kind: 'failing', code: 'unreachable' } as const;
const throttled = { kind: 'failing', code: 'throttled' } as const;

const full = (time: string, changes = {}) => fileOf(fullToken(`2026-01-15T${time}`, changes));
const hourLeft = today('13:00:00');
const ended = { state: 'renewable' } as const;

type Row = readonly [name: string, file: TokenFile, expected: Rest, failure?: RenewalFailure];
const rows: readonly Row[] = [
  ['1: an hour left', full('13:00:00Z'), refreshable(hourLeft)],
  ['2: just above 5 min', full('12:05:01Z'), refreshable(today('12:05:01'))],
  ['3: 5 min', full('12:05:00Z'), refreshable(today('12:05:00'))],
  ['4: ends now', full('12:00:00Z'), refreshable(now, ended)],
  ['4: ends in 1 ms', full('12:00:00.001Z'), refreshable(now + 1)],
  ['5: an hour ago', full('11:00:00Z'), refreshable(today('11:00:00'), ended)],
  ['6: no refresh token', full('11:00:00Z', once), expired()],
  [
    '8: the registration has ended',
    full('11:00:00Z', { registrationExpiresAt: '2026-01-15T11:59:59Z' }),
    expired({ renewableUntil: today('11:58:59') }),
  ],
  [
    'with time left, but the registration has ended',
    full('13:00:00Z', { registrationExpiresAt: '2026-01-15T12:01:00Z' }),
    lastToken(hourLeft, { renewableUntil: now }),
  ],
  [
    'the registration ends in a minute',
    full('11:00:00Z', { registrationExpiresAt: '2026-01-15T12:01:00Z' }),
    expired({ renewableUntil: now }),
  ],
  [
    'the registration ends a ms later',
    full('11:00:00Z', { registrationExpiresAt: '2026-01-15T12:01:00.001Z' }),
    refreshable(today('11:00:00'), {
      ...ended,
      renewableUntil: now + 1,
      actBy: { at: now + 1, kind: 'registration', isEstimate: false },
      attention: 'soon',
    }),
  ],
  ['9: no registration end', full('11:00:00Z', { registrationExpiresAt: undefined }), expired()],
  ['10: refresh token null', full('11:00:00Z', { refreshToken: null }), expired()],
  ['11: suffix UTC', full('13:00:00UTC'), refreshable(hourLeft)],
  ['13: 7 digits', full('13:00:00.1234567Z'), refreshable(hourLeft + 123)],
  ['13: 9 digits', full('13:00:00.123456789Z'), refreshable(hourLeft + 123)],
  ['14: an offset', full('15:00:00+02:00'), refreshable(hourLeft)],
  ['15: no zone', full('13:00:00'), unreadable('expiresAt:noZone')],
  ['16: a number', fileOf(fullToken(1768482000)), unreadable('noExpiresAt')],
  ['18: only an access token', fileOf('{"accessToken":"AT"}'), unreadable('noExpiresAt')],
  ['19: no file', absent, { state: 'signedOut' }],
  ['22: half a file', fileOf('{"accessToken":"AT","expi'), unreadable('notJson')],
  ...['[]', 'null', '"x"', '42'].map((text): Row => [
    `23: ${text}`,
    fileOf(text),
    unreadable('notAnObject'),
  ]),
  [
    '25: a bracket too many',
    fileOf(`${fullToken('2026-01-15T13:00:00Z')}}`),
    unreadable('notJson'),
  ],
  ['unread', { kind: 'unreadable', problem: 'notAllowed' }, unreadable('notAllowed')],
  ['33: refused', full('11:00:00Z'), expired({ renewal: invalidGrant }), invalidGrant],
  [
    '35: refused with 3 min left',
    full('12:03:00Z'),
    lastToken(today('12:03:00'), { renewal: invalidGrant, attention: 'soon' }),
    invalidGrant,
  ],
  [
    '36: out of reach with 3 min left',
    full('12:03:00Z'),
    refreshable(today('12:03:00'), { renewal: unreachable }),
    unreachable,
  ],
  [
    '37: throttled',
    full('11:00:00Z'),
    refreshable(today('11:00:00'), { ...ended, renewal: throttled }),
    throttled,
  ],
  ['38: an unknown client', full('11:00:00Z'), expired({ renewal: invalidClient }), invalidClient],
  [
    '54: 90 days, which the registration does not last',
    fileOf(fullToken('2026-04-15T12:00:00Z')),
    refreshable(april, { actBy: { at: april, kind: 'registration', isEstimate: false } }),
  ],
  ['59: no refresh token, an hour left', full('13:00:00Z', once), lastToken(hourLeft)],
  ['30 min left', full('12:30:00Z', once), lastToken(today('12:30:00'), { attention: 'soon' })],
  ['a ms above 30 min', full('12:30:00.001Z', once), lastToken(today('12:30:00') + 1)],
];

describe('a session is', () => {
  for (const [name, file, expected, failure] of rows) {
    test(name, () => {
      const lastAttempt = failure && failedRenewal({ session, failure });
      expect(mostOf(statusOf({ session, file, failure }))).toEqual({
        ...nothing,
        lastAttempt,
        ...expected,
      });
    });
  }

  test('33: not refused by what was said of another file', () => {
    const record = { failure: invalidGrant, failedFile: 'an older one' };
    expect(mostOf(statusOf({ session, file: full('11:00:00Z'), ...record }))).toEqual({
      ...nothing,
      ...refreshable(today('11:00:00'), ended),
      lastAttempt: failedRenewal(record),
    });
  });

  test('known to last as long as its token does since it came, while that is in the file', () => {
    const file = full('12:03:00Z');
    const lifetimesBy = ['of this file', 'of another file'].map((failedFile) => {
      const { shared, ...files } = snapshotOf([{ session, file }]);
      const record = { ...failedRenewal({ session, failedFile }), issuedAt: now - 60_000 };
      const renewals = new Map([[session.id, record]]);
      const { sessions } = deriveOverview({ ...files, shared: { ...shared, renewals } }, now);
      return sessions.map(({ lifetimeMs }) => lifetimeMs);
    });
    expect(lifetimesBy).toEqual([[240_000], [undefined]]);
  });

  test.each([
    [0, 'failing'],
    [180_000 - 1, 'failing'],
    [180_000, 'lost'],
    // The clock has gone back since.
    [-1, 'lost'],
  ])('told of a token that a window kept %i ms ago: %s', (ago, kind) => {
    const failure = { kind: 'failing', code: 'notWritten' } as const;
    const status = statusOf({ session, file: full('13:00:00Z'), failure }, now + ago);
    expect([status.state, status.renewal]).toEqual(['active', { kind, code: 'notWritten' }]);
  });

  test('not refused by what was said of another endpoint', () => {
    const snapshot = snapshotOf([{ session, file: full('11:00:00Z'), failure: invalidGrant }]);
    const endpoints = new Map([[session.id, 'another']]);
    const { sessions } = deriveOverview({ ...snapshot, endpoints }, now);
    expect(sessions.map(({ state, renewal }) => [state, renewal.kind])).toEqual([
      ['renewable', 'idle'],
    ]);
  });

  test('not refused by what was said of another region or start URL', () => {
    const file = full('11:00:00Z');
    const others = [{ region: 'eu-west-1' }, { startUrl: otherUrl }].map((change) => {
      const snapshot = snapshotOf([{ session, file, failure: invalidGrant }]);
      const sessions = snapshot.config.sessions.map((configured) => ({ ...configured, ...change }));
      const config = { ...snapshot.config, sessions };
      const overview = deriveOverview({ ...snapshot, config }, now);
      return overview.sessions.map(({ state, renewal }) => [state, renewal.kind]);
    });
    expect(others).toEqual([[['renewable', 'idle']], [['renewable', 'idle']]]);
  });

  test('written for another place: said, and nothing else follows from it', () => {
    const file = full('13:00:00Z', { region: 'eu-west-1', startUrl: otherUrl });
    expect(mostOf(statusOf({ session, file }))).toEqual({
      ...nothing,
      ...refreshable(hourLeft),
      writtenFor: { region: 'eu-west-1', startUrl: otherUrl },
    });
    const silent = full('13:00:00Z', { region: null, startUrl: '' });
    expect(statusOf({ session, file: silent }).writtenFor).toEqual({});
  });
});

const without = (key: RegExp) => usualConfig.replace(key, '');
const contradicted = usualConfig.replace('sso_session =', 'sso_region = eu-west-1\nsso_session =');

describe('by its config, a session is', () => {
  test.each([
    ['44: without a section', '[profile dev]\nsso_session = my-sso', 'sessionNotFound'],
    ['45: without a region', without(/sso_region.*/), 'missingRegion'],
    ['45: without a start URL', without(/sso_start_url.*/), 'missingStartUrl'],
    ['51: contradicted by its profile', contradicted, 'conflict'],
  ])('misconfigured %s', (_name, config, code) => {
    const broken = onlySession(config);
    const about = { ...nothing, session: broken, state: 'misconfigured', attention: 'now' };
    expect(broken.problems.map((problem) => problem.code)).toEqual([code]);
    const files = [absent, fileOf(''), tokenWith()];
    expect(files.map((file) => mostOf(statusOf({ session: broken, file })))).toEqual([
      about,
      { ...about, tokenProblem: 'empty' },
      { ...about, expiresAt: hourLeft },
    ]);
  });

  test('not misconfigured because of a warning', () => {
    const warned = onlySession(usualConfig.replace('https:', 'http:'));
    expect(warned.problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['startUrlNotHttps', 'warning'],
    ]);
    expect(statusOf({ session: warned, file: tokenWith() }).state).toBe('active');
  });

  test('legacy: its token is never renewed', () => {
    const legacy = onlySession(
      `[profile old]\nsso_region = us-east-1\nsso_start_url = ${session.startUrl ?? ''}`,
    );
    const about = { ...nothing, session: legacy };
    const statusAt = (expiresAt: number) =>
      mostOf(statusOf({ session: legacy, file: tokenWith({ expiresAt }) }));
    expect(statusAt(hourLeft)).toEqual({ ...about, ...lastToken(hourLeft) });
    expect(statusAt(now)).toEqual({ ...about, ...expired({ expiresAt: now }) });
  });
});

test('the overview keeps the order, the problems and the time it was made for', () => {
  const problems = [configProblem('byteOrderMark', 'config', 1)];
  const { config, ...files } = snapshotOf(
    ['b', 'a'].map((name) => ({ session: sessionNamed(name) })),
  );
  const overview = deriveOverview({ config: { ...config, problems }, ...files }, now);
  const sessions = overview.sessions.map((status) => status.session.name);
  expect({ ...overview, sessions }).toEqual({
    now,
    sessions: ['b', 'a'],
    problems,
    clockAheadMs: undefined,
    warnBeforeMs: defaultWarnBeforeMs,
  });
});

test('a session of which no file was read is signed out', () => {
  const snapshot = { ...snapshotOf([{ session }]), tokens: new Map() };
  expect(deriveOverview(snapshot, now).sessions.map(mostOf)).toEqual([
    { ...nothing, state: 'signedOut' },
  ]);
});

const hour = 3_600_000;

test.each<[aheadMs: number, ago: number, told: number | undefined]>([
  [120_000, 0, undefined],
  [120_001, 0, 120_001],
  [-120_000, 0, undefined],
  [-120_001, 0, -120_001],
  [120_001, hour, 120_001],
  [120_001, hour + 1, undefined],
  // The clock has gone back since: it was put right.
  [120_001, -1, undefined],
])('a clock %i ms ahead, as seen %i ms ago, is told of as %s', (aheadMs, ago, clockAheadMs) => {
  const { shared, ...files } = snapshotOf([]);
  const clock = { aheadMs, seenAt: now - ago };
  const overview = deriveOverview({ ...files, shared: { ...shared, clock } }, now);
  expect(overview.clockAheadMs).toEqual(clockAheadMs);
});

const ahead = 10 * 60_000;
const started = now - 5 * hour;
test.each<[since: string, seen: number | undefined, found: number | undefined, told?: number]>([
  ['stands as it did', started, started, ahead],
  ['has drifted', started, started + 60_000, ahead],
  ['has drifted back', started, started - 60_000, ahead],
  ['was put forward', started, started + 60_001],
  ['was put back', started, started - 60_001],
  ['was put right', started, started - ahead],
  ['is looked at after another start of the machine', started, now],
  ['was seen by who did not know when the machine started', undefined, started, ahead],
  ['is looked at by who does not know', started, undefined, ahead],
])('a wrong clock that %s', (_, bootedAt, found, told) => {
  const { shared, ...files } = snapshotOf([]);
  const clock = { aheadMs: ahead, seenAt: now, bootedAt };
  const overview = deriveOverview(
    { ...files, shared: { ...shared, clock } },
    now,
    undefined,
    found,
  );
  expect(overview.clockAheadMs).toBe(told);
});

function onlySession(config: string): ConfiguredSession {
  const [only, ...others] = sessionsOf(config);
  if (only === undefined || others.length > 0) throw new Error('not one session');
  return only;
}

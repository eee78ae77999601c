// Snapshots and overviews for tests, made the way the extension makes them: from the text of files.
import { seeded } from '../../scripts/stress/random.ts';
import { factsOf, parseCachedToken, type TokenFacts } from '../../src/core/cachedToken.ts';
import { parseConfigFile } from '../../src/core/configFile.ts';
import { dayMs, hourMs } from '../../src/core/durations.ts';
import { type SessionHistory, noHistory } from '../../src/core/history.ts';
import { deriveOverview, type SessionStatus } from '../../src/core/overview.ts';
import { defaultPreferences } from '../../src/core/preferences.ts';
import {
  type RenewalFailure,
  type RenewalRecord,
  type SharedState,
  type Snapshot,
  type TokenFile,
  renewalSubject,
} from '../../src/core/snapshot.ts';
import { readSsoConfig, type ConfiguredSession } from '../../src/core/ssoConfig.ts';

export const now = Date.parse('2026-01-15T12:00:00Z');

export const usualConfig = `
[profile dev]
sso_session = my-sso
[sso-session my-sso]
sso_region = us-east-1
sso_start_url = https://my-sso-portal.awsapps.com/start
sso_registration_scopes = sso:account:access
`;

/** A token file with everything; keys given as undefined are left out. */
export function fullToken(expiresAt: unknown, changes: Readonly<Record<string, unknown>> = {}) {
  return JSON.stringify({
    accessToken: 'AT',
    expiresAt,
    refreshToken: 'RT',
    clientId: 'C',
    clientSecret: 'S',
    registrationExpiresAt: '2026-03-01T00:00:00Z',
    region: 'us-east-1',
    startUrl: 'https://my-sso-portal.awsapps.com/start',
    ...changes,
  });
}

export const absent: TokenFile = { kind: 'absent' };

export function fileOf(text: string): TokenFile {
  const reading = parseCachedToken(text);
  return 'problem' in reading
    ? { kind: 'unreadable', problem: reading.problem }
    : { kind: 'token', facts: factsOf(reading.token), fingerprint: 'of this file' };
}

/** A token file by its facts; what is not given is as in `fullToken`, with an hour left. */
export function tokenWith(changes: Partial<TokenFacts> = {}): TokenFile {
  const file = fileOf(fullToken('2026-01-15T13:00:00Z'));
  return file.kind === 'token' ? { ...file, facts: { ...file.facts, ...changes } } : file;
}

export function sessionsOf(config: string): readonly ConfiguredSession[] {
  return readSsoConfig(parseConfigFile(config)).sessions;
}

const [usualSession] = sessionsOf(usualConfig);
const brokenProblems = sessionsOf('[sso-session broken]')[0]?.problems ?? [];

export function sessionNamed(name: string): ConfiguredSession {
  if (usualSession === undefined) throw new Error('the usual config has a session');
  return { ...usualSession, id: `session:${name}`, cacheKey: name, name };
}

/** One session as it stands on disk; `failure` is of its last renewal, of this file if not of another. */
export interface Entry {
  readonly session?: ConfiguredSession;
  readonly file?: TokenFile;
  readonly failure?: RenewalFailure | undefined;
  readonly failedFile?: string;
  /** Who asked for that renewal: a timer unless told. */
  readonly by?: RenewalRecord['by'];
  readonly muted?: boolean;
  readonly snoozedUntil?: number;
  /** The sign-in that the snooze was chosen for, as state.json has it. */
  readonly snoozedFor?: string;
  readonly history?: SessionHistory;
}

/** The record of a renewal that failed just now, `failures` times in a row. */
export function failedRenewal(
  { session = sessionNamed('my-sso'), failure, failedFile = 'of this file', by = 'timer' }: Entry,
  failures = 1,
): RenewalRecord {
  const subject = renewalSubject(failedFile, session, '');
  return { attemptedAt: now, by, failure, failures, subject };
}

/** As before the first word that windows had for each other. */
export const nothingShared: SharedState = {
  renewals: new Map(),
  clock: undefined,
  histories: new Map(),
  snoozes: new Map(),
  muted: new Set(),
};

/** By session id, of those that have one. */
function mapOf<R extends { readonly session: ConfiguredSession }, T>(
  rows: readonly R[],
  valueOf: (row: R) => T | undefined,
): ReadonlyMap<string, T> {
  return new Map(
    rows.flatMap((row) => {
      const value = valueOf(row);
      return value === undefined ? [] : [[row.session.id, value] as const];
    }),
  );
}

export function snapshotOf(entries: readonly Entry[]): Snapshot {
  const rows = entries.map(({ session = sessionNamed('my-sso'), ...rest }) => ({
    session,
    ...rest,
  }));
  return {
    config: { sessions: rows.map(({ session }) => session), problems: [] },
    tokens: new Map(rows.map(({ session, file = tokenWith() }) => [session.id, file])),
    tokenPaths: new Map(),
    endpoints: new Map(),
    endpointProblems: new Map(),
    shared: {
      renewals: new Map(
        rows
          .filter(({ failure }) => failure !== undefined)
          .map((row) => [row.session.id, failedRenewal(row)]),
      ),
      clock: undefined,
      histories: mapOf(rows, ({ history }) => history),
      snoozes: mapOf(rows, ({ snoozedUntil: until, snoozedFor: about }) =>
        until === undefined ? undefined : { until, about },
      ),
      muted: new Set(rows.filter(({ muted }) => muted).map(({ session }) => session.id)),
    },
  };
}

export function statusOf(entry: Entry, at = now, preferences = defaultPreferences): SessionStatus {
  const [status] = deriveOverview(snapshotOf([entry]), at, preferences).sessions;
  if (status === undefined) throw new Error('an entry makes a status');
  return status;
}

export interface Random {
  /** A whole number from 0 up to, but not including, `end`. */
  readonly below: (end: number) => number;
  readonly oneOf: <T>(choices: readonly T[]) => T;
}

/** The same numbers for the same seed, on every machine. */
export function seededRandom(seed: number): Random {
  const next = seeded(seed);
  const below = (end: number): number => Math.floor(next() * end);
  return { below, oneOf: (choices) => choices[below(choices.length)] as (typeof choices)[number] };
}

/** Ends that lie at, just before and just behind the instants at which something may change. */
function randomEnd({ below, oneOf }: Random): number {
  const unit = oneOf([1, 60_000, 15 * 60_000, 3_600_000, 86_400_000, 86_400_000]);
  return now + (below(100) - 30) * unit + oneOf([0, 0, 1, -1, 60_000, below(60_000)]);
}

/** Of a sign-in that began then, after one that lasted for so many hours. */
function randomHistory(at: number, hours: number): SessionHistory {
  const before = at - (hours + 1) * hourMs;
  return {
    events: [
      { at: before, kind: 'signIn' },
      { at: before + hours * hourMs - 1, kind: 'renewal' },
      { at: before + hours * hourMs, kind: 'refused' },
      { at, kind: 'signIn', token: 'of this file' },
    ],
  };
}

/** Any session that could be, with a file that could be. */
export function randomEntry(random: Random, name: string): Entry {
  const { oneOf } = random;
  const session: ConfiguredSession = {
    ...sessionNamed(name),
    kind: oneOf(['session', 'session', 'session', 'legacy']),
    problems: oneOf([[], [], [], brokenProblems]),
  };
  const file = tokenWith({
    expiresAt: randomEnd(random),
    hasRefreshFields: oneOf([true, true, false]),
    registrationExpiresAt: oneOf([undefined, ...[1, 2, 3].map(() => randomEnd(random))]),
  });
  const failure = oneOf<RenewalFailure | undefined>([
    undefined,
    { kind: 'failing', code: 'unreachable' },
    { kind: 'refused', code: 'invalid_grant' },
  ]);
  const failedFile = oneOf(['of this file', 'of another file']);
  const signedInAt = randomEnd(random) - dayMs;
  const history = oneOf<SessionHistory>([noHistory, randomHistory(signedInAt, random.below(24))]);
  return {
    history,
    session,
    file: oneOf([file, file, file, file, absent, fileOf('[]')]),
    failure,
    failedFile,
    muted: oneOf([false, false, true]),
    ...oneOf([{}, { snoozedUntil: Math.min(randomEnd(random), now + 2 * dayMs - hourMs) }]),
  };
}

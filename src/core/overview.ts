// The one answer: what is true of every session at one moment, derived from a snapshot and a time.
import type { ConfigProblem } from './configFile.ts';
import type { EndpointProblem } from './endpointOverride.ts';
import { type ActBy, actByOf, renewableUntilOf, signInOf } from './clocks.ts';
import { type SeenToken, type SessionHistory, noHistory } from './history.ts';
import { type Preferences, defaultPreferences, soonMs } from './preferences.ts';
import { canRenewByItself, heldUntil } from './renewalPlan.ts';
import { durationFor } from './signInDurations.ts';
import type { CurrentSignIn } from './signInEstimate.ts';
import {
  type RenewalFailure,
  type RenewalRecord,
  type Snapshot,
  type TokenFile,
  lifetimeOf,
  renewalSubject,
} from './snapshot.ts';
import { type Snooze, snoozedUntil } from './snooze.ts';
import type { ConfiguredSession } from './ssoConfig.ts';
import { wrongClock } from './wrongClock.ts';

export type SessionState =
  'active' | 'renewable' | 'expired' | 'signedOut' | 'unreadable' | 'misconfigured';

export type Attention = 'none' | 'soon' | 'now';

export type Renewal =
  | { readonly kind: 'idle' }
  | RenewalFailure
  /** The window that kept the new token gives no sign of life any more. */
  | { readonly kind: 'lost'; readonly code: 'notWritten' };

export interface SessionStatus {
  readonly session: ConfiguredSession;
  readonly state: SessionState;
  /** End of the access token, where there is one. */
  readonly expiresAt: number | undefined;
  /** How long the access token lasts in all, in ms; undefined when that is not known. */
  readonly lifetimeMs: number | undefined;
  /** The token can be renewed without a browser. */
  readonly renewable: boolean;
  /** The last moment (exclusive) at which a renewal is possible; undefined when none is. */
  readonly renewableUntil: number | undefined;
  /** It is renewed without being asked, while somebody is at work. */
  readonly renewsByItself: boolean;
  /** The second clock: `end` is undefined when nobody knows it, or the token cannot be renewed anyway. */
  readonly signIn: CurrentSignIn;
  /** The third clock: when the client registration ends, ms since the epoch. */
  readonly registrationEndsAt: number | undefined;
  readonly actBy: ActBy | undefined;
  readonly renewal: Renewal;
  /** The last attempt to renew, by whichever window. */
  readonly lastAttempt: RenewalRecord | undefined;
  readonly attention: Attention;
  /** Somebody wants to be left alone by it: nothing is said of it, and it asks for no attention. */
  readonly muted: boolean;
  /** Nothing is said of it till then, ms since the epoch; it stays when that has passed. */
  readonly snoozedUntil: number | undefined;
  /** Where the token file is, or would be. */
  readonly tokenPath: string | undefined;
  /** Why nothing may be sent for this session. */
  readonly endpointProblem: EndpointProblem | undefined;
  /** Why the token file is not taken for a token; set in the state `unreadable`. */
  readonly tokenProblem: Extract<TokenFile, { kind: 'unreadable' }>['problem'] | undefined;
  /** The copies in the token file that differ from what is configured. */
  readonly writtenFor: { readonly region?: string; readonly startUrl?: string };
  /** What is in the place of the token file. */
  readonly file: 'absent' | 'unreadable' | SeenToken;
  /** What has become of the session, as far as it is noted. */
  readonly history: SessionHistory;
}

export interface Overview {
  readonly now: number;
  /** When reading what it is made of began; undefined when that is not known. */
  readonly readAt: number | undefined;
  /** In the order of the config file. */
  readonly sessions: readonly SessionStatus[];
  /** Problems of the config that belong to no one session. */
  readonly problems: readonly ConfigProblem[];
  /** How far this machine's clock is wrong, in ms; undefined when it is right enough. */
  readonly clockAheadMs: number | undefined;
  /** How long before `actBy` it is to be spoken of; see `Preferences`. */
  readonly warnBeforeMs: readonly number[];
}

export function deriveOverview(
  snapshot: Snapshot,
  now: number,
  preferences: Preferences = defaultPreferences,
): Overview {
  return {
    now,
    readAt: snapshot.readAt,
    sessions: snapshot.config.sessions.map((session) => ({
      tokenPath: snapshot.tokenPaths.get(session.id),
      ...statusOf(
        session,
        {
          file: snapshot.tokens.get(session.id) ?? { kind: 'absent' },
          endpoint: snapshot.endpoints.get(session.id) ?? '',
          endpointProblem: snapshot.endpointProblems.get(session.id),
          record: snapshot.shared.renewals.get(session.id),
          history: snapshot.shared.histories.get(session.id) ?? noHistory,
          muted: snapshot.shared.muted.has(session.id),
          snooze: snapshot.shared.snoozes.get(session.id),
        },
        now,
        preferences,
      ),
    })),
    problems: snapshot.config.problems,
    clockAheadMs: wrongClock(snapshot.shared.clock, now),
    warnBeforeMs: preferences.warnBeforeMs,
  };
}

/** What was read that is about one session. */
interface Read {
  readonly file: TokenFile;
  readonly endpoint: string;
  readonly endpointProblem: EndpointProblem | undefined;
  readonly record: RenewalRecord | undefined;
  readonly history: SessionHistory;
  readonly muted: boolean;
  readonly snooze: Snooze | undefined;
}

function statusOf(
  session: ConfiguredSession,
  { file, endpoint, endpointProblem, record, history, muted, snooze }: Read,
  now: number,
  { signInDurations, warnBeforeMs, autoRefresh }: Preferences,
): Omit<SessionStatus, 'tokenPath'> {
  const misconfigured = session.problems.some(({ severity }) => severity === 'error');
  const base = {
    session,
    expiresAt: undefined,
    lifetimeMs: undefined,
    renewable: false,
    renewableUntil: undefined,
    renewsByItself: false,
    signIn: {},
    registrationEndsAt: undefined,
    actBy: undefined,
    renewal: { kind: 'idle' },
    lastAttempt: undefined,
    endpointProblem,
    tokenProblem: undefined,
    writtenFor: {},
    history,
    muted,
    snoozedUntil: snoozedUntil(snooze, history, now),
  } as const;
  if (file.kind !== 'token') {
    const state = misconfigured
      ? 'misconfigured'
      : file.kind === 'absent'
        ? 'signedOut'
        : 'unreadable';
    const tokenProblem = file.kind === 'unreadable' ? file.problem : undefined;
    const attention = muted || state === 'signedOut' ? 'none' : 'now';
    return { ...base, state, tokenProblem, attention, file: file.kind };
  }

  const { facts } = file;
  const subject = renewalSubject(file.fingerprint, session, endpoint);
  const known = record?.subject === subject ? record : undefined;
  const renewal = renewalOf(known, now);
  const renewableUntil =
    misconfigured || renewal.kind === 'refused' ? undefined : renewableUntilOf(session, facts);
  const renewable = renewableUntil !== undefined && now < renewableUntil;
  const live = now < facts.expiresAt;
  const state: SessionState = misconfigured
    ? 'misconfigured'
    : live
      ? 'active'
      : renewable
        ? 'renewable'
        : 'expired';
  const { expiresAt, registrationExpiresAt, hasRefreshFields } = facts;
  const { fingerprint } = file;
  const token = { fingerprint, expiresAt, registrationExpiresAt, hasRefreshFields };
  const { end, ...begun } = signInOf(
    history,
    token,
    durationFor(signInDurations, session.name),
    now,
  );
  const signIn = { ...begun, ...(renewable && end !== undefined && { end }) };
  const isUsable = state === 'active' || state === 'renewable';
  const actBy = isUsable
    ? actByOf(expiresAt, renewable ? renewableUntil : undefined, signIn)
    : undefined;
  const status = {
    ...base,
    state,
    expiresAt,
    lifetimeMs: lifetimeOf(known, expiresAt),
    renewable,
    renewableUntil,
    signIn,
    registrationEndsAt: hasRefreshFields ? registrationExpiresAt : undefined,
    actBy,
    renewal,
    lastAttempt: record,
    attention: muted ? 'none' : attentionOf(state, actBy, now + soonMs(warnBeforeMs)),
    file: token,
    writtenFor: {
      ...(differs(facts.region, session.region) && { region: facts.region }),
      ...(differs(facts.startUrl, session.startUrl) && { startUrl: facts.startUrl }),
    },
  };
  return { ...status, renewsByItself: autoRefresh && canRenewByItself(status) };
}

function renewalOf(known: RenewalRecord | undefined, now: number): Renewal {
  const { failure = { kind: 'idle' } as const } = known ?? {};
  const isLost =
    failure.kind === 'failing' &&
    failure.code === 'notWritten' &&
    heldUntil(known, now) === undefined;
  return isLost ? { kind: 'lost', code: 'notWritten' } : failure;
}

/** `soon` is the end of what counts as soon, ms since the epoch. */
function attentionOf(state: SessionState, actBy: ActBy | undefined, soon: number): Attention {
  switch (state) {
    case 'active':
    case 'renewable':
      return actBy !== undefined && actBy.at <= soon ? 'soon' : 'none';
    case 'signedOut':
      return 'none';
    case 'expired':
    case 'unreadable':
    case 'misconfigured':
      return 'now';
  }
}

/** Whether somebody wants to hear nothing of it for now. */
export function isSnoozed({ snoozedUntil = 0 }: SessionStatus, now: number): boolean {
  return now < snoozedUntil;
}

function differs(cached: string | undefined, configured: string | undefined): cached is string {
  return cached !== undefined && configured !== undefined && cached !== configured;
}

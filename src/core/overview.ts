// The one answer: what is true of every session at one moment, derived from a snapshot and a time.
import type { TokenFacts } from './cachedToken.ts';
import type { ConfigProblem } from './configFile.ts';
import type { EndpointProblem } from './endpointOverride.ts';
import { minuteMs, timeLeftChangesIn } from './durations.ts';
import { heldUntil } from './renewalPlan.ts';
import {
  type RenewalFailure,
  type RenewalRecord,
  type Snapshot,
  type TokenFile,
  lifetimeOf,
  renewalSubject,
} from './snapshot.ts';
import type { ConfiguredSession } from './ssoConfig.ts';
import { wrongClock } from './wrongClock.ts';

export type SessionState =
  'active' | 'renewable' | 'expired' | 'signedOut' | 'unreadable' | 'misconfigured';

export type Attention = 'none' | 'soon' | 'now';

/** When a person must act, ms since the epoch, and which clock says so. */
export interface ActBy {
  readonly at: number;
  readonly kind: 'token' | 'signIn' | 'registration';
  readonly isEstimate: boolean;
}

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
  readonly actBy: ActBy | undefined;
  readonly renewal: Renewal;
  /** The last attempt to renew, by whichever window. */
  readonly lastAttempt: RenewalRecord | undefined;
  readonly attention: Attention;
  /** Where the token file is, or would be. */
  readonly tokenPath: string | undefined;
  /** Why nothing may be sent for this session. */
  readonly endpointProblem: EndpointProblem | undefined;
  /** Why the token file is not taken for a token; set in the state `unreadable`. */
  readonly tokenProblem: Extract<TokenFile, { kind: 'unreadable' }>['problem'] | undefined;
  /** The copies in the token file that differ from what is configured. */
  readonly writtenFor: { readonly region?: string; readonly startUrl?: string };
}

export interface Overview {
  readonly now: number;
  /** In the order of the config file. */
  readonly sessions: readonly SessionStatus[];
  /** Problems of the config that belong to no one session. */
  readonly problems: readonly ConfigProblem[];
  /** How far this machine's clock is wrong, in ms; undefined when it is right enough. */
  readonly clockAheadMs: number | undefined;
}

/** From here on before `actBy`, a session asks for attention. */
export const soonMs = 15 * minuteMs;

/** A registration this close to its end is not relied on any more. */
const registrationMarginMs = minuteMs;

export function deriveOverview(snapshot: Snapshot, now: number): Overview {
  return {
    now,
    sessions: snapshot.config.sessions.map((session) => ({
      tokenPath: snapshot.tokenPaths.get(session.id),
      endpointProblem: snapshot.endpointProblems.get(session.id),
      ...statusOf(
        session,
        snapshot.tokens.get(session.id) ?? { kind: 'absent' },
        snapshot.endpoints.get(session.id) ?? '',
        snapshot.shared.renewals.get(session.id),
        now,
      ),
    })),
    problems: snapshot.config.problems,
    clockAheadMs: wrongClock(snapshot.shared.clock, now),
  };
}

function statusOf(
  session: ConfiguredSession,
  file: TokenFile,
  endpoint: string,
  record: RenewalRecord | undefined,
  now: number,
): Omit<SessionStatus, 'tokenPath' | 'endpointProblem'> {
  const misconfigured = session.problems.some(({ severity }) => severity === 'error');
  const base = {
    session,
    expiresAt: undefined,
    lifetimeMs: undefined,
    renewable: false,
    renewableUntil: undefined,
    actBy: undefined,
    renewal: { kind: 'idle' },
    lastAttempt: undefined,
    tokenProblem: undefined,
    writtenFor: {},
  } as const;
  if (file.kind !== 'token') {
    const state = misconfigured
      ? 'misconfigured'
      : file.kind === 'absent'
        ? 'signedOut'
        : 'unreadable';
    const tokenProblem = file.kind === 'unreadable' ? file.problem : undefined;
    return { ...base, state, tokenProblem, attention: state === 'signedOut' ? 'none' : 'now' };
  }

  const { facts } = file;
  const subject = renewalSubject(file.fingerprint, session, endpoint);
  const known = record?.subject === subject ? record : undefined;
  const renewal = renewalOf(known, now);
  const renewableUntil =
    misconfigured || renewal.kind === 'refused' ? undefined : renewableUntilOf(session, facts);
  const renewable = renewableUntil !== undefined && now < renewableUntil;
  const live = now < facts.expiresAt;
  const state = misconfigured
    ? 'misconfigured'
    : live
      ? 'active'
      : renewable
        ? 'renewable'
        : 'expired';
  const actBy = actByOf(state, facts.expiresAt, renewable ? renewableUntil : undefined);
  return {
    ...base,
    state,
    expiresAt: facts.expiresAt,
    lifetimeMs: lifetimeOf(known, facts.expiresAt),
    renewable,
    renewableUntil,
    actBy,
    renewal,
    lastAttempt: record,
    attention: attentionOf(state, actBy, now),
    writtenFor: {
      ...(differs(facts.region, session.region) && { region: facts.region }),
      ...(differs(facts.startUrl, session.startUrl) && { startUrl: facts.startUrl }),
    },
  };
}

function renewalOf(known: RenewalRecord | undefined, now: number): Renewal {
  const { failure = { kind: 'idle' } as const } = known ?? {};
  const isLost =
    failure.kind === 'failing' &&
    failure.code === 'notWritten' &&
    heldUntil(known, now) === undefined;
  return isLost ? { kind: 'lost', code: 'notWritten' } : failure;
}

/**
 * The moment from which a renewal is not possible any more. No AWS tool renews the token of a legacy
 * profile, and botocore renews none whose registration does not say when it ends.
 */
function renewableUntilOf(session: ConfiguredSession, facts: TokenFacts): number | undefined {
  if (session.kind === 'legacy' || !facts.hasRefreshFields) return undefined;
  if (facts.registrationExpiresAt === undefined) return undefined;
  return facts.registrationExpiresAt - registrationMarginMs;
}

function actByOf(
  state: SessionState,
  expiresAt: number,
  renewableUntil: number | undefined,
): ActBy | undefined {
  if (state !== 'active' && state !== 'renewable') return undefined;
  if (renewableUntil === undefined) return { at: expiresAt, kind: 'token', isEstimate: false };
  // The last token that the registration can still buy may outlive it.
  const at = Math.max(expiresAt, renewableUntil);
  return { at, kind: 'registration', isEstimate: false };
}

function attentionOf(state: SessionState, actBy: ActBy | undefined, now: number): Attention {
  switch (state) {
    case 'active':
    case 'renewable':
      return actBy !== undefined && actBy.at - now <= soonMs ? 'soon' : 'none';
    case 'signedOut':
      return 'none';
    case 'expired':
    case 'unreadable':
    case 'misconfigured':
      return 'now';
  }
}

function differs(cached: string | undefined, configured: string | undefined): cached is string {
  return cached !== undefined && configured !== undefined && cached !== configured;
}

/**
 * The earliest instant (ms since the epoch) at which a shown text or the state of a session differs;
 * undefined when only a file can change one.
 */
export function nextChange({ now, sessions }: Overview): number | undefined {
  const instants = sessions.flatMap(
    ({ expiresAt, renewableUntil, actBy, renewal, lastAttempt }) => [
      nextText(expiresAt, now),
      nextText(actBy?.at, now),
      renewableUntil,
      actBy && actBy.at - soonMs,
      renewal.kind === 'failing' ? heldUntil(lastAttempt, now) : undefined,
    ],
  );
  const ahead = instants.filter((instant) => instant !== undefined && instant > now) as number[];
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

function nextText(end: number | undefined, now: number): number | undefined {
  if (end === undefined) return undefined;
  const changesIn = timeLeftChangesIn(end - now);
  return changesIn === undefined ? undefined : now + changesIn;
}

const attentionOrder: readonly Attention[] = ['now', 'soon', 'none'];
const stateOrder: readonly SessionState[] = [
  'expired',
  'misconfigured',
  'unreadable',
  'active',
  'renewable',
  'signedOut',
];

/**
 * Sessions by need: who must act now, then who soonest; among those with time, the usable first, and
 * of these again who must act soonest. Equals stay in the order of the config file.
 */
export function byUrgency(sessions: readonly SessionStatus[]): readonly SessionStatus[] {
  return sessions.toSorted(
    (a, b) =>
      attentionOrder.indexOf(a.attention) - attentionOrder.indexOf(b.attention) ||
      (a.attention === 'soon' ? 0 : stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state)) ||
      compareTimes(a.actBy?.at, b.actBy?.at) ||
      // Of those that have ended, the latest is the one that was in use.
      (a.state === 'expired'
        ? compareTimes(b.expiresAt, a.expiresAt)
        : compareTimes(a.expiresAt, b.expiresAt)),
  );
}

/** No time comes last. */
function compareTimes(a = Infinity, b = Infinity): number {
  return a === b ? 0 : a - b;
}

// What the token file says of a session: its state, its clocks, and how its renewal stands.
import { type ActBy, actByOf, renewableUntilOf, signInOf } from './clocks.ts';
import type { EndpointProblem } from './endpointOverride.ts';
import type { SessionHistory } from './history.ts';
import type { Attention, Renewal, SessionState, SessionStatus } from './overview.ts';
import { type Preferences, soonMs } from './preferences.ts';
import { canRenewByItself, heldUntil } from './renewalPlan.ts';
import { durationFor } from './signInDurations.ts';
import type { CurrentSignIn } from './signInEstimate.ts';
import { type RenewalRecord, type TokenFile, lifetimeOf, renewalSubject } from './snapshot.ts';
import type { ConfiguredSession } from './ssoConfig.ts';

/** What else counts for what a token file says. */
export interface TokenSources {
  /** As in the snapshot. */
  readonly endpoint: string;
  readonly endpointProblem: EndpointProblem | undefined;
  readonly record: RenewalRecord | undefined;
  readonly history: SessionHistory;
}

type Token = Extract<TokenFile, { kind: 'token' }>;

type Told = Omit<
  SessionStatus,
  'session' | 'tokenPath' | 'endpointProblem' | 'history' | 'muted' | 'snoozedUntil'
>;

export function toldWithoutToken(
  session: ConfiguredSession,
  file: Exclude<TokenFile, Token>,
): Told {
  const ofFile = file.kind === 'absent' ? 'signedOut' : 'unreadable';
  const state = isMisconfigured(session) ? 'misconfigured' : ofFile;
  return {
    state,
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
    attention: attentionOf(state, undefined, 0),
    tokenProblem: file.kind === 'unreadable' ? file.problem : undefined,
    writtenFor: {},
    file: file.kind,
  };
}

/** `now` is ms since the epoch. */
export function toldByToken(
  session: ConfiguredSession,
  file: Token,
  sources: TokenSources,
  now: number,
  preferences: Preferences,
): Told {
  const { facts, fingerprint } = file;
  const { expiresAt, registrationExpiresAt, hasRefreshFields } = facts;
  const token = { fingerprint, expiresAt, registrationExpiresAt, hasRefreshFields };
  const renewing = renewingOf(session, file, sources, now);
  const { renewable, renewal } = renewing;
  const { endpointProblem, history } = sources;
  const state = stateOf(session, now < expiresAt, renewable);
  const durationMs = durationFor(preferences.signInDurations, session.name);
  const { end, ...begun } = signInOf(history, token, durationMs, now);
  const signIn = { ...begun, ...(renewable && end !== undefined && { end }) };
  const actBy = actByIn(state, expiresAt, renewing, signIn);
  return {
    ...renewing,
    state,
    expiresAt,
    renewsByItself:
      preferences.autoRefresh && canRenewByItself({ renewable, endpointProblem, renewal }),
    signIn,
    registrationEndsAt: hasRefreshFields ? registrationExpiresAt : undefined,
    actBy,
    attention: attentionOf(state, actBy, now + soonMs(preferences.warnBeforeMs)),
    tokenProblem: undefined,
    writtenFor: {
      ...(differs(facts.region, session.region) && { region: facts.region }),
      ...(differs(facts.startUrl, session.startUrl) && { startUrl: facts.startUrl }),
    },
    file: token,
  };
}

type Renewing = Pick<
  SessionStatus,
  'lifetimeMs' | 'renewable' | 'renewableUntil' | 'renewal' | 'lastAttempt'
>;

function renewingOf(
  session: ConfiguredSession,
  { facts, fingerprint }: Token,
  { endpoint, record }: TokenSources,
  now: number,
): Renewing {
  const subject = renewalSubject(fingerprint, session, endpoint);
  const known = record?.subject === subject ? record : undefined;
  const renewal = renewalOf(known, now);
  const isOver = isMisconfigured(session) || renewal.kind === 'refused';
  const renewableUntil = isOver ? undefined : renewableUntilOf(session, facts);
  return {
    lifetimeMs: lifetimeOf(known, facts.expiresAt),
    renewable: renewableUntil !== undefined && now < renewableUntil,
    renewableUntil,
    renewal,
    lastAttempt: record,
  };
}

function isMisconfigured({ problems }: ConfiguredSession): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function stateOf(session: ConfiguredSession, isLive: boolean, renewable: boolean): SessionState {
  if (isMisconfigured(session)) return 'misconfigured';
  if (isLive) return 'active';
  return renewable ? 'renewable' : 'expired';
}

function actByIn(
  state: SessionState,
  expiresAt: number,
  { renewable, renewableUntil }: Renewing,
  signIn: CurrentSignIn,
): ActBy | undefined {
  if (state !== 'active' && state !== 'renewable') return undefined;
  return actByOf(expiresAt, renewable ? renewableUntil : undefined, signIn);
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

function differs(cached: string | undefined, configured: string | undefined): cached is string {
  return cached !== undefined && configured !== undefined && cached !== configured;
}

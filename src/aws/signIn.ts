// Signing in to one session: nothing on disk changes until a person has allowed it, and then one file.
import { type SessionHistory, recorded } from '../core/history.ts';
import type { RefreshOutcome } from '../core/refreshOutcome.ts';
import { defaultScopes } from '../core/scopes.ts';
import type { SignInFailure, SignInFlow, SignInOutcome } from '../core/signInOutcome.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import { signInByBrowser } from './browserSignIn.ts';
import { signInByDeviceCode } from './deviceSignIn.ts';
import { errorCode } from './errorCode.ts';
import { oidcClient } from './oidcClient.ts';
import { type RefreshTarget, findTarget } from './refreshTarget.ts';
import { rememberRegistration } from './registrationMemory.ts';
import {
  type AllowedSession,
  type SignInAttempt,
  type SignInContext,
  type SignInDisplay,
  pause,
} from './signInAttempt.ts';
import { changeHistories } from './stateFile.ts';
import { type TokenFileBefore, inTurn, lookBefore, unlessSignedIn } from './signInTurn.ts';
import {
  type WrittenSession,
  makeTokenDirectory,
  tryRoomForSession,
  writeSession,
} from './writeSignIn.ts';

interface SignInRequest {
  readonly sessionId: string;
  readonly flow: SignInFlow;
  readonly context: SignInContext;
  readonly display: SignInDisplay;
  readonly signal: AbortSignal;
}

/**
 * Signs in to the session with this id, whatever state it is in: one sign-in at a time over all windows
 * and editors. The signal is heeded until the session is being written. Never throws.
 */
export async function signIn(
  sessionId: string,
  flow: SignInFlow,
  context: SignInContext,
  display: SignInDisplay,
  signal: AbortSignal,
): Promise<SignInOutcome> {
  const asked = await findTarget(sessionId, context);
  if ('outcome' in asked) return whyNoTarget(asked.outcome);
  if (signal.aborted) return { kind: 'cancelled' };
  try {
    await makeTokenDirectory(asked.path);
  } catch (error) {
    return { kind: 'notLocked', code: errorCode(error) };
  }
  const request = { sessionId, flow, context, display, signal };
  const before = await lookBefore(asked, context);
  return await inTurn(before, { now: context.now, display, signal }, () =>
    signInAlone(before, request).catch(
      // The display failed: nothing else here throws.
      () => ({ kind: 'failing', code: 'otherError' }) as const,
    ),
  );
}

async function signInAlone(
  before: TokenFileBefore,
  { sessionId, flow, context, display, signal }: SignInRequest,
): Promise<SignInOutcome> {
  // Once more, since the turn may have been long in coming.
  const target = await findTarget(sessionId, context);
  if ('outcome' in target) return whyNoTarget(target.outcome);
  try {
    await tryRoomForSession(target.path);
  } catch (error) {
    return { kind: 'notLocked', code: errorCode(error) };
  }
  const now = context.now;
  const outcome = await unlessSignedIn(before, { now, signal }, async (untilOver) => {
    using client = oidcClient(target.endpoint);
    const scopes = scopesOf(target.session);
    return await getSession({ target, scopes, client, context, display, signal: untilOver }, flow);
  });
  if (outcome.kind !== 'session') return outcome;
  return signal.aborted ? { kind: 'cancelled' } : await keep(outcome, target, context, signal);
}

async function getSession(
  attempt: SignInAttempt,
  flow: SignInFlow,
): Promise<AllowedSession | SignInFailure> {
  const isLegacy = attempt.target.session.kind === 'legacy';
  if (isLegacy || flow === 'deviceCode') return await signInByDeviceCode(attempt, false);
  const { signal, display } = attempt;
  const untilLeft = AbortSignal.any([signal, display.wantsCode ?? signal]);
  const outcome = await signInByBrowser(attempt, untilLeft);
  if (outcome.kind === 'notReachable') return await signInByDeviceCode(attempt, true);
  const isLeft = untilLeft.aborted && !signal.aborted && outcome.kind !== 'session';
  return isLeft ? await signInByDeviceCode(attempt, false) : outcome;
}

/** Without account access there is no renewal. A legacy profile cannot say what it wants. */
function scopesOf({ kind, registrationScopes }: ConfiguredSession): readonly string[] {
  if (kind === 'legacy') return [];
  return registrationScopes.length > 0 ? registrationScopes : defaultScopes;
}

async function keep(
  session: AllowedSession,
  target: RefreshTarget,
  context: SignInContext,
  signal: AbortSignal,
): Promise<SignInOutcome> {
  const { stateFile, now } = context;
  const { token, registration, answeredAt } = session;
  // Nobody can tell what such a token is worth.
  if (token.lifetimeMs === 0) return { kind: 'failing', code: 'notTheService' };
  let written: WrittenSession;
  try {
    written = await writeSession(target, session, {
      signal,
      wait: (ms) => pause(ms, context, signal),
    });
  } catch (error) {
    return { kind: 'notWritten', code: errorCode(error) };
  }
  const { expiresAt, fingerprint } = written;
  const isLast = token.refreshToken === undefined;
  const event = { at: answeredAt, kind: 'signIn', token: fingerprint, expiresAt } as const;
  const begun = (before: SessionHistory) =>
    recorded(before, { ...event, ...(isLast && { isLast }) }, registration.expiresAt);
  // What cannot be noted now is seen by the windows.
  await changeHistories(stateFile, new Map([[target.session.id, begun]]), now()).catch(
    () => undefined,
  );
  if (registration.isNew) await rememberRegistration(stateFile, registration, now());
  const isRenewable = target.session.kind === 'session' && token.refreshToken !== undefined;
  return { kind: 'signedIn', expiresAt, renewable: isRenewable };
}

function whyNoTarget(outcome: RefreshOutcome): SignInFailure {
  if (outcome.kind === 'badEndpoint') return outcome;
  const because = outcome.kind === 'notRenewable' ? outcome.because : 'misconfigured';
  const isAboutConfig = because === 'notConfigured' || because === 'configUnreadable';
  return { kind: isAboutConfig ? because : 'misconfigured' };
}

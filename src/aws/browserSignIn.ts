// Signing in with the browser of this machine: authorization code with PKCE (RFC 6749 §4.1, RFC 7636,
// RFC 8252 §7.3).
import { CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { minuteMs } from '../core/durations.ts';
import { signInFailure } from '../core/signInFailure.ts';
import type { SignInFailure } from '../core/signInOutcome.ts';
import {
  type CallbackAnswer,
  type CallbackListener,
  listenForCallback,
} from './callbackListener.ts';
import { type Prepared, setAside, withRegistration } from './clientRegistrations.ts';
import { errorCode } from './errorCode.ts';
import { readNewToken } from './newToken.ts';
import { ask, notTheService, resolvedEndpoint } from './oidcClient.ts';
import { newCodeProof, newState } from './pkce.ts';
import {
  type AllowedSession,
  type SignInAttempt,
  type UsedRegistration,
  failureOf,
  isOutOfReach,
} from './signInAttempt.ts';

const defaultTimeLimitMs = 10 * minuteMs;
const defaultLookMs = 15_000;

/** The person's browser would come back to a port of another machine. */
interface NotReachable {
  readonly kind: 'notReachable';
}

/**
 * Until the browser is left: once it has come back, its code is redeemed, which can be done once only. Never
 * throws, unless the display does.
 */
export async function signInByBrowser(
  attempt: SignInAttempt,
  untilLeft: AbortSignal,
): Promise<AllowedSession | SignInFailure | NotReachable> {
  const asking = { ...attempt, signal: untilLeft };
  const state = newState();
  let listener: CallbackListener;
  try {
    listener = await listenForCallback(state, attempt.display.callbackTexts);
  } catch (error) {
    return { kind: 'portNotBound', code: errorCode(error) };
  }
  try {
    const inTheWay = await whyNotReachable(listener, asking);
    return inTheWay ?? (await signInThrough(listener, state, attempt, asking));
  } finally {
    await listener.close();
  }
}

/** Where a port of another machine has to be led here first, that may never be answered. */
async function whyNotReachable(
  { port }: CallbackListener,
  { context, display, signal }: SignInAttempt,
): Promise<SignInFailure | NotReachable | undefined> {
  const notReachable = { kind: 'notReachable' } as const;
  const timeLimit = AbortSignal.timeout(context.reachabilityTimeLimitMs ?? defaultLookMs);
  return await Promise.race([
    display
      .isLoopbackReachable(port)
      .then((isReachable) => (isReachable ? undefined : notReachable)),
    when(signal, { kind: 'cancelled' } as const),
    when(timeLimit, notReachable),
  ]);
}

async function signInThrough(
  listener: CallbackListener,
  state: string,
  attempt: SignInAttempt,
  asking: SignInAttempt,
): Promise<AllowedSession | SignInFailure> {
  const ready = await withRegistration(asking, 'browser', (registration) =>
    checkRegistration(asking, registration),
  );
  if (ready.kind !== 'ready') return ready;
  const { registration, value: checked } = ready;
  const proof = newCodeProof();
  const { redirectUri } = listener;
  const url = authorizeUrl(attempt, {
    response_type: 'code',
    client_id: registration.clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge_method: 'S256',
    scopes: attempt.scopes.join(' '),
    code_challenge: proof.challenge,
  });
  const answer = await askPerson(url, listener, asking);
  const outcome =
    answer.kind === 'code'
      ? await redeem(
          { code: answer.code, codeVerifier: proof.verifier, redirectUri },
          registration,
          attempt,
        )
      : whyNoCode(answer);
  if (isSuspect(outcome, checked)) await setAside(attempt, registration);
  return outcome;
}

/** What the service has said of a registration, before anything was shown. */
type Checked = 'known' | 'unclear';

/**
 * To a browser that comes with a forgotten registration, the service says so on a page of its own, and
 * nothing comes back here. So it is asked beforehand, by a code that is none.
 */
async function checkRegistration(
  attempt: SignInAttempt,
  registration: UsedRegistration,
): Promise<Prepared<Checked> | SignInFailure> {
  if (registration.isNew) return { kind: 'prepared', value: 'known' };
  const none = { code: newState(), codeVerifier: newState(), redirectUri: 'http://127.0.0.1/' };
  const outcome = await redeem(none, registration, attempt);
  if (outcome.kind !== 'session' && isInTheWay(outcome)) return outcome;
  // That it says of the code, once the registration has passed.
  const value = outcome.kind === 'wrongAnswer' ? 'known' : 'unclear';
  return { kind: 'prepared', value };
}

/** How else the service says no to a code that is none, is its own affair. */
function isInTheWay(outcome: SignInFailure): boolean {
  const { kind } = outcome;
  const isClear =
    kind === 'registrationForgotten' || kind === 'unknownRegion' || kind === 'cancelled';
  return isClear || isOutOfReach(outcome);
}

function authorizeUrl({ client }: SignInAttempt, query: Readonly<Record<string, string>>): string {
  const parameters = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${resolvedEndpoint(client)}/authorize?${parameters.join('&')}`;
}

async function askPerson(
  url: string,
  { answer }: CallbackListener,
  { context, display, signal }: SignInAttempt,
): Promise<CallbackAnswer | SignInFailure> {
  if (signal.aborted) return { kind: 'cancelled' };
  const timeLimit = AbortSignal.timeout(context.browserTimeLimitMs ?? defaultTimeLimitMs);
  display.openBrowser(url);
  const cancelled = when(signal, { kind: 'cancelled' } as const);
  return await Promise.race([answer, cancelled, when(timeLimit, { kind: 'timedOut' } as const)]);
}

function when<T>(signal: AbortSignal, outcome: T): Promise<T> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(outcome);
    signal.addEventListener('abort', () => resolve(outcome), { once: true });
  });
}

function whyNoCode(
  answer: Exclude<CallbackAnswer, { kind: 'code' }> | SignInFailure,
): SignInFailure {
  if (answer.kind === 'wrongState') return { kind: 'wrongAnswer' };
  if (answer.kind !== 'error') return answer;
  // No OAuth error at all.
  if (answer.error === 'other') return { kind: 'wrongAnswer' };
  return signInFailure('authorize', { error: answer.error, status: 400 });
}

/** Once: a code is single-use. */
async function redeem(
  grant: { readonly code: string; readonly codeVerifier: string; readonly redirectUri: string },
  registration: UsedRegistration,
  attempt: SignInAttempt,
): Promise<AllowedSession | SignInFailure> {
  const { client, signal, context } = attempt;
  const { clientId, clientSecret } = registration;
  const command = new CreateTokenCommand({
    ...grant,
    clientId,
    clientSecret,
    grantType: 'authorization_code',
  });
  const asked = await ask(client, signal, (sdk, options) => sdk.send(command, options));
  const token = 'answer' in asked ? readNewToken(asked.answer) : undefined;
  if (token !== undefined) {
    return { kind: 'session', token, registration, answeredAt: context.now() };
  }
  const failure = 'failure' in asked ? asked.failure : notTheService;
  return failureOf(attempt, 'redeemAuthorizationCode', failure);
}

/** The page may have refused a registration that nobody said is known, and nobody heard of it. */
function isSuspect({ kind }: AllowedSession | SignInFailure, checked: Checked): boolean {
  if (kind === 'registrationForgotten') return true;
  return checked === 'unclear' && (kind === 'cancelled' || kind === 'timedOut');
}

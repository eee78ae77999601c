// Signing in with a code that a person enters in any browser, on this machine or another (RFC 8628).
import { CreateTokenCommand, StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { type DevicePolling, nextPoll, startPolling } from '../core/devicePolling.ts';
import type { SignInFailure } from '../core/signInOutcome.ts';
import { mayOpen } from '../core/urlTrouble.ts';
import { type Prepared, setAside, withRegistration } from './clientRegistrations.ts';
import { readNewToken } from './newToken.ts';
import { ask, notTheService } from './oidcClient.ts';
import type { ClientRegistration } from './registerClient.ts';
import {
  type DeviceCode,
  type AllowedSession,
  type SignInAttempt,
  type UsedRegistration,
  failureOf,
  pause,
} from './signInAttempt.ts';

interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly shown: Omit<DeviceCode, 'instead'>;
  readonly polling: DevicePolling;
}

const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** `instead`: the browser flow was asked for. Never throws. */
export async function signInByDeviceCode(
  attempt: SignInAttempt,
  instead: boolean,
): Promise<AllowedSession | SignInFailure> {
  const ready = await withRegistration(attempt, 'deviceCode', (registration) =>
    startDeviceAuthorization(attempt, registration),
  );
  if (ready.kind !== 'ready') return ready;
  const { registration, value } = ready;
  attempt.display.showCode({ ...value.shown, instead });
  const outcome = await pollUntilDecided(attempt, registration, value);
  if (outcome.kind === 'registrationForgotten') await setAside(attempt, registration);
  return outcome;
}

async function startDeviceAuthorization(
  attempt: SignInAttempt,
  { clientId, clientSecret }: ClientRegistration,
): Promise<Prepared<DeviceAuthorization> | SignInFailure> {
  const { client, signal, target, context } = attempt;
  const command = new StartDeviceAuthorizationCommand({
    clientId,
    clientSecret,
    startUrl: target.startUrl,
  });
  const asked = await ask(client, signal, (sdk, options) => sdk.send(command, options));
  const call = 'startDeviceAuthorization';
  if ('failure' in asked) return failureOf(attempt, call, asked.failure);
  const { deviceCode, userCode, verificationUri, verificationUriComplete } = asked.answer;
  const pageAt = (uri: string | undefined): string | undefined =>
    uri !== undefined && mayOpen(uri, client.endpoint.url) ? uri : undefined;
  const page = pageAt(verificationUri);
  if (!deviceCode || !userCode || page === undefined) {
    return failureOf(attempt, call, notTheService);
  }
  const polling = startPolling(asked.answer, context.now());
  const shown = {
    userCode,
    verificationUri: page,
    verificationUriComplete: pageAt(verificationUriComplete) ?? page,
    expiresAt: polling.endsAt,
  };
  return { kind: 'prepared', value: { deviceCode, shown, polling } };
}

/** Asks at once, since a client may be allowed beforehand, and then as often as the service wants it. */
async function pollUntilDecided(
  attempt: SignInAttempt,
  registration: UsedRegistration,
  { deviceCode, polling: first }: DeviceAuthorization,
): Promise<AllowedSession | SignInFailure> {
  const { client, signal, context } = attempt;
  const { clientId, clientSecret } = registration;
  const grant = { clientId, clientSecret, deviceCode, grantType: deviceCodeGrant };
  for (let polling = first; ;) {
    const command = new CreateTokenCommand(grant);
    const asked = await ask(client, signal, (sdk, options) => sdk.send(command, options));
    const token = 'answer' in asked ? readNewToken(asked.answer) : undefined;
    const answeredAt = context.now();
    if (token !== undefined) return { kind: 'session', token, registration, answeredAt };
    if (signal.aborted) return { kind: 'cancelled' };
    const failure = 'failure' in asked ? asked.failure : notTheService;
    const step = nextPoll(polling, failure, answeredAt);
    if (step.kind === 'ended') return step.outcome;
    await pause(step.ms, context, signal);
    polling = step.polling;
  }
}

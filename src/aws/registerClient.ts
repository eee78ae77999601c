// RegisterClient: what a sign-in is done under, for about 90 days.
import { RegisterClientCommand } from '@aws-sdk/client-sso-oidc';
import type { SignInFlow } from '../core/signInOutcome.ts';
import { type OidcAnswer, type OidcClient, ask, notTheService } from './oidcClient.ts';

export interface ClientRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
  /** In ms since the epoch, whole seconds. */
  readonly expiresAt: number;
}

/** What a registration is for; it can be used for nothing else. */
export interface RegistrationPurpose {
  readonly flow: SignInFlow;
  readonly region: string;
  readonly startUrl: string;
  readonly scopes: readonly string[];
}

const clientName = 'SSO Session Status for AWS';

/** The service leaves the port out of the comparison (RFC 8252 §7.3). */
const registeredRedirectUri = 'http://127.0.0.1/oauth/callback';

/** The end of the year 9999, the last that a timestamp can tell. */
const latestSeconds = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/** Never throws. */
export async function registerClient(
  client: OidcClient,
  { flow, startUrl, scopes }: RegistrationPurpose,
  signal: AbortSignal,
): Promise<OidcAnswer<ClientRegistration>> {
  const command = new RegisterClientCommand({
    clientName,
    clientType: 'public',
    ...(scopes.length > 0 && { scopes: [...scopes] }),
    // Without them a registration is for the device flow, as the AWS CLI has it.
    ...(flow === 'browser' && {
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: [registeredRedirectUri],
      issuerUrl: startUrl,
    }),
  });
  const asked = await ask(client, signal, (sdk, options) => sdk.send(command, options));
  if ('failure' in asked) return asked;
  const { clientId, clientSecret, clientSecretExpiresAt } = asked.answer;
  const isWhole =
    typeof clientId === 'string' &&
    typeof clientSecret === 'string' &&
    typeof clientSecretExpiresAt === 'number' &&
    clientId !== '' &&
    clientSecret !== '' &&
    clientSecretExpiresAt > 0 &&
    clientSecretExpiresAt <= latestSeconds;
  if (!isWhole) return { failure: notTheService };
  return {
    answer: { clientId, clientSecret, expiresAt: Math.floor(clientSecretExpiresAt) * 1000 },
  };
}

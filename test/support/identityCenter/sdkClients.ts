// AWS's own SDK, pointed at a local Identity Center: one attempt, so that a test counts calls.
import { SSOClient } from '@aws-sdk/client-sso';
import {
  CreateTokenCommand,
  type CreateTokenCommandInput,
  RegisterClientCommand,
  type RegisterClientCommandInput,
  type RegisterClientCommandOutput,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import type { Agent } from 'node:https';

interface Reach {
  readonly url?: string;
  readonly region?: string;
  readonly httpsAgent?: Agent;
}

const configOf = ({ url, region = 'us-east-1', httpsAgent }: Reach) => ({
  region,
  maxAttempts: 1,
  ...(url === undefined ? {} : { endpoint: url }),
  ...(httpsAgent === undefined ? {} : { requestHandler: { httpsAgent } }),
});

export const oidcClient = (reach: Reach) => new SSOOIDCClient(configOf(reach));

export const portalClient = (reach: Reach) => new SSOClient(configOf(reach));

/** What a caller can tell of a failed call. Throws when the call succeeds. */
export async function failureOf(call: Promise<unknown>) {
  const error = await call.then(
    () => {
      throw new Error('The call was expected to fail.');
    },
    (reason: unknown) => reason as SdkError,
  );
  return {
    name: error.name,
    ...(error.error === undefined ? {} : { error: error.error }),
    ...(error.error_description === undefined ? {} : { description: error.error_description }),
    ...(error.reason === undefined ? {} : { reason: error.reason }),
    ...(error.code === undefined ? {} : { code: error.code }),
    status: error.$metadata?.httpStatusCode,
  };
}

interface SdkError extends Error {
  readonly error?: string;
  readonly error_description?: string;
  readonly reason?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export type Client = Pick<RegisterClientCommandOutput, 'clientId' | 'clientSecret'>;

/** The calls of a sign-in, with what a test does not care about filled in. */
export function signInCalls(reach: Reach) {
  const oidc = oidcClient(reach);
  return {
    async register(more: Partial<RegisterClientCommandInput> = {}): Promise<Client> {
      const { clientId, clientSecret } = await oidc.send(
        new RegisterClientCommand({
          clientName: 'A test',
          clientType: 'public',
          scopes: ['sso:account:access'],
          ...more,
        }),
      );
      return { clientId, clientSecret };
    },
    startDevice: ({ clientId, clientSecret }: Client, startUrl: string) =>
      oidc.send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl })),
    createToken: (client: Client, input: Omit<CreateTokenCommandInput, keyof Client>) =>
      oidc.send(
        new CreateTokenCommand({
          ...input,
          clientId: client.clientId,
          clientSecret: client.clientSecret,
        }),
      ),
    refresh: ({
      clientId,
      clientSecret,
      refreshToken,
    }: Client & { refreshToken?: string | undefined }) =>
      oidc.send(
        new CreateTokenCommand({
          clientId,
          clientSecret,
          refreshToken,
          grantType: 'refresh_token',
        }),
      ),
  };
}

/** An answer of the SDK without what the SDK adds to it. */
export async function answerOf<Output extends { $metadata: unknown }>(
  call: Promise<Output>,
): Promise<Omit<Output, '$metadata'>> {
  const answer: Partial<Output> = { ...(await call) };
  delete answer.$metadata;
  return answer as Omit<Output, '$metadata'>;
}

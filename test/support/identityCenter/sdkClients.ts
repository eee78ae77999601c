// AWS's own SDK, pointed at a local Identity Center: one attempt, so that a test counts calls.
import { SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
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

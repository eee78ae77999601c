// The client of SSO-OIDC, pointed where the config and the environment say.
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import type { ServiceFailure } from '../core/serviceFailure.ts';
import { whatIsKnownOf } from './sdkFailure.ts';
import { type Endpoint, answerTimeoutMs, sdkOptions } from './sdkOptions.ts';

export interface OidcClient extends Disposable {
  readonly sdk: SSOOIDCClient;
  readonly endpoint: Endpoint;
  /** For each request, in ms. */
  readonly timeLimitMs: number;
}

/** A client that sends each request once: codes and refresh tokens are single-use. */
export function oidcClient(endpoint: Endpoint, timeLimitMs = answerTimeoutMs): OidcClient {
  const sdk = new SSOOIDCClient(sdkOptions(endpoint, timeLimitMs));
  return { sdk, endpoint, timeLimitMs, [Symbol.dispose]: () => sdk.destroy() };
}

export type OidcAnswer<T> = { readonly answer: T } | { readonly failure: ServiceFailure };

/** Sends one request. Never throws; a request that was called off has failed. */
export async function ask<T>(
  { sdk, timeLimitMs }: OidcClient,
  signal: AbortSignal,
  send: (sdk: SSOOIDCClient, options: { readonly abortSignal: AbortSignal }) => Promise<T>,
): Promise<OidcAnswer<T>> {
  try {
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]);
    return { answer: await send(sdk, { abortSignal }) };
  } catch (error) {
    return { failure: whatIsKnownOf(error) };
  }
}

/** What is said by an answer that lacks what it is for, however well-formed. */
export const notTheService: ServiceFailure = { status: 200 };

/**
 * Where the service is, without a slash at the end: the SDK knows every partition. Throws where FIPS or
 * dual-stack are wanted and there is no such endpoint.
 */
export function resolvedEndpoint({ sdk, endpoint }: OidcClient): string {
  const { region, url, useFips, useDualStack } = endpoint;
  const found = sdk.config.endpointProvider({
    Region: region,
    UseFIPS: useFips ?? false,
    UseDualStack: useDualStack ?? false,
    ...(url !== undefined && { Endpoint: url }),
  });
  return found.url.href.replace(/\/+$/, '');
}

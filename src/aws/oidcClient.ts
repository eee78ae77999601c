// The client of SSO-OIDC, pointed where the config and the environment say.
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import type { ServiceFailure } from '../core/serviceFailure.ts';
import { whatIsKnownOf } from './sdkFailure.ts';

export interface Endpoint {
  /** The configured region, never the cached one. */
  readonly region: string;
  /** An override from the environment or the config; undefined means AWS's own endpoint. */
  readonly url: string | undefined;
  readonly useFips: boolean | undefined;
  readonly useDualStack: boolean | undefined;
}

const connectTimeoutMs = 5_000;
const answerTimeoutMs = 15_000;

export interface OidcClient extends Disposable {
  readonly sdk: SSOOIDCClient;
  readonly endpoint: Endpoint;
  /** For each request, in ms. */
  readonly timeLimitMs: number;
}

/** A client that sends each request once: codes and refresh tokens are single-use. */
export function oidcClient(endpoint: Endpoint, timeLimitMs = answerTimeoutMs): OidcClient {
  const sdk = new SSOOIDCClient({
    region: endpoint.region,
    maxAttempts: 1,
    defaultsMode: 'standard',
    // The endpoint has been looked up and checked; the SDK would look for another by rules of its own.
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: endpoint.useFips ?? false,
    useDualstackEndpoint: endpoint.useDualStack ?? false,
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: timeLimitMs,
      throwOnRequestTimeout: true,
    },
    ...(endpoint.url !== undefined && { endpoint: endpoint.url }),
  });
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

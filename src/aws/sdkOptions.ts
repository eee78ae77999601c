// What the clients of both services have in common.

export interface Endpoint {
  /** The configured region, never the cached one. */
  readonly region: string;
  /** An override from the environment or the config; undefined means AWS's own endpoint. */
  readonly url: string | undefined;
  readonly useFips: boolean | undefined;
  readonly useDualStack: boolean | undefined;
}

const connectTimeoutMs = 5_000;
/** For each request, unless told. */
export const answerTimeoutMs = 15_000;

/** A client that sends each request once: codes and refresh tokens are single-use. Time limit in ms. */
export function sdkOptions({ region, url, useFips, useDualStack }: Endpoint, timeLimitMs: number) {
  return {
    region,
    maxAttempts: 1,
    defaultsMode: 'standard',
    // The endpoint has been looked up and checked; the SDK would look for another by rules of its own.
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: useFips ?? false,
    useDualstackEndpoint: useDualStack ?? false,
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: timeLimitMs,
      throwOnRequestTimeout: true,
    },
    ...(url !== undefined && { endpoint: url }),
  } as const;
}

// The renewal call: SSO-OIDC CreateToken with grant type refresh_token.
import { CreateTokenCommand, SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { classifyFailure } from '../core/serviceFailure.ts';
import type { ClockSeen, RenewalFailure } from '../core/snapshot.ts';
import { whatIsKnownOf } from './sdkFailure.ts';

export interface Endpoint {
  /** The configured region, never the cached one. */
  readonly region: string;
  /** An override from the environment or the config; undefined means AWS's own endpoint. */
  readonly url: string | undefined;
  readonly useFips: boolean | undefined;
  readonly useDualStack: boolean | undefined;
}

/** The registration and refresh token of one token file: they only work together. */
export interface RefreshGrant {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

export interface NewToken {
  readonly accessToken: string;
  readonly lifetimeMs: number;
  /** Absent when the service lets the old one stand. */
  readonly refreshToken: string | undefined;
}

export type CreateTokenAnswer = (
  { readonly token: NewToken } | { readonly failure: RenewalFailure }
) & {
  /** Undefined when the service did not answer, or without a `Date` header. */
  readonly clock: ClockSeen | undefined;
};

const connectTimeoutMs = 5_000;
const answerTimeoutMs = 15_000;

/** No session lasts longer (AWS's limit for the session duration is 90 days). */
const longestLifetimeSeconds = 90 * 24 * 3600;

/**
 * Sends the refresh token once, and only once: it is single-use, so that a silent second attempt after
 * a lost answer would turn a passing fault into a refusal. Never throws.
 */
export async function createToken(
  endpoint: Endpoint,
  grant: RefreshGrant,
  now: () => number,
  timeLimitMs = answerTimeoutMs,
): Promise<CreateTokenAnswer> {
  const client = new SSOOIDCClient({
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
  let clock: ClockSeen | undefined;
  // Nearest to the wire, so that it sees the answers that turn out to be errors as well.
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      clock = clockBeside(result.response, now());
      return result;
    },
    { step: 'deserialize', priority: 'low' },
  );
  try {
    const answer = await client.send(
      new CreateTokenCommand({ ...grant, grantType: 'refresh_token' }),
      { abortSignal: AbortSignal.timeout(timeLimitMs) },
    );
    const { accessToken, expiresIn, refreshToken } = answer;
    if (typeof accessToken !== 'string' || accessToken === '') {
      return { failure: { kind: 'failing', code: 'notTheService' }, clock: undefined };
    }
    return {
      token: {
        accessToken,
        lifetimeMs: lifetimeMs(expiresIn),
        refreshToken: typeof refreshToken === 'string' && refreshToken ? refreshToken : undefined,
      },
      clock,
    };
  } catch (error) {
    const failure = classifyFailure(whatIsKnownOf(error));
    // The clock of a router that stands in between may be anything.
    return { failure, clock: failure.code === 'notTheService' ? undefined : clock };
  } finally {
    client.destroy();
  }
}

/** The `Date` header (RFC 9110 §6.6.1) has whole seconds: good enough for minutes. */
function clockBeside(response: unknown, now: number): ClockSeen | undefined {
  const { headers } = response as { headers?: Readonly<Record<string, string>> };
  const date = headers?.['date'];
  if (date === undefined || !/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(date)) {
    return undefined;
  }
  const served = Date.parse(date);
  return Number.isNaN(served) ? undefined : { aheadMs: now - served, seenAt: now };
}

/**
 * A lifetime that cannot be true counts as none: the new refresh token is kept, and the access token is
 * not taken for valid.
 */
function lifetimeMs(expiresIn: unknown): number {
  const isCredible =
    typeof expiresIn === 'number' && expiresIn > 0 && expiresIn <= longestLifetimeSeconds;
  return isCredible ? Math.floor(expiresIn) * 1000 : 0;
}

// The renewal call: SSO-OIDC CreateToken with grant type refresh_token.
import { CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { classifyFailure } from '../core/serviceFailure.ts';
import type { ClockSeen, RenewalFailure } from '../core/snapshot.ts';
import { type NewToken, readNewToken } from './newToken.ts';
import { oidcClient } from './oidcClient.ts';
import type { Endpoint } from './sdkOptions.ts';
import { whatIsKnownOf } from './sdkFailure.ts';

/** The registration and refresh token of one token file: they only work together. */
export interface RefreshGrant {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

type CreateTokenAnswer = ({ readonly token: NewToken } | { readonly failure: RenewalFailure }) & {
  /** Undefined when the service did not answer, or without a `Date` header. */
  readonly clock: ClockSeen | undefined;
};

/**
 * As long as botocore waits: the service may have replaced the refresh token already, and an answer that
 * is not waited for is a session lost.
 */
const longestAnswerMs = 60_000;

/**
 * Sends the refresh token once, and only once: it is single-use, so that a silent second attempt after
 * a lost answer would turn a passing fault into a refusal. Never throws.
 */
export async function createToken(
  endpoint: Endpoint,
  grant: RefreshGrant,
  now: () => number,
  timeLimitMs = longestAnswerMs,
): Promise<CreateTokenAnswer> {
  using client = oidcClient(endpoint, timeLimitMs);
  let clock: ClockSeen | undefined;
  // Nearest to the wire, so that it sees the answers that turn out to be errors as well.
  client.sdk.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      clock = clockBeside(result.response, now());
      return result;
    },
    { step: 'deserialize', priority: 'low' },
  );
  try {
    const answer = await client.sdk.send(
      new CreateTokenCommand({ ...grant, grantType: 'refresh_token' }),
      { abortSignal: AbortSignal.timeout(client.timeLimitMs) },
    );
    const token = readNewToken(answer);
    return token === undefined
      ? { failure: { kind: 'failing', code: 'notTheService' }, clock: undefined }
      : { token, clock };
  } catch (error) {
    const failure = classifyFailure(whatIsKnownOf(error));
    // The clock of a router that stands in between may be anything.
    return { failure, clock: failure.code === 'notTheService' ? undefined : clock };
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

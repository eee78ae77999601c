// A token file of ~/.aws/sso/cache, read from text that any tool may have written.
import * as v from 'valibot';
import { parseTimestamp, type TimestampProblem } from './timestamp.ts';

/**
 * The properties of the AWS SDK for .NET's `GetSsoTokenResponse`; times are ms since the epoch.
 * `region` and `startUrl` are copies for comparison only: logic uses the configured ones.
 */
export interface CachedToken {
  readonly accessToken: string;
  readonly expiresAt: number;
  readonly refreshToken: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly registrationExpiresAt: number | undefined;
  readonly region: string | undefined;
  readonly startUrl: string | undefined;
}

/** What may leave the reader: everything about a token but its secrets. */
export interface TokenFacts {
  readonly expiresAt: number;
  /** All that a renewal needs is in the file: refresh token, client id, client secret. */
  readonly hasRefreshFields: boolean;
  readonly registrationExpiresAt: number | undefined;
  readonly region: string | undefined;
  readonly startUrl: string | undefined;
}

export type TokenProblem =
  | 'empty'
  | 'notJson'
  | 'notAnObject'
  | 'noAccessToken'
  | 'noExpiresAt'
  | `expiresAt:${TimestampProblem}`;

type TokenReading = { readonly token: CachedToken } | { readonly problem: TokenProblem };

// null, '' and what is not text count as absent: the .NET SDK writes null for what it does not have.
const text = v.fallback(v.optional(v.pipe(v.string(), v.nonEmpty())), undefined);
const tokenFile = v.object({
  accessToken: text,
  expiresAt: text,
  refreshToken: text,
  clientId: text,
  clientSecret: text,
  registrationExpiresAt: text,
  region: text,
  startUrl: text,
});

/** Reads the text of a token file. What does not say when it ends is a problem, never a valid token. */
export function parseCachedToken(source: string): TokenReading {
  if (source.trim() === '') return { problem: 'empty' };
  const value = parseJson(source);
  if (value === notJson) return { problem: 'notJson' };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: 'notAnObject' };
  }
  // Whoever renews it has to write it again, and most writers give up where Python's reader does.
  if (isDeeper(value, mostLevels)) return { problem: 'notJson' };
  const fields = v.parse(tokenFile, value);
  if (fields.accessToken === undefined) return { problem: 'noAccessToken' };
  if (fields.expiresAt === undefined) return { problem: 'noExpiresAt' };
  const end = parseTimestamp(fields.expiresAt);
  if ('problem' in end) return { problem: `expiresAt:${end.problem}` };
  return {
    token: {
      accessToken: fields.accessToken,
      expiresAt: end.at,
      refreshToken: fields.refreshToken,
      clientId: fields.clientId,
      clientSecret: fields.clientSecret,
      registrationExpiresAt: optionalTime(fields.registrationExpiresAt),
      region: fields.region,
      startUrl: fields.startUrl,
    },
  };
}

export function factsOf(token: CachedToken): TokenFacts {
  const { expiresAt, registrationExpiresAt, region, startUrl } = token;
  const hasRefreshFields = [token.refreshToken, token.clientId, token.clientSecret].every(
    (field) => field !== undefined,
  );
  return { expiresAt, hasRefreshFields, registrationExpiresAt, region, startUrl };
}

/** An end that cannot be read counts as absent: such a token can be used, but not renewed. */
function optionalTime(field: string | undefined): number | undefined {
  const time = field === undefined ? undefined : parseTimestamp(field);
  return time !== undefined && 'at' in time ? time.at : undefined;
}

/** Far more than any tool writes, and far less than any reader takes. */
const mostLevels = 100;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

const notJson = Symbol('not JSON');

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return notJson;
  }
}

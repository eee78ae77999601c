// What an answer of CreateToken is worth.
import type { CreateTokenResponse } from '@aws-sdk/client-sso-oidc';

export interface NewToken {
  readonly accessToken: string;
  readonly lifetimeMs: number;
  /** Absent when the service lets the old one stand, or gives none. */
  readonly refreshToken: string | undefined;
}

/** No session lasts longer (AWS's limit for the session duration is 90 days). */
const longestLifetimeSeconds = 90 * 24 * 3600;

/** Undefined when there is no access token: such an answer is not the service's. */
export function readNewToken({
  accessToken,
  expiresIn,
  refreshToken,
}: Pick<CreateTokenResponse, 'accessToken' | 'expiresIn' | 'refreshToken'>): NewToken | undefined {
  if (!isText(accessToken)) return undefined;
  return {
    accessToken,
    lifetimeMs: lifetimeMs(expiresIn),
    refreshToken: isText(refreshToken) ? refreshToken : undefined,
  };
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

/** The types of the SDK promise more than it checks. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

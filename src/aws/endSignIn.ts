// Ending a sign-in at AWS, with whatever of its token still works.
import type { CachedToken } from '../core/cachedToken.ts';
import type { ConfigFile } from '../core/configFile.ts';
import type { RemoteSignOut } from '../core/signOutOutcome.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import { type RefreshGrant, createToken } from './createToken.ts';
import type { Environment } from './paths.ts';
import { logout } from './portal.ts';
import { portalClient, portalEndpoint } from './portalClient.ts';
import type { Endpoint } from './sdkOptions.ts';
import { sessionEndpoint } from './sessionEndpoint.ts';

interface SignInToEnd {
  readonly session: ConfiguredSession;
  /** As it has just been read. */
  readonly config: ConfigFile;
  readonly environment: Environment;
  readonly token: CachedToken;
  /** For each request, in ms. */
  readonly timeLimitMs: number;
}

/**
 * Tells the portal that the sign-in is over, for every tool that shares it. An access token that is not
 * taken any more is renewed for that, where it can be: the sign-in usually outlives it. Nothing is
 * written. Never throws.
 */
export async function endSignIn(
  { session, config, environment, token, timeLimitMs }: SignInToEnd,
  now: () => number,
): Promise<RemoteSignOut> {
  const portal = portalEndpoint(session, config, environment);
  if ('kind' in portal) return { notAsked: portal.kind };
  const logoutWith = (accessToken: string) => logoutAt(portal, accessToken, timeLimitMs);
  const first = await logoutWith(token.accessToken);
  if (first !== 'unauthorized') return first;

  const { overrides } = sessionEndpoint(session, config, environment);
  const grant = grantOf(token);
  if (overrides.problem !== undefined || grant === undefined) {
    return token.expiresAt > now() ? 'alreadyEnded' : 'tokenEnded';
  }
  const oidc = { region: portal.region, ...overrides };
  const answer = await createToken(oidc, grant, now, timeLimitMs);
  if ('token' in answer) {
    const second = await logoutWith(answer.token.accessToken);
    return second === 'unauthorized' ? 'alreadyEnded' : second;
  }
  const { failure } = answer;
  if (failure.kind === 'failing') return { failing: failure.code };
  const isOver = failure.code === 'invalid_grant' || failure.code === 'expired_token';
  // Else only the client registration is: the sign-in may well go on.
  return isOver ? 'alreadyEnded' : 'tokenEnded';
}

/** More than tools renew with: whatever the service takes will do here. */
function grantOf({ clientId, clientSecret, refreshToken }: CachedToken): RefreshGrant | undefined {
  if (clientId === undefined || clientSecret === undefined) return undefined;
  return refreshToken === undefined ? undefined : { clientId, clientSecret, refreshToken };
}

async function logoutAt(
  endpoint: Endpoint,
  accessToken: string,
  timeLimitMs: number,
): Promise<'unauthorized' | Extract<RemoteSignOut, 'ended' | { readonly failing: unknown }>> {
  using client = portalClient(endpoint, timeLimitMs);
  const failure = await logout(client, accessToken);
  if (failure === undefined) return 'ended';
  return failure.kind === 'unauthorized' ? 'unauthorized' : { failing: failure.code };
}

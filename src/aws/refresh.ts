// Renewing one session, so that no other tool at work on the same file can lose it.
import type { CachedToken } from '../core/cachedToken.ts';
import { endpointOverrides } from '../core/endpointOverride.ts';
import type { NotRenewable, RefreshOutcome } from '../core/refreshOutcome.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import { type RefreshGrant, createToken } from './createToken.ts';
import { withFileLock } from './fileLock.ts';
import type { Environment } from './paths.ts';
import { tokenFilePath } from './paths.ts';
import { type SnapshotSources, readConfig } from './readSnapshot.ts';
import { recordRenewal } from './stateFile.ts';
import { type OpenedTokenFile, openTokenFile, writeRenewedToken } from './tokenFile.ts';

export interface RefreshContext extends SnapshotSources {
  readonly environment: Environment;
  readonly now: () => number;
}

/**
 * Renews the access token of the session with this id. The config is read anew, since the AWS CLI may
 * have rewritten region or start URL. Cancelling is heeded until the request is sent: after that the
 * service may already have replaced the refresh token, and only the written answer keeps the session.
 * Never throws.
 */
export async function refresh(
  sessionId: string,
  context: RefreshContext,
  signal: AbortSignal,
): Promise<RefreshOutcome> {
  const { paths, environment } = context;
  const { config, sso } = await readConfig(paths, true);
  const session = sso.sessions.find(({ id }) => id === sessionId);
  if (session === undefined) return notRenewable('notConfigured');
  const { region, startUrl } = session;
  const isUsable = session.problems.every(({ severity }) => severity !== 'error');
  if (!isUsable || region === undefined || startUrl === undefined)
    return notRenewable('misconfigured');

  const profiles = session.profiles.map(({ name }) => name);
  const override = endpointOverrides({ env: environment, config, profiles }, 'sso_oidc');
  if (override.problem !== undefined) return { kind: 'badEndpoint', problem: override.problem };
  const endpoint = { region, ...override };

  const path = tokenFilePath(paths, session.cacheKey);
  const asked = await openTokenFile(path, true);
  if (asked.kind !== 'token')
    return notRenewable(asked.kind === 'absent' ? 'signedOut' : 'unreadable');

  const attempt = async (): Promise<RefreshOutcome> => {
    if (signal.aborted) return { kind: 'cancelled' };
    const before = await openTokenFile(path, true);
    if (before.kind !== 'token')
      return notRenewable(before.kind === 'absent' ? 'signedOut' : 'unreadable');
    const elsewhere = renewedSince(asked.token, before, context.now());
    if (elsewhere !== undefined) return elsewhere;
    const grant = grantOf(session, before.token, context.now());
    if (typeof grant === 'string') return notRenewable(grant);

    const attemptedAt = context.now();
    const answer = await createToken(endpoint, grant);
    const answeredAt = context.now();
    const after = await openTokenFile(path, true);
    if ('failure' in answer) {
      const adopted = renewedSince(before.token, after, answeredAt);
      if (adopted !== undefined) return adopted;
      const { failure } = answer;
      const { fingerprint } = before;
      await remember(context, session, { failure, attemptedAt, fingerprint });
      return failure;
    }
    if (after.kind === 'absent') return { kind: 'signedOutMeanwhile' };
    if (after.kind === 'token') {
      const adopted = renewedSince(before.token, after, answeredAt);
      if (adopted !== undefined) return adopted;
    }
    const { text } = after.kind === 'token' ? after : before;
    try {
      const configured = { region, startUrl };
      const expiresAt = await writeRenewedToken(path, text, answer.token, configured, answeredAt);
      await remember(context, session, undefined);
      return { kind: 'refreshed', expiresAt };
    } catch (error) {
      return { kind: 'notWritten', code: codeOf(error) };
    }
  };

  try {
    return await withFileLock(path, attempt);
  } catch (error) {
    return { kind: 'notWritten', code: codeOf(error) };
  }
}

function notRenewable(because: NotRenewable): RefreshOutcome {
  return { kind: 'notRenewable', because };
}

/** A file that holds other tokens than before, and still valid ones, was renewed by someone else. */
function renewedSince(
  before: CachedToken,
  after: OpenedTokenFile,
  now: number,
): RefreshOutcome | undefined {
  if (after.kind !== 'token' || after.token.expiresAt <= now) return undefined;
  const isSame =
    after.token.accessToken === before.accessToken &&
    after.token.refreshToken === before.refreshToken;
  return isSame ? undefined : { kind: 'renewedElsewhere', expiresAt: after.token.expiresAt };
}

/** The registration of the token file itself: a refresh token works with no other. */
function grantOf(
  session: ConfiguredSession,
  { clientId, clientSecret, refreshToken, registrationExpiresAt }: CachedToken,
  now: number,
): RefreshGrant | NotRenewable {
  if (session.kind === 'legacy') return 'legacy';
  if (clientId === undefined || clientSecret === undefined || refreshToken === undefined) {
    return 'noRefreshToken';
  }
  if (registrationExpiresAt === undefined) return 'noRefreshToken';
  if (registrationExpiresAt <= now) return 'registrationEnded';
  return { clientId, clientSecret, refreshToken };
}

async function remember(
  { stateFile }: RefreshContext,
  { id }: ConfiguredSession,
  record: Parameters<typeof recordRenewal>[2],
): Promise<void> {
  // The session itself is safe; what is lost is a remark about the last attempt.
  await recordRenewal(stateFile, id, record).catch(() => undefined);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}

// Signing out of one session: at AWS, in its token file, and in what the AWS CLI keeps of its roles.
import { unlink } from 'node:fs/promises';
import type { CachedToken } from '../core/cachedToken.ts';
import type { ConfigFile } from '../core/configFile.ts';
import { type RemoteSignOut, type SignOutOutcome, isOverAtAws } from '../core/signOutOutcome.ts';
import { type ConfiguredSession, sessionIn } from '../core/ssoConfig.ts';
import { endSignIn } from './endSignIn.ts';
import { errorCode } from './errorCode.ts';
import { type Patience, longestWaitMs, withPatience } from './fileLock.ts';
import { isPassing, tryDespite } from './heldPath.ts';
import { tokenFilePath } from './paths.ts';
import { readConfig } from './readSnapshot.ts';
import type { RefreshContext } from './refresh.ts';
import { forget } from './renewalAttempts.ts';
import { isUnfinished, removeUnfinished } from './replaceFile.ts';
import { deleteRoleCredentials } from './roleCredentials.ts';
import {
  type OpenedTokenFile,
  type TokenInFile,
  adoptUnfinished,
  isSameToken,
  openTokenFile,
} from './tokenFile.ts';
import { type UnwrittenToken, isKeptElsewhere } from './unwrittenTokens.ts';
import { withoutThrowing } from './withoutThrowing.ts';

/** For each request: the person waits, and what is on this machine goes in any case. */
const longestAnswerMs = 5_000;

/**
 * Ends the session with this id at AWS, for every tool that shares its token, and deletes its token file
 * and the role credentials that the AWS CLI cached with it: these, and nothing else. Where AWS cannot be
 * told, it still signs out on this machine. `signal` is heeded until AWS is told. Never throws.
 */
export async function signOut(
  sessionId: string,
  context: RefreshContext,
  signal: AbortSignal,
  timeLimitMs = longestAnswerMs,
): Promise<SignOutOutcome> {
  // Kept until it ends: whoever stops the extension waits for what is under way.
  const running = withoutThrowing(() => signOutOnce(sessionId, context, signal, timeLimitMs));
  context.running.add(running);
  return running.finally(() => context.running.delete(running));
}

async function signOutOnce(
  sessionId: string,
  context: RefreshContext,
  signal: AbortSignal,
  timeLimitMs: number,
): Promise<SignOutOutcome> {
  const asked = await findSession(sessionId, context);
  if ('kind' in asked) return asked;
  // Where there is no token, there may be no directory for a lock either.
  const found = await openTokenFile(asked.path, true);
  if (found.kind === 'absent' && !(await isUnfinished(asked.path))) {
    return wasSignedOut(asked, context);
  }
  const signOutLocked = async (): Promise<SignOutOutcome> => {
    // The AWS CLI may have rewritten it meanwhile.
    const target = await findSession(sessionId, context);
    if (signal.aborted) return { kind: 'cancelled' };
    return 'kind' in target ? target : await signOutOf(target, context, timeLimitMs);
  };
  const isPatient: Patience = ({ waitedMs }) =>
    Promise.resolve(!signal.aborted && waitedMs < longestWaitMs);
  try {
    return await withPatience(asked.path, isPatient, () => withoutThrowing(signOutLocked));
  } catch (error) {
    return signal.aborted ? { kind: 'cancelled' } : { kind: 'notLocked', code: errorCode(error) };
  }
}

interface Target {
  readonly session: ConfiguredSession;
  readonly config: ConfigFile;
  readonly path: string;
}

async function findSession(
  sessionId: string,
  { paths }: RefreshContext,
): Promise<Target | Extract<SignOutOutcome, { kind: 'notConfigured' | 'configUnreadable' }>> {
  const { config, sso } = await readConfig(paths, true);
  const session = sessionIn(sso, sessionId);
  return typeof session === 'string'
    ? { kind: session }
    : { session, config, path: tokenFilePath(paths, session.cacheKey) };
}

/** Under the lock of the token file. */
async function signOutOf(
  target: Target,
  context: RefreshContext,
  timeLimitMs: number,
): Promise<SignOutOutcome> {
  const { session, path } = target;
  const { unwritten, paths } = context;
  // What a killed window had renewed is what the service takes; without it AWS cannot be told.
  await adoptUnfinished(path).catch(() => undefined);
  await removeUnfinished(path);
  const file = await openTokenFile(path, true);
  if (file.kind === 'absent') return wasSignedOut(target, context);
  const remote = await endAtAws(target, context, file, timeLimitMs);
  // What AWS has ended must not be written when the disk allows, and be taken for a session.
  if (isOverAtAws(remote)) unwritten.delete(path);
  // Before the token file: whoever is cut off in between still has a session to sign out of.
  const roleCredentials = await deleteRoleCredentials(paths, session);
  if (await isOvertaken(path, file)) return { kind: 'signedInMeanwhile', remote };
  const trouble = await deleteTokenFile(path);
  if (trouble !== undefined) return { kind: 'notDeleted', code: trouble, remote };
  unwritten.delete(path);
  await forget(context, session);
  return { kind: 'signedOut', remote, roleCredentials };
}

async function endAtAws(
  { session, config, path }: Target,
  { environment, now, unwritten }: RefreshContext,
  file: OpenedTokenFile,
  timeLimitMs: number,
): Promise<RemoteSignOut> {
  if (file.kind !== 'token') return { notAsked: 'unreadable' };
  const token = latest(file, unwritten.get(path));
  const remote = await endSignIn({ session, config, environment, token, timeLimitMs }, now);
  // Refused may be what another process has replaced, and cannot write: the sign-in goes on.
  const isReplaced = remote === 'alreadyEnded' && (await isKeptElsewhere(path));
  return isReplaced ? 'tokenEnded' : remote;
}

/** Other tools take no lock. */
async function isOvertaken(path: string, before: OpenedTokenFile): Promise<boolean> {
  const file = await openTokenFile(path, true);
  if (file.kind !== 'token') return false;
  return before.kind !== 'token' || !isSameToken(file.token, before.token);
}

/** Another tool, or a sign-out that was killed, may have left role credentials. */
async function wasSignedOut(
  { session, path }: Target,
  { unwritten, paths }: RefreshContext,
): Promise<SignOutOutcome> {
  unwritten.delete(path);
  return { kind: 'wasSignedOut', roleCredentials: await deleteRoleCredentials(paths, session) };
}

/** What is kept in memory for this file is what the service takes; it has replaced what the file says. */
function latest({ token }: TokenInFile, kept: UnwrittenToken | undefined): CachedToken {
  if (kept === undefined || !isSameToken(kept.replaces, token)) return token;
  const { accessToken, expiresAt, refreshToken = token.refreshToken } = kept.token;
  return { ...token, accessToken, expiresAt, refreshToken };
}

/**
 * Of a symbolic link only the link goes: what it points to is not of this cache, and is worth nothing
 * once AWS has ended the sign-in. Gives the code of what stood in the way.
 */
async function deleteTokenFile(path: string): Promise<string | undefined> {
  try {
    await tryDespite(isPassing, () => unlink(path));
    return undefined;
  } catch (error) {
    const code = errorCode(error);
    return code === 'ENOENT' ? undefined : code;
  }
}

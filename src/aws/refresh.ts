// Renewing one session, so that no other tool at work on the same file can lose it.
import type { CachedToken } from '../core/cachedToken.ts';
import type { NotRenewable, RefreshOutcome } from '../core/refreshOutcome.ts';
import { begunAttempt, heldBackBy, isTooEarly, recordOf } from '../core/renewalSteps.ts';
import type { RenewalRecord } from '../core/snapshot.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import type { RefreshGrant } from './createToken.ts';
import { errorCode } from './errorCode.ts';
import { type Patience, longestWaitMs, withPatience } from './fileLock.ts';
import type { Wait } from './readFile.ts';
import type { SourcesInEnvironment } from './readSnapshot.ts';
import { type RefreshTarget, findTarget } from './refreshTarget.ts';
import { attemptRenewal } from './renewalAttempt.ts';
import { lastAttempt, rememberNothingSent } from './renewalAttempts.ts';
import { tryRoomBeside } from './replaceFile.ts';
import {
  type OpenedTokenFile,
  type TokenInFile,
  adoptUnfinished,
  isSameToken,
  openTokenFile,
} from './tokenFile.ts';
import { type UnwrittenTokens, isKeptElsewhere, writeOrKeep } from './unwrittenTokens.ts';
import { withoutThrowing } from './withoutThrowing.ts';

export interface RefreshContext extends SourcesInEnvironment {
  readonly now: () => number;
  /** When this machine started, by its clock as it stands; ms since the epoch. */
  readonly bootedAt?: () => number;
  readonly unwritten: UnwrittenTokens;
  readonly unrecorded: Map<string, RenewalRecord>;
  /** Called when something has come to be in there: no file tells of it. */
  readonly onUnrecorded?: () => void;
  /** Refreshes under way. */
  readonly running: Set<Promise<unknown>>;
  /** How the re-reads after a refusal wait; in real time unless told. */
  readonly wait?: Wait;
  /** How long the service may take, in ms; a minute unless told. */
  readonly longestAnswerMs?: number;
}

export interface RefreshRequest {
  /** A timer's wish is void when the token has been renewed meanwhile. */
  readonly by: 'person' | 'timer';
  /**
   * Heeded until the request is sent: after that the service may already have replaced the refresh
   * token, and only the written answer keeps the session.
   */
  readonly signal: AbortSignal;
}

/**
 * Renews the access token of the session with this id: one attempt at a time and one in 30 seconds,
 * over all windows and editors. Never throws.
 */
export async function refresh(
  sessionId: string,
  context: RefreshContext,
  request: RefreshRequest,
): Promise<RefreshOutcome> {
  // Kept until it ends: whoever stops the extension waits for what is under way.
  const running = withoutThrowing(() => renew(sessionId, context, request));
  context.running.add(running);
  return running.finally(() => context.running.delete(running));
}

async function renew(
  sessionId: string,
  context: RefreshContext,
  request: RefreshRequest,
): Promise<RefreshOutcome> {
  const asked = await findTarget(sessionId, context);
  if ('outcome' in asked) return asked.outcome;
  const found = await openTokenFile(asked.path, true);
  if (found.kind !== 'token') return notToken(found);
  const renewLocked = async (): Promise<RefreshOutcome> => {
    if (request.signal.aborted) return { kind: 'cancelled' };
    const target = await findTarget(sessionId, context);
    if ('outcome' in target) return target.outcome;
    const file = await openTokenFile(target.path, true);
    return await refreshLocked(target, found, file, context, request);
  };
  const isPatient: Patience = ({ waitedMs }) =>
    Promise.resolve(!request.signal.aborted && waitedMs < longestWaitMs);
  try {
    return await withPatience(asked.path, isPatient, async () => {
      // Where that fails, the refresh token in the file is spent, and must not be sent.
      await adoptUnfinished(asked.path);
      return await withoutThrowing(renewLocked);
    });
  } catch (error) {
    if (request.signal.aborted) return { kind: 'cancelled' };
    const code = errorCode(error);
    // A living holder of the lock is no trouble: it does what was asked for.
    if (code !== 'ELOCKED') await rememberNothingSent(context, asked, found, request);
    return { kind: 'notLocked', code };
  }
}

/** `found` is the file when the refresh was asked for, `file` is it under the lock. */
async function refreshLocked(
  target: RefreshTarget,
  found: TokenInFile,
  file: OpenedTokenFile,
  context: RefreshContext,
  request: RefreshRequest,
): Promise<RefreshOutcome> {
  if (file.kind !== 'token') return notToken(file);
  const { session, path } = target;
  const { by, signal } = request;
  const now = context.now();
  const { fingerprint, token } = file;
  const { expiresAt } = token;
  const subject = target.subjectOf(fingerprint);
  const record = await lastAttempt(context, session);
  const known = recordOf(subject, record);
  const isNew = !isSameToken(found.token, token) && expiresAt > now;
  if (isNew) return { kind: 'renewedElsewhere', expiresAt };
  if (isTooEarly(by, expiresAt, known, now)) return { kind: 'notDue', expiresAt };

  const kept = context.unwritten.get(path);
  if (kept !== undefined && isSameToken(kept.replaces, token)) {
    const { outcome } = await writeOrKeep(context.unwritten, path, { ...kept, text: file.text });
    if (outcome.kind !== 'refreshed' || outcome.expiresAt > now) return outcome;
    // It has ended while it could not be written, and can now be renewed in its turn.
    return refreshLocked(target, found, await openTokenFile(path, true), context, request);
  }

  const grant = grantOf(session, token, now);
  if (typeof grant === 'string') return { kind: 'notRenewable', because: grant };
  const heldBack = heldBackBy(record, known, { fingerprint, expiresAt }, now);
  if (heldBack !== undefined) return heldBack;
  if (await isKeptElsewhere(path)) return { kind: 'failing', code: 'notWritten' };

  // What could not be written is better not asked for.
  const trouble = await tryRoomBeside(path, file.text).then(() => undefined, errorCode);
  if (trouble !== undefined) {
    await rememberNothingSent(context, target, file, request);
    return { kind: 'notLocked', code: trouble };
  }
  if (signal.aborted) return { kind: 'cancelled' };
  return await attemptRenewal(target, file, grant, begunAttempt(subject, by, known, now), context);
}

function notToken(file: Exclude<OpenedTokenFile, TokenInFile>): RefreshOutcome {
  return {
    kind: 'notRenewable',
    because: file.kind === 'absent' ? 'signedOut' : 'unreadable',
  };
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

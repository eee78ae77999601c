// Renewing one session, so that no other tool at work on the same file can lose it.
import type { CachedToken } from '../core/cachedToken.ts';
import type { NotRenewable, RefreshOutcome } from '../core/refreshOutcome.ts';
import { minuteMs } from '../core/durations.ts';
import { attemptAllowedAt, refreshWindowMs } from '../core/renewalPlan.ts';
import { type RenewalFailure, type RenewalRecord, isAboutFile } from '../core/snapshot.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import { type NewToken, type RefreshGrant, createToken } from './createToken.ts';
import { withFileLock } from './fileLock.ts';
import type { Wait } from './readFile.ts';
import type { SourcesInEnvironment } from './readSnapshot.ts';
import { failureIn, lastAttempt, remember, rememberNotLocked } from './renewalAttempts.ts';
import { type RefreshTarget, findTarget } from './refreshTarget.ts';
import { tryRoomBeside } from './replaceFile.ts';
import {
  type OpenedTokenFile,
  type TokenInFile,
  isSameToken,
  openTokenFile,
  openTokenFileAfter,
} from './tokenFile.ts';
import { type UnwrittenTokens, writeOrKeep } from './unwrittenTokens.ts';

export interface RefreshContext extends SourcesInEnvironment {
  readonly now: () => number;
  readonly unwritten: UnwrittenTokens;
  readonly unrecorded: Map<string, RenewalRecord>;
  /** Refreshes under way. */
  readonly running: Set<Promise<unknown>>;
  /** How the re-reads after a refusal wait; in real time unless told. */
  readonly wait?: Wait;
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
  const running = renew(sessionId, context, request);
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
  try {
    return await withFileLock(asked.path, async () => {
      if (request.signal.aborted) return { kind: 'cancelled' };
      const target = await findTarget(sessionId, context);
      if ('outcome' in target) return target.outcome;
      const file = await openTokenFile(target.path, true);
      if (file.kind !== 'token') return notToken(file);
      return await refreshLocked(target, found, file, context, request);
    });
  } catch (error) {
    const code = codeOf(error);
    // A living holder of the lock is no trouble: it does what was asked for.
    if (code !== 'ELOCKED') await rememberNotLocked(context, asked, found, request);
    return { kind: 'notLocked', code };
  }
}

/** `found` is the file when the refresh was asked for, `file` is it under the lock. */
async function refreshLocked(
  target: RefreshTarget,
  found: TokenInFile,
  file: TokenInFile,
  context: RefreshContext,
  { by }: RefreshRequest,
): Promise<RefreshOutcome> {
  const { session, path } = target;
  const now = context.now();
  const { expiresAt } = file.token;
  const wasRenewed = !isSameToken(found.token, file.token) && expiresAt > now;
  const isNotDue = by === 'timer' && expiresAt - now > refreshWindowMs;
  if (wasRenewed || isNotDue) return { kind: 'renewedElsewhere', expiresAt };

  const kept = context.unwritten.get(path);
  if (kept !== undefined && isSameToken(kept.replaces, file.token)) {
    return await writeOrKeep(context.unwritten, path, { ...kept, text: file.text });
  }

  const grant = grantOf(session, file.token, now);
  if (typeof grant === 'string') return { kind: 'notRenewable', because: grant };
  const subject = target.subjectOf(file.fingerprint);
  const record = await lastAttempt(context, session);
  const known = record?.subject === subject ? record : undefined;
  // Definitive: another attempt with the same token and config cannot end otherwise.
  if (known?.failure?.kind === 'refused') return known.failure;
  // Another window holds the token that came for this one, and is about to write it.
  const isHeld = known?.failure?.code === 'notWritten' && now - known.attemptedAt < holdMs;
  if (isHeld) return known.failure;
  const until = attemptAllowedAt(record, now);
  if (record !== undefined && until !== undefined) {
    const isNew = !isAboutFile(record, file.fingerprint) && expiresAt > now;
    return isNew ? { kind: 'renewedElsewhere', expiresAt } : { kind: 'tooSoon', until };
  }

  // What could not be written is better not asked for.
  await tryRoomBeside(path, file.text);

  const attempt = {
    attemptedAt: now,
    by,
    failure: known?.failure,
    failures: known?.failures ?? 0,
    subject,
  };
  // Noted while the service answers, so that a window that dies does not set the others free. The
  // new token does not wait for it: until that is on disk, this process is all that keeps the session.
  const noted = remember(context, session, attempt);
  const answer = await createToken(target.endpoint, grant, context.now);
  const outcome =
    'failure' in answer
      ? await judgeFailure(answer.failure, file, path, context.wait)
      : await keep(answer.token, target, file, context);
  await noted;
  const failure = failureIn(outcome);
  const failures = failure === undefined ? 0 : attempt.failures + 1;
  await remember(context, session, { ...attempt, failure, failures }, answer.clock);
  return outcome;
}

/** How long a window is trusted to write what it holds; after that it has died with it. */
const holdMs = 10 * minuteMs;

/** A refusal of a token that someone else has replaced meanwhile says nothing of the new one. */
async function judgeFailure(
  failure: RenewalFailure,
  file: TokenInFile,
  path: string,
  wait: Wait | undefined,
): Promise<RefreshOutcome> {
  // Whoever has spent the refresh token before us may be about to write what came of it.
  const after =
    failure.kind === 'refused'
      ? await openTokenFileAfter(path, file.token, wait)
      : await openTokenFile(path, true);
  if (after.kind === 'token' && !isSameToken(file.token, after.token)) {
    return { kind: 'renewedElsewhere', expiresAt: after.token.expiresAt };
  }
  return failure;
}

/** Writes the new token, unless the file has come to say something else while the service answered. */
async function keep(
  renewed: NewToken,
  { path, region, startUrl }: RefreshTarget,
  file: TokenInFile,
  { unwritten, now }: RefreshContext,
): Promise<RefreshOutcome> {
  const answeredAt = now();
  const after = await openTokenFile(path, true);
  if (after.kind === 'absent') return { kind: 'signedOutMeanwhile' };
  if (after.kind === 'token' && !isSameToken(file.token, after.token)) {
    return { kind: 'renewedElsewhere', expiresAt: after.token.expiresAt };
  }
  const { text } = after.kind === 'token' ? after : file;
  const expiresAt = Math.floor((answeredAt + renewed.lifetimeMs) / 1000) * 1000;
  const token = { ...renewed, expiresAt, region, startUrl };
  return await writeOrKeep(unwritten, path, { text, replaces: file.token, token });
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

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}

// One attempt to renew: sent once, and whatever comes of it kept and remembered.
import type { RefreshOutcome } from '../core/refreshOutcome.ts';
import { type EndedAttempt, afterAttempt, endedAttempt } from '../core/renewalSteps.ts';
import type { RenewalFailure, RenewalRecord } from '../core/snapshot.ts';
import { type RefreshGrant, createToken } from './createToken.ts';
import type { NewToken } from './newToken.ts';
import type { Wait } from './readFile.ts';
import type { RefreshContext } from './refresh.ts';
import type { RefreshTarget } from './refreshTarget.ts';
import { remember } from './renewalAttempts.ts';
import {
  type TokenInFile,
  isSameToken,
  openTokenFile,
  openTokenFileAfter,
  seenTokenOf,
} from './tokenFile.ts';
import { writeOrKeep } from './unwrittenTokens.ts';

/**
 * Under the lock of the file: asks the service, writes what it gives into the file, and leaves a record
 * for every window, made of `attempt`, which began a moment ago. Once sent it is not to be called off.
 */
export async function attemptRenewal(
  target: RefreshTarget,
  file: TokenInFile,
  grant: RefreshGrant,
  attempt: RenewalRecord,
  context: RefreshContext,
): Promise<RefreshOutcome> {
  const { session, path } = target;
  // Noted while the service answers, so that a window that dies does not set the others free. The
  // new token does not wait for it: until that is on disk, this process is all that keeps the session.
  const noted = remember(context, session, attempt);
  const { now, longestAnswerMs } = context;
  const answer = await createToken(target.endpoint, grant, now, longestAnswerMs);
  const issuedAt = context.now();
  const ended: EndedAttempt =
    'failure' in answer
      ? { outcome: await judgeFailure(answer.failure, file, path, context.wait) }
      : await keep(answer.token, issuedAt, target, file, attempt, context);
  const { outcome, fingerprint } = ended;
  await noted;
  const issued =
    fingerprint === undefined ? undefined : { subject: target.subjectOf(fingerprint), issuedAt };
  const clock = answer.clock && { ...answer.clock, bootedAt: context.bootedAt?.() };
  const history = afterAttempt(ended, seenTokenOf(file), attempt.attemptedAt, issuedAt);
  await remember(context, session, endedAttempt(attempt, outcome, issued), { clock, history });
  return outcome;
}

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
  issuedAt: number,
  { session, path, region, startUrl }: RefreshTarget,
  file: TokenInFile,
  attempt: RenewalRecord,
  context: RefreshContext,
): Promise<EndedAttempt> {
  const { unwritten, now } = context;
  const after = await openTokenFile(path, true);
  if (after.kind === 'absent') return { outcome: { kind: 'signedOutMeanwhile' } };
  if (after.kind === 'token' && !isSameToken(file.token, after.token)) {
    return { outcome: { kind: 'renewedElsewhere', expiresAt: after.token.expiresAt } };
  }
  const { text } = after.kind === 'token' ? after : file;
  const expiresAt = Math.floor((issuedAt + renewed.lifetimeMs) / 1000) * 1000;
  const token = { ...renewed, expiresAt, region, startUrl };
  const failure = { kind: 'failing', code: 'notWritten' } as const;
  const tellOthers = () =>
    remember(context, session, {
      ...attempt,
      attemptedAt: now(),
      failure,
      failures: attempt.failures + 1,
    });
  const entry = { text, replaces: file.token, token, tellOthers };
  const written = { ...(await writeOrKeep(unwritten, path, entry)), expiresAt };
  // Its refresh token is worth keeping; but nobody can work with what has ended.
  const hasEnded = written.outcome.kind === 'refreshed' && expiresAt <= now();
  return hasEnded ? { ...written, outcome: { kind: 'failing', code: 'noLifetime' } } : written;
}

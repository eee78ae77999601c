// What is remembered of attempts to renew: in state.json for every window, and where that cannot be
// written, in the memory of this one.
import { heldUntil } from '../core/renewalPlan.ts';
import { recordOf } from '../core/renewalSteps.ts';
import { type RenewalRecord, latestRecords } from '../core/snapshot.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import type { RefreshContext, RefreshRequest } from './refresh.ts';
import type { RefreshTarget } from './refreshTarget.ts';
import type { RenewalNews } from './stateChanges.ts';
import { readSharedState, recordRenewal, recordSignOut } from './stateFile.ts';
import type { TokenInFile } from './tokenFile.ts';

export async function lastAttempt(
  { stateFile, unrecorded }: RefreshContext,
  { id }: ConfiguredSession,
): Promise<RenewalRecord | undefined> {
  return latestRecords((await readSharedState(stateFile)).renewals, unrecorded).get(id);
}

export async function remember(
  { stateFile, unrecorded, onUnrecorded }: RefreshContext,
  { id }: ConfiguredSession,
  record: RenewalRecord,
  news?: RenewalNews,
): Promise<void> {
  try {
    await recordRenewal(stateFile, id, record, news);
    unrecorded.delete(id);
  } catch {
    // This window at least keeps to what it knows, and shows it.
    unrecorded.set(id, record);
    onUnrecorded?.();
  }
}

/** Signed out: what was tried with a token that is gone says nothing of the next one. Never throws. */
export async function forget(
  { stateFile, unrecorded, now }: RefreshContext,
  { id }: ConfiguredSession,
): Promise<void> {
  unrecorded.delete(id);
  await recordSignOut(stateFile, id, now()).catch(() => undefined);
}

/** Nothing was sent, and the next try may be at once; but a timer leaves it alone for a while. */
export async function rememberNothingSent(
  context: RefreshContext,
  { session, subjectOf }: RefreshTarget,
  { fingerprint }: TokenInFile,
  { by }: RefreshRequest,
): Promise<void> {
  const before = await lastAttempt(context, session);
  const subject = subjectOf(fingerprint);
  const known = recordOf(subject, before);
  // Whatever the disk does, a refusal stays one, and a token stays kept.
  if (known?.failure?.kind === 'refused' || heldUntil(known, context.now()) !== undefined) return;
  const { failures = 0, issuedAt } = known ?? {};
  await remember(context, session, {
    attemptedAt: context.now(),
    sentAt: before?.sentAt,
    by,
    failure: { kind: 'failing', code: 'notLocked' },
    failures: failures + 1,
    subject,
    issuedAt,
  });
}

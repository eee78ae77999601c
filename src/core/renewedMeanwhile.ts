// Whether a new token in the file of a session comes of a renewal, or of another sign-in. The file
// does not tell: the AWS CLI signs in under the registration that it has.
import type { CachedToken } from './cachedToken.ts';
import { attemptAllowedAt, renewedWithinMs } from './renewalPlan.ts';
import { type RenewalRecord, cameOfLast, isAboutFile } from './snapshot.ts';

interface TokenThere {
  readonly fingerprint: string;
  readonly token: Pick<CachedToken, 'clientId' | 'expiresAt'>;
}

/**
 * To all appearance. `last` is the last attempt of our windows to renew the session, `now` ms since the
 * epoch and shortly after the new token came.
 */
export function isRenewal(
  before: TokenThere,
  after: TokenThere,
  last: RenewalRecord | undefined,
  now: number,
): boolean {
  if (before.token.clientId !== after.token.clientId) return false;
  // Earlier than that only a person renews, in a window of ours.
  return now >= before.token.expiresAt - renewedWithinMs || isOurRenewal(before, after, last, now);
}

/** For sure: a window of ours has it, or is about to note it. As above. */
export function isOurRenewal(
  before: TokenThere,
  after: TokenThere,
  last: RenewalRecord | undefined,
  now: number,
): boolean {
  if (last === undefined || before.token.clientId !== after.token.clientId) return false;
  if (isAboutFile(last, after.fingerprint)) return last.issuedAt !== undefined;
  // The token is written before it is noted.
  const isUnderWay = !cameOfLast(last) && attemptAllowedAt(last, now) !== undefined;
  return isUnderWay && isAboutFile(last, before.fingerprint);
}

// The three clocks of a session, and what follows from them: when a person must act.
import type { TokenFacts } from './cachedToken.ts';
import { minuteMs } from './durations.ts';
import { type SeenToken, type SessionHistory, observed } from './history.ts';
import { type CurrentSignIn, currentSignIn } from './signInEstimate.ts';
import type { ConfiguredSession } from './ssoConfig.ts';

/** When a person must act, ms since the epoch, and which clock says so. */
export interface ActBy {
  readonly at: number;
  readonly kind: 'token' | 'signIn' | 'registration';
  readonly isEstimate: boolean;
}

/** A registration this close to its end is not relied on any more. */
const registrationMarginMs = minuteMs;

/**
 * The moment (ms since the epoch) from which a renewal is not possible any more. As with the AWS CLI, the
 * token of a legacy profile is not renewed, and botocore renews none whose registration does not say when it ends.
 */
export function renewableUntilOf(
  session: ConfiguredSession,
  facts: TokenFacts,
): number | undefined {
  if (session.kind === 'legacy' || !facts.hasRefreshFields) return undefined;
  if (facts.registrationExpiresAt === undefined) return undefined;
  return facts.registrationExpiresAt - registrationMarginMs;
}

/** The sign-in that the token of the file is of, as far as that is known. `now` is ms since the epoch. */
export function signInOf(
  history: SessionHistory,
  token: SeenToken,
  durationMs: number | undefined,
  now: number,
): CurrentSignIn {
  const { events } = observed(history, { at: now, token });
  // Whoever has signed in is about to note when: what is noted is of the sign-in before.
  const isAhead = events !== history.events && events.at(-1)?.kind === 'signIn';
  return isAhead ? {} : currentSignIn(history, durationMs);
}

/**
 * For a token that cannot be renewed (`renewableUntil` is undefined) its own end; else the first known end
 * of what it is renewed with. All times are ms since the epoch.
 */
export function actByOf(
  expiresAt: number,
  renewableUntil: number | undefined,
  { end }: CurrentSignIn,
): ActBy {
  if (renewableUntil === undefined) return { at: expiresAt, kind: 'token', isEstimate: false };
  // The last token that they can still buy may outlive them.
  return end !== undefined && end.at < renewableUntil
    ? { at: Math.max(expiresAt, end.at), kind: 'signIn', isEstimate: end.isEstimate }
    : { at: Math.max(expiresAt, renewableUntil), kind: 'registration', isEstimate: false };
}

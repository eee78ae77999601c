import type { EndpointProblem } from './endpointOverride.ts';
import type { RenewalFailure } from './snapshot.ts';

/** How a refresh ended; `expiresAt` and `until` are ms since the epoch. */
export type RefreshOutcome =
  | { readonly kind: 'refreshed'; readonly expiresAt: number }
  /** Someone else has put another token in its place; theirs is as good. */
  | { readonly kind: 'renewedElsewhere'; readonly expiresAt: number }
  /** For a timer only: the token has long enough to go; nothing was sent. */
  | { readonly kind: 'notDue'; readonly expiresAt: number }
  | RenewalFailure
  /** The last attempt, of this window or another, was a moment ago; nothing was sent. */
  | { readonly kind: 'tooSoon'; readonly until: number }
  | { readonly kind: 'notRenewable'; readonly because: NotRenewable }
  | { readonly kind: 'badEndpoint'; readonly problem: EndpointProblem }
  /** The token file cannot be locked, or its disk takes no more; nothing was sent. */
  | { readonly kind: 'notLocked'; readonly code: string }
  /** Signed out while the service answered: the file stays deleted. */
  | { readonly kind: 'signedOutMeanwhile' }
  /** The new token is kept in memory, and writing is tried again. */
  | { readonly kind: 'notWritten'; readonly code: string }
  | { readonly kind: 'cancelled' }
  /** A fault of our own. What was sent and written by then is not known. */
  | { readonly kind: 'unexpected'; readonly code: string };

export type NotRenewable =
  | 'notConfigured'
  | 'configUnreadable'
  | 'misconfigured'
  | 'signedOut'
  | 'unreadable'
  | 'legacy'
  | 'noRefreshToken'
  | 'registrationEnded';

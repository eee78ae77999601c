import type { EndpointProblem } from './endpointOverride.ts';
import type { RenewalFailure } from './snapshot.ts';

/** How a refresh ended; `expiresAt` is ms since the epoch. */
export type RefreshOutcome =
  | { readonly kind: 'refreshed'; readonly expiresAt: number }
  /** Someone else renewed the token meanwhile; theirs is as good. */
  | { readonly kind: 'renewedElsewhere'; readonly expiresAt: number }
  | RenewalFailure
  | { readonly kind: 'notRenewable'; readonly because: NotRenewable }
  | { readonly kind: 'badEndpoint'; readonly problem: EndpointProblem }
  /** Signed out while the service answered: the file stays deleted. */
  | { readonly kind: 'signedOutMeanwhile' }
  | { readonly kind: 'notWritten'; readonly code: string }
  | { readonly kind: 'cancelled' };

export type NotRenewable =
  | 'notConfigured'
  | 'misconfigured'
  | 'signedOut'
  | 'unreadable'
  | 'legacy'
  | 'noRefreshToken'
  | 'registrationEnded';

import type { EndpointProblem } from './endpointOverride.ts';
import type { TroubleCode } from './snapshot.ts';

/** Authorization code with PKCE, or device authorization (RFC 8628). */
export type SignInFlow = 'browser' | 'deviceCode';

/** How a sign-in ended; `expiresAt` is that of the access token, in ms since the epoch. */
export type SignInOutcome =
  | { readonly kind: 'signedIn'; readonly expiresAt: number; readonly renewable: boolean }
  /** Another window, editor or tool signed in while this one waited. */
  | { readonly kind: 'signedInElsewhere'; readonly expiresAt: number }
  /** The sign-in of another window, which this one waited for, brought no session. */
  | { readonly kind: 'endedElsewhere' }
  | SignInFailure;

/** The former session, if any, is as it was before. */
export type SignInFailure =
  | { readonly kind: 'cancelled' }
  /** A person chose Deny. */
  | { readonly kind: 'denied' }
  | { readonly kind: 'timedOut' }
  /** What the browser brought back belongs to no sign-in of ours, or is worth nothing. */
  | { readonly kind: 'wrongAnswer' }
  /** No port of 127.0.0.1 for the browser to come back to; Node's code. */
  | { readonly kind: 'portNotBound'; readonly code: string }
  /** The service knows the client registration no more; the next attempt registers anew. */
  | { readonly kind: 'registrationForgotten' }
  | { readonly kind: 'rejected'; readonly code: RejectionCode }
  /** Its endpoint cannot be reached, and no AWS partition is known to have such a region. */
  | { readonly kind: 'unknownRegion'; readonly region: string }
  | { readonly kind: 'failing'; readonly code: TroubleCode }
  | { readonly kind: 'notConfigured' }
  | { readonly kind: 'configUnreadable' }
  | { readonly kind: 'misconfigured' }
  | { readonly kind: 'badEndpoint'; readonly problem: EndpointProblem }
  /** The token file cannot be locked, or its disk takes no more; nothing was sent. */
  | { readonly kind: 'notLocked'; readonly code: string }
  /** Signed in, but the session could not be written, and is lost. */
  | { readonly kind: 'notWritten'; readonly code: string };

/** What AWS said no to. */
export type RejectionCode = 'startUrl' | 'scopes' | 'client' | 'other';

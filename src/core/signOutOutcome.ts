import type { TroubleCode } from './snapshot.ts';

/** How a sign-out ended. */
export type SignOutOutcome =
  /** The token file is gone; how many files of role credentials went with it, or had to stay. */
  | {
      readonly kind: 'signedOut';
      readonly remote: RemoteSignOut;
      readonly roleCredentials: { readonly deleted: number; readonly left: number };
    }
  /** There was no token file, and nothing was sent. */
  | { readonly kind: 'wasSignedOut' }
  | { readonly kind: 'notConfigured' }
  | { readonly kind: 'configUnreadable' }
  /** Whatever AWS said, the token file is still there. */
  | { readonly kind: 'notDeleted'; readonly code: string }
  /** The token file cannot be locked; nothing was sent or deleted. */
  | { readonly kind: 'notLocked'; readonly code: string }
  | { readonly kind: 'cancelled' }
  /** A fault of our own. What was sent and deleted by then is not known. */
  | { readonly kind: 'unexpected'; readonly code: string };

/** What became of the sign-in at AWS. */
export type RemoteSignOut =
  | 'ended'
  /** AWS took neither the access token nor the refresh token any more. */
  | 'alreadyEnded'
  /** The access token had ended and cannot be renewed: there was nothing left to end the sign-in with. */
  | 'tokenEnded'
  | { readonly failing: TroubleCode }
  | { readonly notAsked: 'unreadable' | 'misconfigured' | 'badEndpoint' };

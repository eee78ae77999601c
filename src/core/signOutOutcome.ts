import type { TroubleCode } from './snapshot.ts';

/** How a sign-out ended. */
export type SignOutOutcome =
  /** The token file is gone. */
  | {
      readonly kind: 'signedOut';
      readonly remote: RemoteSignOut;
      readonly roleCredentials: RoleCredentialFiles;
    }
  /** There was no token file, and nothing was sent. */
  | { readonly kind: 'wasSignedOut'; readonly roleCredentials: RoleCredentialFiles }
  /** Another tool wrote another token while AWS was told of this one; its file is left alone. */
  | { readonly kind: 'signedInMeanwhile'; readonly remote: RemoteSignOut }
  | { readonly kind: 'notConfigured' }
  | { readonly kind: 'configUnreadable' }
  /** Whatever AWS said, the token file is still there. */
  | { readonly kind: 'notDeleted'; readonly code: string; readonly remote: RemoteSignOut }
  /** The token file cannot be locked; nothing was sent or deleted. */
  | { readonly kind: 'notLocked'; readonly code: string }
  | { readonly kind: 'cancelled' }
  /** A fault of our own. What was sent and deleted by then is not known. */
  | { readonly kind: 'unexpected'; readonly code: string };

/** How many there were: deleted, and not to be deleted for a reason of the file system. */
export interface RoleCredentialFiles {
  readonly deleted: number;
  readonly left: number;
}

/** What became of the sign-in at AWS. */
export type RemoteSignOut =
  | 'ended'
  /** AWS took neither the access token nor the refresh token any more. */
  | 'alreadyEnded'
  /** The access token had ended and cannot be renewed: there was nothing left to end the sign-in with. */
  | 'tokenEnded'
  | { readonly failing: TroubleCode }
  | { readonly notAsked: 'unreadable' | 'misconfigured' | 'badEndpoint' };

/** Whether no token of the sign-in is worth anything any more. */
export function isOverAtAws(remote: RemoteSignOut): remote is 'ended' | 'alreadyEnded' {
  return remote === 'ended' || remote === 'alreadyEnded';
}

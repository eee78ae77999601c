// What was read from disk at one moment. It holds no secret.
import type { TokenFacts, TokenProblem } from './cachedToken.ts';
import type { SsoConfig } from './ssoConfig.ts';

export type FileProblem = 'notAllowed' | 'notAFile' | 'tooLarge' | 'ioError';

export type TokenFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly problem: TokenProblem | FileProblem }
  | {
      readonly kind: 'token';
      readonly facts: TokenFacts;
      /** Tells whether the file has changed since: a digest of its bytes. */
      readonly fingerprint: string;
    };

/** Why the service did not renew, as stable codes: RFC 6749 and 8628 `error` values, and our own. */
export type RenewalFailure =
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  | { readonly kind: 'failing'; readonly code: TroubleCode };

/** Definitive: only a sign-in helps. */
export type RefusalCode =
  'invalid_grant' | 'expired_token' | 'invalid_client' | 'unauthorized_client';

/** The token may still be renewed, later or when something has been put right. */
export type TroubleCode =
  | 'unreachable'
  | 'timeout'
  | 'notTheService'
  | 'serviceError'
  | 'throttled'
  | 'access_denied'
  | 'invalid_request'
  | 'otherError';

/** The last failed renewal of one session; it speaks only of the token file with this fingerprint. */
export interface RenewalRecord {
  readonly failure: RenewalFailure;
  readonly attemptedAt: number;
  readonly fingerprint: string;
}

export interface Snapshot {
  readonly config: SsoConfig;
  /** By session id. */
  readonly tokens: ReadonlyMap<string, TokenFile>;
  /** By session id. */
  readonly renewals: ReadonlyMap<string, RenewalRecord>;
}

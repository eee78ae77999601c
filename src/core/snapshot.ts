// What was read from disk at one moment. It holds no secret.
import type { TokenFacts, TokenProblem } from './cachedToken.ts';
import type { EndpointProblem } from './endpointOverride.ts';
import type { SessionHistory } from './history.ts';
import type { Snooze } from './snooze.ts';
import type { ConfiguredSession, SsoConfig } from './ssoConfig.ts';

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
  | 'otherError'
  /** The cache cannot be written; nothing was sent. */
  | 'notLocked'
  /** The new token is in the memory of the window that asked for it, until it can be written. */
  | 'notWritten'
  /** The new token is kept, but nothing says credibly how long it is valid: it counts as ended. */
  | 'noLifetime';

/** The last attempt to renew one session, whichever window made it. */
export interface RenewalRecord {
  /** When it began, or when the window that keeps its token last said so; ms since the epoch. */
  readonly attemptedAt: number;
  /** When anything was last sent, in this attempt or an earlier one; ms since the epoch. */
  readonly sentAt?: number | undefined;
  readonly by: 'person' | 'timer';
  /** How it failed; undefined when it did not, or has not ended. */
  readonly failure: RenewalFailure | undefined;
  /** How many attempts have failed in a row. */
  readonly failures: number;
  /** See `renewalSubject`: what is said here of failures and of the token speaks of nothing else. */
  readonly subject: string;
  /** When the token came, if it came of an attempt that is remembered; ms since the epoch. */
  readonly issuedAt?: number | undefined;
}

/** This machine's clock beside the service's, in the last answer that told the time. */
export interface ClockSeen {
  /** How far it was ahead; ms, negative for behind. */
  readonly aheadMs: number;
  /** When, by this very clock; ms since the epoch. */
  readonly seenAt: number;
  /**
   * When this machine started, by the same clock: another moment once that has been set. Undefined when
   * not known.
   */
  readonly bootedAt?: number | undefined;
}

/** What windows remember together. */
export interface SharedState {
  /** By session id. */
  readonly renewals: ReadonlyMap<string, RenewalRecord>;
  /** Undefined until an answer has told the time. */
  readonly clock: ClockSeen | undefined;
  /** By session id. */
  readonly histories: ReadonlyMap<string, SessionHistory>;
  /** By session id. */
  readonly snoozes: ReadonlyMap<string, Snooze>;
  /** Ids of the sessions that are to be left alone. */
  readonly muted: ReadonlySet<string>;
}

export interface Snapshot {
  /** When reading it began, or when it was last found unchanged; ms since the epoch, undefined when not known. */
  readonly readAt?: number | undefined;
  readonly config: SsoConfig;
  /** By session id. */
  readonly tokens: ReadonlyMap<string, TokenFile>;
  /** Where they are, by session id. */
  readonly tokenPaths: ReadonlyMap<string, string>;
  /** Which endpoint renewals are sent to, by session id: the same text for the same endpoint. */
  readonly endpoints: ReadonlyMap<string, string>;
  /** Why nothing may be sent there, by session id; none where something may. */
  readonly endpointProblems: ReadonlyMap<string, EndpointProblem>;
  readonly shared: SharedState;
}

/**
 * What a renewal was tried with: a new token, another configuration or another endpoint deserves another
 * try. `endpoint` is as in the snapshot.
 */
export function renewalSubject(
  fingerprint: string,
  { region, startUrl }: Pick<ConfiguredSession, 'region' | 'startUrl'>,
  endpoint: string,
): string {
  return [fingerprint, region, startUrl, endpoint].join(' ');
}

/** Whether an attempt was made with the file of this fingerprint, however configured. */
export function isAboutFile({ subject }: RenewalRecord, fingerprint: string): boolean {
  return subject.startsWith(`${fingerprint} `);
}

/** How long the token that the record is about lasts in all, in ms; undefined when that is not known. */
export function lifetimeOf(
  record: RenewalRecord | undefined,
  expiresAt: number,
): number | undefined {
  return record?.issuedAt === undefined ? undefined : expiresAt - record.issuedAt;
}

/** Whether the token that the record is about came of what was last sent. */
export function cameOfLast(record: RenewalRecord | undefined): boolean {
  if (record?.issuedAt === undefined || record.sentAt === undefined) return false;
  return record.issuedAt >= record.sentAt;
}

/**
 * The later record of each session. A window's own goes first where both began at once: it tells of the
 * end of that attempt as well.
 */
export function latestRecords(
  shared: SharedState['renewals'],
  own: SharedState['renewals'] = new Map(),
): SharedState['renewals'] {
  const later = Array.from(own).filter(
    ([id, { attemptedAt }]) => attemptedAt >= (shared.get(id)?.attemptedAt ?? -Infinity),
  );
  return new Map([...shared, ...later]);
}

// What a failed answer of SSO-OIDC or of the portal means for a session.
import type { RefusalCode, RenewalFailure, TroubleCode } from './snapshot.ts';

/** What is known of a failure; every part may be missing (a proxy strips headers, a socket just ends). */
export interface ServiceFailure {
  /** `error` of the body (RFC 6749 §5.2). */
  readonly error?: string | undefined;
  /** Name of the exception in the service model. */
  readonly name?: string | undefined;
  /** HTTP status. */
  readonly status?: number | undefined;
  /** Node's error code, such as ECONNREFUSED. */
  readonly code?: string | undefined;
  /** The service model's own addition, such as KMS_AccessDeniedException. */
  readonly reason?: string | undefined;
}

const meanings: Readonly<Record<string, RefusalCode | TroubleCode>> = {
  invalid_grant: 'invalid_grant',
  InvalidGrantException: 'invalid_grant',
  expired_token: 'expired_token',
  ExpiredTokenException: 'expired_token',
  invalid_client: 'invalid_client',
  InvalidClientException: 'invalid_client',
  unauthorized_client: 'unauthorized_client',
  UnauthorizedClientException: 'unauthorized_client',
  access_denied: 'access_denied',
  AccessDeniedException: 'access_denied',
  invalid_request: 'invalid_request',
  InvalidRequestException: 'invalid_request',
  slow_down: 'throttled',
  SlowDownException: 'throttled',
  TooManyRequestsException: 'throttled',
  ForbiddenException: 'access_denied',
  ResourceNotFoundException: 'otherError',
  server_error: 'serviceError',
  InternalServerException: 'serviceError',
  TimeoutError: 'timeout',
  AbortError: 'timeout',
  SyntaxError: 'notTheService',
};

const refusals: ReadonlySet<string> = new Set<RefusalCode>([
  'invalid_grant',
  'expired_token',
  'invalid_client',
  'unauthorized_client',
]);

/**
 * By body `error`, then by what the socket said (the SDK calls a reset connection a TimeoutError, and
 * reports status 200 for an answer that broke off), then by name, then by status: the header that gives
 * the name may be missing.
 */
export function classifyFailure({ error, name, status, code }: ServiceFailure): RenewalFailure {
  const meaning = lookUp(error) ?? bySocket(code) ?? lookUp(name) ?? byStatus(status);
  return isRefusal(meaning)
    ? { kind: 'refused', code: meaning }
    : { kind: 'failing', code: meaning };
}

export type PortalFailure =
  /** The portal does not take the access token: it has ended, or its sign-in has. */
  { readonly kind: 'unauthorized' } | { readonly kind: 'failing'; readonly code: TroubleCode };

/** As `classifyFailure`. A 401 that does not name the portal's own exception is of something in between. */
export function classifyPortalFailure(failure: ServiceFailure): PortalFailure {
  if (failure.name === 'UnauthorizedException') return { kind: 'unauthorized' };
  const { kind, code } = classifyFailure(failure);
  return { kind: 'failing', code: kind === 'failing' ? code : 'otherError' };
}

function lookUp(word: string | undefined): RefusalCode | TroubleCode | undefined {
  return word !== undefined && Object.hasOwn(meanings, word) ? meanings[word] : undefined;
}

function bySocket(code: string | undefined): TroubleCode | undefined {
  if (code === undefined) return undefined;
  return code === 'ETIMEDOUT' ? 'timeout' : 'unreachable';
}

function byStatus(status: number | undefined): TroubleCode {
  if (status === undefined) return 'unreachable';
  if (status === 429) return 'throttled';
  if (status >= 500) return 'serviceError';
  // A 400 is the service's own way of saying no; any other answer without an `error` came from
  // something in between, such as a proxy or the sign-in page of a network.
  return status === 400 ? 'otherError' : 'notTheService';
}

function isRefusal(meaning: RefusalCode | TroubleCode): meaning is RefusalCode {
  return refusals.has(meaning);
}

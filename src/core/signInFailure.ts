// What a failed call of a sign-in means for it. By the service's codes only: its texts are not stable.
import { type ServiceFailure, classifyFailure } from './serviceFailure.ts';
import type { RejectionCode, SignInFailure } from './signInOutcome.ts';

/** Which request failed; `authorize` is the one that the browser makes. */
export type SignInCall =
  | 'registerClient'
  /** with the start URL as the issuer */
  | 'registerIssuerClient'
  | 'startDeviceAuthorization'
  | 'authorize'
  | 'redeemDeviceCode'
  | 'redeemAuthorizationCode';

/** `error` values of RFC 6749, 7591 and 8628, by the names of the exceptions in the service model. */
const errorsByName: Readonly<Record<string, string>> = {
  AccessDeniedException: 'access_denied',
  AuthorizationPendingException: 'authorization_pending',
  ExpiredTokenException: 'expired_token',
  InvalidClientException: 'invalid_client',
  InvalidClientMetadataException: 'invalid_client_metadata',
  InvalidGrantException: 'invalid_grant',
  InvalidRedirectUriException: 'invalid_redirect_uri',
  InvalidRequestException: 'invalid_request',
  InvalidScopeException: 'invalid_scope',
  SlowDownException: 'slow_down',
  UnauthorizedClientException: 'unauthorized_client',
  UnsupportedGrantTypeException: 'unsupported_grant_type',
};

/** The OAuth `error` of an answer, from its body or else from its header; undefined where it has none. */
export function oauthError({ error, name }: ServiceFailure): string | undefined {
  if (error !== undefined) return error;
  return name !== undefined && Object.hasOwn(errorsByName, name) ? errorsByName[name] : undefined;
}

export function signInFailure(call: SignInCall, failure: ServiceFailure): SignInFailure {
  // Such as a KMS key that cannot be used: neither a person's word nor the config's fault.
  const hasReason = failure.reason !== undefined;
  switch (oauthError(failure)) {
    case 'invalid_client':
    case 'unauthorized_client':
      return { kind: 'registrationForgotten' };
    case 'access_denied':
      return isPersons(call) && !hasReason ? { kind: 'denied' } : rejected('other');
    case 'expired_token':
      return { kind: 'timedOut' };
    case 'invalid_grant':
      return call === 'redeemAuthorizationCode' ? { kind: 'wrongAnswer' } : rejected('other');
    case 'invalid_request':
      return rejected(namesStartUrl(call) && !hasReason ? 'startUrl' : 'other');
    case 'invalid_scope':
      return rejected('scopes');
    case 'invalid_client_metadata':
    case 'invalid_redirect_uri':
    case 'unsupported_grant_type':
    case 'unsupported_response_type':
      return rejected('client');
    // What an error of the service is called on its way through a browser (RFC 6749 §4.1.2.1).
    case 'temporarily_unavailable':
      return { kind: 'failing', code: 'serviceError' };
    case undefined:
    default: {
      const meaning = classifyFailure(failure);
      return meaning.kind === 'failing' ? meaning : rejected('other');
    }
  }
}

function rejected(code: RejectionCode): SignInFailure {
  return { kind: 'rejected', code };
}

function isPersons(call: SignInCall): boolean {
  return call === 'authorize' || call === 'redeemDeviceCode';
}

/** All else that these send is made here or by the service, and has errors of its own. */
function namesStartUrl(call: SignInCall): boolean {
  return (
    call === 'registerIssuerClient' || call === 'startDeviceAuthorization' || call === 'authorize'
  );
}

import { type Answer, jsonAnswer } from './answer.ts';

/** SSO-OIDC's errors: exception shape and HTTP status of its API model, by OAuth error code. */
const oidcErrors = {
  access_denied: ['AccessDeniedException', 400],
  authorization_pending: ['AuthorizationPendingException', 400],
  expired_token: ['ExpiredTokenException', 400],
  invalid_client: ['InvalidClientException', 401],
  invalid_client_metadata: ['InvalidClientMetadataException', 400],
  invalid_grant: ['InvalidGrantException', 400],
  invalid_redirect_uri: ['InvalidRedirectUriException', 400],
  invalid_request: ['InvalidRequestException', 400],
  invalid_scope: ['InvalidScopeException', 400],
  server_error: ['InternalServerException', 500],
  slow_down: ['SlowDownException', 400],
  unauthorized_client: ['UnauthorizedClientException', 400],
  unsupported_grant_type: ['UnsupportedGrantTypeException', 400],
} as const;

/** The portal's errors. `ForbiddenException` is in no model, but is what a role not assigned gives. */
const portalErrors = {
  ForbiddenException: 403,
  InvalidRequestException: 400,
  ResourceNotFoundException: 404,
  TooManyRequestsException: 429,
  UnauthorizedException: 401,
  UnknownOperationException: 404,
} as const;

export type OidcErrorCode = keyof typeof oidcErrors;
export type PortalErrorName = keyof typeof portalErrors;
export type ErrorCode = OidcErrorCode | PortalErrorName;

export class ServiceError extends Error {
  readonly code: ErrorCode;
  /** Only `access_denied` and `invalid_request` have one, such as `KMS_AccessDeniedException`. */
  readonly reason: string | undefined;

  constructor(code: ErrorCode, description: string, reason?: string) {
    super(description);
    this.code = code;
    this.reason = reason;
  }
}

const isOidcError = (code: ErrorCode): code is OidcErrorCode => code in oidcErrors;

export function errorAnswer({ code, message, reason }: ServiceError): Answer {
  if (!isOidcError(code)) {
    const type = `${code}:http://internal.amazon.com/coral/com.amazonaws.sso/`;
    return jsonAnswer({ message }, portalErrors[code], { 'x-amzn-ErrorType': type });
  }
  const [name, status] = oidcErrors[code];
  return jsonAnswer(
    { error: code, error_description: message, ...(reason === undefined ? {} : { reason }) },
    status,
    { 'x-amzn-ErrorType': `${name}:http://internal.amazon.com/coral/com.amazonaws.ssooidc/` },
  );
}

import { type Answer, jsonAnswer } from './answer.ts';
import { grantTypes } from './createToken.ts';
import { mint, type Registration } from './ledger.ts';
import { listField, parseFields, type Service, type ServiceRequest, textField } from './service.ts';
import { ServiceError } from './serviceError.ts';

const knownScope =
  /^(sso:account:access|openid|aws|codewhisperer:\w+|redshift(:connect)?|verified_access_application:connect)$/;

/** RFC 8252 §7.3: a native app's port is its own affair, and is left out of the comparison. */
export const loopbackRedirect = /^http:\/\/127\.0\.0\.1(:\d{1,5})?\/oauth\/callback$/;

export function registerClient(service: Service, { body, region }: ServiceRequest): Answer {
  const fields = parseFields(body);
  const clientName = textField(fields, 'clientName');
  if (textField(fields, 'clientType') !== 'public') {
    throw new ServiceError('invalid_client_metadata', 'Only public clients can be registered');
  }
  const scopes = listField(fields, 'scopes') ?? [];
  if (!scopes.every((scope) => knownScope.test(scope))) {
    throw new ServiceError('invalid_scope', 'Invalid scope requested');
  }
  const redirectUris = listField(fields, 'redirectUris') ?? [];
  if (!redirectUris.every((uri) => loopbackRedirect.test(uri))) {
    throw new ServiceError('invalid_redirect_uri', 'Invalid redirect URI');
  }
  const grants = listField(fields, 'grantTypes');
  if (!(grants ?? []).every((grant) => grantTypes.has(grant))) {
    throw new ServiceError('unsupported_grant_type', 'Unsupported grant type');
  }
  const issuerUrl = fields['issuerUrl'] === undefined ? undefined : textField(fields, 'issuerUrl');
  const registration = addRegistration(service, {
    clientName,
    scopes,
    redirectUris,
    grantTypes: grants,
    issuerUrl,
    region,
  });
  return jsonAnswer({
    clientId: registration.clientId,
    clientSecret: registration.clientSecret,
    clientIdIssuedAt: Math.floor(registration.issuedAt / 1000),
    clientSecretExpiresAt: Math.floor(registration.expiresAt / 1000),
  });
}

export function addRegistration(
  { ledger, settings, now }: Service,
  client: Omit<Registration, 'clientId' | 'clientSecret' | 'issuedAt' | 'expiresAt'>,
): Registration {
  const issuedAt = now();
  const registration: Registration = {
    ...client,
    clientId: mint('client'),
    clientSecret: mint('secret'),
    issuedAt,
    expiresAt: issuedAt + settings.registrationSeconds * 1000,
  };
  ledger.registrations.set(registration.clientId, registration);
  return registration;
}

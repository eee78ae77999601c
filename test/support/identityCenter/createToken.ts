import { createHash } from 'node:crypto';
import { type Answer, jsonAnswer } from './answer.ts';
import { deviceCodeGrant } from './deviceAuthorization.ts';
import { issueTokens, type Registration, type SignIn } from './ledger.ts';
import {
  authenticateClient,
  type Fields,
  parseFields,
  requireGrant,
  type Service,
  type ServiceRequest,
  textField,
} from './service.ts';
import { ServiceError } from './serviceError.ts';

/** A timer may fire a little early; a client that keeps to the interval is not to be blamed. */
const pollToleranceMs = 50;

type Grant = (service: Service, client: Registration, fields: Fields, region?: string) => SignIn;

const invalidGrant = (description: string) => new ServiceError('invalid_grant', description);

const grants: Readonly<Record<string, Grant>> = {
  [deviceCodeGrant]: redeemDeviceCode,
  authorization_code: redeemAuthorizationCode,
  refresh_token: redeemRefreshToken,
};

export const grantTypes: ReadonlySet<string> = new Set(Object.keys(grants));

export function createToken(service: Service, { body, region }: ServiceRequest): Answer {
  const { ledger, settings, now } = service;
  const fields = parseFields(body);
  const grantType = textField(fields, 'grantType');
  const redeem = grantTypes.has(grantType) ? grants[grantType] : undefined;
  if (redeem === undefined) {
    throw new ServiceError('unsupported_grant_type', 'Unsupported grant type');
  }
  const registration = authenticateClient(service, fields);
  requireGrant(registration, grantType);
  const signIn = redeem(service, registration, fields, region);
  const issuedAt = now();
  const issued = issueTokens(ledger, registration, signIn, settings, issuedAt);
  return jsonAnswer({
    accessToken: issued.accessToken,
    tokenType: 'Bearer',
    expiresIn: Math.floor((issued.expiresAt - issuedAt) / 1000),
    ...(issued.refreshToken === undefined ? {} : { refreshToken: issued.refreshToken }),
  });
}

function redeemDeviceCode(
  { ledger, settings, now }: Service,
  { clientId }: Registration,
  fields: Fields,
): SignIn {
  const deviceCode = textField(fields, 'deviceCode');
  const authorization = ledger.deviceAuthorizations.get(deviceCode);
  if (authorization?.clientId !== clientId) throw invalidGrant('Invalid device code provided');
  const { decision, expiresAt, lastPollAt } = authorization;
  if (now() >= expiresAt) throw new ServiceError('expired_token', 'Device code has expired');
  if (decision === undefined) {
    authorization.lastPollAt = now();
    const earliest = (lastPollAt ?? -Infinity) + settings.pollIntervalSeconds * 1000;
    throw now() < earliest - pollToleranceMs
      ? new ServiceError('slow_down', 'Polling too frequently')
      : new ServiceError('authorization_pending', 'Authorization is still pending');
  }
  ledger.deviceAuthorizations.delete(deviceCode);
  if (decision === 'denied') {
    throw new ServiceError('access_denied', 'The sign-in request was denied');
  }
  return decision;
}

function redeemAuthorizationCode(
  { ledger, now }: Service,
  { clientId }: Registration,
  fields: Fields,
): SignIn {
  const code = textField(fields, 'code');
  const redirectUri = textField(fields, 'redirectUri');
  const challenge = createHash('sha256')
    .update(textField(fields, 'codeVerifier'))
    .digest('base64url');
  const issued = ledger.authorizationCodes.get(code);
  // Whoever presents a code spends it (RFC 6749 §4.1.2), so that a guess cannot be tried twice.
  ledger.authorizationCodes.delete(code);
  if (
    issued?.registration.clientId !== clientId ||
    issued.redirectUri !== redirectUri ||
    issued.codeChallenge !== challenge ||
    now() >= issued.expiresAt
  ) {
    throw invalidGrant('Invalid authorization code provided');
  }
  return issued.signIn;
}

function redeemRefreshToken(
  { ledger, now }: Service,
  { clientId, region: home }: Registration,
  fields: Fields,
  region?: string,
): SignIn {
  const refreshToken = textField(fields, 'refreshToken');
  const issued = ledger.refreshTokens.get(refreshToken);
  const elsewhere = home !== undefined && region !== undefined && home !== region;
  if (issued?.clientId !== clientId || now() >= issued.signIn.endsAt || elsewhere) {
    throw invalidGrant('Invalid refresh token provided');
  }
  ledger.refreshTokens.delete(refreshToken);
  return issued.signIn;
}

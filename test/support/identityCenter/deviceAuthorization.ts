import { type Answer, jsonAnswer } from './answer.ts';
import { type DeviceAuthorization, mint, mintUserCode, startSignIn } from './ledger.ts';
import { findOrganisation } from './organisations.ts';
import {
  authenticateClient,
  parseFields,
  requireGrant,
  type Service,
  type ServiceRequest,
  textField,
} from './service.ts';
import { ServiceError } from './serviceError.ts';

export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

export function startDeviceAuthorization(service: Service, { body }: ServiceRequest): Answer {
  const { ledger, settings, url, now } = service;
  const fields = parseFields(body);
  const registration = authenticateClient(service, fields);
  requireGrant(registration, deviceCodeGrant);
  const startUrl = textField(fields, 'startUrl');
  if (findOrganisation(service.organisations, startUrl) === undefined) {
    throw new ServiceError('invalid_request', 'Invalid start URL provided');
  }
  const authorization: DeviceAuthorization = {
    userCode: mintUserCode(),
    clientId: registration.clientId,
    startUrl,
    expiresAt: now() + settings.deviceCodeSeconds * 1000,
    decision: undefined,
    lastPollAt: undefined,
  };
  const deviceCode = mint('device');
  ledger.deviceAuthorizations.set(deviceCode, authorization);
  if (settings.autoApprove) decideDevice(service, authorization.userCode, 'allow');
  return jsonAnswer({
    deviceCode,
    userCode: authorization.userCode,
    verificationUri: `${url}/device`,
    verificationUriComplete: `${url}/device?user_code=${authorization.userCode}`,
    expiresIn: settings.deviceCodeSeconds,
    interval: settings.pollIntervalSeconds,
  });
}

/** The open request that a person's code names, however they typed it. */
export function findByUserCode(
  { ledger, now }: Service,
  userCode: string,
): DeviceAuthorization | undefined {
  const letters = (code: string) => code.toUpperCase().replaceAll(/[^A-Z]/g, '');
  return [...ledger.deviceAuthorizations.values()].find(
    (authorization) =>
      letters(authorization.userCode) === letters(userCode) &&
      authorization.decision === undefined &&
      now() < authorization.expiresAt,
  );
}

/** `undefined` when no open request has this code. */
export function decideDevice(
  service: Service,
  userCode: string,
  decision: 'allow' | 'deny',
): DeviceAuthorization | undefined {
  const authorization = findByUserCode(service, userCode);
  if (authorization === undefined) return undefined;
  const { ledger, settings, now } = service;
  authorization.decision =
    decision === 'allow' ? startSignIn(ledger, authorization.startUrl, settings, now()) : 'denied';
  return authorization;
}

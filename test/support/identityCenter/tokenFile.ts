import { addRegistration } from './clientRegistration.ts';
import { deviceCodeGrant } from './deviceAuthorization.ts';
import { accountAccessScope, issueTokens, startSignIn } from './ledger.ts';
import type { Service } from './service.ts';

/** What the AWS CLI writes to `~/.aws/sso/cache`, in its order. */
export interface TokenFile {
  readonly startUrl: string;
  readonly region: string;
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly registrationExpiresAt: string;
  readonly refreshToken?: string;
}

export interface TokenRequest {
  readonly startUrl: string;
  readonly region: string;
  /** `['sso:account:access']` unless told; an empty list gives a token that cannot be refreshed. */
  readonly scopes?: readonly string[];
  readonly clientName?: string;
}

export function issueToken(
  service: Service,
  { startUrl, region, scopes = [accountAccessScope], clientName = 'botocore-client' }: TokenRequest,
): TokenFile {
  const { ledger, settings, now } = service;
  const registration = addRegistration(service, {
    clientName,
    scopes,
    region,
    redirectUris: [],
    grantTypes: [deviceCodeGrant, 'refresh_token'],
    issuerUrl: undefined,
  });
  const signIn = startSignIn(ledger, startUrl, settings, now());
  const issued = issueTokens(ledger, registration, signIn, settings, now());
  return {
    startUrl,
    region,
    accessToken: issued.accessToken,
    expiresAt: timestamp(issued.expiresAt),
    clientId: registration.clientId,
    clientSecret: registration.clientSecret,
    registrationExpiresAt: timestamp(registration.expiresAt),
    ...(issued.refreshToken === undefined ? {} : { refreshToken: issued.refreshToken }),
  };
}

/** Whole seconds and `Z`: the one form that every AWS tool reads. */
const timestamp = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

import { expect, test } from 'vitest';
import type { ServiceFailure } from '../../src/core/serviceFailure.ts';
import { type SignInCall, signInFailure } from '../../src/core/signInFailure.ts';
import type { SignInFailure } from '../../src/core/signInOutcome.ts';

const calls: readonly SignInCall[] = [
  'registerClient',
  'registerIssuerClient',
  'startDeviceAuthorization',
  'authorize',
  'redeemDeviceCode',
  'redeemAuthorizationCode',
];

const rejected = (code: 'startUrl' | 'scopes' | 'client' | 'other') =>
  ({ kind: 'rejected', code }) as const;
const failing = (code: 'serviceError' | 'otherError' | 'throttled' | 'unreachable' | 'timeout') =>
  ({ kind: 'failing', code }) as const;
const forgotten = { kind: 'registrationForgotten' } as const;
const body = (error: string, more = {}): ServiceFailure => ({ error, status: 400, ...more });

/** The same for every call, except where the table says otherwise. */
const table: readonly [
  ServiceFailure,
  SignInFailure,
  Partial<Record<SignInCall, SignInFailure>>?,
][] = [
  [body('invalid_client', { status: 401 }), forgotten],
  [body('unauthorized_client'), forgotten],
  [{ name: 'InvalidClientException', status: 401 }, forgotten],
  [{ name: 'UnauthorizedClientException' }, forgotten],
  [
    body('access_denied'),
    rejected('other'),
    { authorize: { kind: 'denied' }, redeemDeviceCode: { kind: 'denied' } },
  ],
  [body('access_denied', { reason: 'KMS_AccessDeniedException' }), rejected('other')],
  [
    body('invalid_request'),
    rejected('other'),
    {
      registerIssuerClient: rejected('startUrl'),
      startDeviceAuthorization: rejected('startUrl'),
      authorize: rejected('startUrl'),
    },
  ],
  [body('invalid_request', { reason: 'KMS_DisabledException' }), rejected('other')],
  [
    { name: 'InvalidRequestException', status: 400 },
    rejected('other'),
    {
      registerIssuerClient: rejected('startUrl'),
      startDeviceAuthorization: rejected('startUrl'),
      authorize: rejected('startUrl'),
    },
  ],
  [body('invalid_grant'), rejected('other'), { redeemAuthorizationCode: { kind: 'wrongAnswer' } }],
  [body('expired_token'), { kind: 'timedOut' }],
  [body('invalid_scope'), rejected('scopes')],
  [{ name: 'InvalidScopeException' }, rejected('scopes')],
  [body('invalid_client_metadata'), rejected('client')],
  [{ name: 'InvalidClientMetadataException' }, rejected('client')],
  [body('invalid_redirect_uri'), rejected('client')],
  [{ name: 'InvalidRedirectUriException' }, rejected('client')],
  [body('unsupported_grant_type'), rejected('client')],
  [{ name: 'UnsupportedGrantTypeException' }, rejected('client')],
  [body('unsupported_response_type'), rejected('client')],
  [body('server_error', { status: 500 }), failing('serviceError')],
  [body('temporarily_unavailable'), failing('serviceError')],
  [body('slow_down'), failing('throttled')],
  [body('toString'), failing('otherError')],
  [{ name: 'toString', status: 400 }, failing('otherError')],
  [{ status: 400 }, failing('otherError')],
  [{ status: 503 }, failing('serviceError')],
  [{ code: 'ECONNREFUSED' }, failing('unreachable')],
  [{ code: 'ETIMEDOUT' }, failing('timeout')],
];

test.each(table)('%j', (failure, usual, others = {}) => {
  expect(Object.fromEntries(calls.map((call) => [call, signInFailure(call, failure)]))).toEqual(
    Object.fromEntries(calls.map((call) => [call, others[call] ?? usual])),
  );
});

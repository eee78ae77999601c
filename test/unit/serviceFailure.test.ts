import { describe, expect, test } from 'vitest';
import {
  classifyFailure,
  classifyPortalFailure,
  type ServiceFailure,
} from '../../src/core/serviceFailure.ts';
import type { RefusalCode, TroubleCode } from '../../src/core/snapshot.ts';

type Row = readonly [name: string, failure: ServiceFailure];

const refused: Readonly<Record<RefusalCode, readonly Row[]>> = {
  invalid_grant: [
    ['33: as AWS sends it', { error: 'invalid_grant', name: 'InvalidGrantException', status: 400 }],
    ['the body alone', { error: 'invalid_grant' }],
    ['the name alone', { name: 'InvalidGrantException' }],
    ['the body says more than the socket', { error: 'invalid_grant', code: 'ECONNRESET' }],
    ['the name says more than the status', { name: 'InvalidGrantException', status: 500 }],
  ],
  expired_token: [
    ['the body', { error: 'expired_token', status: 400 }],
    ['the name', { name: 'ExpiredTokenException', status: 400 }],
  ],
  invalid_client: [
    ['38: without the header', { error: 'invalid_client', name: 'Unknown', status: 401 }],
    ['the name', { name: 'InvalidClientException', status: 401 }],
  ],
  unauthorized_client: [
    ['the body', { error: 'unauthorized_client', status: 400 }],
    ['the name', { name: 'UnauthorizedClientException', status: 400 }],
  ],
};

/** The others do not come of a failed answer. */
type ServiceTrouble = Exclude<TroubleCode, 'notLocked' | 'notWritten' | 'noLifetime'>;
const failing: Readonly<Record<ServiceTrouble, readonly Row[]>> = {
  throttled: [
    ['37: slow_down', { error: 'slow_down', status: 400 }],
    ['the name', { name: 'SlowDownException', status: 400 }],
    ['of the portal', { name: 'TooManyRequestsException', status: 429 }],
    ['429', { name: 'Error', status: 429 }],
    ['the body says more than the name', { error: 'slow_down', name: 'InvalidGrantException' }],
  ],
  unreachable: [
    ['36: ECONNREFUSED', { name: 'Error', code: 'ECONNREFUSED' }],
    ['no such host', { name: 'Error', code: 'ENOTFOUND' }],
    ['a certificate', { name: 'Error', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
    ['a reset, by the name of a time-out', { name: 'TimeoutError', code: 'ECONNRESET' }],
    ['an answer that broke off', { name: 'SyntaxError', code: 'ECONNRESET', status: 200 }],
    ['nothing known', {}],
    ['a name only', { name: 'Error' }],
  ],
  timeout: [
    ['of the socket', { name: 'Error', code: 'ETIMEDOUT' }],
    ['of the SDK', { name: 'TimeoutError' }],
    ['aborted', { name: 'AbortError' }],
  ],
  serviceError: [
    ['36: 503', { name: 'Unknown', status: 503 }],
    ['500', { status: 500 }],
    ['the body, whatever the status', { error: 'server_error', status: 400 }],
    ['the name, whatever the status', { name: 'InternalServerException', status: 400 }],
  ],
  notTheService: [
    ['36: HTML with 403', { name: 'SyntaxError', status: 403 }],
    ['36: HTML with 503', { name: 'SyntaxError', status: 503 }],
    ['HTML with 200', { name: 'SyntaxError', status: 200 }],
    ['a redirect', { name: 'Unknown', status: 302 }],
    ['401 without a body', { name: 'Unknown', status: 401 }],
    ['404', { status: 404 }],
    ['a proxy that wants a password', { status: 407 }],
    ['the last before 500', { status: 499 }],
    ['next to 429', { status: 428 }],
  ],
  access_denied: [
    ['the body', { error: 'access_denied', status: 400 }],
    ['the name', { name: 'AccessDeniedException', status: 400 }],
    ['of the portal', { name: 'ForbiddenException', status: 403 }],
  ],
  invalid_request: [
    ['the body', { error: 'invalid_request', status: 400 }],
    ['the name', { name: 'InvalidRequestException', status: 400 }],
  ],
  otherError: [
    ['400 and no more', { status: 400 }],
    ['of the portal', { name: 'ResourceNotFoundException', status: 404 }],
    ['invalid_scope', { error: 'invalid_scope', name: 'InvalidScopeException', status: 400 }],
    ['a grant it does not know', { error: 'unsupported_grant_type', status: 400 }],
    ['a word of Object', { error: 'constructor', name: '__proto__', status: 400 }],
    ['another case', { error: 'INVALID_GRANT', status: 400 }],
  ],
};

describe.each(Object.entries(refused))('%s: only a sign-in helps', (code, rows) => {
  test.each(rows)('%s', (_name, failure) => {
    expect(classifyFailure(failure)).toEqual({ kind: 'refused', code });
  });
});

describe.each(Object.entries(failing))('%s: the token may still be renewed', (code, rows) => {
  test.each(rows)('%s', (_name, failure) => {
    expect(classifyFailure(failure)).toEqual({ kind: 'failing', code });
  });
});

test.each<[string, ServiceFailure, object]>([
  ['its own refusal', { name: 'UnauthorizedException', status: 401 }, { kind: 'unauthorized' }],
  [
    'a 401 of nobody knows whom',
    { name: 'Unknown', status: 401 },
    { kind: 'failing', code: 'notTheService' },
  ],
  [
    'a page with 401',
    { name: 'SyntaxError', status: 401 },
    { kind: 'failing', code: 'notTheService' },
  ],
  ['what it never says', { error: 'invalid_grant' }, { kind: 'failing', code: 'otherError' }],
])('the portal: %s', (_name, failure, meaning) => {
  expect(classifyPortalFailure(failure)).toEqual(meaning);
});

// The local Identity Center as AWS's own SDK sees it: registrations, tokens, their ends and errors.
import { ListAccountsCommand, LogoutCommand } from '@aws-sdk/client-sso';
import { RegisterClientCommand } from '@aws-sdk/client-sso-oidc';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  startIdentityCenter,
  type IdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import {
  answerOf,
  type Client,
  failureOf,
  oidcClient,
  portalClient,
  signInCalls,
} from '../support/identityCenter/sdkClients.ts';

const startUrl = 'https://my-sso-portal.awsapps.com/start';
const region = 'us-east-1';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

const anAccessToken = expect.stringMatching(/^aoa-local-access-\w{48}$/) as string;
const aRefreshToken = expect.stringMatching(/^aoa-local-refresh-\w{48}$/) as string;
const invalidRefresh = {
  name: 'InvalidGrantException',
  error: 'invalid_grant',
  description: 'Invalid refresh token provided',
  status: 400,
};
const invalidClient = {
  name: 'InvalidClientException',
  error: 'invalid_client',
  description: 'Invalid client credentials provided',
  status: 401,
};

let now: number;
let center: IdentityCenter;
let calls: ReturnType<typeof signInCalls>;

beforeEach(async () => {
  now = Date.parse('2026-01-15T12:00:00Z');
  center = await startIdentityCenter({ now: () => now });
  calls = signInCalls(center);
});
afterEach(() => center.close());

const pass = (seconds: number) => (now += seconds * 1000);

const issued = () => center.issueToken({ startUrl, region });

describe('registration', () => {
  test('gives an id and a secret for 90 days, in epoch seconds', async () => {
    const answer = await answerOf(
      oidcClient(center).send(
        new RegisterClientCommand({ clientName: 'A test', clientType: 'public' }),
      ),
    );
    expect(answer).toEqual({
      clientId: expect.stringMatching(/^aoa-local-client-/) as string,
      clientSecret: expect.stringMatching(/^aoa-local-secret-/) as string,
      clientIdIssuedAt: 1768478400,
      clientSecretExpiresAt: 1768478400 + 90 * 86400,
    });
  });

  test.each([
    [{ clientType: 'confidential' }, 'InvalidClientMetadataException', 'invalid_client_metadata'],
    [{ clientName: '' }, 'InvalidRequestException', 'invalid_request'],
    [{ scopes: ['sso:everything'] }, 'InvalidScopeException', 'invalid_scope'],
    [{ grantTypes: ['password'] }, 'UnsupportedGrantTypeException', 'unsupported_grant_type'],
    [
      { redirectUris: ['http://localhost/oauth/callback'] },
      'InvalidRedirectUriException',
      'invalid_redirect_uri',
    ],
  ])('refuses %j', async (more, name, error) => {
    expect(await failureOf(calls.register(more))).toEqual({
      name,
      error,
      description: expect.any(String) as string,
      status: 400,
    });
  });
});

describe('refresh', () => {
  test('rotates: each refresh token works once', async () => {
    const token = issued();
    const renewed = await answerOf(calls.refresh(token));
    const again = await failureOf(calls.refresh(token));
    const next = await answerOf(calls.refresh({ ...token, ...renewed }));
    expect({ renewed, again, next: next.refreshToken === renewed.refreshToken }).toEqual({
      renewed: {
        accessToken: anAccessToken,
        tokenType: 'Bearer',
        expiresIn: 3600,
        refreshToken: aRefreshToken,
      },
      again: invalidRefresh,
      next: false,
    });
  });

  test.each([
    ['another client', () => calls.register(), invalidRefresh],
    ['a wrong secret', () => ({ clientSecret: 'wrong' }), invalidClient],
    ['an unknown client', () => ({ clientId: 'unknown' }), invalidClient],
    ['an unknown refresh token', () => ({ refreshToken: 'unknown' }), invalidRefresh],
  ])('refuses %s, and the token stays good for its own', async (_label, wrong, failure) => {
    const token = issued();
    const refused = await failureOf(calls.refresh({ ...token, ...(await wrong()) }));
    const renewed = await calls.refresh(token);
    expect({ refused, renewed: renewed.accessToken }).toEqual({
      refused: failure,
      renewed: anAccessToken,
    });
  });

  type Token = ReturnType<typeof issued>;
  const endings: [string, (token: Token) => unknown, object][] = [
    ['the end of the sign-in', () => pass(28800), invalidRefresh],
    ['the end of the registration', () => pass(90 * 86400), invalidClient],
    ['endSession', ({ accessToken }) => center.endSession(accessToken), invalidRefresh],
    ['endSessions', () => center.endSessions(startUrl), invalidRefresh],
    ['revoke', ({ refreshToken = '' }) => center.revoke(refreshToken), invalidRefresh],
    ['forgetRegistration', ({ clientId }) => center.forgetRegistration(clientId), invalidClient],
    [
      'a sign-out at the portal',
      ({ accessToken }) => portalClient(center).send(new LogoutCommand({ accessToken })),
      invalidRefresh,
    ],
  ];
  test.each(endings)('is over after %s', async (_label, end, failure) => {
    const token = issued();
    await end(token);
    expect(await failureOf(calls.refresh(token))).toEqual(failure);
  });

  test('needs the grant, a known grant type and a whole request', async () => {
    const client: Client = await calls.register({ grantTypes: [deviceGrant] });
    const noGrant = await failureOf(calls.refresh({ ...client, refreshToken: 'any' }));
    const noType = await failureOf(calls.createToken(client, { grantType: 'password' }));
    const noCode = await failureOf(calls.createToken(client, { grantType: deviceGrant }));
    expect(
      [noGrant, noType, noCode].map(({ name, error, status }) => [name, error, status]),
    ).toEqual([
      ['UnauthorizedClientException', 'unauthorized_client', 400],
      ['UnsupportedGrantTypeException', 'unsupported_grant_type', 400],
      ['InvalidRequestException', 'invalid_request', 400],
    ]);
  });
});

test('lifetimes can be changed while it runs, and short ones end', async () => {
  Object.assign(center.settings, { accessTokenSeconds: 30, sessionSeconds: 90 });
  const { accessToken, expiresAt } = issued();
  const list = () => portalClient(center).send(new ListAccountsCommand({ accessToken }));
  const before = await list();
  pass(30);
  expect({
    expiresAt,
    before: before.$metadata.httpStatusCode,
    after: await failureOf(list()),
  }).toEqual({
    expiresAt: '2026-01-15T12:00:30Z',
    before: 200,
    after: { name: 'UnauthorizedException', status: 401 },
  });
});

test('an issued token is what the AWS CLI writes', () => {
  const legacy = center.issueToken({ startUrl, region, scopes: [] });
  const whole = {
    startUrl,
    region,
    accessToken: anAccessToken,
    expiresAt: '2026-01-15T13:00:00Z',
    clientId: expect.any(String) as string,
    clientSecret: expect.any(String) as string,
    registrationExpiresAt: '2026-04-15T12:00:00Z',
    refreshToken: aRefreshToken,
  };
  expect([issued(), Object.keys(legacy), legacy.expiresAt]).toEqual([
    whole,
    Object.keys(whole).slice(0, -1),
    '2026-01-15T20:00:00Z',
  ]);
});

test('what it does not play, it says it does not know', async () => {
  const answers = [
    await fetch(`${center.url}/token?aws_iam=t`, { method: 'POST', body: '{}' }),
    await fetch(`${center.url}/start`),
  ];
  const unknown = 'UnknownOperationException:http://internal.amazon.com/coral/com.amazonaws.sso/';
  expect(answers.map(({ status, headers }) => [status, headers.get('x-amzn-errortype')])).toEqual([
    [404, unknown],
    [404, unknown],
  ]);
});

// Signing in at the local Identity Center: by authorization code with PKCE, through its page.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  startIdentityCenter,
  type IdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import { answerOf, failureOf, signInCalls } from '../support/identityCenter/sdkClients.ts';

const startUrl = 'https://my-sso-portal.awsapps.com/start';
const callback = 'http://127.0.0.1:50123/oauth/callback';

const anAccessToken = expect.stringMatching(/^aoa-local-access-\w{48}$/) as string;
const aRefreshToken = expect.stringMatching(/^aoa-local-refresh-\w{48}$/) as string;

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

const codeVerifier = 'a-verifier-of-no-great-entropy-but-long-enough';
const pkce = { grantTypes: ['authorization_code', 'refresh_token'], issuerUrl: startUrl };

async function authorize(more: Record<string, string> = {}, registered: object = {}) {
  const client = await calls.register({
    ...pkce,
    redirectUris: ['http://127.0.0.1/oauth/callback'],
    ...registered,
  });
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId ?? '',
    redirect_uri: callback,
    state: 'a state',
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    scopes: 'sso:account:access',
    ...more,
  });
  const answer = await fetch(`${center.url}/authorize?${query.toString()}`, {
    redirect: 'manual',
  });
  return { client, answer };
}

const requestOf = async (page: Response) =>
  /name="request" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';

const decide = (request: string, decision: string) =>
  fetch(`${center.url}/authorize`, {
    method: 'POST',
    body: new URLSearchParams({ request, decision }),
    redirect: 'manual',
  });

const click = async (page: Response, decision: string) => decide(await requestOf(page), decision);

const location = (answer: Response) => new URL(answer.headers.get('location') ?? '');

const codeGrant = (redirect: URL) => ({
  grantType: 'authorization_code',
  code: redirect.searchParams.get('code') ?? '',
  codeVerifier,
  redirectUri: callback,
});

test('brings a code to the loopback address, which is worth one token', async () => {
  const { client, answer } = await authorize();
  const redirect = location(await click(answer, 'allow'));
  const redeem = () => calls.createToken(client, codeGrant(redirect));
  const token = await answerOf(redeem());
  const again = await failureOf(redeem());
  expect({
    to: redirect.origin + redirect.pathname,
    state: redirect.searchParams.get('state'),
    token,
    again,
  }).toEqual({
    to: callback,
    state: 'a state',
    token: {
      accessToken: anAccessToken,
      tokenType: 'Bearer',
      expiresIn: 3600,
      refreshToken: aRefreshToken,
    },
    again: {
      name: 'InvalidGrantException',
      error: 'invalid_grant',
      description: 'Invalid authorization code provided',
      status: 400,
    },
  });
});

test.each([
  ['another verifier', { codeVerifier: 'another' }, 0],
  ['another redirect URI', { redirectUri: 'http://127.0.0.1:50124/oauth/callback' }, 0],
  ['too late', {}, 60],
])('refuses a code with %s', async (_label, wrong, seconds) => {
  const { client, answer } = await authorize();
  const redirect = location(await click(answer, 'allow'));
  pass(seconds);
  const redeem = calls.createToken(client, { ...codeGrant(redirect), ...wrong });
  const failure = await failureOf(redeem);
  expect(failure.error).toBe('invalid_grant');
});

test('a denial comes back with the state', async () => {
  const { answer } = await authorize();
  expect(Object.fromEntries(location(await click(answer, 'deny')).searchParams)).toEqual({
    error: 'access_denied',
    error_description: 'The sign-in request was denied',
    state: 'a state',
  });
});

test('a person decides once', async () => {
  const request = await requestOf((await authorize()).answer);
  const first = await decide(request, 'deny');
  const second = await decide(request, 'allow');
  expect([first.status, second.status]).toEqual([302, 404]);
});

test('nobody is asked when every sign-in is allowed', async () => {
  center.settings.autoApprove = true;
  const { client, answer } = await authorize();
  const token = await calls.createToken(client, codeGrant(location(answer)));
  expect(token.tokenType).toBe('Bearer');
});

const requests: [Record<string, string>, object, number, string | undefined][] = [
  [{ client_id: 'unknown' }, {}, 400, undefined],
  [{ redirect_uri: 'http://localhost:50123/oauth/callback' }, {}, 400, undefined],
  [{ redirect_uri: 'http://127.0.0.1:50123/elsewhere' }, {}, 400, undefined],
  [{}, { redirectUris: [] }, 400, undefined],
  [{ response_type: 'token' }, {}, 302, 'unsupported_response_type'],
  [{ code_challenge_method: 'plain' }, {}, 302, 'invalid_request'],
  [{ code_challenge: '' }, {}, 302, 'invalid_request'],
  [{ scopes: 'codewhisperer:analysis' }, {}, 302, 'invalid_scope'],
  [{}, { grantTypes: ['refresh_token'] }, 302, 'unauthorized_client'],
  [{}, { issuerUrl: 'nonsense' }, 302, 'invalid_request'],
];
test.each(requests)('refuses %j of a client with %j', async (query, registered, status, error) => {
  const { answer } = await authorize(query, registered);
  const said = answer.headers.has('location') ? location(answer).searchParams : undefined;
  expect({ status: answer.status, error: said?.get('error') ?? undefined }).toEqual({
    status,
    error,
  });
});

// Signing in at the local Identity Center: by device code and by PKCE, through its pages.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  startIdentityCenter,
  type IdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import { answerOf, failureOf, signInCalls } from '../support/identityCenter/sdkClients.ts';

const startUrl = 'https://my-sso-portal.awsapps.com/start';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
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

async function deviceSignIn(more: Parameters<typeof calls.register>[0] = {}) {
  const client = await calls.register(more);
  const { deviceCode, userCode = '' } = await calls.startDevice(client, startUrl);
  return {
    userCode,
    poll: () => calls.createToken(client, { grantType: deviceGrant, deviceCode }),
  };
}

describe('device sign-in', () => {
  test('waits for a person, and then gives a token once', async () => {
    const client = await calls.register();
    const device = await answerOf(calls.startDevice(client, startUrl));
    const { deviceCode, userCode } = device as { deviceCode: string; userCode: string };
    expect(device).toEqual({
      deviceCode: expect.stringMatching(/^aoa-local-device-/) as string,
      userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/) as string,
      verificationUri: `${center.url}/device`,
      verificationUriComplete: `${center.url}/device?user_code=${userCode}`,
      expiresIn: 600,
      interval: 1,
    });
    const poll = () => calls.createToken(client, { grantType: deviceGrant, deviceCode });
    const first = await failureOf(poll());
    const tooFast = await failureOf(poll());
    pass(1);
    const inTime = await failureOf(poll());
    center.approve(userCode);
    const token = await answerOf(poll());
    const again = await failureOf(poll());
    const pending = {
      name: 'AuthorizationPendingException',
      error: 'authorization_pending',
      description: 'Authorization is still pending',
      status: 400,
    };
    expect({ first, tooFast, inTime, token, again }).toEqual({
      first: pending,
      tooFast: {
        name: 'SlowDownException',
        error: 'slow_down',
        description: 'Polling too frequently',
        status: 400,
      },
      inTime: pending,
      token: {
        accessToken: anAccessToken,
        tokenType: 'Bearer',
        expiresIn: 3600,
        refreshToken: aRefreshToken,
      },
      again: {
        name: 'InvalidGrantException',
        error: 'invalid_grant',
        description: 'Invalid device code provided',
        status: 400,
      },
    });
  });

  test('a person clicks on the page, which shows organisation, application and code', async () => {
    const { userCode, poll } = await deviceSignIn({ clientName: '<b>Bold</b>' });
    const page = await (await fetch(`${center.url}/device?user_code=${userCode}`)).text();
    const body = new URLSearchParams({ user_code: userCode, decision: 'deny' });
    const clicked = await fetch(`${center.url}/device`, { method: 'POST', body });
    const failure = await failureOf(poll());
    const unknown = await fetch(`${center.url}/device?user_code=${userCode}`);
    expect({
      shown: ['my-sso-portal', startUrl, userCode, '&lt;b&gt;', 'local stand-in'].filter((text) =>
        page.includes(text),
      ),
      absolute: /(href|src|action)="(\/|http)/.test(page),
      clicked: clicked.status,
      failure,
      unknown: unknown.status,
    }).toEqual({
      shown: ['my-sso-portal', startUrl, userCode, '&lt;b&gt;', 'local stand-in'],
      absolute: false,
      clicked: 200,
      failure: {
        name: 'AccessDeniedException',
        error: 'access_denied',
        description: 'The sign-in request was denied',
        status: 400,
      },
      unknown: 404,
    });
  });

  test('ends with the device code', async () => {
    const { poll, userCode } = await deviceSignIn();
    pass(600);
    const failure = await failureOf(poll());
    expect(failure).toEqual({
      name: 'ExpiredTokenException',
      error: 'expired_token',
      description: 'Device code has expired',
      status: 400,
    });
    expect(() => center.approve(userCode)).toThrow('No sign-in is waiting for this code.');
  });

  test('needs a start URL that has an organisation', async () => {
    expect(await failureOf(calls.startDevice(await calls.register(), 'nonsense'))).toEqual({
      name: 'InvalidRequestException',
      error: 'invalid_request',
      description: 'Invalid start URL provided',
      status: 400,
    });
  });

  test.each([
    [{ scopes: [] }, undefined, 28800],
    [{ grantTypes: [deviceGrant] }, undefined, 28800],
    [{ grantTypes: [deviceGrant, 'refresh_token'] }, aRefreshToken, 3600],
  ])('a client registered with %j', async (more, refreshToken, expiresIn) => {
    center.settings.autoApprove = true;
    const { poll } = await deviceSignIn(more);
    const token = await answerOf(poll());
    expect(token).toEqual({
      accessToken: anAccessToken,
      tokenType: 'Bearer',
      expiresIn,
      refreshToken,
    });
  });
});

describe('sign-in with PKCE', () => {
  const codeVerifier = 'a-verifier-of-no-great-entropy-but-long-enough';
  const pkce = { grantTypes: ['authorization_code', 'refresh_token'], issuerUrl: startUrl };

  async function authorize(more: Record<string, string> = {}) {
    const client = await calls.register({
      ...pkce,
      redirectUris: ['http://127.0.0.1/oauth/callback'],
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

  async function click(page: Response, decision: string) {
    const request = /name="request" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const body = new URLSearchParams({ request, decision });
    const address = `${center.url}/authorize`;
    return fetch(address, { method: 'POST', body, redirect: 'manual' });
  }

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

  test.each([
    [{ client_id: 'unknown' }, 400, undefined],
    [{ redirect_uri: 'http://localhost:50123/oauth/callback' }, 400, undefined],
    [{ redirect_uri: 'http://127.0.0.1:50123/elsewhere' }, 400, undefined],
    [{ response_type: 'token' }, 302, 'unsupported_response_type'],
    [{ code_challenge_method: 'plain' }, 302, 'invalid_request'],
    [{ scopes: 'codewhisperer:analysis' }, 302, 'invalid_scope'],
  ])('a request with %j', async (more, status, error) => {
    const { answer } = await authorize(more);
    const said = answer.headers.has('location') ? location(answer).searchParams : undefined;
    expect({ status: answer.status, error: said?.get('error') ?? undefined }).toEqual({
      status,
      error,
    });
  });
});

// Signing in at the local Identity Center by device code, through its page.
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  startIdentityCenter,
  type IdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import { answerOf, failureOf, signInCalls } from '../support/identityCenter/sdkClients.ts';

const startUrl = 'https://my-sso-portal.awsapps.com/start';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

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

test.each(['nonsense', 'http://my-sso-portal.awsapps.com/start'])(
  'refuses the start URL %s',
  async (url) => {
    expect(await failureOf(calls.startDevice(await calls.register(), url))).toEqual({
      name: 'InvalidRequestException',
      error: 'invalid_request',
      description: 'Invalid start URL provided',
      status: 400,
    });
  },
);

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

test('a person decides once', async () => {
  const { userCode } = await deviceSignIn();
  center.deny(userCode.toLowerCase().replace('-', ' '));
  expect(() => center.approve(userCode)).toThrow('No sign-in is waiting for this code.');
});

// Signing in against a real service, with a person who allows it: what is asked, shown and written.
import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tokenFilePath } from '../../src/aws/paths.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import { readSnapshot } from '../../src/aws/readSnapshot.ts';
import {
  type SignInStage,
  anHourLater,
  configText,
  legacyUrl,
  newAccess,
  newClient,
  newRefresh,
  newSecret,
  region,
  sessionId,
  signInStage,
  startUrl,
} from '../support/signInStage.ts';

let stage: SignInStage;
beforeEach(async () => {
  stage = await signInStage();
});
afterEach(() => stage.close());

const deviceCalls = ['RegisterClient', 'StartDeviceAuthorization', 'CreateToken device_code'];
const browserCalls = [
  'RegisterClient',
  'AuthorizePage',
  'AuthorizeDecision',
  'CreateToken authorization_code',
];
const signedIn = { kind: 'signedIn', expiresAt: anHourLater, renewable: true };
const written = {
  startUrl,
  region,
  accessToken: newAccess,
  expiresAt: '2026-01-15T13:00:00Z',
  clientId: newClient,
  clientSecret: newSecret,
  registrationExpiresAt: '2026-04-15T12:00:00Z',
  refreshToken: newRefresh,
};

describe.each([
  ['deviceCode', deviceCalls],
  ['browser', browserCalls],
] as const)('%s', (flow, calls) => {
  test('signs in where nobody was signed in before', async () => {
    expect(await stage.signIn({ flow })).toEqual(signedIn);
    expect([await stage.onDisk(), stage.callsMade()]).toEqual([written, calls]);
    const [session] = deriveOverview(
      await readSnapshot(stage.context, undefined),
      stage.now,
    ).sessions;
    expect(session).toMatchObject({ state: 'active', renewable: true });
  });

  test('the file is byte for byte as the AWS CLI writes it', async () => {
    await stage.signIn({ flow });
    const text = (await stage.text()) ?? '';
    const { accessToken, clientId, clientSecret, refreshToken } = JSON.parse(text) as Record<
      string,
      string
    >;
    expect(text).toBe(
      `{"startUrl": "${startUrl}", "region": "us-east-1", "accessToken": "${accessToken}", ` +
        `"expiresAt": "2026-01-15T13:00:00Z", "clientId": "${clientId}", ` +
        `"clientSecret": "${clientSecret}", "registrationExpiresAt": "2026-04-15T12:00:00Z", ` +
        `"refreshToken": "${refreshToken}"}`,
    );
  });

  test('for its owner only, and nothing is left beside it', async () => {
    await stage.signIn({ flow });
    const directories = ['.aws/sso', '.aws/sso/cache'].map((name) => join(stage.home, name));
    const modes = await Promise.all([...directories, stage.path].map((path) => stat(path)));
    expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600']);
    expect(await readdir(dirname(stage.path))).toEqual([basename(stage.path)]);
  });

  test('replaces the former session, whatever its file held and however it was', async () => {
    await stage.put({ 'x-extra': 1, region: 'eu-west-1', scopes: [] });
    await chmod(stage.path, 0o644);
    expect(await stage.signIn({ flow })).toEqual(signedIn);
    expect(await stage.onDisk()).toEqual(written);
    expect((await stat(stage.path)).mode & 0o777).toBe(0o600);
  });

  test.each(['', '{"acc', 'null'])('replaces what cannot be read: %j', async (text) => {
    await mkdir(dirname(stage.path), { recursive: true });
    await writeFile(stage.path, text);
    expect(await stage.signIn({ flow })).toEqual(signedIn);
    expect(await stage.onDisk()).toEqual(written);
  });

  test('through a symbolic link, which stays one', async () => {
    await mkdir(dirname(stage.path), { recursive: true });
    await writeFile(join(stage.home, 'real.json'), '');
    await symlink(join(stage.home, 'real.json'), stage.path);
    expect(await stage.signIn({ flow })).toEqual(signedIn);
    expect(await stage.onDisk(join(stage.home, 'real.json'))).toEqual(written);
  });

  test.each([undefined, null, ''])('refreshToken %j is left out', async (value) => {
    const grantType = flow === 'browser' ? 'authorization_code' : 'device_code';
    stage.center.faults.push({ kind: 'setField', field: 'refreshToken', value, grantType });
    stage.center.settings.autoApprove = true;
    stage.person = flow === 'browser' ? stage.allow : () => undefined;
    expect(await stage.signIn({ flow })).toEqual({ ...signedIn, renewable: false });
    const { refreshToken, ...rest } = written;
    expect([refreshToken, await stage.onDisk()]).toEqual([newRefresh, rest]);
  });

  test('the configured scopes are registered; without them, those that renew', async () => {
    await writeFile(
      stage.context.paths.config,
      configText.replace(startUrl, `${startUrl}\nsso_registration_scopes = openid, aws`),
    );
    expect(await stage.signIn({ flow })).toEqual({
      kind: 'signedIn',
      // As the service has it for those that cannot renew.
      expiresAt: anHourLater + 7 * 3_600_000,
      renewable: false,
    });
  });

  test('no secret leaves the token file', async () => {
    await stage.signIn({ flow });
    const secrets = ['accessToken', 'refreshToken', 'clientSecret', 'clientId'];
    const file = (await stage.onDisk()) ?? {};
    const seen = (await stage.text(stage.context.stateFile)) ?? '';
    expect(seen).not.toBe('');
    expect(secrets.filter((name) => seen.includes(String(file[name])))).toEqual([]);
  });
});

test('the code is shown with its pages and its end, and asked about as the service wants it', async () => {
  stage.person = () => undefined;
  stage.center.faults.push({
    kind: 'error',
    error: 'slow_down',
    times: 1,
    grantType: 'device_code',
  });
  let polls = 0;
  const wait = (ms: number) => {
    polls += 1;
    if (polls === 3) {
      const [code] = stage.shown;
      if (code?.kind === 'code') stage.center.approve(code.userCode);
    }
    return Promise.resolve(stage.context.wait?.(ms));
  };
  const outcome = await stage.signIn({ context: { wait } });
  const userCode = expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/) as string;
  expect({ outcome, shown: stage.shown, pauses: stage.pauses }).toEqual({
    outcome: { ...signedIn, expiresAt: anHourLater + 30_000 },
    shown: [
      {
        kind: 'code',
        userCode,
        verificationUri: `${stage.center.url}/device`,
        verificationUriComplete: expect.stringMatching(
          /\/device\?user_code=[A-Z]{4}-[A-Z]{4}$/,
        ) as string,
        expiresAt: stage.now - 30_000 + 600_000,
        instead: false,
      },
    ],
    pauses: [10_000, 10_000, 10_000],
  });
});

test('the browser is sent to the authorize page of the very endpoint', async () => {
  await stage.signIn({ flow: 'browser' });
  const [browser] = stage.shown;
  const url = new URL(browser?.kind === 'browser' ? browser.url : '');
  expect([`${url.origin}${url.pathname}`, Object.fromEntries(url.searchParams)]).toEqual([
    `${stage.center.url}/authorize`,
    {
      response_type: 'code',
      client_id: newClient,
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/) as string,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
      scopes: 'sso:account:access',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
    },
  ]);
  expect(stage.shown.length).toBe(1);
});

test('where the browser cannot come back, a code is shown instead', async () => {
  const display = { isLoopbackReachable: () => Promise.resolve(false) };
  expect(await stage.signIn({ flow: 'browser', display })).toEqual(signedIn);
  expect([stage.shown, stage.callsMade()]).toEqual([
    [expect.objectContaining({ kind: 'code', instead: true })],
    deviceCalls,
  ]);
});

describe('where nobody can tell whether the browser can come back', () => {
  const display = { isLoopbackReachable: () => new Promise<never>(() => undefined) };

  test('a code is shown instead after a while', async () => {
    const context = { reachabilityTimeLimitMs: 50 };
    expect(await stage.signIn({ flow: 'browser', display, context })).toEqual(signedIn);
    expect(stage.shown).toEqual([expect.objectContaining({ kind: 'code', instead: true })]);
  });

  test('a person can cancel, and the next one begins at once', async () => {
    const cancelling = new AbortController();
    const first = stage.signIn({ flow: 'browser', display, signal: cancelling.signal });
    cancelling.abort();
    expect([await first, stage.shown, stage.callsMade()]).toEqual([{ kind: 'cancelled' }, [], []]);
    expect(await stage.signIn({ flow: 'browser' })).toEqual(signedIn);
  });
});

test.each(['deviceCode', 'browser'] as const)(
  'a legacy profile signs in by code, without scopes, even where %s is asked for',
  async (flow) => {
    const legacy = tokenFilePath(stage.context.paths, legacyUrl);
    const outcome = await stage.signIn({ id: `url:${legacyUrl}`, flow });
    const { refreshToken, ...rest } = written;
    expect([refreshToken, outcome, await stage.onDisk(legacy), stage.callsMade()]).toEqual([
      newRefresh,
      { kind: 'signedIn', expiresAt: anHourLater + 7 * 3_600_000, renewable: false },
      { ...rest, startUrl: legacyUrl, expiresAt: '2026-01-15T20:00:00Z' },
      deviceCalls,
    ]);
    expect(stage.shown).toEqual([expect.objectContaining({ kind: 'code', instead: false })]);
  },
);

test('two sessions at the same start URL are two files', async () => {
  const { config } = stage.context.paths;
  await writeFile(
    config,
    `${configText}[sso-session two]\nsso_region=us-east-1\nsso_start_url=${startUrl}\n`,
  );
  await Promise.all([stage.signIn(), stage.signIn({ id: 'session:two' })]);
  expect(await stage.onDisk()).toEqual(written);
  expect(await stage.onDisk(tokenFilePath(stage.context.paths, 'two'))).toEqual(written);
});

test(`the config counts as it is when it is asked for: ${sessionId}`, async () => {
  const moved = 'https://moved.awsapps.com/start';
  await writeFile(
    stage.context.paths.config,
    configText.replace(startUrl, moved).replace(region, 'eu-west-1'),
  );
  await stage.signIn();
  expect(await stage.onDisk()).toEqual({ ...written, startUrl: moved, region: 'eu-west-1' });
});

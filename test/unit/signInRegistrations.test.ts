// Which client registration a sign-in is done under: the AWS CLI's, the session's own, or a new one.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tokenFilePath } from '../../src/aws/paths.ts';
import { pythonJson } from '../../src/core/pythonJson.ts';
import type { SignInFlow } from '../../src/core/signInOutcome.ts';
import { formatTimestamp } from '../../src/core/timestamp.ts';
import { signInCalls } from '../support/identityCenter/sdkClients.ts';
import {
  type SignInStage,
  configText,
  legacyUrl,
  region,
  signInStage,
  start,
  startUrl,
} from '../support/signInStage.ts';

let stage: SignInStage;
beforeEach(async () => {
  stage = await signInStage();
});
afterEach(() => stage.close());

const day = 24 * 3600 * 1000;
const accountAccess = ['sso:account:access'];
const pkceGrants = ['authorization_code', 'refresh_token'];

/** What is asked after the registration, and before that of one that is at hand. */
const rest = {
  deviceCode: ['StartDeviceAuthorization', 'CreateToken device_code'],
  browser: ['AuthorizePage', 'AuthorizeDecision', 'CreateToken authorization_code'],
};
const check = {
  deviceCode: [],
  browser: ['CreateToken authorization_code invalid_grant'],
};
const anew = (flow: SignInFlow) => ['RegisterClient', ...rest[flow]];
const reused = (flow: SignInFlow) => [...check[flow], ...rest[flow]];
const flows = ['deviceCode', 'browser'] as const;

/** Signs in; gives the calls and the registration that the session has then. */
async function signIn(flow: SignInFlow, asked = {}) {
  const from = stage.callsMade().length;
  const { kind } = await stage.signIn({ flow, ...asked });
  expect(kind).toBe('signedIn');
  const { clientId } = (await stage.onDisk()) ?? {};
  return { calls: stage.callsMade().slice(from), clientId };
}

describe.each(flows)('the own one, by %s', (flow) => {
  test('is reused', async () => {
    const first = await signIn(flow);
    const second = await signIn(flow);
    expect([first.calls, second]).toEqual([
      anew(flow),
      { calls: reused(flow), clientId: first.clientId },
    ]);
  });

  const config = (change: (text: string) => string) => () =>
    writeFile(stage.context.paths.config, change(configText));
  const others: [string, () => Promise<unknown> | undefined][] = [
    ['another start URL', config((text) => text.replace(startUrl, 'https://other.example/start'))],
    ['another region', config((text) => text.replace(region, 'eu-west-1'))],
    [
      'other scopes',
      config((text) => text.replace(startUrl, `${startUrl}\nsso_registration_scopes = openid`)),
    ],
    ['24 h left', () => void (stage.now = start - 250 + 89 * day)],
    ['a memory that is lost', () => writeFile(stage.context.stateFile, '{}')],
  ];
  test.each(others)('is not reused with %s', async (_, change) => {
    await signIn(flow);
    await change();
    expect((await signIn(flow)).calls).toEqual(anew(flow));
  });

  const same: [string, () => Promise<unknown> | undefined][] = [
    ['a little more than 24 h left', () => void (stage.now = start - 250 + 89 * day - 1)],
    [
      'the default scope written out',
      config((text) =>
        text.replace(startUrl, `${startUrl}\nsso_registration_scopes = sso:account:access`),
      ),
    ],
  ];
  test.each(same)('is reused with %s', async (_, change) => {
    await signIn(flow);
    await change();
    expect((await signIn(flow)).calls).toEqual(reused(flow));
  });

  test('is not reused for the other flow', async () => {
    await signIn(flow);
    const other = flow === 'browser' ? 'deviceCode' : 'browser';
    expect((await signIn(other)).calls).toEqual(anew(other));
  });

  test('is not reused when the service has forgotten it: nobody sees that', async () => {
    const first = await signIn(flow);
    stage.center.forgetRegistration(String(first.clientId));
    const refused =
      flow === 'browser'
        ? 'CreateToken authorization_code invalid_client'
        : 'StartDeviceAuthorization invalid_client';
    expect((await signIn(flow)).calls).toEqual([refused, ...anew(flow)]);
    expect(stage.shown.length).toBe(2);
    expect((await signIn(flow)).calls).toEqual(reused(flow));
  });

  test('forgotten after something was shown: the next attempt has a new one', async () => {
    const first = await signIn(flow);
    const former = await stage.text();
    stage.person = async (userCodeOrUrl) => {
      const forgotten = {
        kind: 'error',
        error: 'invalid_client',
        operation: 'CreateToken',
      } as const;
      stage.center.faults.push(forgotten);
      await stage.allow(userCodeOrUrl);
    };
    expect(await stage.signIn({ flow })).toEqual({ kind: 'registrationForgotten' });
    expect(await stage.text()).toBe(former);
    stage.person = stage.allow;
    const { calls, clientId } = await signIn(flow);
    expect([calls, clientId === first.clientId]).toEqual([anew(flow), false]);
  });

  test('of another tool, found in the token file, is not taken for it', async () => {
    await stage.put();
    expect((await signIn(flow)).calls).toEqual(anew(flow));
  });
});

test.each(flows)('a new one that is refused at once is an end, by %s', async (flow) => {
  const operation = flow === 'browser' ? 'CreateToken' : 'StartDeviceAuthorization';
  stage.center.faults.push({ kind: 'error', error: 'invalid_client', operation });
  expect(await stage.signIn({ flow })).toEqual({ kind: 'registrationForgotten' });
  expect((await signIn(flow)).calls).toEqual(anew(flow));
});

describe.each([
  ['never comes back', 'timedOut', () => undefined],
  ['is given up', 'cancelled', (leaving: AbortController) => leaving.abort()],
] as const)('a browser that %s', (_, kind, act) => {
  const leave = async () => {
    const leaving = new AbortController();
    stage.person = () => act(leaving);
    const context = { browserTimeLimitMs: 50 };
    expect(await stage.signIn({ flow: 'browser', signal: leaving.signal, context })).toEqual({
      kind,
    });
    stage.person = stage.allow;
  };

  test('says nothing against a registration that the service knows', async () => {
    await signIn('browser');
    await leave();
    expect((await signIn('browser')).calls).toEqual(reused('browser'));
  });

  test('may have been told of a forgotten one, unless that is known', async () => {
    await signIn('browser');
    stage.center.faults.push({ kind: 'status', status: 400, operation: 'CreateToken' });
    await leave();
    expect((await signIn('browser')).calls).toEqual(anew('browser'));
  });
});

test('a service that says no in its own way to a code that is none is believed to know it', async () => {
  await signIn('browser');
  stage.center.faults.push({ kind: 'status', status: 400, operation: 'CreateToken' });
  expect((await signIn('browser')).calls).toEqual([
    'CreateToken authorization_code',
    ...rest.browser,
  ]);
});

describe("the AWS CLI's", () => {
  interface CliFile {
    readonly name?: object;
    readonly content?: object;
    readonly text?: string;
  }

  /** Registers as the CLI does, and writes what it writes. */
  async function putCliFile(flow: SignInFlow, { name, content, text }: CliFile = {}) {
    const client = await signInCalls(stage.center).register(
      flow === 'browser'
        ? {
            grantTypes: pkceGrants,
            redirectUris: ['http://127.0.0.1/oauth/callback'],
            issuerUrl: startUrl,
          }
        : {},
    );
    const key = {
      region,
      scopes: accountAccess,
      session_name: 'my-sso',
      startUrl,
      tool: 'botocore',
      ...name,
    };
    const path = tokenFilePath(stage.context.paths, pythonJson(key));
    const file = {
      ...client,
      expiresAt: formatTimestamp(start + 90 * day),
      scopes: accountAccess,
      ...(flow === 'browser' && { grantTypes: pkceGrants }),
      ...content,
    };
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text ?? JSON.stringify(file));
    return { path, clientId: client.clientId };
  }

  const withScopes = async () =>
    writeFile(
      stage.context.paths.config,
      configText.replace(startUrl, `${startUrl}\nsso_registration_scopes = sso:account:access`),
    );

  test.each(flows)('is reused, and its file left alone, by %s', async (flow) => {
    await withScopes();
    const { path, clientId } = await putCliFile(flow);
    const before = await readFile(path);
    const { calls, clientId: used } = await signIn(flow);
    expect([calls, used]).toEqual([reused(flow), clientId]);
    expect(await readFile(path)).toEqual(before);
  });

  const fit: [string, SignInFlow, CliFile][] = [
    ['without configured scopes, as it then registers', 'browser', { name: { scopes: null } }],
    [
      'with a little more than 24 h left, told as it once told time',
      'deviceCode',
      { name: { scopes: null }, content: { expiresAt: '2026-01-16T12:00:01UTC' } },
    ],
  ];
  test.each(fit)('%s, by %s', async (_, flow, file) => {
    const { clientId } = await putCliFile(flow, file);
    expect(await signIn(flow)).toEqual({ calls: reused(flow), clientId });
  });

  const unfit: [string, SignInFlow, CliFile][] = [
    ['for the other flow', 'browser', { content: { grantTypes: undefined } }],
    ['for the other flow', 'deviceCode', { content: { grantTypes: pkceGrants } }],
    ['that may not renew', 'browser', { content: { grantTypes: ['authorization_code'] } }],
    ['without scopes', 'deviceCode', { content: { scopes: undefined } }],
    ['with other scopes', 'deviceCode', { content: { scopes: ['openid'] } }],
    ['with 24 h left', 'deviceCode', { content: { expiresAt: '2026-01-16T12:00:00Z' } }],
    ['that has ended', 'deviceCode', { content: { expiresAt: '2026-01-15T11:00:00Z' } }],
    ['without an end', 'deviceCode', { content: { expiresAt: undefined } }],
    ['with a nonsensical end', 'deviceCode', { content: { expiresAt: 'soon' } }],
    ['without an id', 'deviceCode', { content: { clientId: undefined } }],
    ['with an empty secret', 'deviceCode', { content: { clientSecret: '' } }],
    ['of another session', 'deviceCode', { name: { session_name: 'other' } }],
    ['of another region', 'deviceCode', { name: { region: 'eu-west-1' } }],
    ['of another start URL', 'deviceCode', { name: { startUrl: `${startUrl}/` } }],
    ['half-written', 'deviceCode', { text: '{"clientId": "a' }],
    ['empty', 'deviceCode', { text: '' }],
    ['null', 'deviceCode', { text: 'null' }],
  ];
  test.each(unfit)('one %s is not, by %s', async (_, flow, file) => {
    await withScopes();
    const { clientId } = await putCliFile(flow, file);
    const signedIn = await signIn(flow);
    expect([signedIn.calls, signedIn.clientId === clientId]).toEqual([anew(flow), false]);
  });

  test('of a legacy profile has no session and no scopes', async () => {
    await putCliFile('deviceCode', {
      name: { session_name: null, scopes: null, startUrl: legacyUrl },
      content: { scopes: undefined },
    });
    const from = stage.callsMade().length;
    await stage.signIn({ id: `url:${legacyUrl}` });
    expect(stage.callsMade().slice(from)).toEqual(reused('deviceCode'));
  });

  test('comes before the own one', async () => {
    await withScopes();
    await signIn('deviceCode');
    const { clientId } = await putCliFile('deviceCode');
    expect((await signIn('deviceCode')).clientId).toBe(clientId);
  });

  test('when forgotten, is not tried again, although its file stays', async () => {
    await withScopes();
    const { path, clientId = '' } = await putCliFile('deviceCode');
    stage.center.forgetRegistration(clientId);
    const before = await readFile(path);
    const first = await signIn('deviceCode');
    const second = await signIn('deviceCode');
    expect([first.calls, second.calls, await readFile(path)]).toEqual([
      ['StartDeviceAuthorization invalid_client', ...anew('deviceCode')],
      reused('deviceCode'),
      before,
    ]);
  });
});

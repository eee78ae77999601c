// When a sign-in comes to nothing: it is said why and what to do, and the former session is as it was.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callsFrom, codeIn, shownIn, tokenText } from './signInSteps.ts';
import {
  anyText,
  configPointingTo,
  eventually,
  minute,
  sessionSection,
  setStage,
  startUrlOf,
  type Stage,
} from './stage.ts';

const waiting = 'Signing in to corp';

let stage: Stage;
let config: string;
let callsBefore: number;

const endpointSection = (name: string, endpoint: string): string => `
[profile ${name}]
sso_session = ${name}
services = ${name}
[services ${name}]
sso_oidc =
  endpoint_url = ${endpoint}
`;

beforeAll(async () => {
  stage = await setStage({
    identityCenter: {
      organisations: [{ startUrl: startUrlOf('corp'), name: 'corp', accounts: [] }],
    },
    environment: {},
    // Whatever is meant for AWS itself stays on this machine.
    settings: { 'ssoSession.notifications': false, 'http.proxy': 'http://127.0.0.1:1' },
    prepare: async ({ home, identityCenter }) => {
      config = [
        configPointingTo(identityCenter.url, ['corp', 'stranger', 'greedy']).replace(
          /(\[sso-session greedy\][^[]*)sso:account:access/,
          '$1everything',
        ),
        sessionSection('lost').replace('eu-central-1', 'eu-centrall-1'),
        sessionSection('offline') + endpointSection('offline', 'http://127.0.0.1:1'),
        sessionSection('unsafe') + endpointSection('unsafe', 'http://sso.example.com'),
      ].join('\n');
      await home.writeConfig(config);
    },
  });
  await stage.workbench.openView('AWS SSO');
  return stage.stop;
});

const tree = () => stage.workbench.tree('Sessions');
const shown = () => shownIn(stage.workbench);
const said = () => stage.workbench.notifications.read();
const calls = () => callsFrom(stage, callsBefore);
const signInTo = (name: string) => tree().pressAction(name, 'Sign In');
const lineOf = (text: string): number => config.split('\n').indexOf(text) + 1;

const signInNeeded = async (name: string): Promise<void> => {
  await stage.signIn(name, -minute, { renewable: false });
  await eventually(shown).toContain(`${name} sign-in needed`);
};

beforeEach(async () => {
  stage.identityCenter.faults.length = 0;
  await signInNeeded('corp');
  callsBefore = stage.identityCenter.calls.length;
});
afterEach(() => stage.workbench.notifications.clear());

describe('before anything is shown', () => {
  it.each([
    {
      trouble: 'a start URL that AWS does not know',
      name: 'stranger',
      because: () =>
        `: AWS knows no such start URL in eu-central-1. Check sso_start_url and sso_region at config:${lineOf('[sso-session stranger]')}.`,
      button: 'Open AWS Config',
      line: '[sso-session stranger]',
    },
    {
      trouble: 'scopes that AWS does not know',
      name: 'greedy',
      because: () =>
        `: AWS does not accept the scopes. Check sso_registration_scopes at config:${lineOf('[sso-session greedy]')}.`,
      button: 'Open AWS Config',
      line: '[sso-session greedy]',
    },
    {
      trouble: 'a region that does not exist',
      name: 'lost',
      because: () =>
        `: AWS could not be reached, and no region eu-centrall-1 is known. Check sso_region at config:${lineOf('[sso-session lost]')}.`,
      button: 'Open AWS Config',
      more: ['Sign In Again'],
      line: '[sso-session lost]',
    },
    {
      trouble: 'an endpoint that is not safe',
      name: 'unsafe',
      because: () =>
        `. The endpoint in config:${lineOf('  endpoint_url = http://sso.example.com')} is not https. Use https, or a loopback address.`,
      button: 'Open AWS Config',
      line: '  endpoint_url = http://sso.example.com',
    },
    {
      trouble: 'no network',
      name: 'offline',
      because: () => ': AWS could not be reached. Check the network or VPN, then sign in again.',
      button: 'Sign In Again',
      line: undefined,
    },
  ])('$trouble', async ({ name, because, button, more = [], line }) => {
    const { workbench } = stage;
    await signInNeeded(name);
    const before = await tokenText(stage, name);
    await signInTo(name);
    const message = `${name}: not signed in${because()}`;
    const expected = { severity: 'error', message, source: anyText, buttons: [button, ...more] };
    await eventually(said).toEqual([expected]);
    await workbench.screenshot(`sign-in-trouble-${name}`);
    expect(await tokenText(stage, name)).toBe(before);
    await workbench.notifications.press(message, button);
    if (line === undefined) {
      await eventually(said).toEqual([expected]);
    } else {
      const cursor = async () => (await workbench.statusBar.read('status.editor.selection')).text;
      await eventually(cursor).toBe(`Ln ${lineOf(line)}, Col 1`);
      await workbench.runCommand('View: Close All Editors');
    }
  });

  it('can be cancelled while AWS is silent', async () => {
    const held = stage.identityCenter.hold({ operation: 'RegisterClient' });
    await signInTo('corp');
    await held.arrived;
    expect(await stage.workbench.notifications.waitFor(waiting)).toEqual({
      severity: 'info',
      message: waiting,
      source: anyText,
      buttons: ['Cancel'],
    });
    await stage.workbench.screenshot('sign-in-silence');
    await stage.workbench.notifications.press(waiting, 'Cancel');
    await eventually(said).toEqual([]);
    held.release();
    await eventually(calls).toEqual(['RegisterClient']);
    expect(await shown()).toContain('corp sign-in needed');
  });
});

describe('with a code', () => {
  const panel = () => stage.workbench.webview('Sign in to corp');
  const code = () => codeIn(stage.workbench, 'corp');
  const asked = 'StartDeviceAuthorization';
  const done = 'CreateToken device_code';

  it('uses its client registration again, and gets another where AWS has forgotten it', async () => {
    const { identityCenter, home, workbench } = stage;
    const signIn = async (): Promise<void> => {
      await (await tree().contextMenu('corp')).choose('Sign In');
      identityCenter.approve(await code());
      await panel().waitUntilClosed();
    };
    await signIn();
    const clientId = async () => String((await home.readToken('corp'))['clientId']);
    const first = await clientId();
    await signIn();
    expect(await clientId()).toBe(first);
    identityCenter.forgetRegistration(first);
    await signIn();
    const second = await clientId();
    expect(await said()).toEqual([]);

    const before = await tokenText(stage, 'corp');
    await (await tree().contextMenu('corp')).choose('Sign In');
    await code();
    identityCenter.forgetRegistration(second);
    const because =
      'AWS does not know the client registration any more. Sign in again to get a new one.';
    await eventually(said).toEqual([
      {
        severity: 'error',
        message: `corp: not signed in: ${because}`,
        source: anyText,
        buttons: ['Sign In Again'],
      },
    ]);
    expect(await tokenText(stage, 'corp')).toBe(before);
    await workbench.notifications.press(because, 'Sign In Again');
    identityCenter.approve(await code());
    await panel().waitUntilClosed();
    expect(calls()).toEqual([
      ...['RegisterClient', asked, done],
      ...[asked, done],
      ...[`${asked} invalid_client`, 'RegisterClient', asked, done],
      ...[asked, `${done} invalid_client`],
      ...['RegisterClient', asked, done],
    ]);
  });
});

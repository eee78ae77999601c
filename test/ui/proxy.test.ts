// Behind a proxy that the settings of VS Code name: calls go through it, to AWS's own host.
import { beforeAll, expect, it } from 'vitest';
import { type AwsFrontDoor, startAwsFrontDoor } from '../support/identityCenter/awsFrontDoor.ts';
import { callsFrom, codeIn, copiedBy, inTheBrowser, isListening } from './signInSteps.ts';
import {
  anyText,
  eventually,
  minute,
  sessionSection,
  setStage,
  startUrlOf,
  type Stage,
} from './stage.ts';

let stage: Stage;
let frontDoor: AwsFrontDoor;

beforeAll(async () => {
  // Filled in when the proxy has an address, before VS Code starts. No variable names the proxy.
  const settings: Record<string, unknown> = {
    ...inTheBrowser,
    'http.proxyStrictSSL': true,
    // As newer ones do unasked.
    'workbench.trustedDomains.promptInTrustedWorkspace': true,
  };
  const environment: Record<string, string> = {};
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'])
    Object.assign(environment, { [name]: '', [name.toLowerCase()]: '' });
  stage = await setStage({
    settings,
    environment,
    prepare: async ({ home, identityCenter }) => {
      frontDoor = await startAwsFrontDoor(identityCenter, { directory: home.path });
      settings['http.proxy'] = frontDoor.url;
      environment['NODE_EXTRA_CA_CERTS'] = frontDoor.certificateAuthorityFile;
      await home.writeConfig(sessionSection('corp'));
      const request = { startUrl: startUrlOf('corp'), region: 'eu-central-1' };
      const expiresAt = new Date(Date.now() - minute * 1000).toISOString();
      const token = { ...identityCenter.issueToken(request), expiresAt };
      // As after a change of sso_region, which the cached copy does not follow.
      await home.writeToken('corp', { ...token, region: 'us-east-1' });
    },
  });
  return async () => {
    await stage.stop();
    await frontDoor.close();
  };
});

const status = async () => (await stage.workbench.statusBar.read('ssoSession.status')).text;

it('refreshes through the proxy, in the configured region', async () => {
  await eventually(status).toBe('corp ready to refresh');
  await stage.workbench.runCommand('AWS SSO: Refresh Session');
  await eventually(status).toBe('corp');
  const calls = stage.identityCenter.calls.map(({ operation, host, status: answered }) => [
    operation,
    host,
    answered,
  ]);
  expect([frontDoor.hosts, calls, (await stage.home.readToken('corp'))['region']]).toEqual([
    ['oidc.eu-central-1.amazonaws.com'],
    [['CreateToken', 'oidc.eu-central-1.amazonaws.com', 200]],
    'eu-central-1',
  ]);
});

it('waits on when AWS’s page is not opened, for another browser or a code', async () => {
  const { workbench, identityCenter } = stage;
  const callsBefore = identityCenter.calls.length;
  const hostsBefore = frontDoor.hosts.length;
  // AWS's page; that of the local Identity Center is no page that AWS may have opened.
  identityCenter.faults.push({
    kind: 'setField',
    operation: 'StartDeviceAuthorization',
    field: 'verificationUri',
    value: `${startUrlOf('corp')}/#/device`,
  });
  await workbench.runCommand('AWS SSO: Sign In');
  // VS Code asks before it leaves for any other machine.
  const { message, detail } = await workbench.dialog.read();
  expect(message + detail).toContain('https://oidc.eu-central-1.amazonaws.com/authorize');
  await workbench.screenshot('sign-in-asked');
  await workbench.dialog.press('Cancel');
  await eventually(() => workbench.notifications.read()).toEqual([
    {
      severity: 'info',
      message: 'Signing in to corp: no browser was opened. Copy Link · Use a Code',
      source: anyText,
      buttons: ['Cancel'],
    },
  ]);
  await workbench.screenshot('sign-in-no-browser');
  const link = await copiedBy(workbench, () =>
    workbench.notifications.follow('no browser was opened', 'Copy Link'),
  );
  expect(await isListening(new URL(link).searchParams.get('redirect_uri') ?? '')).toBe(true);
  await workbench.notifications.follow('no browser was opened', 'Use a Code');
  identityCenter.approve(await codeIn(workbench, 'corp'));
  await workbench.text('corp: signed in.').waitFor();
  await eventually(() => workbench.notifications.read()).toEqual([]);
  expect([callsFrom(stage, callsBefore), new Set(frontDoor.hosts.slice(hostsBefore))]).toEqual([
    ['RegisterClient', 'RegisterClient', 'StartDeviceAuthorization', 'CreateToken device_code'],
    new Set(['oidc.eu-central-1.amazonaws.com']),
  ]);
});

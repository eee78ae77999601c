// Behind a proxy that the settings of VS Code name: the call goes through it, to AWS's own host.
import { beforeAll, expect, it } from 'vitest';
import { type AwsFrontDoor, startAwsFrontDoor } from '../support/identityCenter/awsFrontDoor.ts';
import { eventually, minute, sessionSection, setStage, startUrlOf, type Stage } from './stage.ts';

let stage: Stage;
let frontDoor: AwsFrontDoor;

beforeAll(async () => {
  // Filled in when the proxy has an address, before VS Code starts. No variable names the proxy.
  const settings: Record<string, unknown> = { 'http.proxyStrictSSL': true };
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

it('refreshes through the proxy, in the configured region', async () => {
  const status = async () => (await stage.workbench.statusBar.read('ssoSession.status')).text;
  await eventually(status).toBe('corp ready to refresh');
  await stage.workbench.runCommand('AWS SSO: Refresh Session');
  await eventually(status).toBe('corp 59 min');
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

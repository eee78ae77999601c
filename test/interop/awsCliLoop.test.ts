// The whole loop with the tools that people have: the AWS CLI signs in, the extension shows it and
// renews it, botocore uses what the extension wrote.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatTimestamp } from '../../src/core/timestamp.ts';
import { awsCli, loginWithCode } from '../support/awsCli.ts';
import { type AwsHome, createAwsHome } from '../support/awsHome.ts';
import { type AwsFrontDoor, startAwsFrontDoor } from '../support/identityCenter/awsFrontDoor.ts';
import {
  type IdentityCenter,
  startIdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import { packagedVsix } from '../support/packagedVsix.ts';
import { pythonWith } from '../support/python.ts';
import { type VsCode, startVsCode } from '../support/vscode/startVsCode.ts';
import { type Workbench, openWorkbench } from '../support/vscode/workbench.ts';

const signedIn = /AWS SSO, my-sso: signed in\. Access token: until /;

const config = `[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = ReadOnlyAccess
region = eu-west-1

[sso-session my-sso]
sso_region = us-east-1
sso_start_url = https://my-sso-portal.awsapps.com/start
sso_registration_scopes = sso:account:access
`;

let identityCenter: IdentityCenter;
let home: AwsHome;
let frontDoor: AwsFrontDoor;
let vsCode: VsCode;
let workbench: Workbench;

beforeAll(async () => {
  identityCenter = await startIdentityCenter();
  home = await createAwsHome();
  frontDoor = await startAwsFrontDoor(identityCenter, { directory: home.path });
  const { environment } = identityCenter;
  const extensions = [packagedVsix()];
  vsCode = await startVsCode({ version: 'newest', home: home.path, environment, extensions });
  workbench = await openWorkbench(vsCode);
});

afterAll(async () => {
  await workbench.close();
  await vsCode.stop();
  await Promise.all([frontDoor.close(), identityCenter.close()]);
  await home.remove();
});

test('signed in by the AWS CLI, shown within a second, renewed from the palette, used by botocore', async () => {
  // Neither ~/.aws nor a session exists while VS Code starts.
  expect(await workbench.statusBar.ids()).not.toContain('ssoSession.status');
  await home.writeConfig(config);
  await expect
    .poll(async () => (await workbench.statusBar.read('ssoSession.status')).text)
    .toBe('my-sso signed out');

  await signInWithTheAwsCli();
  const writtenAt = (await stat(home.tokenFile('my-sso'))).mtimeMs;
  await workbench.page.getByLabel(signedIn).first().waitFor();
  expect(Date.now() - writtenAt).toBeLessThan(1_000);
  await workbench.screenshot('interop-1-signed-in-by-the-aws-cli');

  const token = await home.readToken('my-sso');
  const ended = { ...token, expiresAt: formatTimestamp(Date.now() - 60_000) };
  await home.writeToken('my-sso', ended);
  await workbench.page.getByText('my-sso ready to refresh').first().waitFor();
  await workbench.screenshot('interop-2-ready-to-refresh');

  await workbench.runCommand('AWS SSO: Refresh Session');
  await workbench.page.getByLabel(signedIn).first().waitFor();
  await workbench.screenshot('interop-3-refreshed-from-the-palette');
  const renewed = await home.readToken('my-sso');
  expect({
    accessToken: renewed['accessToken'] !== token['accessToken'],
    refreshToken: renewed['refreshToken'] !== token['refreshToken'],
    rest: without(renewed, 'accessToken', 'refreshToken', 'expiresAt'),
    calls: identityCenter.calls.filter(({ grantType }) => grantType === 'refresh_token').length,
  }).toEqual({
    accessToken: true,
    refreshToken: true,
    rest: without(token, 'accessToken', 'refreshToken', 'expiresAt'),
    calls: 1,
  });

  expect(await useWithBotocore()).toEqual({
    loaded: renewed['accessToken'],
    accounts: ['Development', 'Production'],
    credentials: 'ok',
  });
});

async function signInWithTheAwsCli(): Promise<void> {
  const cli = spawn(awsCli(), loginWithCode('--sso-session', 'my-sso'), {
    env: toolEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(cli, 'exit');
  for await (const line of createInterface({ input: cli.stdout })) {
    const [address] = /https?:\S+user_code=\S+/.exec(line) ?? [];
    if (address === undefined) continue;
    // The browser of the person, beside VS Code.
    const page = await workbench.page.context().newPage();
    await page.goto(address);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page
      .getByText(/signed in|close/i)
      .first()
      .waitFor();
    await page.close();
    break;
  }
  expect(await exited).toEqual([0, null]);
}

/** Debian's botocore knows no endpoint variables: it goes through the front door, as the CLI does. */
async function useWithBotocore(): Promise<unknown> {
  const program = `
import json, botocore.session
from botocore.utils import SSOTokenLoader
from botocore.tokens import SSOTokenProvider
session = botocore.session.Session(profile='dev')
token = SSOTokenProvider(session).load_token().get_frozen_token().token
portal = session.create_client('sso', region_name='us-east-1')
accounts = portal.list_accounts(accessToken=token)['accountList']
session.get_credentials().get_frozen_credentials()
print(json.dumps({'loaded': token, 'accounts': [a['accountName'] for a in accounts], 'credentials': 'ok'}))
`;
  const python = pythonWith('botocore');
  const { stdout } = await promisify(execFile)(python, ['-c', program], { env: toolEnvironment() });
  return JSON.parse(stdout);
}

function toolEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LANG } = process.env;
  return { PATH, LANG, HOME: home.path, ...frontDoor.environment };
}

function without(object: object, ...keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

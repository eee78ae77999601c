// The real AWS CLI signs in at the local Identity Center as if it were AWS.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { awsCli, loginWithCode } from '../support/awsCli.ts';
import { startAwsFrontDoor, type AwsFrontDoor } from '../support/identityCenter/awsFrontDoor.ts';
import {
  startIdentityCenter,
  type IdentityCenter,
} from '../support/identityCenter/identityCenter.ts';

const startUrl = 'https://my-sso-portal.awsapps.com/start';
/** sha1 of `my-sso`, the session's name. */
const tokenFileName = '0ad374308c5a4e22f723adf10145eafad7c4031c.json';

let home: string;
let identityCenter: IdentityCenter;
let frontDoor: AwsFrontDoor;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'aws-cli-'));
  identityCenter = await startIdentityCenter();
  frontDoor = await startAwsFrontDoor(identityCenter, { directory: home });
  await mkdir(join(home, '.aws'));
  await writeFile(
    join(home, '.aws', 'config'),
    `[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = ReadOnlyAccess
[sso-session my-sso]
sso_region = eu-west-1
sso_start_url = ${startUrl}
sso_registration_scopes = sso:account:access
`,
  );
});

afterEach(async () => {
  await frontDoor.close();
  await identityCenter.close();
  await rm(home, { recursive: true, force: true });
});

function runCli(args: readonly string[], onOutput: (all: string) => void = () => undefined) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const cli = spawn(awsCli(), args, {
    env: { ...Object.fromEntries(inherited), HOME: home, ...frontDoor.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const read = (chunk: Buffer) => {
    output += chunk.toString();
    onOutput(output);
  };
  cli.stdout.on('data', read);
  cli.stderr.on('data', read);
  return new Promise<{ readonly status: number | null; readonly output: string }>(
    (resolve, reject) => {
      cli.on('error', reject);
      cli.on('close', (status) => resolve({ status, output }));
    },
  );
}

/** Reads the code as a person does, and clicks. */
function clickOnce(decision: 'allow' | 'deny') {
  let page: Promise<Response> | undefined;
  return (output: string) => {
    const userCode = /^([A-Z]{4}-[A-Z]{4})$/m.exec(output)?.[1];
    if (userCode === undefined) return;
    page ??= fetch(`${identityCenter.url}/device`, {
      method: 'POST',
      body: new URLSearchParams({ user_code: userCode, decision }),
    });
  };
}

const login = loginWithCode('--sso-session', 'my-sso');

test('a sign-in writes a token file that renews, and the portal honours it', async () => {
  const { status, output } = await runCli(login, clickOnce('allow'));
  expect({ status, output }).toEqual({
    status: 0,
    output: expect.stringContaining(`Successfully logged into Start URL: ${startUrl}`) as string,
  });

  const cache = join(home, '.aws', 'sso', 'cache');
  const token: unknown = JSON.parse(await readFile(join(cache, tokenFileName), 'utf8'));
  const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string;
  expect(token).toEqual({
    startUrl,
    region: 'eu-west-1',
    accessToken: expect.stringMatching(/^aoa-local-access-/) as string,
    expiresAt: timestamp,
    clientId: expect.stringMatching(/^aoa-local-client-/) as string,
    clientSecret: expect.stringMatching(/^aoa-local-secret-/) as string,
    registrationExpiresAt: timestamp,
    refreshToken: expect.stringMatching(/^aoa-local-refresh-/) as string,
  });
  const files = await readdir(cache);
  const { mode } = await stat(join(cache, tokenFileName));
  expect({ files: files.length, mode: (mode & 0o777).toString(8) }).toEqual({
    files: 2,
    mode: '600',
  });

  const credentials = await runCli(['configure', 'export-credentials', '--profile', 'dev']);
  expect({ status: credentials.status, hosts: [...new Set(frontDoor.hosts)] }).toEqual({
    status: 0,
    hosts: ['oidc.eu-west-1.amazonaws.com', 'portal.sso.eu-west-1.amazonaws.com'],
  });
  expect(frontDoor.refusedHosts).toEqual([]);

  const signedOut = await runCli(['sso', 'logout']);
  expect({ status: signedOut.status, files: await readdir(cache) }).toEqual({
    status: 0,
    files: files.filter((name) => name !== tokenFileName),
  });
  expect(
    identityCenter.calls
      .filter(({ error }) => error === undefined)
      .map(({ operation, grantType, status }) => [operation, grantType, status]),
  ).toEqual([
    ['RegisterClient', undefined, 200],
    ['StartDeviceAuthorization', undefined, 200],
    ['DeviceDecision', undefined, 200],
    ['CreateToken', 'device_code', 200],
    ['GetRoleCredentials', undefined, 200],
    ['Logout', undefined, 200],
  ]);
});

test('a sign-in that is denied leaves no token file', async () => {
  const { status, output } = await runCli(login, clickOnce('deny'));
  const files = await readdir(join(home, '.aws', 'sso', 'cache'));
  expect({ status, denied: output.includes('AccessDeniedException'), files }).toEqual({
    status: 254,
    denied: true,
    files: files.filter((name) => name !== tokenFileName),
  });
});

// Sessions that the AWS CLI has signed in to, and whose role credentials it has cached, are signed out of here.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { awsPaths } from '../../src/aws/paths.ts';
import { signOut } from '../../src/aws/signOut.ts';
import { awsCli, loginWithCode } from '../support/awsCli.ts';
import { type AwsHome, createAwsHome } from '../support/awsHome.ts';
import { filesBelow } from '../support/filesBelow.ts';
import { type AwsFrontDoor, startAwsFrontDoor } from '../support/identityCenter/awsFrontDoor.ts';
import {
  type IdentityCenter,
  startIdentityCenter,
} from '../support/identityCenter/identityCenter.ts';

const startUrl = 'https://my-sso-portal.awsapps.com/start';
const role = 'sso_account_id = 111122223333\nsso_role_name = ReadOnlyAccess\n';
const session = (name: string) => `[sso-session ${name}]
sso_region = us-east-1
sso_start_url = ${startUrl}
sso_registration_scopes = sso:account:access
`;
const config = `[profile dev]
sso_session = my-sso
${role}
[profile team]
sso_session = équipe "1"
${role}
[profile old]
sso_start_url = ${startUrl}
sso_region = us-east-1
${role}
${session('my-sso')}
${session(`'équipe "1"'`)}`;

let home: AwsHome;
let identityCenter: IdentityCenter;
let frontDoor: AwsFrontDoor;

beforeEach(async () => {
  home = await createAwsHome();
  identityCenter = await startIdentityCenter({ autoApprove: true });
  frontDoor = await startAwsFrontDoor(identityCenter, { directory: home.path });
  await home.writeConfig(config);
});
afterEach(async () => {
  await frontDoor.close();
  await identityCenter.close();
  await home.remove();
});

interface Answer {
  readonly ok: boolean;
  readonly output: string;
}

function runCli(...args: readonly string[]): Promise<Answer> {
  const { PATH } = process.env;
  // So that its Python reads the config as UTF-8, wherever the test runs.
  const env = { PATH, LANG: 'C.UTF-8', HOME: home.path, ...frontDoor.environment };
  return new Promise((resolve) => {
    execFile(awsCli(), args, { env }, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: stdout + stderr }),
    );
  });
}

const useRole = (profile: string) =>
  runCli('configure', 'export-credentials', '--profile', profile);

async function signInWithCli(profile: string): Promise<void> {
  const answers = [await runCli(...loginWithCode('--profile', profile)), await useRole(profile)];
  expect(answers).toEqual(Array(2).fill({ ok: true, output: expect.any(String) as string }));
}

const files = () => filesBelow(join(home.path, '.aws'));
const roleFiles = () => readdir(join(home.path, '.aws', 'cli', 'cache'));

function signOutHere(sessionId: string) {
  const context = {
    paths: awsPaths({ HOME: home.path }, 'linux'),
    stateFile: join(home.path, 'state.json'),
    environment: identityCenter.environment,
    now: Date.now,
    unwritten: new Map(),
    unrecorded: new Map(),
    running: new Set<Promise<unknown>>(),
  };
  return signOut(sessionId, context, new AbortController().signal);
}

const signedOut = {
  kind: 'signedOut',
  remote: 'ended',
  roleCredentials: { deleted: 1, left: 0 },
};

test.each([
  { id: 'session:my-sso', profile: 'dev', cacheKey: 'my-sso', other: 'old' },
  { id: 'session:équipe "1"', profile: 'team', cacheKey: 'équipe "1"', other: 'dev' },
  { id: `url:${startUrl}`, profile: 'old', cacheKey: startUrl, other: 'dev' },
])('$id: the AWS CLI is signed out, and stays signed in elsewhere', async (row) => {
  await signInWithCli(row.other);
  const othersFiles = await files();
  const othersRoles = await roleFiles();
  await signInWithCli(row.profile);
  const { accessToken } = await home.readToken(row.cacheKey);
  const before = await files();

  expect(await signOutHere(row.id)).toEqual(signedOut);

  const gone = Object.keys(before).filter((name) => !(name in othersFiles));
  // The client registration stays, as it does when the AWS CLI signs out.
  const registrations = gone.filter((name) => !before[name]?.includes('Token'));
  const left = [...Object.keys(othersFiles), ...registrations];
  expect(await files()).toEqual(Object.fromEntries(left.map((name) => [name, before[name]])));
  expect(gone.length - registrations.length).toBe(2);
  expect(await roleFiles()).toEqual(othersRoles);

  const [mine, others] = [await useRole(row.profile), await useRole(row.other)];
  expect({ mine, others: others.ok }).toEqual({
    mine: {
      ok: false,
      output: expect.stringMatching(/Token for .* does not exist|SSO session .* expired/) as string,
    },
    others: true,
  });
  const { status } = await fetch(`${identityCenter.url}/assignment/accounts`, {
    headers: { 'x-amz-sso_bearer_token': String(accessToken) },
  });
  expect(status).toBe(401);
});

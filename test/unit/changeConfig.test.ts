// A session, its profiles and a migration, on a disk.
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  addProfiles,
  addSession,
  applyMigration,
  proposeMigration,
} from '../../src/aws/changeConfig.ts';
import type { EditContext } from '../../src/aws/editConfig.ts';
import { awsPaths } from '../../src/aws/paths.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const startUrl = 'https://corp.awsapps.com/start';
const session = { name: 'corp', startUrl, region: 'eu-central-1', scopes: ['sso:account:access'] };
const profile = {
  name: 'dev',
  sessionName: 'corp',
  accountId: '111122223333',
  roleName: 'ReadOnlyAccess',
};
const legacy = `[profile old]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\n`;

let home: string;
let context: EditContext;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'change-'));
  const paths = { ...awsPaths({ HOME: home }, 'linux'), config: join(home, 'config') };
  context = { paths: { ...paths, credentials: join(home, 'credentials') }, now: () => now };
});
afterEach(() => rm(home, { recursive: true, force: true }));

const text = () => readFile(context.paths.config, 'utf8');

test('a session, then its profiles', async () => {
  const outcomes = [await addSession(context, session), await addProfiles(context, [profile])];
  expect([outcomes, await text()]).toEqual([
    [
      { kind: 'edited', line: 1, backup: undefined },
      { kind: 'edited', line: 6, backup: join(home, 'config.20260115T120000Z.backup') },
    ],
    `[sso-session corp]
sso_start_url = ${startUrl}
sso_region = eu-central-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = ReadOnlyAccess
`,
  ]);
});

test('no profile that the credentials file has', async () => {
  await addSession(context, session);
  await writeFile(context.paths.credentials, '[dev]\n');
  const refusal = { code: 'profileExists', name: 'dev', file: 'credentials', line: 1 };
  expect(await addProfiles(context, [profile])).toEqual({ kind: 'refused', refusal });
});

async function proposed() {
  await writeFile(context.paths.config, legacy);
  const proposal = await proposeMigration(context, `url:${startUrl}`, 'corp');
  if ('kind' in proposal) throw new Error(proposal.kind);
  return proposal;
}

test('a migration that was looked at', async () => {
  const proposal = await proposed();
  const before = [await text(), await readdir(home)];
  const outcome = await applyMigration(context, proposal);
  expect([before, outcome, await text(), proposal.profiles]).toEqual([
    [legacy, ['config']],
    { kind: 'edited', line: 2, backup: join(home, 'config.20260115T120000Z.backup') },
    `[profile old]
sso_session = corp

[sso-session corp]
sso_start_url = ${startUrl}
sso_region = us-east-1
sso_registration_scopes = sso:account:access
`,
    ['old'],
  ]);
});

test('no migration of a text that has changed since', async () => {
  const proposal = await proposed();
  await writeFile(context.paths.config, `${legacy}# more\n`);
  expect([await applyMigration(context, proposal), await text()]).toEqual([
    { kind: 'refused', refusal: { code: 'changedMeanwhile' } },
    `${legacy}# more\n`,
  ]);
});

test.each([
  ['that the credentials file has a part in', '[old]\nsso_region = x\n', 'inCredentials'],
  ['that is not there', undefined, 'notLegacy'],
])('no migration %s', async (_, credentials, code) => {
  if (credentials !== undefined) {
    await writeFile(context.paths.config, legacy);
    await writeFile(context.paths.credentials, credentials);
  }
  expect(await proposeMigration(context, `url:${startUrl}`, 'corp')).toEqual({
    kind: 'refused',
    refusal: expect.objectContaining({ code }) as object,
  });
});

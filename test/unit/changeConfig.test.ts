// A session, its profiles and a migration, on a disk.
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  addProfiles,
  addSession,
  applyMigration,
  readConfigTexts,
} from '../../src/aws/changeConfig.ts';
import type { EditContext } from '../../src/aws/editConfig.ts';
import { awsPaths } from '../../src/aws/paths.ts';
import { migrateSession } from '../../src/core/migration.ts';

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
  const texts = await readConfigTexts(context);
  if ('kind' in texts) throw new Error(texts.kind);
  const migration = migrateSession(texts.text, texts.credentialsText, `url:${startUrl}`, 'corp');
  if ('refusal' in migration) throw new Error(migration.refusal.code);
  return { before: texts.text, migration };
}

test('a migration that was looked at', async () => {
  const { before, migration } = await proposed();
  const untouched = [await text(), await readdir(home)];
  const outcome = await applyMigration(context, before, migration);
  expect([untouched, outcome, await text()]).toEqual([
    [legacy, ['config']],
    { kind: 'edited', line: 2, backup: join(home, 'config.20260115T120000Z.backup') },
    `[profile old]
sso_session = corp

[sso-session corp]
sso_start_url = ${startUrl}
sso_region = us-east-1
sso_registration_scopes = sso:account:access
`,
  ]);
});

test('no migration of a text that has changed since', async () => {
  const { before, migration } = await proposed();
  await writeFile(context.paths.config, `${legacy}# more\n`);
  expect([await applyMigration(context, before, migration), await text()]).toEqual([
    { kind: 'refused', refusal: { code: 'changedMeanwhile' } },
    `${legacy}# more\n`,
  ]);
});

const noText = Buffer.from('\u00f6', 'latin1');

test.each([
  ['both files', '[a]\n', '[b]\n', { text: '[a]\n', credentialsText: '[b]\n' }],
  ['no files', undefined, undefined, { text: '', credentialsText: '' }],
  ['the mark for what is no text', '\uFFFD', '[b]\n', { text: '\uFFFD', credentialsText: '[b]\n' }],
  ['bytes that are no text', noText, '[b]\n', { kind: 'unreadable', problem: 'notUtf8' }],
])('the texts of %s', async (_, config, credentials, texts) => {
  if (config !== undefined) await writeFile(context.paths.config, config);
  if (credentials !== undefined) await writeFile(context.paths.credentials, credentials);
  expect(await readConfigTexts(context)).toEqual(texts);
});

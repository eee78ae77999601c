// Which of the AWS CLI's cached role credentials belong to a session, and what becomes of the others.
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awsPaths } from '../../src/aws/paths.ts';
import { deleteRoleCredentials, roleCredentialFiles } from '../../src/aws/roleCredentials.ts';
import { sessionsOf } from '../support/overviewBuilder.ts';
import { mountSmallDisk, whyNoSmallDisk } from '../support/smallDisk.ts';

const profile = (name: string, session: string, role = 'ReadOnlyAccess') => `[profile ${name}]
${session}
sso_account_id = 111122223333
sso_role_name = ${role}
`;
const section = (name: string) => `[sso-session ${name}]
sso_region = us-east-1
sso_start_url = https://my-sso-portal.awsapps.com/start
`;
const legacy = 'sso_start_url = https://my-sso-portal.awsapps.com/start\nsso_region = us-east-1';
const odd = 'équipe "a" 😀\x7f';

/** Names that botocore gave. */
const ofSession = '5763327133f3ed9f01b8a9550a162937b63c6b07.json';
const ofLegacy = 'a64e5dbc12010970d804725f2125250c596edf2e.json';
const ofOdd = '91b3b85814ee8a576f3170075984e2e0b6a553ef.json';

function sessionOf(config: string) {
  const [session] = sessionsOf(config);
  if (session === undefined) throw new Error('there is a session');
  return session;
}
const mine = sessionOf(section('my-sso') + profile('dev', 'sso_session = my-sso'));

describe('the names', () => {
  const paths = awsPaths({ HOME: '/home/ann' }, 'linux');
  test.each([
    ['of a session', mine, [ofSession]],
    ['of a legacy profile', sessionOf(profile('old', legacy)), [ofLegacy]],
    ['of a name beyond ASCII', { ...mine, cacheKey: odd }, [ofOdd]],
    [
      'of two profiles with one role',
      sessionOf(
        section('my-sso') +
          profile('dev', 'sso_session = my-sso') +
          profile('again', 'sso_session = my-sso'),
      ),
      [ofSession],
    ],
    [
      'of a profile without a role',
      sessionOf(`${section('my-sso')}[profile bearer]\nsso_session = my-sso\n`),
      [],
    ],
  ])('%s', (_, session, names) => {
    expect(roleCredentialFiles(paths, session)).toEqual(
      names.map((name) => `/home/ann/.aws/cli/cache/${name}`),
    );
  });
});

describe('deleted', () => {
  const credentials = JSON.stringify({ ProviderType: 'sso', Credentials: { AccessKeyId: 'A' } });
  let home: string;
  let cache: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'role-credentials-'));
    cache = join(home, '.aws', 'cli', 'cache');
    await mkdir(cache, { recursive: true });
  });
  afterEach(() => rm(home, { recursive: true, force: true }));
  const deleteMine = () => deleteRoleCredentials(awsPaths({ HOME: home }, 'linux'), mine);
  const put = (name: string, text: string) => writeFile(join(cache, name), text);

  test('its own, and nothing else', async () => {
    await Promise.all([ofSession, ofLegacy, ofOdd, 'other.json'].map((n) => put(n, credentials)));
    expect([await deleteMine(), await readdir(cache)]).toEqual([
      { deleted: 1, left: 0 },
      [ofOdd, ofLegacy, 'other.json'].toSorted(),
    ]);
  });

  const nothing = { deleted: 0, left: 0 };
  test.each([
    ['of another provider', '{"ProviderType":"assume-role"}'],
    ['that does not say', '{}'],
    ['that is half written', credentials.slice(0, -1)],
    ['that is no object', 'null'],
    ['that is empty', ''],
  ])('not a file %s', async (_, text) => {
    await put(ofSession, text);
    expect([await deleteMine(), await readFile(join(cache, ofSession), 'utf8')]).toEqual([
      nothing,
      text,
    ]);
  });

  test('not through a symbolic link, nor the link', async () => {
    await writeFile(join(home, 'elsewhere.json'), credentials);
    await symlink(join(home, 'elsewhere.json'), join(cache, ofSession));
    expect([await deleteMine(), await readdir(cache)]).toEqual([nothing, [ofSession]]);
  });

  test('not a directory', async () => {
    await mkdir(join(cache, ofSession));
    expect([await deleteMine(), await readdir(cache)]).toEqual([nothing, [ofSession]]);
  });

  test('where there is no cache', async () => {
    await rm(cache, { recursive: true });
    expect([await deleteMine(), await readdir(home)]).toEqual([nothing, ['.aws']]);
  });

  test.skipIf(whyNoSmallDisk() !== undefined)('not from a disk that is read-only', async () => {
    const disk = mountSmallDisk(cache);
    try {
      await put(ofSession, credentials);
      disk.setReadOnly(true);
      expect([await deleteMine(), await readdir(cache)]).toEqual([
        { deleted: 0, left: 1 },
        [ofSession],
      ]);
    } finally {
      disk.unmount();
    }
  });
});

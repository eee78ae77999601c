import { describe, expect, it, test } from 'vitest';
import { parseConfigFile } from '../../src/core/configFile.ts';
import { type Migration, migrateSession } from '../../src/core/migration.ts';
import { readSsoConfig } from '../../src/core/ssoConfig.ts';
import { suggestProfileName, suggestSessionName } from '../../src/core/suggestedNames.ts';
import { joinLines, textLines } from '../../src/core/textLines.ts';
import { awkwardConfigs, lineBreaks } from '../support/awkwardConfigs.ts';

const startUrl = 'https://old.awsapps.com/start';
const id = `url:${startUrl}`;
const lines = (...text: readonly string[]) => text.join('\n');

const migrate = (text: string, name = 'old', credentials = '') =>
  migrateSession(text, credentials, id, name);

const migrated = (text: string, name = 'old', credentials = ''): Migration => {
  const result = migrate(text, name, credentials);
  if ('refusal' in result) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result;
};

const section = (name = 'old', scopes = 'sso:account:access') =>
  lines(
    `[sso-session ${name}]`,
    `sso_start_url = ${startUrl}`,
    'sso_region = us-east-1',
    `sso_registration_scopes = ${scopes}`,
  );

describe('a profile', () => {
  it.each([
    [
      'is rewritten in place',
      lines(
        '[profile a]',
        '# who',
        'sso_account_id = 1',
        `sso_start_url = ${startUrl}`,
        'region = eu-west-1',
        'sso_region = us-east-1',
        'sso_role_name = r',
        '',
      ),
      lines(
        '[profile a]',
        '# who',
        'sso_account_id = 1',
        'sso_session = old',
        'region = eu-west-1',
        'sso_role_name = r',
        '',
        section(),
        '',
      ),
      4,
    ],
    [
      'keeps its indentation, or its keys would become one',
      `[profile a]\n  sso_region : us-east-1\n  SSO_Start_URL=${startUrl}\n  region = x\n`,
      `[profile a]\n  sso_session = old\n  region = x\n\n${section()}\n`,
      2,
    ],
    [
      'loses scopes over several lines, and no comment between them',
      lines(
        '[profile a]',
        `sso_start_url = ${startUrl}`,
        'sso_registration_scopes = sso:account:access,',
        '  # the other tool',
        '',
        '  codewhisperer:completions ,',
        '  # below',
        'sso_region = us-east-1',
        'note = a',
        '  sso_region = part of the note',
      ),
      lines(
        '[profile a]',
        'sso_session = old',
        '  # the other tool',
        '',
        '  # below',
        'note = a',
        '  sso_region = part of the note',
        '',
        section('old', 'sso:account:access,codewhisperer:completions'),
      ),
      2,
    ],
    [
      'may be the default, and say nothing else',
      `[default]\r\nsso_start_url = ${startUrl}\r\nsso_region = us-east-1`,
      `[default]\r\nsso_session = old\r\n\r\n${section().replaceAll('\n', '\r\n')}`,
      2,
    ],
    [
      'ends like before when its last line goes',
      `${section('there')}\n[profile a]\nsso_start_url = ${startUrl}\nsso_region = us-east-1`,
      `${section('there')}\n[profile a]\nsso_session = there`,
      6,
      'there',
    ],
    [
      'is the one that counts of two spellings',
      `[profile a]\nsso_start_url = ${startUrl}\n[profile "a"]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\n`,
      `[profile a]\nsso_start_url = ${startUrl}\n[profile "a"]\nsso_session = old\n\n${section()}\n`,
      4,
    ],
    [
      'inherits what does no harm',
      `[DEFAULT]\nsso_account_id = 1\nsso_region = us-east-1\n[profile a]\nsso_start_url = ${startUrl}\n`,
      `[DEFAULT]\nsso_account_id = 1\nsso_region = us-east-1\n[profile a]\nsso_session = old\n\n${section()}\n`,
      5,
    ],
  ])('%s', (_, text, result, line, name = 'old') => {
    const { profiles, isReused, ...edit } = migrated(text, name);
    expect({ ...edit, isReused, profiles }).toEqual({
      text: result,
      line,
      isReused: name === 'there',
      profiles: [text.startsWith('[default]') ? 'default' : 'a'],
    });
  });
});

const legacyProfiles = [
  '[profile one]',
  `sso_start_url = ${startUrl}`,
  'sso_region = us-east-1',
  'sso_account_id = 111122223333',
  'sso_role_name = ReadOnlyAccess',
  '',
  '# both are one token',
  '[profile "two words"]',
  '; the other order',
  'sso_role_name = PowerUserAccess',
  'sso_region = us-east-1',
  '',
  'sso_account_id = 444455556666',
  `sso_start_url = ${startUrl}`,
  'sso_registration_scopes = a:b',
  '[profile another]',
  'sso_start_url = https://another.awsapps.com/start',
  'sso_region = us-east-1',
];

test.each(awkwardConfigs)('keeps all else, byte for byte: $what', ({ text, lineBreak }) => {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const rest = text.slice(mark.length);
  const whole = mark + legacyProfiles.join(lineBreak) + lineBreak + rest;
  const result = migrated(whole);
  const keyLines = /^(sso_start_url = https:\/\/old|sso_region|sso_registration_scopes = a:b)/;
  // Until the profile of another session begins, which keeps its keys.
  const expected = textLines(whole).flatMap((line, index) => {
    if (index >= 15 || !keyLines.test(line.text)) return [line];
    return index === 1 || index === 10 ? [{ ...line, text: 'sso_session = old' }] : [];
  });
  const before = readSsoConfig(parseConfigFile(whole));
  const after = readSsoConfig(parseConfigFile(result.text));
  const others = ({ sessions }: typeof after) =>
    sessions
      .filter(({ id: each }) => each !== id && each !== 'session:old')
      .map(({ id: each, startUrl: url, region, profiles, problems }) => ({
        ...{ each, url, region },
        profiles: profiles.map(({ name, accountId, roleName }) => [name, accountId, roleName]),
        problems: problems.map(({ code }) => code),
      }));
  expect({
    start: result.text.startsWith(joinLines(expected)),
    added: result.text
      .slice(joinLines(expected).length)
      .trim()
      .split(lineBreak)
      .filter((line) => line !== ''),
    line: result.line,
    profiles: result.profiles,
    session: after.sessions
      .filter(({ id: each }) => each === 'session:old')
      .map((session) => ({
        ...session,
        line: 0,
        profiles: session.profiles.map((profile) => ({ ...profile, line: 0 })),
      })),
    legacy: after.sessions.filter(({ id: each }) => each === id),
    others: others(after),
    refusedByCli: parseConfigFile(result.text).problems.filter((each) => each.refusedByCli).length,
  }).toEqual({
    start: true,
    added: section('old', 'a:b').split('\n'),
    line: 2,
    profiles: ['one', 'two words'],
    session: [
      {
        id: 'session:old',
        kind: 'session',
        cacheKey: 'old',
        name: 'old',
        line: 0,
        file: 'config',
        startUrl,
        region: 'us-east-1',
        registrationScopes: ['a:b'],
        problems: [],
        profiles: [
          {
            name: 'one',
            line: 0,
            file: 'config',
            accountId: '111122223333',
            roleName: 'ReadOnlyAccess',
            problems: [],
          },
          {
            name: 'two words',
            line: 0,
            file: 'config',
            accountId: '444455556666',
            roleName: 'PowerUserAccess',
            problems: [],
          },
        ],
      },
    ],
    legacy: [],
    others: others(before),
    refusedByCli: mark === '' ? 0 : 1,
  });
});

describe('a session that is there', () => {
  const profile = `[profile a]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\n`;
  it('is used when it says the same', () => {
    const text = `[sso-session 'my sso']\nsso_region = us-east-1\nsso_start_url = ${startUrl}\n${profile}`;
    expect(migrated(text, 'my sso')).toEqual({
      text: text.replace(profile, '[profile a]\nsso_session = my sso\n'),
      line: 5,
      profiles: ['a'],
      isReused: true,
    });
  });

  it.each([
    ['another start URL', `sso_region = us-east-1\nsso_start_url = ${startUrl}/`],
    ['another region', `sso_region = us-east-2\nsso_start_url = ${startUrl}`],
    ['no region', `sso_start_url = ${startUrl}`],
  ])('is refused when it has %s', (_, keys) => {
    expect(migrate(`\n[sso-session old]\n${keys}\n${profile}`)).toEqual({
      refusal: { code: 'sessionExists', name: 'old', file: 'config', line: 2 },
    });
  });
});

describe('refuses', () => {
  const wrong = (code: string, line: number, subject: string) => ({
    code: 'misconfigured',
    problem: expect.objectContaining({ code, line, subject }) as object,
  });
  const profile = (name: string, region = 'us-east-1') =>
    `[profile ${name}]\nsso_start_url = ${startUrl}\nsso_region = ${region}\n`;
  it.each([
    ['what is not there', '', '', { code: 'notLegacy' }],
    [
      'what is a session by now',
      `[profile a]\nsso_session = x\nsso_start_url = ${startUrl}`,
      '',
      { code: 'notLegacy' },
    ],
    [
      'regions that differ',
      profile('a') + profile('b', 'eu-west-1'),
      '',
      wrong('regionsDiffer', 6, 'b'),
    ],
    ['no region', `[profile a]\nsso_start_url = ${startUrl}\n`, '', wrong('missingRegion', 1, 'a')],
    [
      'one without a region',
      `${profile('a')}[profile b]\nsso_start_url = ${startUrl}\n`,
      '',
      wrong('missingRegion', 4, 'b'),
    ],
    ['a comment as region', profile('a', 'us-east-1 # c'), '', wrong('regionInvalid', 3, 'a')],
    [
      'a profile twice',
      `${profile('a')}[profile a]\nx = y\n`,
      '',
      wrong('duplicateSection', 4, 'profile a'),
    ],
    [
      'a key twice',
      `${profile('a')}SSO_REGION = us-east-1\n`,
      '',
      wrong('duplicateKey', 4, 'sso_region'),
    ],
    [
      'a profile of the credentials file',
      '',
      `\n[a]\nsso_start_url = ${startUrl}\nsso_region = us-east-1`,
      { code: 'inCredentials', name: 'a', file: 'credentials', line: 3 },
    ],
    [
      'a key in the credentials file',
      profile('a'),
      '[a]\naws_access_key_id = x\nsso_role_name = r\n',
      { code: 'inCredentials', name: 'a', file: 'credentials', line: 3 },
    ],
    [
      'an inherited start URL',
      `[DEFAULT]\nsso_start_url = ${startUrl}\n[profile a]\nsso_region = us-east-1\n`,
      '',
      { code: 'inherited', file: 'config', line: 2 },
    ],
    [
      'a start URL that would be inherited',
      `[DEFAULT]\nsso_start_url = https://else.awsapps.com/start\n${profile('a')}`,
      '',
      { code: 'inherited', file: 'config', line: 2 },
    ],
    [
      'a region that would be inherited',
      `[DEFAULT]\nx = y\nsso_region = eu-west-1\n${profile('a')}`,
      '',
      { code: 'inherited', file: 'config', line: 3 },
    ],
  ])('%s', (_, text, credentials, refusal) => {
    expect(migrate(text, 'old', credentials)).toEqual({ refusal });
  });

  it.each(['', ' old', 'a\nb', 'a\u0085b'])('the name %j', (name) => {
    expect(migrate(profile('a'), name)).toEqual({ refusal: { code: 'notWritable', name } });
  });
});

test('lines joined again are the text', () => {
  const texts = awkwardConfigs.map(({ text }) => text + lineBreaks.join('x'));
  expect(texts.map((text) => joinLines(textLines(text)))).toEqual(texts);
});

describe('suggests', () => {
  const legacy = (url: string, more = '') => {
    const text = `[profile p]\nsso_start_url = ${url}\nsso_region = us-east-1\n${more}`;
    const sso = readSsoConfig(parseConfigFile(text));
    const session = sso.sessions.find(({ kind }) => kind === 'legacy');
    return session && suggestSessionName(sso, session);
  };
  it.each([
    [startUrl, '', 'old'],
    ['https://d-1234567890.awsapps.com/start', '', 'd-1234567890'],
    ['http://127.0.0.1:80/start', '', 'sso'],
    [startUrl, '[sso-session old]\n[profile x]\nsso_session = old-2', 'old-3'],
    [startUrl, section('mine'), 'mine'],
    [startUrl, section('mine').replace('us-east-1', 'us-east-2'), 'old'],
  ])('for the session of %s beside %j: %s', (url, more, name) => {
    expect(legacy(url, more)).toBe(name);
  });

  it.each([
    ['Development', 'AdministratorAccess', 'development-administrator-access'],
    ['Größe & Maß (EU)', 'AWSPowerUserAccess', 'grosse-mass-eu-aws-power-user-access'],
    ['開発', 'Read_Only+S3', '111122223333-read-only-s3'],
    ['', '@', '111122223333'],
    ['dev', 'ops', 'dev-ops-3'],
  ])('for the role %s %s: %s', (name, role, suggested) => {
    const taken = new Set(['dev-ops', 'dev-ops-2']);
    expect(suggestProfileName({ name, id: '111122223333' }, role, taken)).toBe(suggested);
  });
});

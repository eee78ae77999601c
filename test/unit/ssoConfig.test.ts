import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseConfigFile } from '../../src/core/configFile.ts';
import { readSsoConfig, type SsoConfig } from '../../src/core/ssoConfig.ts';

const startUrl = 'https://my-sso-portal.awsapps.com/start';
const session = [
  '[sso-session my-sso]',
  'sso_region = us-east-1',
  `sso_start_url = ${startUrl}`,
  'sso_registration_scopes = sso:account:access',
];

const read = (config: readonly string[], credentials?: readonly string[]): SsoConfig =>
  readSsoConfig(
    parseConfigFile(config.join('\n')),
    credentials && parseConfigFile(credentials.join('\n'), 'credentials'),
  );

test('a session with its profiles', () => {
  const config = [
    ...session,
    '[profile dev]',
    'sso_session = my-sso',
    'sso_account_id = 123456789012',
    'sso_role_name = Admin',
    'region = eu-west-1',
    '[profile unrelated]',
    'region = us-east-1',
    '[profile bearer]',
    'sso_session = my-sso',
  ];
  expect(read(config)).toEqual({
    sessions: [
      {
        id: 'session:my-sso',
        kind: 'session',
        cacheKey: 'my-sso',
        name: 'my-sso',
        startUrl,
        region: 'us-east-1',
        registrationScopes: ['sso:account:access'],
        line: 1,
        file: 'config',
        profiles: [
          {
            name: 'dev',
            accountId: '123456789012',
            roleName: 'Admin',
            region: 'eu-west-1',
            line: 5,
            file: 'config',
            problems: [],
          },
          { name: 'bearer', line: 12, file: 'config', problems: [] },
        ],
        problems: [],
      },
    ],
    problems: [],
  });
});

test('legacy profiles of one start URL', () => {
  const config = [
    '[profile a]',
    `sso_start_url = ${startUrl}`,
    'sso_region = us-east-1',
    'sso_registration_scopes = ignored:here',
    '[profile b]',
    `sso_start_url = ${startUrl}`,
    'sso_region = us-east-1',
    'sso_account_id = 1',
  ];
  expect(read(config)).toEqual({
    sessions: [
      {
        id: `url:${startUrl}`,
        kind: 'legacy',
        cacheKey: startUrl,
        name: 'my-sso-portal',
        startUrl,
        region: 'us-east-1',
        registrationScopes: [],
        line: 1,
        file: 'config',
        profiles: [
          { name: 'a', line: 1, file: 'config', problems: [] },
          { name: 'b', accountId: '1', line: 5, file: 'config', problems: [] },
        ],
        problems: [],
      },
    ],
    problems: [],
  });
});

test('of a key that comes twice the later one counts, empty ones do not', () => {
  const config = [
    '[sso-session x]',
    'sso_region = first',
    'sso_region = last',
    '[profile a]',
    'sso_session = x',
    'sso_account_id =',
    'sso_role_name =',
  ];
  expect(read(config).sessions.map(({ region, profiles }) => ({ region, profiles }))).toEqual([
    { region: 'last', profiles: [{ name: 'a', line: 4, file: 'config', problems: [] }] },
  ]);
});

test('a legacy session is called after its only profile', () => {
  const config = ['[profile a]', `sso_start_url = ${startUrl}`, 'sso_region = x'];
  expect(read(config).sessions.map(({ name }) => name)).toEqual(['a']);
});

test.each([
  ['my-sso', ['[sso-session my-sso]'], '0ad374308c5a4e22f723adf10145eafad7c4031c'],
  ['quotes', ['[sso-session "my-sso"]'], '0ad374308c5a4e22f723adf10145eafad7c4031c'],
  ['two blanks', ['[sso-session  my-sso]'], '0ad374308c5a4e22f723adf10145eafad7c4031c'],
  ['a tab and CR', ['[sso-session\tmy-sso]\r'], '0ad374308c5a4e22f723adf10145eafad7c4031c'],
  ['upper case', ['[sso-session My-SSO]'], 'db114456a227d5005d8650098b148a2d5bc1b44e'],
  ['a last blank', ['[sso-session "my-sso "]'], 'a290470474ebbe20f40c5bbf3348c682984c09a1'],
  ['a blank', ['[sso-session "my session"]'], '0810fbc4bcaca0e26000b03ebf865d8ea87be4b9'],
  ['an accent', ['[sso-session équipe]'], 'e85e3a0d6d7c5e4114d817fccf50b403c11e9b7f'],
  [
    'a URL',
    ['[profile a]', `sso_start_url = ${startUrl}`],
    'c7aaaf71fcc8777ae2475525ed049d39fe16c484',
  ],
  [
    'a slash',
    ['[profile a]', `sso_start_url = ${startUrl}/`],
    '281a1863574b3787533891e49521f808d4fc0d51',
  ],
  [
    'a #',
    ['[profile a]', `sso_start_url = ${startUrl}#`],
    '9a38b8b2228fabc1d3f26817603976371aa2d3ad',
  ],
  [
    '#/',
    ['[profile a]', `sso_start_url = ${startUrl}#/`],
    'dbb58223772e9bae116ca5a3d089fdc0858ca302',
  ],
  [
    'HTTPS',
    ['[profile a]', `sso_start_url = ${startUrl.replace('https', 'HTTPS')}`],
    '3e8c70816a1dd043bdc6abfd57bd9e171d2f67ed',
  ],
])('the cache key is what the CLI hashes: %s', (_, config, sha1) => {
  expect(
    read(config).sessions.map(({ cacheKey }) => createHash('sha1').update(cacheKey).digest('hex')),
  ).toEqual([sha1]);
});

test.each([
  ['none', undefined, []],
  ['empty', 'sso_registration_scopes =', []],
  ['one', 'sso_registration_scopes = a:b', ['a:b']],
  ['several', 'sso_registration_scopes = a:b ,c,, d ,', ['a:b', 'c', 'd']],
  ['on several lines', 'sso_registration_scopes = a,\n  b', ['a', 'b']],
])('scopes: %s', (_, line, expected) => {
  const config = read(['[sso-session x]', ...(line === undefined ? [] : [line])]);
  expect(config.sessions.map(({ registrationScopes }) => registrationScopes)).toEqual([expected]);
});

describe('the credentials file', () => {
  test('overrides the keys of profiles and adds profiles, but no sessions', () => {
    const config = read(
      [...session, '[profile dev]', 'sso_session = other', 'sso_role_name = r'],
      [
        '[new]',
        'sso_session = my-sso',
        '[dev]',
        'sso_session = my-sso',
        '[sso-session s]',
        'a = b',
      ],
    );
    expect(config.sessions).toEqual([
      expect.objectContaining({
        id: 'session:my-sso',
        profiles: [
          { name: 'dev', roleName: 'r', line: 3, file: 'credentials', problems: [] },
          { name: 'new', line: 1, file: 'credentials', problems: [] },
        ],
      }),
    ]);
  });

  test('comes after the config file, and problems say which file they are of', () => {
    const config = read(
      ['x', '[profile z]', 'sso_session = last'],
      ['[a]', 'sso_session = first', 'y'],
    );
    expect({
      order: config.sessions.map(({ id, line, file }) => [id, line, file]),
      ofTheFiles: config.problems.map(({ code, file }) => [code, file]),
      ofTheSessions: config.sessions.flatMap(({ problems }) =>
        problems.map(({ code, file, line }) => [code, file, line]),
      ),
    }).toEqual({
      order: [
        ['session:last', 2, 'config'],
        ['session:first', 1, 'credentials'],
      ],
      ofTheFiles: [
        ['lineBeforeSection', 'config'],
        ['lineWithoutDelimiter', 'credentials'],
      ],
      ofTheSessions: [
        ['sessionNotFound', 'config', 3],
        ['sessionNotFound', 'credentials', 2],
      ],
    });
  });
});

test('sessions come in the order of the file, used or not', () => {
  const config = ['[profile a]', `sso_start_url = ${startUrl}`, ...session, '[sso-session unused]'];
  expect(read(config).sessions.map(({ id, profiles }) => [id, profiles.length])).toEqual([
    [`url:${startUrl}`, 1],
    ['session:my-sso', 0],
    ['session:unused', 0],
  ]);
});

test('a secret on a line too far to the right is no part of what is shown', () => {
  const secret = '  aws_secret_access_key = planted';
  const { sessions } = read([
    ...['[profile a]', 'sso_session = corp', secret],
    ...[
      '[profile b]',
      'sso_start_url = https://b.example',
      secret,
      'sso_region = us-east-1',
      secret,
    ],
    ...['sso_role_name = Role', secret, 'sso_account_id = 111122223333', secret],
    ...['[sso-session corp]', 'sso_start_url = https://a.example', secret],
  ]);
  expect(sessions.map(({ id }) => id)).toEqual([
    'session:corp\n…',
    'url:https://b.example\n…',
    'session:corp',
  ]);
  expect(JSON.stringify(sessions)).not.toContain('planted');
});

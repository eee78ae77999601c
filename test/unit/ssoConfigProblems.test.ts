// What a config lacks for its sessions and profiles, and what of it is wrong.
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
const profile = ['[profile dev]', 'sso_session = my-sso'];

const read = (config: readonly string[], credentials?: readonly string[]): SsoConfig =>
  readSsoConfig(
    parseConfigFile(config.join('\n')),
    credentials && parseConfigFile(credentials.join('\n'), 'credentials'),
  );

/** Sessions with what they lack: `id: code@line subject`, then the same of their profiles. */
const outline = ({ sessions }: SsoConfig) =>
  sessions.map(({ id, problems, profiles }) => ({
    [id]: problems.map(say),
    ...Object.fromEntries(profiles.map((p) => [p.name, p.problems.map(say)])),
  }));
const say = (problem: { code: string; line: number; subject?: string; severity: string }) =>
  `${problem.severity} ${problem.code}@${String(problem.line)} ${problem.subject ?? ''}`;

describe('what is missing or wrong', () => {
  const legacy = (name: string, region = 'sso_region = us-east-1') => [
    `[profile ${name}]`,
    `sso_start_url = ${startUrl}`,
    region,
  ];
  test.each<readonly [string, readonly string[], readonly Record<string, readonly string[]>[]]>([
    [
      'no such session',
      [...profile, '[profile b]', 'sso_session = my-sso'],
      [
        {
          'session:my-sso': ['error sessionNotFound@2 my-sso'],
          dev: ['error sessionNotFound@2 my-sso'],
          b: ['error sessionNotFound@4 my-sso'],
        },
      ],
    ],
    [
      'no region, no start URL',
      ['[sso-session x]'],
      [{ 'session:x': ['error missingStartUrl@1 x', 'error missingRegion@1 x'] }],
    ],
    [
      'empty region and start URL',
      ['[sso-session x]', 'sso_region =', 'sso_start_url='],
      [{ 'session:x': ['error missingStartUrl@3 x', 'error missingRegion@2 x'] }],
    ],
    ['an empty session name', ['[sso-session ""]', 'sso_region = a'], []],
    [
      'an empty reference',
      ['[profile dev]', 'sso_session =', '[sso-session ""]'],
      [{ 'session:': ['error emptySessionName@2 dev'], dev: ['error emptySessionName@2 dev'] }],
    ],
    [
      'a reference with a block below',
      ['[profile dev]', 'sso_session =', '  a = b'],
      [{ 'session:': ['error emptySessionName@2 dev'], dev: ['error emptySessionName@2 dev'] }],
    ],
    [
      'http, and no name of a region',
      ['[sso-session x]', 'sso_start_url = http://a.b/start', 'sso_region = us-east-1 # home'],
      [{ 'session:x': ['warning startUrlNotHttps@2 x', 'error regionInvalid@3 x'] }],
    ],
    [
      'http on this machine',
      ['[sso-session x]', 'sso_start_url = http://127.0.0.1:1/start', 'sso_region = a'],
      [{ 'session:x': [] }],
    ],
    [
      'no URL',
      ['[sso-session x]', 'sso_start_url = my-portal', 'sso_region = us-east-1.example.com'],
      [{ 'session:x': ['error startUrlInvalid@2 x', 'error regionInvalid@3 x'] }],
    ],
    [
      'a URL of two lines',
      ['[sso-session x]', 'sso_start_url = https://a.b/', '   start', 'sso_region = 1'],
      [{ 'session:x': ['error startUrlInvalid@2 x', 'error regionInvalid@4 x'] }],
    ],
    [
      'one profile of two contradicts the session',
      [...session, '[profile a]', 'sso_session = my-sso', 'sso_region = eu-west-1', ...profile],
      [{ 'session:my-sso': [], a: ['error conflict@7 sso_region'], dev: [] }],
    ],
    [
      'every profile contradicts the session',
      [...session, ...profile, 'sso_region = eu-west-1', 'sso_start_url = https://other/'],
      [
        {
          'session:my-sso': ['error conflict@8 sso_start_url', 'error conflict@7 sso_region'],
          dev: ['error conflict@8 sso_start_url', 'error conflict@7 sso_region'],
        },
      ],
    ],
    [
      'a profile that repeats the session',
      [...session, ...profile, 'sso_region = us-east-1', `sso_start_url = ${startUrl}`],
      [{ 'session:my-sso': [], dev: [] }],
    ],
    [
      'other scopes in the profile',
      [...session, ...profile, 'sso_registration_scopes = x'],
      [
        {
          'session:my-sso': ['error conflict@7 sso_registration_scopes'],
          dev: ['error conflict@7 sso_registration_scopes'],
        },
      ],
    ],
    [
      'legacy without a region',
      ['[profile a]', `sso_start_url = ${startUrl}`],
      [{ [`url:${startUrl}`]: ['error missingRegion@1 a'], a: ['error missingRegion@1 a'] }],
    ],
    [
      'one of two legacy profiles without a region',
      [...legacy('a', 'sso_region ='), ...legacy('b')],
      [{ [`url:${startUrl}`]: [], a: ['error missingRegion@3 a'], b: [] }],
    ],
    [
      'legacy profiles that name different regions',
      [...legacy('a'), ...legacy('b', 'sso_region = eu-west-1'), ...legacy('c', 'sso_region = x')],
      [
        {
          [`url:${startUrl}`]: ['warning regionsDiffer@6 b'],
          a: [],
          b: ['warning regionsDiffer@6 b'],
          c: ['warning regionsDiffer@9 c'],
        },
      ],
    ],
    [
      'legacy without a start URL',
      ['[profile a]', 'sso_account_id = 1', 'sso_role_name = r', 'sso_region = a'],
      [{ 'url:': ['error missingStartUrl@1 a'], a: ['error missingStartUrl@1 a'] }],
    ],
    [
      'legacy with an empty start URL',
      ['[profile a]', 'sso_start_url =', 'sso_region = a'],
      [{ 'url:': ['error missingStartUrl@2 a'], a: ['error missingStartUrl@2 a'] }],
    ],
    [
      'legacy with no URL',
      ['[profile a]', 'sso_start_url = x', 'sso_region = a', '[profile b]', 'sso_start_url = x'],
      [{ 'url:x': ['error startUrlInvalid@2 a'], a: [], b: ['error missingRegion@4 b'] }],
    ],
    ['a region alone makes no SSO profile', ['[profile a]', 'sso_region = a'], []],
    [
      'hostile names',
      ['[profile __proto__]', 'sso_session = constructor', '[sso-session __proto__]'],
      [
        {
          'session:constructor': ['error sessionNotFound@2 constructor'],
          ['__proto__']: ['error sessionNotFound@2 constructor'],
        },
        {
          'session:__proto__': [
            'error missingStartUrl@3 __proto__',
            'error missingRegion@3 __proto__',
          ],
        },
      ],
    ],
  ])('%s', (_, config, expected) => {
    expect(outline(read(config))).toEqual(expected);
  });
});

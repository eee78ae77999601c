import { describe, expect, test } from 'vitest';
import { parseConfigFile } from '../../src/core/configFile.ts';
import { endpointOverrides, type EndpointSources } from '../../src/core/endpointOverride.ts';

const config = parseConfigFile(
  [
    '[default]',
    'endpoint_url = https://default',
    '[profile plain]',
    'region = us-east-1',
    '[profile own]',
    'endpoint_url = https://own',
    'use_fips_endpoint = false',
    'use_dualstack_endpoint = FALSE',
    '[profile both]',
    'services = local',
    'endpoint_url = https://both',
    '[profile lost]',
    'services = nowhere',
    'endpoint_url = https://lost',
    '[profile flat]',
    'services = flat',
    '[profile ignoring]',
    'services = nowhere',
    'ignore_configured_endpoint_urls = True',
    '[profile http]',
    'endpoint_url = http://elsewhere',
    '[profile commented]',
    'endpoint_url = https://here/ # home',
    '[profile nested]',
    'endpoint_url =',
    '  a = b',
    '[profile empty]',
    'services = empty',
    '[services local]',
    'sso_oidc =',
    '  endpoint_url = http://127.0.0.1:8080',
    's3 =',
    '  endpoint_url = https://s3',
    '[services flat]',
    'sso_oidc = https://flat',
    '[services empty]',
    '[profile fips]',
    'use_fips_endpoint = true',
    'use_dualstack_endpoint = FALSE',
    '[profile dual]',
    'endpoint_url = https://dual',
    'use_dualstack_endpoint = true',
  ].join('\n'),
);

const found = (
  env: EndpointSources['env'],
  profiles: readonly string[],
  service: 'sso_oidc' | 'sso' = 'sso_oidc',
) => endpointOverrides({ env, config, profiles }, service);

const nothing = { url: undefined, useFips: undefined, useDualStack: undefined, problem: undefined };
const atLine = (code: string, line: number) => ({
  ...nothing,
  problem: { code, where: { kind: 'config', line } },
});

describe('the first of these is taken', () => {
  const env = { AWS_ENDPOINT_URL_SSO_OIDC: 'https://oidc', AWS_ENDPOINT_URL: 'https://all' };
  test.each([
    ["the service's variable", env, ['both'], 'sso_oidc', 'https://oidc'],
    ['the general variable', env, ['both'], 'sso', 'https://all'],
    [
      'an empty variable counts as none',
      { ...env, AWS_ENDPOINT_URL_SSO_OIDC: '' },
      ['both'],
      'sso_oidc',
      'https://all',
    ],
    ['the services section', {}, ['both'], 'sso_oidc', 'http://127.0.0.1:8080'],
    ["the profile's own", {}, ['both'], 'sso', 'https://both'],
    ['none', {}, ['plain', 'missing'], 'sso', 'https://default'],
  ] as const)('%s', (_, variables, profiles, service, url) => {
    expect(found(variables, profiles, service)).toEqual({ ...nothing, url });
  });
});

describe('the profile is', () => {
  test.each([
    ['AWS_PROFILE', { AWS_PROFILE: 'both', AWS_DEFAULT_PROFILE: 'plain' }, 'http://127.0.0.1:8080'],
    [
      'AWS_DEFAULT_PROFILE',
      { AWS_PROFILE: '', AWS_DEFAULT_PROFILE: 'both' },
      'http://127.0.0.1:8080',
    ],
    ['AWS_PROFILE though it says nothing', { AWS_PROFILE: 'plain' }, undefined],
    ['the first that says something', { AWS_PROFILE: 'default' }, 'https://own'],
    [
      'AWS_PROFILE, not AWS_DEFAULT_PROFILE',
      { AWS_PROFILE: 'x', AWS_DEFAULT_PROFILE: 'both' },
      'https://own',
    ],
  ])('%s', (_, env, url) => {
    expect(found(env, ['plain', 'own', 'both']).url).toEqual(url);
  });

  test('none where there is none', () => {
    expect(
      endpointOverrides({ env: {}, config: parseConfigFile(''), profiles: ['x'] }, 'sso'),
    ).toEqual(nothing);
  });
});

describe('never falls back to the usual address', () => {
  test.each([
    ['no such section', ['lost'], atLine('servicesSectionMissing', 13)],
    ['an empty section', ['empty'], atLine('servicesSectionMissing', 28)],
    ['no block', ['flat'], atLine('servicesBlockMissing', 35)],
    ['http to another machine', ['http'], atLine('endpointNotHttps', 21)],
    ['a comment behind it', ['commented'], atLine('endpointInvalid', 23)],
    ['a block instead of a value', ['nested'], atLine('endpointInvalid', 25)],
  ])('%s', (_, profiles, expected) => {
    expect(found({}, profiles)).toEqual(expected);
  });

  test.each([
    ['https://a.example/path', undefined],
    ['HTTPS://A.example', undefined],
    ['http://localhost:1', undefined],
    ['http://127.0.0.1', undefined],
    ['http://127.255.0.9:1', undefined],
    ['http://0x7f.1', undefined],
    ['http://[::1]:1', undefined],
    ['http://a.example', 'endpointNotHttps'],
    ['http://127.0.0.1.example', 'endpointNotHttps'],
    ['http://localhost.example', 'endpointNotHttps'],
    ['http://127.0.0.1@evil.example', 'endpointNotHttps'],
    ['http://0.0.0.0', 'endpointNotHttps'],
    ['http://[::2]', 'endpointNotHttps'],
    ['ftp://localhost', 'endpointNotHttps'],
    ['localhost:8080', 'endpointInvalid'],
    ['a.example', 'endpointInvalid'],
    ['file:///etc', 'endpointInvalid'],
    ['https://a b', 'endpointInvalid'],
  ])('%s in the environment', (url, code) => {
    expect(found({ AWS_ENDPOINT_URL_SSO_OIDC: url }, ['own'])).toEqual({
      url: code === undefined ? url : undefined,
      useFips: false,
      useDualStack: false,
      problem: code && { code, where: { kind: 'env', variable: 'AWS_ENDPOINT_URL_SSO_OIDC' } },
    });
  });
});

const variable = 'AWS_ENDPOINT_URL_SSO_OIDC';
const given = { [variable]: 'https://oidc' };
test.each([
  [{ AWS_USE_FIPS_ENDPOINT: 'true' }, ['own'], { kind: 'config', line: 6 }, 'endpointWithFips'],
  [given, ['fips'], { kind: 'env', variable }, 'endpointWithFips'],
  [{}, ['dual'], { kind: 'config', line: 41 }, 'endpointWithDualStack'],
  [
    { ...given, AWS_USE_FIPS_ENDPOINT: 'true' },
    ['dual'],
    { kind: 'env', variable },
    'endpointWithFips',
  ],
  [{ AWS_ENDPOINT_URL: 'http://bad' }, ['fips'], undefined, 'endpointNotHttps'],
])(
  'no SDK takes an endpoint of its own beside FIPS or dual-stack: %j %j',
  (env, profiles, where, code) => {
    const { url, problem } = found(env, profiles);
    const place = where ?? { kind: 'env', variable: 'AWS_ENDPOINT_URL' };
    expect([url, problem]).toEqual([undefined, { code, where: place }]);
  },
);

test.each([
  ['by the profile', { AWS_ENDPOINT_URL: 'http://bad' }, ['ignoring'], undefined],
  ['by the environment', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' }, ['http'], undefined],
  [
    'not by the environment after all',
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false', AWS_ENDPOINT_URL: 'https://all' },
    ['ignoring'],
    'https://all',
  ],
])('overrides are ignored: %s', (_, env, profiles, url) => {
  expect(found(env, profiles)).toEqual({ ...nothing, url });
});

test.each([
  ['unset', {}, ['plain'], undefined, undefined],
  ['by the profile', {}, ['fips'], true, false],
  ['by the environment', { AWS_USE_FIPS_ENDPOINT: 'false' }, ['fips'], false, false],
  ['in any case', { AWS_USE_DUALSTACK_ENDPOINT: 'True' }, ['fips'], true, true],
  ['anything else is no', { AWS_USE_FIPS_ENDPOINT: '1' }, ['fips'], false, false],
])('FIPS and dual-stack: %s', (_, env, profiles, useFips, useDualStack) => {
  const { useFips: fips, useDualStack: dual } = found(env, profiles);
  expect([fips, dual]).toEqual([useFips, useDualStack]);
});

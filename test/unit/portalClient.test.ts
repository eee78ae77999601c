// Where the portal is, by config and environment alone.
import { expect, test, vi } from 'vitest';
import { portalClient, portalEndpoint } from '../../src/aws/portalClient.ts';
import { logout } from '../../src/aws/portal.ts';
import { parseConfigFile } from '../../src/core/configFile.ts';
import { readSsoConfig } from '../../src/core/ssoConfig.ts';

const startUrl = 'https://my-sso.awsapps.com/start';
const config = (more: string) => `[profile dev]
sso_session = my-sso
${more}
[sso-session my-sso]
sso_start_url = ${startUrl}
`;
const regional = config('').concat('sso_region = eu-west-1');
const endpointOf = (text: string, env: Readonly<Record<string, string>> = {}) => {
  const file = parseConfigFile(text);
  const [session] = readSsoConfig(file).sessions;
  if (session === undefined) throw new Error('there is a session');
  return portalEndpoint(session, file, env);
};
const badEndpoint = (code: string, where: object) => ({
  kind: 'badEndpoint',
  problem: { code, where },
});
const variable = 'AWS_ENDPOINT_URL_SSO';

test.each([
  ['the region of the config', regional, {}, { region: 'eu-west-1' }],
  [
    'its own variable, not that of SSO-OIDC',
    regional,
    { [variable]: 'https://a.example', AWS_ENDPOINT_URL_SSO_OIDC: 'https://b.example' },
    { region: 'eu-west-1', url: 'https://a.example' },
  ],
  [
    'the flags',
    regional,
    { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'false' },
    { region: 'eu-west-1', useFips: true, useDualStack: false },
  ],
  [
    'plain http to another machine',
    regional,
    { [variable]: 'http://a.example' },
    badEndpoint('endpointNotHttps', { kind: 'env', variable }),
  ],
  [
    'services that are not there',
    regional.replace('my-sso\n', 'my-sso\nservices = gone\n'),
    {},
    badEndpoint('servicesSectionMissing', { kind: 'config', line: 3 }),
  ],
  ['no region', config(''), {}, { kind: 'misconfigured' }],
  ['a region that is none', `${config('')}sso_region = a/b`, {}, { kind: 'misconfigured' }],
])('%s', (_, text, env, expected) => {
  expect(endpointOf(text, env)).toEqual(expected);
});

test.each([
  ['eu-west-1', {}, 'portal.sso.eu-west-1.amazonaws.com'],
  ['cn-north-1', {}, 'portal.sso.cn-north-1.amazonaws.com.cn'],
  ['us-east-1', { AWS_USE_FIPS_ENDPOINT: 'true' }, 'portal.sso-fips.us-east-1.amazonaws.com'],
  ['us-east-1', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }, 'portal.sso.us-east-1.api.aws'],
])('the host of %s, %j', async (name, env, host) => {
  const endpoint = endpointOf(`${config('')}sso_region = ${name}`, env);
  if ('kind' in endpoint) throw new Error(endpoint.kind);
  // The SDK would look for it by itself.
  vi.stubEnv(variable, 'https://nobody.invalid');
  using aimed = portalClient(endpoint);
  const hosts: unknown[] = [];
  // Nothing leaves this machine.
  const stop = ({ request }: { readonly request: unknown }) => {
    hosts.push((request as { readonly hostname: string }).hostname);
    return Promise.reject(new Error('stopped'));
  };
  aimed.sdk.middlewareStack.add(() => stop, { step: 'finalizeRequest', priority: 'low' });
  await logout(aimed, 'a token');
  vi.unstubAllEnvs();
  expect(hosts).toEqual([host]);
});

// Where sign-ins go in every partition, and that no request is waited for for ever.
import { expect, test } from 'vitest';
import { oidcClient, resolvedEndpoint } from '../../src/aws/oidcClient.ts';
import { registerClient } from '../../src/aws/registerClient.ts';
import { classifyFailure } from '../../src/core/serviceFailure.ts';
import { startIdentityCenter } from '../support/identityCenter/identityCenter.ts';

const usual = { url: undefined, useFips: undefined, useDualStack: undefined };
const fips = { ...usual, useFips: true };
const dualStack = { ...usual, useDualStack: true };
const at = (url: string) => ({ ...usual, url });

test.each([
  ['us-east-1', usual, 'https://oidc.us-east-1.amazonaws.com'],
  ['us-east-1', fips, 'https://oidc-fips.us-east-1.amazonaws.com'],
  ['us-east-1', dualStack, 'https://oidc.us-east-1.api.aws'],
  ['us-east-1', { ...dualStack, useFips: true }, 'https://oidc-fips.us-east-1.api.aws'],
  ['cn-north-1', usual, 'https://oidc.cn-north-1.amazonaws.com.cn'],
  ['cn-north-1', dualStack, 'https://oidc.cn-north-1.api.amazonwebservices.com.cn'],
  ['us-gov-west-1', usual, 'https://oidc.us-gov-west-1.amazonaws.com'],
  ['us-gov-west-1', fips, 'https://oidc.us-gov-west-1.amazonaws.com'],
  ['eusc-de-east-1', usual, 'https://oidc.eusc-de-east-1.amazonaws.eu'],
  ['us-iso-east-1', usual, 'https://oidc.us-iso-east-1.c2s.ic.gov'],
  ['us-isob-east-1', usual, 'https://oidc.us-isob-east-1.sc2s.sgov.gov'],
  ['us-east-1', at('http://127.0.0.1:1'), 'http://127.0.0.1:1'],
  ['us-east-1', at('https://proxy.example/aws/'), 'https://proxy.example/aws'],
])('%s, %j: %s', (region, overrides, endpoint) => {
  using client = oidcClient({ region, ...overrides });
  expect(resolvedEndpoint(client)).toBe(endpoint);
});

test('an answer that never comes', async () => {
  const center = await startIdentityCenter();
  center.faults.push({ kind: 'hang' });
  using client = oidcClient({ region: 'us-east-1', ...at(center.url) }, 50);
  const purpose = {
    flow: 'browser',
    region: 'us-east-1',
    startUrl: center.url,
    scopes: [],
  } as const;
  const { signal } = new AbortController();
  const asked = await registerClient(client, purpose, signal);
  expect('failure' in asked && classifyFailure(asked.failure)).toEqual({
    kind: 'failing',
    code: 'timeout',
  });
  await center.close();
});

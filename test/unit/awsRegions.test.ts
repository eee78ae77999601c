import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { awsRegions } from '../../src/core/awsRegions.ts';

// The SDK's own endpoint data, as it ships with the client.
const ofClient = createRequire(createRequire(import.meta.url).resolve('@aws-sdk/client-sso-oidc'));
const { partition } = ofClient('@aws-sdk/core/client') as {
  partition: (region: string) => { readonly name: string; readonly description?: string };
};

test('every region is one that the SDK knows, by that name', () => {
  const known = Array.from(awsRegions.keys(), (region) => [region, partition(region).description]);
  expect(known).toEqual([...awsRegions]);
});

test.each(['us-east-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1', 'us-iso-east-1'])(
  '%s',
  (region) => expect(awsRegions.has(region)).toBe(true),
);

test.each(['', 'us-esat-1', 'us-east-11', 'aws-global', 'US-EAST-1'])('not %j', (region) =>
  expect(awsRegions.has(region)).toBe(false),
);

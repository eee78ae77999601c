// What can go wrong with a sign-in of either kind.
import { mkdir, rm } from 'node:fs/promises';
import { startUrl } from '../signInStage.ts';
import {
  type Row,
  config,
  failing,
  inRegion,
  kind,
  leaveDuring,
  register,
  rejected,
  spoil,
} from './arranging.ts';

export const either: Readonly<Record<string, Row>> = {
  'no network': {
    arrange: () => ({
      context: { environment: { AWS_ENDPOINT_URL_SSO_OIDC: 'http://127.0.0.1:1' } },
    }),
    outcome: failing('unreachable'),
    calls: [],
  },
  'a name that does not resolve': {
    arrange: () => ({
      context: { environment: { AWS_ENDPOINT_URL_SSO_OIDC: 'https://nowhere.invalid' } },
    }),
    outcome: failing('unreachable'),
    calls: [],
  },
  'a region that does not exist': {
    arrange: inRegion('us-esat-1'),
    outcome: { kind: 'unknownRegion', region: 'us-esat-1' },
    calls: [],
  },
  'a region that does not exist, at an endpoint of its own': {
    arrange: async (stage) => {
      await inRegion('us-esat-1')(stage);
      return {
        context: { environment: { AWS_ENDPOINT_URL_SSO_OIDC: 'http://127.0.0.1:1' } },
      };
    },
    outcome: failing('unreachable'),
    calls: [],
  },
  'a region out of reach': {
    arrange: inRegion('us-iso-east-1'),
    outcome: failing('unreachable'),
    calls: [],
  },
  'FIPS where the endpoint is given': {
    arrange: ({ context: { environment } }) => ({
      context: { environment: { ...environment, AWS_USE_FIPS_ENDPOINT: 'true' } },
    }),
    outcome: {
      kind: 'badEndpoint',
      problem: {
        code: 'endpointWithFips',
        where: { kind: 'env', variable: 'AWS_ENDPOINT_URL_SSO_OIDC' },
      },
    },
    calls: [],
  },
  'a page in between': {
    arrange: spoil({ kind: 'html' }),
    outcome: failing('notTheService'),
    calls: register,
  },
  503: {
    arrange: spoil({ kind: 'status', status: 503 }),
    outcome: failing('serviceError'),
    calls: register,
  },
  429: {
    arrange: spoil({ kind: 'status', status: 429 }),
    outcome: failing('throttled'),
    calls: register,
  },
  'a registration without an id': {
    arrange: spoil({ kind: 'setField', field: 'clientId', value: '' }),
    outcome: failing('notTheService'),
    calls: register,
  },
  'a registration without a secret': {
    arrange: spoil({ kind: 'missingField', field: 'clientSecret' }),
    outcome: failing('notTheService'),
    calls: register,
  },
  'a registration without an end': {
    arrange: spoil({ kind: 'missingField', field: 'clientSecretExpiresAt' }),
    outcome: failing('notTheService'),
    calls: register,
  },
  'a registration until the end of time': {
    arrange: spoil({ kind: 'setField', field: 'clientSecretExpiresAt', value: 1e300 }),
    outcome: failing('notTheService'),
    calls: register,
  },
  'scopes that do not exist': {
    arrange: config((text) => text.replace(startUrl, `${startUrl}\nsso_registration_scopes = x`)),
    outcome: rejected('scopes'),
    calls: ['RegisterClient invalid_scope'],
  },
  'a client that is not liked': {
    arrange: spoil({ kind: 'error', error: 'invalid_client_metadata' }),
    outcome: rejected('client'),
    calls: ['RegisterClient invalid_client_metadata'],
  },
  'left before': {
    arrange: () => ({ signal: AbortSignal.abort() }),
    outcome: kind('cancelled'),
    calls: [],
  },
  'left while it registers': {
    arrange: leaveDuring('RegisterClient'),
    outcome: kind('cancelled'),
    calls: register,
  },
  'left while the token comes': {
    arrange: leaveDuring('CreateToken'),
    outcome: kind('cancelled'),
    calls: [],
  },
  'left when the token has come': {
    arrange: ({ context, center }) => {
      const leaving = new AbortController();
      const now = () => {
        if (center.calls.some(({ operation }) => operation === 'CreateToken')) leaving.abort();
        return context.now();
      };
      return { signal: leaving.signal, context: { now } };
    },
    outcome: kind('cancelled'),
    calls: [],
  },
  'an unknown session': {
    arrange: () => ({ id: 'session:none' }),
    outcome: { kind: 'notConfigured' },
    calls: [],
  },
  'a config that cannot be read': {
    arrange: async ({ context: { paths } }) => {
      await rm(paths.config);
      await mkdir(paths.config);
      return undefined;
    },
    outcome: { kind: 'configUnreadable' },
    calls: [],
  },
  'no region': {
    arrange: config((text) => text.replaceAll(/sso_region.*/g, '')),
    outcome: { kind: 'misconfigured' },
    calls: [],
  },
  'plain http': {
    arrange: () => ({
      context: { environment: { AWS_ENDPOINT_URL_SSO_OIDC: 'http://example.com' } },
    }),
    outcome: {
      kind: 'badEndpoint',
      problem: {
        code: 'endpointNotHttps',
        where: { kind: 'env', variable: 'AWS_ENDPOINT_URL_SSO_OIDC' },
      },
    },
    calls: [],
  },
};

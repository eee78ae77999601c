// Where the renewals of a session are sent.
import { createHash } from 'node:crypto';
import type { ConfigFile } from '../core/configFile.ts';
import { type EndpointOverrides, endpointOverrides } from '../core/endpointOverride.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import type { Environment } from './paths.ts';

interface SessionEndpoint {
  readonly overrides: EndpointOverrides;
  /** Tells one endpoint from another; empty for the usual one. A digest, since a URL may hold a password. */
  readonly key: string;
}

/** What the environment and the config say of a session's endpoint. */
export function sessionEndpoint(
  { profiles }: ConfiguredSession,
  config: ConfigFile,
  env: Environment,
): SessionEndpoint {
  const names = profiles.map(({ name }) => name);
  const overrides = endpointOverrides({ env, config, profiles: names }, 'sso_oidc');
  const { url, useFips, useDualStack, problem } = overrides;
  const parts = [url, useFips, useDualStack, problem?.code];
  const isUsual = parts.every((part) => part === undefined);
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
  return { overrides, key: isUsual ? '' : digest };
}

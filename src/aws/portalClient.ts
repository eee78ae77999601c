// The client of the SSO portal, pointed where the config and the environment say.
import { SSOClient } from '@aws-sdk/client-sso';
import type { ConfigFile } from '../core/configFile.ts';
import { type EndpointProblem, endpointOverrides } from '../core/endpointOverride.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import type { Environment } from './paths.ts';
import { type Endpoint, answerTimeoutMs, sdkOptions } from './sdkOptions.ts';

/** Why nothing can be asked of the portal. */
type NoPortal =
  { readonly kind: 'misconfigured' } | { readonly kind: 'badEndpoint'; problem: EndpointProblem };

/** Where the portal of a session is; the config has just been read. */
export function portalEndpoint(
  { region, profiles, problems }: ConfiguredSession,
  config: ConfigFile,
  env: Environment,
): Endpoint | NoPortal {
  const isUsable = problems.every(({ severity }) => severity !== 'error');
  if (!isUsable || region === undefined) return { kind: 'misconfigured' };
  const names = profiles.map(({ name }) => name);
  const { problem, ...overrides } = endpointOverrides({ env, config, profiles: names }, 'sso');
  return problem === undefined ? { region, ...overrides } : { kind: 'badEndpoint', problem };
}

export interface PortalClient extends Disposable {
  readonly sdk: SSOClient;
  /** For each request, in ms. */
  readonly timeLimitMs: number;
}

/** One client for several calls, so that they share a connection. */
export function portalClient(endpoint: Endpoint, timeLimitMs = answerTimeoutMs): PortalClient {
  const sdk = new SSOClient(sdkOptions(endpoint, timeLimitMs));
  // A request without an answer body says yes by its status alone, which any sign-in page of a network
  // can give.
  sdk.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if (isPage(result.response)) throw unreadableAnswer();
      return result;
    },
    { step: 'deserialize', priority: 'low' },
  );
  return { sdk, timeLimitMs, [Symbol.dispose]: () => sdk.destroy() };
}

function isPage(response: unknown): boolean {
  const { headers } = response as { headers?: Readonly<Record<string, string>> };
  return headers?.['content-type']?.toLowerCase().includes('html') === true;
}

/** By the name that the SDK gives to an answer it cannot read. */
export function unreadableAnswer(): Error {
  return Object.assign(new Error(), { name: 'SyntaxError' });
}

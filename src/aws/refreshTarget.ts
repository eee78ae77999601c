// What a refresh is about, read from the config at the very moment: the AWS CLI may have rewritten it.
import { endpointOverrides } from '../core/endpointOverride.ts';
import type { NotRenewable, RefreshOutcome } from '../core/refreshOutcome.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import type { Endpoint } from './createToken.ts';
import { type Environment, tokenFilePath } from './paths.ts';
import { type SnapshotSources, readConfig } from './readSnapshot.ts';

export interface RefreshTarget {
  readonly session: ConfiguredSession;
  /** The configured ones, never the cached ones. */
  readonly region: string;
  readonly startUrl: string;
  readonly endpoint: Endpoint;
  readonly path: string;
}

export async function findTarget(
  sessionId: string,
  { paths, environment }: SnapshotSources & { readonly environment: Environment },
): Promise<RefreshTarget | { readonly outcome: RefreshOutcome }> {
  const { config, sso } = await readConfig(paths, true);
  const session = sso.sessions.find(({ id }) => id === sessionId);
  if (session === undefined) {
    const isUnreadable = sso.problems.some(({ code }) => code === 'fileUnreadable');
    return refused(isUnreadable ? 'configUnreadable' : 'notConfigured');
  }
  const { region, startUrl } = session;
  const isUsable = session.problems.every(({ severity }) => severity !== 'error');
  if (!isUsable || region === undefined || startUrl === undefined) return refused('misconfigured');

  const profiles = session.profiles.map(({ name }) => name);
  const override = endpointOverrides({ env: environment, config, profiles }, 'sso_oidc');
  if (override.problem !== undefined) {
    return { outcome: { kind: 'badEndpoint', problem: override.problem } };
  }
  const endpoint = { region, ...override };
  return { session, region, startUrl, endpoint, path: tokenFilePath(paths, session.cacheKey) };
}

function refused(because: NotRenewable): { outcome: RefreshOutcome } {
  return { outcome: { kind: 'notRenewable', because } };
}

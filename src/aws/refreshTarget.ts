// What a refresh is about, read from the config at the very moment: the AWS CLI may have rewritten it.
import type { NotRenewable, RefreshOutcome } from '../core/refreshOutcome.ts';
import { renewalSubject } from '../core/snapshot.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import type { Endpoint } from './oidcClient.ts';
import { tokenFilePath } from './paths.ts';
import { type SourcesInEnvironment, readConfig } from './readSnapshot.ts';
import { sessionEndpoint } from './sessionEndpoint.ts';

export interface RefreshTarget {
  readonly session: ConfiguredSession;
  /** The configured ones, never the cached ones. */
  readonly region: string;
  readonly startUrl: string;
  readonly endpoint: Endpoint;
  readonly path: string;
  /** The subject of a renewal of the file with this fingerprint, see `renewalSubject`. */
  readonly subjectOf: (fingerprint: string) => string;
}

export async function findTarget(
  sessionId: string,
  { paths, environment }: SourcesInEnvironment,
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

  const { overrides, key } = sessionEndpoint(session, config, environment);
  const { problem } = overrides;
  if (problem !== undefined) return { outcome: { kind: 'badEndpoint', problem } };
  return {
    session,
    region,
    startUrl,
    endpoint: { region, ...overrides },
    path: tokenFilePath(paths, session.cacheKey),
    subjectOf: (fingerprint) => renewalSubject(fingerprint, session, key),
  };
}

function refused(because: NotRenewable): { outcome: RefreshOutcome } {
  return { outcome: { kind: 'notRenewable', because } };
}

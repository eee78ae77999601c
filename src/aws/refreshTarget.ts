// What a refresh is about, read from the config at the very moment: the AWS CLI may have rewritten it.
import type { NotRenewable, RefreshOutcome } from '../core/refreshOutcome.ts';
import { renewalSubject } from '../core/snapshot.ts';
import { type ConfiguredSession, sessionIn } from '../core/ssoConfig.ts';
import { tokenFilePath } from './paths.ts';
import { type SourcesInEnvironment, readConfig } from './readSnapshot.ts';
import type { Endpoint } from './sdkOptions.ts';
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
  const session = sessionIn(sso, sessionId);
  if (typeof session === 'string') return refused(session);
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

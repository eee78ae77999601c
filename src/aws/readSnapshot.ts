// Everything that is shown, read from disk in one go. Opens computed names only: the token cache also
// holds other tools' tokens and registrations.
import { setTimeout as wait } from 'node:timers/promises';
import { type ConfigFile, parseConfigFile } from '../core/configFile.ts';
import { type ConfigFileKind, type ConfigProblem, configProblem } from '../core/configProblem.ts';
import {
  type RenewalRecord,
  type Snapshot,
  type TokenFile,
  latestRecords,
} from '../core/snapshot.ts';
import { type SsoConfig, readSsoConfig } from '../core/ssoConfig.ts';
import { type AwsPaths, type Environment, tokenFilePath } from './paths.ts';
import { readSettled, readTextFile } from './readFile.ts';
import { sessionEndpoint } from './sessionEndpoint.ts';
import { readSharedState } from './stateFile.ts';
import { openTokenFile, withoutSecrets } from './tokenFile.ts';

export interface SnapshotSources {
  readonly paths: AwsPaths;
  readonly stateFile: string;
  /** Attempts that could not be written to the state file, by session id. */
  readonly unrecorded?: ReadonlyMap<string, RenewalRecord>;
}

/** The files, and the environment that is read along with them. */
export interface SourcesInEnvironment extends SnapshotSources {
  readonly environment: Environment;
  /** ms since the epoch */
  readonly now?: () => number;
}

/** Never throws: what cannot be read is part of the snapshot. */
export async function readSnapshot(
  { paths, stateFile, unrecorded, environment, now }: SourcesInEnvironment,
  previous: Snapshot | undefined,
): Promise<Snapshot> {
  const readAt = now?.();
  const [{ config, sso }, state] = await Promise.all([
    readConfig(paths, previous !== undefined && previous.config.sessions.length > 0),
    readSharedState(stateFile),
  ]);
  const shared = { ...state, renewals: latestRecords(state.renewals, unrecorded) };
  const tokenPaths = new Map(
    sso.sessions.map(({ id, cacheKey }) => [id, tokenFilePath(paths, cacheKey)]),
  );
  const found = sso.sessions.map(
    (session) => [session.id, sessionEndpoint(session, config, environment)] as const,
  );
  const endpoints = new Map(found.map(([id, { key }]) => [id, key]));
  const endpointProblems = new Map(
    found.flatMap(([id, { overrides }]) =>
      overrides.problem ? [[id, overrides.problem] as const] : [],
    ),
  );
  const tokens = await Promise.all(
    Array.from(tokenPaths, async ([id, path]) => {
      const before = previous?.tokens.get(id);
      const wasThere = before !== undefined && before.kind !== 'absent';
      const file = await openTokenFile(path, wasThere, before);
      return [id, withoutSecrets(file)] as const;
    }),
  );
  return {
    readAt,
    config: sso,
    tokens: new Map<string, TokenFile>(tokens),
    tokenPaths,
    endpoints,
    endpointProblems,
    shared,
  };
}

interface ReadConfig {
  readonly config: ConfigFile;
  readonly credentials: ConfigFile;
  readonly sso: SsoConfig;
}

/**
 * Reads the config and credentials files. An empty config is read again when there were sessions a
 * moment ago: `aws configure sso` rewrites it in place.
 */
export async function readConfig(paths: AwsPaths, hadSessions: boolean): Promise<ReadConfig> {
  const [config, credentials] = await Promise.all([
    readConfigFile(paths.config, 'config', hadSessions),
    readConfigFile(paths.credentials, 'credentials', false),
  ]);
  const sso = readSsoConfig(config.file, credentials.file);
  const problems = [config.problem, credentials.problem].filter((problem) => problem !== undefined);
  return {
    config: config.file,
    credentials: credentials.file,
    sso: { ...sso, problems: [...problems, ...sso.problems] },
  };
}

async function readConfigFile(
  path: string,
  kind: ConfigFileKind,
  hadSessions: boolean,
): Promise<{ file: ConfigFile; problem: ConfigProblem | undefined }> {
  const reading = await readSettled(
    () => readTextFile(path),
    (outcome) =>
      !hadSessions || !(outcome.kind === 'absent' || (outcome.kind === 'text' && !outcome.text)),
    wait,
  );
  const file = parseConfigFile(reading.kind === 'text' ? reading.text : '', kind);
  if (reading.kind !== 'unreadable') return { file, problem: undefined };
  return { file, problem: configProblem('fileUnreadable', kind, 1, reading.problem) };
}

/** The files whose change changes what is shown. */
export function watchedFiles(
  { paths, stateFile }: SnapshotSources,
  { tokenPaths }: Snapshot,
): readonly string[] {
  return [...new Set([paths.config, paths.credentials, stateFile, ...tokenPaths.values()])];
}

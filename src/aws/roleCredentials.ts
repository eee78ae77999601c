// The role credentials that the AWS CLI has cached for one session. Its cache also holds those of other
// sessions and of assumed roles: only computed names are opened.
import { createHash } from 'node:crypto';
import { lstat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { inAscii } from '../core/pythonJson.ts';
import type { RoleCredentialFiles } from '../core/signOutOutcome.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import { errorCode } from './errorCode.ts';
import { isPassing, tryDespite } from './heldPath.ts';
import type { AwsPaths } from './paths.ts';
import { readTextFile } from './readFile.ts';

/**
 * Deletes the cached credentials of every role that the config names for the session. What does not say
 * of itself that it came from a sign-in is left alone. Never throws.
 */
export async function deleteRoleCredentials(
  paths: AwsPaths,
  session: ConfiguredSession,
): Promise<RoleCredentialFiles> {
  const ends = await Promise.all(roleCredentialFiles(paths, session).map(deleteIfCredentials));
  const count = (wanted: End) => ends.filter((end) => end === wanted).length;
  return { deleted: count('deleted'), left: count('left') };
}

type End = 'deleted' | 'left' | 'nothing';

async function deleteIfCredentials(path: string): Promise<End> {
  if (!(await holdsCredentials(path))) return 'nothing';
  try {
    await tryDespite(isPassing, () => unlink(path));
    return 'deleted';
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'nothing' : 'left';
  }
}

async function holdsCredentials(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isFile() !== true) return false;
  const reading = await readTextFile(path);
  if (reading.kind !== 'text') return false;
  try {
    const { ProviderType } = JSON.parse(reading.text) as { readonly ProviderType?: unknown };
    return ProviderType === 'sso';
  } catch {
    return false;
  }
}

/** One for each account and role, named as botocore's `SSOCredentialFetcher` names them. */
export function roleCredentialFiles(
  { cliCache }: AwsPaths,
  { kind, cacheKey, profiles }: ConfiguredSession,
): readonly string[] {
  const names = profiles.flatMap(({ accountId, roleName }) => {
    if (accountId === undefined || roleName === undefined) return [];
    // In the order of Python's `sort_keys`.
    const key = kind === 'session' ? { sessionName: cacheKey } : { startUrl: cacheKey };
    const text = inAscii(JSON.stringify({ accountId, roleName, ...key }));
    return createHash('sha1').update(text).digest('hex');
  });
  return [...new Set(names)].map((name) => join(cliCache, `${name}.json`));
}

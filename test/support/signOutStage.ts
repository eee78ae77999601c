// The stage of a renewal with more in its home: role credentials, and what belongs to others.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { signOut } from '../../src/aws/signOut.ts';
import type { SignOutOutcome } from '../../src/core/signOutOutcome.ts';
import { filesBelow } from './filesBelow.ts';
import {
  type RefreshStage,
  configText,
  neverAborted,
  refreshStage,
  sessionId,
} from './refreshStage.ts';

const role = 'sso_account_id = 111122223333\nsso_role_name = ReadOnlyAccess\n';
export const signOutConfig = configText
  .replace('[profile dev]\n', `[profile dev]\n${role}`)
  .replace('[profile old]\n', `[profile old]\n${role}`);

/** Names that botocore gave. */
const roleOfSession = 'cli/cache/5763327133f3ed9f01b8a9550a162937b63c6b07.json';
export const roleOfLegacy = 'cli/cache/a64e5dbc12010970d804725f2125250c596edf2e.json';
const credentials = JSON.stringify({ ProviderType: 'sso', Credentials: { AccessKeyId: 'A' } });

const filesThere = {
  [roleOfSession]: credentials,
  [roleOfLegacy]: credentials,
  'cli/cache/of-another-session.json': credentials,
  'sso/cache/c5cfae6e3e4f067423a532368c8b514b6a4b0ace.json': '{"clientId":"a registration"}',
  'sso/cache/kiro-auth-token.json': '{"accessToken":"of another tool"}',
  'sso/cache/0000000000000000000000000000000000000000.json': '{"accessToken":"of another"}',
  credentials: '',
};

/** The texts of the files below ~/.aws, by their paths there. */
export type Files = Readonly<Record<string, string>>;

interface Asked {
  readonly id?: string;
  readonly signal?: AbortSignal;
  readonly timeLimitMs?: number | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface SignOutStage extends RefreshStage {
  readonly signOut: (asked?: Asked) => Promise<SignOutOutcome>;
  /** A path below ~/.aws. */
  readonly at: (name: string) => string;
  /** The path of the token file there. */
  readonly tokenFile: string;
  readonly files: () => Promise<Files>;
  /** Looks at the files; `allGone` and `without` are about these. */
  readonly lookBefore: () => Promise<Files>;
  /** What is left of them without some. */
  readonly without: (...names: readonly string[]) => Files;
  /** Where the AWS CLI keeps its role credentials. */
  readonly roleFile: string;
  /** What is left of them when the session is signed out of. */
  readonly allGone: () => Files;
  /** Each call, with what was answered. */
  readonly answers: () => readonly string[];
}

export async function signOutStage(cache?: (directory: string) => void): Promise<SignOutStage> {
  const stage = await refreshStage(cache);
  const { home, center, context, path } = stage;
  const at = (name: string) => join(home, '.aws', name);
  const tokenFile = relative(at(''), path);
  const pointing = { AWS_ENDPOINT_URL_SSO_OIDC: center.url, AWS_ENDPOINT_URL_SSO: center.url };
  let before: Files = {};
  const files = () => filesBelow(at(''));
  const lookBefore = async () => (before = await files());
  const without = (...names: readonly string[]): Files =>
    Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name)));
  // A region that the SDK would refuse, had it been used.
  await stage.put({ region: 'no region', startUrl: 'https://old.example' });
  await writeFile(context.paths.config, signOutConfig);
  for (const [name, text] of Object.entries(filesThere)) {
    await mkdir(dirname(at(name)), { recursive: true });
    await writeFile(at(name), text);
  }
  await lookBefore();
  return Object.assign(stage, {
    signOut: ({ id = sessionId, signal = neverAborted(), timeLimitMs, environment }: Asked = {}) =>
      signOut(
        id,
        { ...context, environment: { ...pointing, ...environment } },
        signal,
        timeLimitMs,
      ),
    at,
    tokenFile,
    roleFile: roleOfSession,
    files,
    lookBefore,
    without,
    allGone: () => without(tokenFile, roleOfSession),
    answers: () => center.calls.map(({ operation, status }) => `${operation} ${status}`),
  });
}

/** The outcome when all is done on this machine. */
export const signedOut = (remote: unknown) => ({
  kind: 'signedOut',
  remote,
  roleCredentials: { deleted: 1, left: 0 },
});

/** The outcome when there was no token file, but role credentials of it. */
export const wasSignedOut = { kind: 'wasSignedOut', roleCredentials: { deleted: 1, left: 0 } };

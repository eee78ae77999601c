// A home with one signed-in session, a service of its own, and a clock that stands still: the stage on
// which a renewal is tried.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { awsPaths, tokenFilePath } from '../../src/aws/paths.ts';
import { readSnapshot } from '../../src/aws/readSnapshot.ts';
import { type RefreshContext, type RefreshRequest, refresh } from '../../src/aws/refresh.ts';
import { readSharedState } from '../../src/aws/stateFile.ts';
import type { UnwrittenTokens } from '../../src/aws/unwrittenTokens.ts';
import { type Overview, deriveOverview } from '../../src/core/overview.ts';
import type { RefreshOutcome } from '../../src/core/refreshOutcome.ts';
import type { RenewalRecord } from '../../src/core/snapshot.ts';
import { type IdentityCenter, startIdentityCenter } from './identityCenter/identityCenter.ts';

export const start = Date.parse('2026-01-15T12:00:00.250Z');
export const startUrl = 'https://my-sso-portal.awsapps.com/start';
export const region = 'us-east-1';
export const sessionId = 'session:my-sso';
export const configText = `[profile dev]
sso_session = my-sso
[sso-session my-sso]
sso_region = ${region}
sso_start_url = ${startUrl}
[profile old]
sso_start_url = ${startUrl}
sso_region = ${region}
`;

export const expired = { expiresAt: '2026-01-15T11:00:00Z' };
export const endsSoon = { expiresAt: '2026-01-15T12:03:00Z' };
export const anHourLater = Date.parse('2026-01-15T13:00:00Z');
export const newAccess = expect.stringMatching(/^aoa-local-access-/) as string;
export const newRefresh = expect.stringMatching(/^aoa-local-refresh-/) as string;
export const oneCall = ['CreateToken refresh_token'];
export const anySubject = expect.stringMatching(/^[0-9a-f]{16} us-east-1 https:/) as string;

interface Asked extends Partial<RefreshRequest> {
  readonly id?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly context?: Partial<RefreshContext>;
}

export interface RefreshStage {
  /** What this machine takes for the time. */
  now: number;
  /** How far that is ahead of the service. */
  aheadMs: number;
  readonly home: string;
  readonly center: IdentityCenter;
  readonly context: RefreshContext;
  /** The token file. */
  readonly path: string;
  /** What the service issued at sign-in, as a token file. */
  readonly issued: Readonly<Record<string, unknown>>;
  readonly refresh: (asked?: Asked) => Promise<RefreshOutcome>;
  /** Writes what was issued, with some fields changed; `undefined` leaves a field out. */
  readonly put: (fields: object) => Promise<string>;
  readonly text: () => Promise<string | undefined>;
  readonly onDisk: () => Promise<Readonly<Record<string, unknown>> | undefined>;
  readonly callsMade: () => readonly string[];
  readonly renewals: () => Promise<ReadonlyMap<string, RenewalRecord>>;
  readonly overview: (environment?: Readonly<Record<string, string>>) => Promise<Overview>;
  readonly close: () => Promise<void>;
}

/** `cache` prepares the directory of the token file, such as by mounting a small disk there. */
export async function refreshStage(cache?: (directory: string) => void): Promise<RefreshStage> {
  const home = await mkdtemp(join(tmpdir(), 'refresh-'));
  const clock = { now: start, aheadMs: 0 };
  const center = await startIdentityCenter({ now: () => clock.now - clock.aheadMs });
  // A clock that is put right takes this along.
  const bootedAt = () => start + clock.aheadMs;
  const paths = awsPaths({ HOME: home }, 'linux');
  const path = tokenFilePath(paths, 'my-sso');
  await mkdir(dirname(path), { recursive: true });
  cache?.(dirname(path));
  await writeFile(paths.config, configText);
  const unwritten: UnwrittenTokens = new Map();
  const context: RefreshContext = {
    paths,
    stateFile: join(home, 'storage', 'state.json'),
    environment: { AWS_ENDPOINT_URL_SSO_OIDC: center.url },
    now: () => clock.now,
    bootedAt,
    unwritten,
    running: new Set<Promise<unknown>>(),
    unrecorded: new Map(),
    // Faster than outside, since neither another tool nor the service is slow here.
    wait: (ms) => setTimeout(ms / 10),
    longestAnswerMs: 15_000,
  };
  const text = () => readFile(path, 'utf8').catch(() => undefined);
  const issued = { ...center.issueToken({ startUrl, region }) };
  return Object.assign(clock, {
    home,
    center,
    context,
    path,
    issued,
    refresh: ({
      id = sessionId,
      environment,
      context: other,
      by = 'person',
      signal = neverAborted(),
    }: Asked = {}) => {
      const changed = { ...context.environment, ...environment };
      return refresh(id, { ...context, environment: changed, ...other }, { by, signal });
    },
    put: async (fields: object) => {
      const content = JSON.stringify({ ...issued, ...fields }, undefined, 2);
      await writeFile(path, content);
      return content;
    },
    text,
    onDisk: async () => {
      const found = await text();
      return found === undefined ? undefined : (JSON.parse(found) as Record<string, unknown>);
    },
    callsMade: () =>
      center.calls.map(({ operation, grantType }) => `${operation} ${String(grantType)}`),
    renewals: async () => (await readSharedState(context.stateFile)).renewals,
    overview: async (environment = {}) => {
      const sources = { ...context, environment: { ...context.environment, ...environment } };
      const snapshot = await readSnapshot(sources, undefined);
      return deriveOverview(snapshot, clock.now, undefined, bootedAt());
    },
    close: async () => {
      unwritten.clear();
      await center.close();
      // What is still trying to write may do so meanwhile.
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  });
}

export function neverAborted(): AbortSignal {
  return new AbortController().signal;
}

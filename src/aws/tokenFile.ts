// One token file: reading it whole, and writing a renewed token into it without losing what is there.
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type CachedToken, factsOf, parseCachedToken } from '../core/cachedToken.ts';
import type { TokenFile } from '../core/snapshot.ts';
import { formatTimestamp } from '../core/timestamp.ts';
import type { NewToken } from './createToken.ts';
import { readSettled, readTextFile } from './readFile.ts';
import { replaceFile } from './replaceFile.ts';

/** A token file with its secrets: for the renewal only, never for a view. */
export type OpenedTokenFile =
  | Exclude<TokenFile, { kind: 'token' }>
  | (Extract<TokenFile, { kind: 'token' }> & {
      readonly token: CachedToken;
      readonly text: string;
    });

/**
 * Reads a token file, again and again for up to 500 ms while it looks half-written. A missing file is
 * believed at once unless there was one a moment ago.
 */
export async function openTokenFile(path: string, wasThere: boolean): Promise<OpenedTokenFile> {
  return readSettled(
    () => openOnce(path),
    (file) => !looksHalfWritten(file) && !(file.kind === 'absent' && wasThere),
    wait,
  );
}

function looksHalfWritten(file: OpenedTokenFile): boolean {
  return file.kind === 'unreadable' && (file.problem === 'empty' || file.problem === 'notJson');
}

async function openOnce(path: string): Promise<OpenedTokenFile> {
  const reading = await readTextFile(path);
  if (reading.kind !== 'text') return reading;
  const { text } = reading;
  const parsed = parseCachedToken(text);
  if ('problem' in parsed) return { kind: 'unreadable', problem: parsed.problem };
  const { token } = parsed;
  return { kind: 'token', facts: factsOf(token), fingerprint: fingerprintOf(text), token, text };
}

/** What the snapshot may know. */
export function withoutSecrets(file: OpenedTokenFile): TokenFile {
  if (file.kind !== 'token') return file;
  const { kind, facts, fingerprint } = file;
  return { kind, facts, fingerprint };
}

/**
 * Merges a renewed token into the text of the file: unknown fields stay, and so does the old refresh
 * token when the answer brought none. `now` is ms since the epoch.
 */
export async function writeRenewedToken(
  path: string,
  text: string,
  renewed: NewToken,
  configured: { readonly region: string; readonly startUrl: string },
  now: number,
): Promise<number> {
  const expiresAt = Math.floor((now + renewed.lifetimeMs) / 1000) * 1000;
  const merged = {
    ...(JSON.parse(text) as Record<string, unknown>),
    startUrl: configured.startUrl,
    region: configured.region,
    accessToken: renewed.accessToken,
    expiresAt: formatTimestamp(expiresAt),
    ...(renewed.refreshToken !== undefined && { refreshToken: renewed.refreshToken }),
  };
  await replaceFile(path, JSON.stringify(merged));
  return expiresAt;
}

function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

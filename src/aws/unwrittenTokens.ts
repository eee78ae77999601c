// New tokens that could not be written yet. The service has replaced the refresh token by then, so that
// this memory is all that is left of the session: it is written as soon as the disk allows.
import { setTimeout as wait } from 'node:timers/promises';
import type { CachedToken } from '../core/cachedToken.ts';
import type { RefreshOutcome } from '../core/refreshOutcome.ts';
import { errorCode } from './errorCode.ts';
import { withFileLock } from './fileLock.ts';
import { type RenewedToken, isSameToken, openTokenFile, writeRenewedToken } from './tokenFile.ts';

export interface UnwrittenToken {
  /** The text that the token is merged into. */
  readonly text: string;
  /** It is void when the file holds anything else. */
  readonly replaces: CachedToken;
  readonly token: RenewedToken;
}

/** By path of the token file. */
export type UnwrittenTokens = Map<string, UnwrittenToken>;

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

export interface Written {
  readonly outcome: RefreshOutcome;
  /** Of the file as it was written, if it was. */
  readonly fingerprint?: string;
}

/** Under the lock of the path: writes, or keeps for later what cannot be written. Never throws. */
export async function writeOrKeep(
  unwritten: UnwrittenTokens,
  path: string,
  entry: UnwrittenToken,
): Promise<Written> {
  const isNew = !unwritten.has(path);
  try {
    const { expiresAt } = entry.token;
    const fingerprint = await writeRenewedToken(path, entry.text, entry.replaces, entry.token);
    unwritten.delete(path);
    if (fingerprint !== undefined)
      return { outcome: { kind: 'refreshed', expiresAt }, fingerprint };
    const file = await openTokenFile(path, true);
    if (file.kind === 'token') {
      return { outcome: { kind: 'renewedElsewhere', expiresAt: file.token.expiresAt } };
    }
    if (file.kind === 'absent') return { outcome: { kind: 'signedOutMeanwhile' } };
    return { outcome: { kind: 'notRenewable', because: 'unreadable' } };
  } catch (error) {
    unwritten.set(path, entry);
    if (isNew) void keepTrying(unwritten, path);
    return { outcome: { kind: 'notWritten', code: errorCode(error) } };
  }
}

async function keepTrying(unwritten: UnwrittenTokens, path: string): Promise<void> {
  for (let pause = firstPauseMs; unwritten.has(path); pause = Math.min(pause * 2, longestPauseMs)) {
    await wait(pause, undefined, { ref: false });
    await tryUnderLock(unwritten, path);
  }
}

/**
 * Tries every token that is kept once more, side by side: for the last moment of this process. What
 * still cannot be written stays in the map. Never throws.
 */
export async function writeKeptTokens(unwritten: UnwrittenTokens): Promise<void> {
  await Promise.all(Array.from(unwritten.keys(), (path) => tryUnderLock(unwritten, path)));
}

/** What cannot be locked now is left for another time. Never throws. */
async function tryUnderLock(unwritten: UnwrittenTokens, path: string): Promise<void> {
  await withFileLock(path, () => tryAgain(unwritten, path)).catch(() => undefined);
}

async function tryAgain(unwritten: UnwrittenTokens, path: string): Promise<void> {
  const entry = unwritten.get(path);
  if (entry === undefined) return;
  const file = await openTokenFile(path, true);
  const isReplaced = file.kind === 'token' && !isSameToken(entry.replaces, file.token);
  // Signed out, or signed in anew, meanwhile: theirs is the last word.
  if (file.kind === 'absent' || isReplaced) unwritten.delete(path);
  else if (file.kind === 'token') await writeOrKeep(unwritten, path, { ...entry, text: file.text });
  else await writeOrKeep(unwritten, path, entry);
}

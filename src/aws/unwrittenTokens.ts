// New tokens that could not be written yet. The service has replaced the refresh token by then, so that
// this memory is all that is left of the session: it is written as soon as the disk allows.
import { setTimeout as wait } from 'node:timers/promises';
import type { CachedToken } from '../core/cachedToken.ts';
import type { RefreshOutcome } from '../core/refreshOutcome.ts';
import { errorCode } from './errorCode.ts';
import { type Patience, withFileLock, withPatience } from './fileLock.ts';
import { type RenewedToken, isSameToken, openTokenFile, writeRenewedToken } from './tokenFile.ts';

export interface UnwrittenToken {
  /** The text that the token is merged into. */
  readonly text: string;
  /** It is void when the file holds anything else. */
  readonly replaces: CachedToken;
  readonly token: RenewedToken;
  /** Tells the other windows, now and again, that it is still kept. Never throws. */
  readonly tellOthers: () => Promise<void>;
}

/** By path of the token file. */
export type UnwrittenTokens = Map<string, UnwrittenToken>;

const secondMs = 1_000;
const longestPauseSeconds = 60;

/** Tokens of this process that are tried again and again, by path of the token file. */
const tried = new Set<string>();

/** Locked while a token is kept: for other editors, which do not share what our windows remember. */
const keptOf = (path: string) => `${path}.unwritten`;

interface Written {
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
    if (!tried.has(path)) void keepTrying(unwritten, path);
    return { outcome: { kind: 'notWritten', code: errorCode(error) } };
  }
}

async function keepTrying(unwritten: UnwrittenTokens, path: string): Promise<void> {
  tried.add(path);
  const tryOnAndOn = async (): Promise<void> => {
    for (let pause = 1; unwritten.has(path); pause = Math.min(pause * 2, longestPauseSeconds)) {
      // By the second, so that the lock is free as soon as somebody else has written it.
      for (let second = 0; second < pause && unwritten.has(path); second += 1) {
        await wait(secondMs, undefined, { ref: false });
      }
      await tryUnderLock(unwritten, path);
      await unwritten.get(path)?.tellOthers();
    }
    tried.delete(path);
  };
  // Where no lock can be made, our own windows know all the same.
  await withFileLock(keptOf(path), tryOnAndOn).catch(tryOnAndOn);
}

/** Whether a living process other than this one keeps a token for the file. Never throws. */
export async function isKeptElsewhere(path: string): Promise<boolean> {
  if (tried.has(path)) return false;
  const untilAlive: Patience = ({ isAlive }) => Promise.resolve(!isAlive);
  return withPatience(keptOf(path), untilAlive, () => Promise.resolve(false)).catch(
    (error: unknown) => errorCode(error) === 'ELOCKED',
  );
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

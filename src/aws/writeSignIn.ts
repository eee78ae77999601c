// What a sign-in leaves on disk: the very file that `aws sso login` would have written.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pythonJson } from '../core/pythonJson.ts';
import { formatTimestamp } from '../core/timestamp.ts';
import { type Patience, withPatience } from './fileLock.ts';
import { tryDespite } from './heldPath.ts';
import type { Wait } from './readFile.ts';
import { replaceFile, tryRoomBeside } from './replaceFile.ts';
import type { RefreshTarget } from './refreshTarget.ts';
import type { AllowedSession } from './signInAttempt.ts';
import { fingerprintOf } from './tokenFile.ts';

/** Tokens and the client secret take a few kB in all. */
const blankTokenFile = ' '.repeat(8 * 1024);

/** Makes the directory of a token file, readable by its owner only. Throws file-system errors. */
export async function makeTokenDirectory(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
}

/** Throws what a full or read-only disk would throw: what cannot be written is better not asked for. */
export async function tryRoomForSession(path: string): Promise<void> {
  await tryRoomBeside(path, blankTokenFile);
}

export interface WrittenSession {
  /** Of the access token, ms since the epoch. */
  readonly expiresAt: number;
  readonly fingerprint: string;
}

/** In ms. Nobody can be asked to allow it all over again for a disk that fails for a moment. */
const pausesBetweenTries = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * Replaces the token file of the session, whatever it holds, under its lock. Until the signal, it waits for
 * that however long another holds it, and tries again for a while what the disk does not take. Throws
 * file-system errors; ELOCKED when the signal ended the waiting.
 */
export async function writeSession(
  { path, region, startUrl }: RefreshTarget,
  { token, registration, answeredAt }: AllowedSession,
  { signal, wait }: { readonly signal: AbortSignal; readonly wait: Wait },
): Promise<WrittenSession> {
  const expiresAt = Math.floor((answeredAt + token.lifetimeMs) / 1000) * 1000;
  const { accessToken, refreshToken } = token;
  const { clientId, clientSecret } = registration;
  const text = pythonJson({
    startUrl,
    region,
    accessToken,
    expiresAt: formatTimestamp(expiresAt),
    clientId,
    clientSecret,
    registrationExpiresAt: formatTimestamp(registration.expiresAt),
    ...(refreshToken !== undefined && { refreshToken }),
  });
  const isWanted = (): boolean => !signal.aborted;
  const isPatient: Patience = () => Promise.resolve(isWanted());
  const write = () => withPatience(path, isPatient, () => replaceFile(path, text));
  await tryDespite(isWanted, write, pausesBetweenTries, wait);
  return { expiresAt, fingerprint: fingerprintOf(text) };
}

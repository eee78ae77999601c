// What a sign-in leaves on disk: the very file that `aws sso login` would have written.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pythonJson } from '../core/pythonJson.ts';
import { formatTimestamp } from '../core/timestamp.ts';
import { withFileLock } from './fileLock.ts';
import { replaceFile, tryRoomBeside } from './replaceFile.ts';
import type { RefreshTarget } from './refreshTarget.ts';
import type { NewSession } from './signInAttempt.ts';
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

/** Replaces the token file of the session, whatever it holds, under its lock. Throws file-system errors. */
export async function writeSession(
  { path, region, startUrl }: RefreshTarget,
  { token, registration, answeredAt }: NewSession,
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
  await withFileLock(path, () => replaceFile(path, text));
  return { expiresAt, fingerprint: fingerprintOf(text) };
}

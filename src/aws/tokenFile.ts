// One token file: reading it whole, and writing a renewed token into it without losing what is there.
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type CachedToken,
  type TokenProblem,
  factsOf,
  parseCachedToken,
} from '../core/cachedToken.ts';
import type { SeenToken } from '../core/history.ts';
import type { FileProblem, TokenFile } from '../core/snapshot.ts';
import { formatTimestamp } from '../core/timestamp.ts';
import { type Wait, readSettled, readTextFile, settlingPauses } from './readFile.ts';
import { finishReplacing, replaceFile } from './replaceFile.ts';

/** A token file with its secrets: for the renewal only, never for a view. */
export type TokenInFile = Extract<TokenFile, { kind: 'token' }> & {
  readonly token: CachedToken;
  readonly text: string;
};

export type OpenedTokenFile = Exclude<TokenFile, { kind: 'token' }> | TokenInFile;

/**
 * Reads a token file, again and again for up to 500 ms while it looks half-written. A missing file is
 * believed at once unless there was one a moment ago, and what is wrong with one if it was so before.
 */
export async function openTokenFile(
  path: string,
  wasThere: boolean,
  before?: TokenFile,
): Promise<OpenedTokenFile> {
  const isAsBefore = (file: OpenedTokenFile): boolean =>
    file.kind === 'unreadable' && before?.kind === 'unreadable' && file.problem === before.problem;
  return readSettled(
    () => openOnce(path),
    (file) =>
      isAsBefore(file) || (!looksHalfWritten(file) && !(file.kind === 'absent' && wasThere)),
    wait,
  );
}

/** Another tool's answer may be on its way for seconds, until it is written. */
const pausesForAnother: readonly number[] = [...settlingPauses, 500, 1000, 1000];

/** Reads a token file, again and again for up to 3 s while it holds this token or is half-written. */
export async function openTokenFileAfter(
  path: string,
  before: CachedToken,
  waitFor: Wait = wait,
): Promise<OpenedTokenFile> {
  return readSettled(
    () => openOnce(path),
    (file) => file.kind === 'token' && !isSameToken(file.token, before),
    waitFor,
    pausesForAnother,
  );
}

function looksHalfWritten(file: OpenedTokenFile): boolean {
  return file.kind === 'unreadable' && (file.problem === 'empty' || file.problem === 'notJson');
}

async function openOnce(path: string): Promise<OpenedTokenFile> {
  const reading = await readTextFile(path);
  if (reading.kind !== 'text') return reading;
  const { text, isSpoilt = false } = reading;
  // As the AWS CLI has it; and whoever wrote it again would write down the marks.
  if (isSpoilt) return { kind: 'unreadable', problem: 'notJson' };
  const parsed = parseCachedToken(text);
  if ('problem' in parsed) return { kind: 'unreadable', problem: parsed.problem };
  const { token } = parsed;
  return { kind: 'token', facts: factsOf(token), fingerprint: fingerprintOf(text), token, text };
}

/** What the history of its session may know. */
export function seenTokenOf({ fingerprint, facts }: TokenInFile): SeenToken {
  const { expiresAt, registrationExpiresAt, hasRefreshFields } = facts;
  return { fingerprint, expiresAt, registrationExpiresAt, hasRefreshFields };
}

/** What the snapshot may know. */
export function withoutSecrets(file: OpenedTokenFile): TokenFile {
  if (file.kind !== 'token') return file;
  const { kind, facts, fingerprint } = file;
  return { kind, facts, fingerprint };
}

export interface RenewedToken {
  readonly accessToken: string;
  /** ms since the epoch, in whole seconds */
  readonly expiresAt: number;
  readonly refreshToken: string | undefined;
  /** The configured ones. */
  readonly region: string;
  readonly startUrl: string;
}

/**
 * Merges a renewed token into the text of the file: unknown fields stay, and so does the old refresh
 * token when the answer brought none. Returns the fingerprint of what was written; undefined when the
 * file has come to be another's, or is gone: signing out, and whatever someone else wrote, are the last
 * word. Half a file that stays one is the old one. Throws file-system errors, of reading as well.
 */
export async function writeRenewedToken(
  path: string,
  text: string,
  replaces: CachedToken,
  { accessToken, expiresAt, refreshToken, region, startUrl }: RenewedToken,
): Promise<string | undefined> {
  const merged = {
    ...(JSON.parse(text) as Record<string, unknown>),
    startUrl,
    region,
    accessToken,
    expiresAt: formatTimestamp(expiresAt),
    ...(refreshToken !== undefined && { refreshToken }),
  };
  const mergedText = JSON.stringify(merged);
  const isWritten = await replaceFile(path, mergedText, async () => {
    // Other tools write in place: what is half-written may be about to be their token.
    const file = await openTokenFile(path, false);
    if (file.kind === 'unreadable') throwIfUnread(file.problem);
    return file.kind === 'token' ? isSameToken(file.token, replaces) : looksHalfWritten(file);
  });
  return isWritten ? fingerprintOf(mergedText) : undefined;
}

/**
 * Takes over the renewed token that a killed process has written beside the file and not put in place any
 * more: the service takes no other. Under the lock of the path. Throws file-system errors.
 */
export async function adoptUnfinished(path: string): Promise<void> {
  await finishReplacing(path, async (text) => {
    const left = parseCachedToken(text);
    const file = await openTokenFile(path, false);
    return 'token' in left && file.kind === 'token' && isLater(left.token, file.token);
  });
}

/** Whether a renewal of the other may have brought it. */
function isLater(one: CachedToken, other: CachedToken): boolean {
  const isOfSameClient = one.clientId === other.clientId;
  return isOfSameClient && one.expiresAt > other.expiresAt && !isSameToken(one, other);
}

const unreadCodes: Readonly<Record<FileProblem, string>> = {
  notAllowed: 'EACCES',
  notAFile: 'EISDIR',
  tooLarge: 'EFBIG',
  ioError: 'EIO',
};

/** What cannot be read may be anybody's by now, and may be read later. */
function throwIfUnread(problem: TokenProblem | FileProblem): void {
  if (!Object.hasOwn(unreadCodes, problem)) return;
  const code = unreadCodes[problem as FileProblem];
  throw Object.assign(new Error(`cannot be read: ${code}`), { code });
}

/** Whether two readings hold the same tokens of the same registration, whatever else they say. */
export function isSameToken(one: CachedToken, other: CachedToken): boolean {
  return (
    one.accessToken === other.accessToken &&
    one.refreshToken === other.refreshToken &&
    one.clientId === other.clientId
  );
}

/** Tells one state of a token file from another: a digest of its text. */
export function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

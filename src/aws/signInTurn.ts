// One sign-in to a session at a time, over all windows and editors. Whoever comes second waits for the
// first, and for any other tool that signs in meanwhile.
import { setTimeout as wait } from 'node:timers/promises';
import type { CachedToken } from '../core/cachedToken.ts';
import type { SignInOutcome } from '../core/signInOutcome.ts';
import { errorCode } from './errorCode.ts';
import { type HeldLock, withPatience } from './fileLock.ts';
import type { SignInContext, SignInDisplay } from './signInAttempt.ts';
import { type OpenedTokenFile, isSameToken, openTokenFile } from './tokenFile.ts';

/** A token file at the moment when a person asked to sign in. */
export interface TokenFileBefore {
  readonly path: string;
  readonly file: OpenedTokenFile;
  /** The access token had not ended then. */
  readonly wasActive: boolean;
}

type Sources = Pick<SignInContext, 'now'> & {
  readonly display: SignInDisplay;
  readonly signal: AbortSignal;
};

export async function lookBefore(path: string, now: number): Promise<TokenFileBefore> {
  const file = await openTokenFile(path, false);
  return { path, file, wasActive: file.kind === 'token' && file.token.expiresAt > now };
}

/**
 * Signs in when nobody else is signing in; else waits for what comes of that, or until the signal. A lock
 * without any sign of life is one that somebody died with: after a while it is this one's turn.
 */
export async function inTurn(
  before: TokenFileBefore,
  { now, display, signal }: Sources,
  signInAlone: () => Promise<SignInOutcome>,
): Promise<SignInOutcome> {
  let hasWaited = false;
  let isJoined = false;
  let signedIn: SignInOutcome | undefined;
  const isPatient = async ({ isAlive }: HeldLock): Promise<boolean> => {
    hasWaited = true;
    if (isAlive && !isJoined) display.waitForOther();
    isJoined ||= isAlive;
    signedIn = await signedInSince(before, now());
    return signedIn === undefined && !signal.aborted;
  };
  try {
    return await withPatience(`${before.path}.signIn`, isPatient, async () => {
      if (isJoined) return (await changedSince(before, now())) ?? { kind: 'endedElsewhere' };
      const signedInMeanwhile = hasWaited ? await signedInSince(before, now()) : undefined;
      return signedInMeanwhile ?? (await signInAlone());
    });
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ELOCKED') return { kind: 'notLocked', code };
    return signedIn ?? { kind: 'cancelled' };
  }
}

const lookEveryMs = 500;

/** Runs a sign-in until it has ended, or another tool has signed in to the same session. */
export async function unlessSignedIn<T>(
  before: TokenFileBefore,
  { now, signal }: Pick<Sources, 'now' | 'signal'>,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T | SignInOutcome> {
  const over = new AbortController();
  const running = run(AbortSignal.any([signal, over.signal]));
  const watching = watch(before, now, over.signal);
  try {
    const first = await Promise.race([running, watching]);
    over.abort();
    // Before it is over nobody else may begin.
    await running;
    return first;
  } finally {
    over.abort();
  }
}

async function watch(
  before: TokenFileBefore,
  now: () => number,
  signal: AbortSignal,
): Promise<SignInOutcome> {
  while (!signal.aborted) {
    await wait(lookEveryMs, undefined, { signal }).catch(() => undefined);
    const signedIn = await signedInSince(before, now());
    if (signedIn !== undefined) return signedIn;
  }
  return { kind: 'cancelled' };
}

/** Another token of the registration of a session that had not ended is most likely a renewal. */
async function signedInSince(
  before: TokenFileBefore,
  now: number,
): Promise<SignInOutcome | undefined> {
  const token = await newTokenSince(before, now);
  const { file, wasActive } = before;
  const isRenewal = wasActive && file.kind === 'token' && file.token.clientId === token?.clientId;
  return token === undefined || isRenewal ? undefined : elsewhere(token);
}

async function changedSince(
  before: TokenFileBefore,
  now: number,
): Promise<SignInOutcome | undefined> {
  const token = await newTokenSince(before, now);
  return token && elsewhere(token);
}

async function newTokenSince(
  { path, file: before }: TokenFileBefore,
  now: number,
): Promise<CachedToken | undefined> {
  const file = await openTokenFile(path, false);
  if (file.kind !== 'token' || file.token.expiresAt <= now) return undefined;
  const isSame = before.kind === 'token' && isSameToken(before.token, file.token);
  return isSame ? undefined : file.token;
}

function elsewhere({ expiresAt }: CachedToken): SignInOutcome {
  return { kind: 'signedInElsewhere', expiresAt };
}

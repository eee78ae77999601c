// One sign-in to a session at a time, over all windows and editors. Whoever comes second waits for the
// first, and for any other tool that signs in meanwhile.
import { setTimeout as wait } from 'node:timers/promises';
import { isOurRenewal, isRenewal } from '../core/renewedMeanwhile.ts';
import type { SignInOutcome } from '../core/signInOutcome.ts';
import type { RenewalRecord } from '../core/snapshot.ts';
import { errorCode } from './errorCode.ts';
import { type HeldLock, withPatience } from './fileLock.ts';
import type { RefreshTarget } from './refreshTarget.ts';
import type { SignInContext, SignInDisplay } from './signInAttempt.ts';
import { readSharedState } from './stateFile.ts';
import { type OpenedTokenFile, type TokenInFile, isSameToken, openTokenFile } from './tokenFile.ts';

/** A token file at the moment when a person asked to sign in. */
export interface TokenFileBefore {
  readonly path: string;
  readonly file: OpenedTokenFile;
  /** The access token had not ended then. */
  readonly wasActive: boolean;
  /** The last attempt of our windows to renew it, as they remember it by now. */
  readonly lastRenewal: () => Promise<RenewalRecord | undefined>;
}

type Sources = Pick<SignInContext, 'now'> & {
  readonly display: SignInDisplay;
  readonly signal: AbortSignal;
};

export async function lookBefore(
  { path, session }: Pick<RefreshTarget, 'path' | 'session'>,
  { now, stateFile }: SignInContext,
): Promise<TokenFileBefore> {
  const file = await openTokenFile(path, false);
  const wasActive = file.kind === 'token' && file.token.expiresAt > now();
  const lastRenewal = async () => (await readSharedState(stateFile)).renewals.get(session.id);
  return { path, file, wasActive, lastRenewal };
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

/**
 * Who signs in before the end does so on purpose, so that a renewal does not count. After it a new token is
 * what they wanted, wherever it came from, unless it is known to be of the sign-in that they want to replace.
 */
async function signedInSince(
  before: TokenFileBefore,
  now: number,
): Promise<SignInOutcome | undefined> {
  const found = await newTokenSince(before, now);
  if (found === undefined) return undefined;
  const { file, wasActive, lastRenewal } = before;
  if (file.kind !== 'token') return elsewhere(found);
  const isOfBefore = wasActive ? isRenewal : isOurRenewal;
  return isOfBefore(file, found, await lastRenewal(), now) ? undefined : elsewhere(found);
}

async function changedSince(
  before: TokenFileBefore,
  now: number,
): Promise<SignInOutcome | undefined> {
  const found = await newTokenSince(before, now);
  return found && elsewhere(found);
}

async function newTokenSince(
  { path, file: before }: TokenFileBefore,
  now: number,
): Promise<TokenInFile | undefined> {
  const file = await openTokenFile(path, false);
  if (file.kind !== 'token' || file.token.expiresAt <= now) return undefined;
  const isSame = before.kind === 'token' && isSameToken(before.token, file.token);
  return isSame ? undefined : file;
}

function elsewhere({ token: { expiresAt } }: TokenInFile): SignInOutcome {
  return { kind: 'signedInElsewhere', expiresAt };
}

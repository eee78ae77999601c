// One task at a time for a path, over all processes on this machine.
import { mkdir, rmdir, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type LockOptions, lock } from 'proper-lockfile';
import { errorCode } from './errorCode.ts';
import { isPassing, tryDespite } from './heldPath.ts';
import { lockDirectories, removeStill, signOf } from './lockDirectory.ts';

/**
 * A holder that gives no sign of life for so long is dead. More than a busy editor ever blocks; those
 * who only write a remark risk less and wait less.
 */
export const deadAfterMs = { renewal: 6_000, remark: 2_500 };
const signOfLifeMs = 1_000;
/** For whoever else holds it: more than a renewal may take. */
export const longestWaitMs = 75_000;
const shortestPauseMs = 20;
const longestPauseMs = 300;

const options = (): LockOptions => ({
  realpath: false,
  stale: Infinity,
  update: signOfLifeMs,
  // A new one each time: the library notes on it how exact the times of a disk are, and the next lock may
  // be on another.
  fs: { ...lockDirectories },
  // What the task reads and compares holds all the same. The library would throw where nobody can
  // catch it.
  onCompromised: () => undefined,
});

/**
 * Runs one task at a time for a path. The lock is the directory `<path>.lock`. Throws when the lock
 * cannot be had: its directory is not writable, or another process has held it for more than a minute
 * (ELOCKED).
 */
export async function withFileLock<T>(
  path: string,
  task: () => Promise<T>,
  silenceMs = deadAfterMs.renewal,
  platform = process.platform,
): Promise<T> {
  const isPatient: Patience = ({ waitedMs }) => Promise.resolve(waitedMs < longestWaitMs);
  return withPatience(path, isPatient, task, silenceMs, platform);
}

/** What is known of a lock that someone else holds. */
export interface HeldLock {
  /** A sign of life was heard; before that the holder may have died long ago. */
  readonly isAlive: boolean;
  /** How long it has been waited for. */
  readonly waitedMs: number;
}

/** Asked several times a second whether to go on waiting. */
export type Patience = (held: HeldLock) => Promise<boolean>;

/** As `withFileLock`, but waits for as long as `isPatient` says. Throws ELOCKED when it says no. */
export async function withPatience<T>(
  path: string,
  isPatient: Patience,
  task: () => Promise<T>,
  silenceMs = deadAfterMs.renewal,
  platform = process.platform,
): Promise<T> {
  const mayPass = (error: unknown) => isPassing(error, platform);
  const release = await acquire(path, silenceMs, mayPass, isPatient);
  try {
    return await task();
  } finally {
    // A lock that was lost meanwhile has nothing left to release.
    await release().catch(() => undefined);
  }
}

/**
 * The library tells whether a holder is dead by the wall clock, which a sleeping machine or a person
 * may move, and lets two who see it dead at once both take over. So that is done here: by the pauses
 * in which nothing was heard of the holder, and one at a time.
 */
async function acquire(
  path: string,
  silenceMs: number,
  mayPass: (error: unknown) => boolean,
  isPatient: Patience,
): Promise<() => Promise<void>> {
  let heard: string | undefined;
  let isAlive = false;
  let silentMs = 0;
  let waitedMs = 0;
  for (let pause = shortestPauseMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
    try {
      return await tryDespite(mayPass, () => lock(path, options()));
    } catch (error) {
      if (errorCode(error) !== 'ELOCKED' || !(await isPatient({ isAlive, waitedMs }))) throw error;
    }
    const sign = await signOfLife(`${path}.lock`);
    if (sign !== undefined && heard !== undefined && sign !== heard) isAlive = true;
    if (sign === undefined || sign !== heard) silentMs = 0;
    else if (silentMs >= silenceMs) {
      await tryDespite(mayPass, () => removeDead(`${path}.lock`, sign));
    }
    heard = sign;
    // Those who wait together must not ask together.
    const ms = pause * (0.5 + Math.random() / 2);
    const began = performance.now();
    await wait(ms);
    // Some of this may have been spent asleep, and then by the holder too.
    const awakeMs = Math.min(performance.now() - began, 2 * ms);
    silentMs += awakeMs;
    waitedMs += awakeMs;
  }
}

async function signOfLife(directory: string): Promise<string | undefined> {
  const stats = await stat(directory, { bigint: true }).catch(() => undefined);
  return stats && signOf(stats);
}

/** Alone, so that nobody removes the lock of one who has just taken over. Throws why it cannot be removed. */
async function removeDead(directory: string, sign: string): Promise<void> {
  const turn = `${directory}.removal`;
  try {
    await mkdir(turn, { mode: 0o700 });
  } catch {
    await removeAbandoned(turn);
    return;
  }
  try {
    removeStill(directory, sign);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  } finally {
    await rmdir(turn).catch(() => undefined);
  }
}

/** Of one who died in the very act. */
async function removeAbandoned(turn: string): Promise<void> {
  const stats = await stat(turn).catch(() => undefined);
  if (stats === undefined || Math.abs(Date.now() - stats.mtimeMs) < deadAfterMs.renewal) return;
  await rmdir(turn).catch(() => undefined);
}

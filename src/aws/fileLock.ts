import { lock } from 'proper-lockfile';

/** A holder that died is given up after this long; a living one renews its claim all the while. */
const staleMs = 10_000;

/**
 * Runs one task at a time for a path, over all processes on this machine. The lock is the directory
 * `<path>.lock`. Throws when the lock cannot be had: its directory is not writable, or another
 * process has held it for half a minute.
 */
export async function withFileLock<T>(path: string, task: () => Promise<T>): Promise<T> {
  const release = await lock(path, {
    realpath: false,
    stale: staleMs,
    retries: { forever: true, maxRetryTime: 30_000, minTimeout: 50, maxTimeout: 500, factor: 1.5 },
  });
  try {
    return await task();
  } finally {
    // A lock that was lost meanwhile has nothing left to release.
    await release().catch(() => undefined);
  }
}

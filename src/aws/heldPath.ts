// Paths that another process is at: some are refused for a moment only.
import { setTimeout as waitInRealTime } from 'node:timers/promises';
import type { Wait } from './readFile.ts';

const heldCodes: ReadonlySet<string | undefined> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Whether a file-system error may mean that the path is in use: open, being deleted, or mounted. */
export function isHeld(error: unknown): boolean {
  return heldCodes.has((error as NodeJS.ErrnoException).code);
}

/**
 * Whether that ends by itself. On Windows what is being deleted or scanned refuses for a moment;
 * elsewhere a missing permission is all that reads like this.
 */
export function isPassing(error: unknown, platform = process.platform): boolean {
  return platform === 'win32' && isHeld(error);
}

/** In ms; two seconds in all. */
const passingPauses: readonly number[] = [10, 30, 60, 100, 300, 500, 1_000];

/** Tries again after each pause, in ms, while the error is such a one. Throws the task's last error. */
export async function tryDespite<T>(
  isSuch: (error: unknown) => boolean,
  task: () => Promise<T>,
  pauses = passingPauses,
  wait: Wait = waitInRealTime,
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await task();
    } catch (error) {
      if (!isSuch(error)) throw error;
    }
    await wait(pause);
  }
  return await task();
}

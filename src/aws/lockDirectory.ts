// Lock directories as `proper-lockfile` is shown them: it touches and removes only what is still ours.
//
// Who stalls for long, in a blocked event loop or a stopped process, is taken for dead, and another makes
// the directory anew. The library would remove that one, when it releases its lock or the process ends. So
// each step here is synchronous: nobody can take over between the look and the deed.
import { type BigIntStats, mkdirSync, rmdirSync, stat, statSync, utimesSync } from 'node:fs';
import { isPassing, tryDespite } from './heldPath.ts';

/** By directory: what it looked like when this process last made or touched it. */
const ours = new Map<string, string>();

/**
 * Tells a directory from the next of its name and from itself a while ago. The next may get the same inode,
 * and the very same time: the library sets it to the end of the second.
 */
export function signOf({ ino, birthtimeNs, mtimeNs }: BigIntStats): string {
  return [ino, birthtimeNs, mtimeNs].map(String).join(' ');
}

/** Removes a directory that still has this sign. Throws ENOENT when it is gone or another's, or why it stays. */
export function removeStill(directory: string, sign: string | undefined): void {
  requireStill(directory, sign);
  rmdirSync(directory);
}

function requireStill(directory: string, sign: string | undefined): void {
  if (signOf(statSync(directory, { bigint: true })) === sign) return;
  throw Object.assign(new Error('The lock is held by another'), { code: 'ENOENT' });
}

function removeOurs(directory: string): void {
  removeStill(directory, ours.get(directory));
  ours.delete(directory);
}

function remember(directory: string): void {
  ours.set(directory, signOf(statSync(directory, { bigint: true })));
}

type Done = (error: Error | null) => void;

function tell(done: Done, task: () => void): void {
  try {
    task();
  } catch (error) {
    done(error as Error);
    return;
  }
  done(null);
}

/** For the library's `fs` option: all that it asks of a file system. */
export const lockDirectories = {
  stat,
  mkdir: (directory: string, done: Done): void =>
    tell(done, () => {
      // Whoever could put a file in here would keep it from being removed.
      mkdirSync(directory, { mode: 0o700 });
      remember(directory);
    }),
  utimes: (directory: string, accessed: Date, modified: Date, done: Done): void =>
    tell(done, () => {
      requireStill(directory, ours.get(directory));
      utimesSync(directory, accessed, modified);
      remember(directory);
    }),
  rmdir: (directory: string, done: Done): void => {
    const remove = () => Promise.resolve().then(() => removeOurs(directory));
    void tryDespite(isPassing, remove).then(() => done(null), done);
  },
  rmdirSync: removeOurs,
};

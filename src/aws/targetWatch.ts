// Tells of a few files that exist, by chokidar. A bundle of its own (dist/targetWatch.cjs), loaded once there is
// something to show: nobody waits for a watch.
import { normalize } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import type { EntryWatch } from './entryWatch.ts';

export interface TargetWatch {
  /** False where chokidar never came to be ready: what is there has to be looked at anew. */
  readonly isReady: boolean;
  readonly close: () => Promise<void>;
}

/** `targets` has whole paths, one at least: chokidar is never ready when there is nothing to watch. */
export async function watchTargets(
  targets: ReadonlySet<string>,
  { notice, onError }: EntryWatch,
  longestStartMs: number,
): Promise<TargetWatch> {
  const watcher = watch([...targets], {
    ignoreInitial: true,
    depth: 0,
    atomic: false,
    followSymlinks: false,
    // What has come to be a directory is not looked into. chokidar asks with slashes on Windows too.
    ignored: (path) => !targets.has(normalize(path)),
    ignorePermissionErrors: true,
  });
  watcher.on('error', onError);
  watcher.on('all', (event) => notice(event === 'unlink' || event === 'unlinkDir'));
  // The same from the handles themselves, as chokidar drops what follows within 50 ms of a change.
  watcher.on('raw', (event) => notice(event === 'rename'));
  const isReady = await becomesReady(watcher, longestStartMs);
  return { isReady, close: () => closeForGood(watcher) };
}

/** It never does where a directory could not be read or is a file by now. */
async function becomesReady(watcher: FSWatcher, withinMs: number): Promise<boolean> {
  return new Promise<boolean>((resolve) => {
    const late = setTimeout(() => resolve(false), withinMs).unref();
    watcher.once('ready', () => {
      clearTimeout(late);
      resolve(true);
    });
  });
}

/**
 * A file may turn out to be gone a moment after its watcher was closed: chokidar then adds the file, to await its
 * return, and by that would be open again, with a handle that nobody closes.
 */
async function closeForGood(watcher: FSWatcher): Promise<void> {
  watcher.add = () => watcher;
  await watcher.close();
}

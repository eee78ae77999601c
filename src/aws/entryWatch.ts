// Tells of a few entries of a directory. Lists nothing: other tools keep their tokens in the same one.
import { existsSync, watch } from 'node:fs';
import { basename, join } from 'node:path';

export interface EntryWatch {
  /** `isAnother` where something appeared or went away. */
  readonly notice: (isAnother: boolean) => void;
  readonly onError: (error: unknown) => void;
}

/** Until it is closed. `awaited` has whole paths. Throws what the system says when it cannot watch. */
export function watchEntries(
  directory: string,
  awaited: ReadonlySet<string>,
  { notice, onError }: EntryWatch,
): { close: () => void } {
  const watcher = watch(directory, (event, name) => {
    // Some systems do not tell the name; a directory that goes tells its own.
    const isOurs =
      name === null || name === basename(directory) || awaited.has(join(directory, name));
    if (isOurs) notice(event === 'rename');
  });
  watcher.on('error', (error) => {
    // On Windows a directory that goes is an error.
    if (existsSync(directory)) onError(error);
    else notice(true);
  });
  return watcher;
}

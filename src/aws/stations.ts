// Where files are to be watched, what is there, and whether it is still the same; by asking, not by opening.
import { type Stats, existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

export interface Stations {
  /** Existing files. */
  readonly targets: ReadonlySet<string>;
  /** In which something may appear or change. */
  readonly directories: ReadonlySet<string>;
  /** The entries of those directories that matter. */
  readonly awaited: ReadonlySet<string>;
  /** Differs when the watcher must be built anew. */
  readonly identity: string;
  /** Differs when one of the files does. */
  readonly contents: string;
}

interface Directory {
  readonly path: string;
  readonly inode: number;
}

export function stationsOf(files: readonly string[]): Stations {
  const targets = new Set<string>();
  const directories = new Set<string>();
  const awaited = new Set<string>();
  const identity: string[] = [];
  const contents: string[] = [];
  const directoryOf = rememberingDirectories();
  const awaitEntry = (path: string): void => {
    const { path: directory } = directoryOf(path);
    directories.add(directory);
    awaited.add(join(directory, basename(path)));
    identity.push(`entry ${join(directory, basename(path))}`);
  };
  const watchFile = (path: string, { ino, birthtimeMs, size, mtimeMs, ctimeMs }: Stats): void => {
    const directory = directoryOf(path);
    const target = join(directory.path, basename(path));
    targets.add(target);
    // A file deleted and written anew often gets the same inode, which chokidar takes for the same
    // file; the directory counts too, as it can be swapped under the same name.
    identity.push(`file ${target} ${ino} ${birthtimeMs} ${directory.inode}`);
    contents.push(`${size} ${mtimeMs} ${ctimeMs}`);
  };
  for (const file of files) {
    try {
      const entry = statsOf(file);
      if (entry?.isSymbolicLink() === true) {
        const isThere = existsSync(file);
        if (isThere) watchFile(realpathSync(file), statSync(file));
        awaitEntry(file);
        if (!isThere) awaitEntry(firstMissing(resolve(dirname(file), readlinkSync(file))));
      } else if (entry === undefined) {
        awaitEntry(firstMissing(file));
      } else {
        watchFile(file, entry);
      }
    } catch {
      // It went away between two looks: the next event, or the next reload, looks again.
    }
  }
  const texts = { identity: identity.join('\n'), contents: contents.join('\n') };
  return { targets, directories, awaited, ...texts };
}

/** The real directory that an entry is in; most files share one. */
function rememberingDirectories(): (entry: string) => Directory {
  const known = new Map<string, Directory>();
  return (entry) => {
    const name = dirname(entry);
    const found = known.get(name);
    if (found !== undefined) return found;
    const path = realpathSync(name);
    const directory = { path, inode: statSync(path).ino };
    known.set(name, directory);
    return directory;
  };
}

/** Undefined where nothing is, or nothing can be seen. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function firstMissing(path: string): string {
  const parent = dirname(path);
  return existsSync(parent) || parent === path ? path : firstMissing(parent);
}

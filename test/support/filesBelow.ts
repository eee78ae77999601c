import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** The text of every file below a directory, by its path there; of a symbolic link, where it points. */
export async function filesBelow(directory: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(directory, { recursive: true });
  const entries = await Promise.all(
    names.toSorted().map(async (name): Promise<readonly [string, string][]> => {
      const path = join(directory, name);
      const stats = await lstat(path);
      if (stats.isDirectory()) return [];
      return [[name, stats.isSymbolicLink() ? await readlink(path) : await readFile(path, 'utf8')]];
    }),
  );
  return Object.fromEntries(entries.flat());
}

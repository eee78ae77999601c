import { readlink, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Where a symlink leads, be it to a file that is yet to come; the path itself where it is none. */
export async function linkTarget(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const link = await readlink(path).catch(() => undefined);
    return link === undefined ? path : resolve(dirname(path), link);
  }
}

// A folder that is either complete or not there, however many runs want it or break off.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';

/** Changing how things are installed changes this, and older installs are made anew. */
const recipe = '1';
const stampIn = (folder: string): string => join(folder, '.complete');

export function isInstalled(folder: string): boolean {
  const stamp = stampIn(folder);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe;
}

/**
 * Builds in a folder beside the wanted one and renames it when it is complete. A run that is
 * killed leaves a half-built folder and a lock that goes stale; the next run takes both over.
 */
export async function installOnce(
  folder: string,
  build: (temporary: string) => Promise<void>,
): Promise<void> {
  if (isInstalled(folder)) return;
  await withLock(folder, async () => {
    if (isInstalled(folder)) return;
    const temporary = `${folder}.building`;
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    await build(temporary);
    await writeFile(stampIn(temporary), recipe);
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
  });
}

export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const release = await lock(path, {
    realpath: false,
    stale: 20_000,
    // Another run may be compiling: wait up to 20 minutes for it.
    retries: { retries: 1200, minTimeout: 1000, maxTimeout: 1000 },
  });
  try {
    return await work();
  } finally {
    await release();
  }
}

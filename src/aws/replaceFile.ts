// Replacing a file that other tools read at any moment, so that they find the old text or the new one.
import type { Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { isHeld, isPassing, tryDespite } from './heldPath.ts';

/** In ms; half a second in all. A mounted file cannot be replaced however long one waits. */
const heldPauses = [10, 30, 60, 100, 300];

/** Asked right before the file changes, as writing takes its time: false leaves it as it is. */
export type MayReplace = () => Promise<boolean>;

const always: MayReplace = () => Promise.resolve(true);

/**
 * Replaces a file in one step, readable by its owner only; a symlink stays one. A file that stays held
 * is written in place, which is better than not at all. False when `mayReplace` said no. Throws Node's
 * file-system errors. One caller at a time: it holds the lock of the path.
 */
export async function replaceFile(
  path: string,
  text: string,
  mayReplace: MayReplace = always,
): Promise<boolean> {
  const target = await realpath(path).catch(() => path);
  try {
    return await tryDespite(isHeld, () => replaceAtOnce(target, text, mayReplace), heldPauses);
  } catch (error) {
    if (!isHeld(error)) throw error;
  }
  if (!(await mayReplace())) return false;
  await using file = await open(target, 'r+');
  await writeAll(file, text);
  return true;
}

/**
 * The temporary name does not end in `.json`: tools that list the directory leave it alone. It is always
 * the same, so that what a killed process left behind goes with the next write.
 */
async function replaceAtOnce(
  target: string,
  text: string,
  mayReplace: MayReplace,
): Promise<boolean> {
  const temporary = `${target}.new`;
  try {
    await rm(temporary, { force: true });
    await writeNew(temporary, text, await stat(target).catch(() => undefined));
    const isWanted = await mayReplace();
    if (isWanted) await rename(temporary, target);
    else await rm(temporary, { force: true });
    return isWanted;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeNew(path: string, text: string, owner: Stats | undefined): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  await writeAll(file, text);
  // Who works as root on the files of another must not take them away.
  if (owner !== undefined && owner.uid !== process.getuid?.()) {
    await file.chown(owner.uid, owner.gid).catch(() => undefined);
  }
}

/** To the last byte: on a disk that fills up, one `write` may take a part and call that a success. */
async function writeAll(file: FileHandle, text: string): Promise<void> {
  await file.writeFile(text);
  await file.truncate(Buffer.byteLength(text));
  await file.sync();
}

/** Whether there is room to replace a file: throws what a full or read-only disk would throw. */
export async function tryRoomBeside(
  path: string,
  text: string,
  platform = process.platform,
): Promise<void> {
  const probe = `${await realpath(path)}.room`;
  // Blanks, because it may be left behind. A renewed token is hardly longer than the old one.
  const blanks = ' '.repeat(2 * text.length);
  try {
    await tryDespite(
      (error) => isPassing(error, platform),
      () => writeFile(probe, blanks, { mode: 0o600 }),
    );
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

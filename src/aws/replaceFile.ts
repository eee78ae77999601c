// Replacing a file that other tools read at any moment, so that they find the old text or the new one.
import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** On Windows a file cannot be replaced while another process has it open; a mounted one never can. */
const heldCodes: ReadonlySet<string | undefined> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/**
 * Replaces a file in one step, readable by its owner only; a symlink stays one. A file that stays held
 * is written in place, which is better than not at all. Throws Node's file-system errors.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  for (const pause of [10, 30, 60, 100, 300]) {
    try {
      await replaceAtOnce(target, text);
      return;
    } catch (error) {
      if (!heldCodes.has((error as NodeJS.ErrnoException).code)) throw error;
    }
    await wait(pause);
  }
  await using file = await open(target, 'r+');
  await writeAll(file, text);
}

/** The temporary name does not end in `.json`: tools that list the directory leave it alone. */
async function replaceAtOnce(target: string, text: string): Promise<void> {
  const temporary = `${target}.${randomBytes(4).toString('hex')}`;
  try {
    await writeNew(temporary, text, await stat(target).catch(() => undefined));
    await rename(temporary, target);
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
export async function tryRoomBeside(path: string, text: string): Promise<void> {
  const probe = `${await realpath(path)}.room`;
  try {
    // Blanks, because it may be left behind. A renewed token is hardly longer than the old one.
    await writeFile(probe, ' '.repeat(2 * text.length), { mode: 0o600 });
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

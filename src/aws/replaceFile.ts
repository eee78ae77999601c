// Replacing a file that other tools read at any moment, so that they find the old text or the new one.
import type { Stats } from 'node:fs';
import {
  type FileHandle,
  lstat,
  open,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { isHeld, isPassing, tryDespite } from './heldPath.ts';
import { readTextFile } from './readFile.ts';

/** In ms; half a second in all. A mounted file cannot be replaced however long one waits. */
const heldPauses = [10, 30, 60, 100, 300];

/** Asked right before the file changes, as writing takes its time: false leaves it as it is. */
type MayReplace = () => Promise<boolean>;

const always: MayReplace = () => Promise.resolve(true);

interface ReplaceOptions {
  /** As with the AWS config, which a person may have made readable to others. */
  readonly keepsMode?: boolean;
  /** Of the temporary name: whatever has that name is removed. */
  readonly suffix?: string;
}

/**
 * Replaces a file in one step, readable by its owner only unless told; a symlink stays one. A file that
 * stays held, such as one that is mounted by itself, is written in place, which is better than not at all.
 * False when `mayReplace` said no. Throws Node's file-system errors. One caller at a time: it holds the lock
 * of the path.
 */
export async function replaceFile(
  path: string,
  text: string,
  mayReplace: MayReplace = always,
  options: ReplaceOptions = {},
): Promise<boolean> {
  const target = await realpath(path).catch(() => path);
  const replace = () => replaceAtOnce(target, text, mayReplace, options);
  return await despiteHolders(target, text, mayReplace, replace, options);
}

async function despiteHolders(
  target: string,
  text: string,
  mayReplace: MayReplace,
  replace: () => Promise<boolean>,
  { keepsMode = false }: ReplaceOptions = {},
): Promise<boolean> {
  try {
    return await tryDespite(isHeld, replace, heldPauses);
  } catch (error) {
    if (!isHeld(error)) throw error;
  }
  if (!(await mayReplace())) return false;
  await using file = await open(target, 'r+');
  if (!keepsMode) await file.chmod(0o600).catch(() => undefined);
  await writeAll(file, text);
  return true;
}

/**
 * Not a name that ends in `.json`: tools that list the directory leave it alone. It is always the same,
 * so that what a killed process left behind goes with the next write.
 */
function temporaryOf(target: string, suffix = '.new'): string {
  return `${target}${suffix}`;
}

async function replaceAtOnce(
  target: string,
  text: string,
  mayReplace: MayReplace,
  { keepsMode, suffix }: ReplaceOptions,
): Promise<boolean> {
  const temporary = temporaryOf(target, suffix);
  try {
    await rm(temporary, { force: true });
    await writeNew(temporary, text, await stat(target).catch(() => undefined), keepsMode);
    const isWanted = await mayReplace();
    if (isWanted) await rename(temporary, target);
    else await rm(temporary, { force: true });
    return isWanted;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Puts in place what a process had written beside the file when it was killed. `mayReplace` is asked about
 * the text right before; a file that is gone stays so. Throws as `replaceFile` does, and leaves the text
 * where it is. Under the lock of the path.
 */
export async function finishReplacing(
  path: string,
  mayReplace: (text: string) => Promise<boolean>,
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const temporary = temporaryOf(target);
  const text = await textLeft(temporary, target);
  if (text === undefined) return;
  const isWanted = () => mayReplace(text);
  const isFinished = await despiteHolders(target, text, isWanted, async () => {
    const mayRename = await isWanted();
    if (mayRename) await rename(temporary, target);
    return mayRename;
  });
  if (isFinished) await rm(temporary, { force: true });
}

/** Undefined for what was not written here, or before what is in the file now. */
async function textLeft(temporary: string, target: string): Promise<string | undefined> {
  const [left, file] = await Promise.all(
    [temporary, target].map((path) => lstat(path).catch(() => undefined)),
  );
  if (left === undefined || file === undefined || left.mtimeMs < file.mtimeMs) return undefined;
  const isPrivate = process.platform === 'win32' || (left.mode & 0o077) === 0;
  if (!left.isFile() || left.uid !== file.uid || !isPrivate) return undefined;
  const reading = await readTextFile(temporary);
  return reading.kind === 'text' && !reading.isSpoilt ? reading.text : undefined;
}

/** Whether a process is about to replace the file, or was killed on its way. */
export async function isUnfinished(path: string): Promise<boolean> {
  const target = await realpath(path).catch(() => path);
  return stat(temporaryOf(target)).then(
    () => true,
    () => false,
  );
}

/**
 * Removes what a killed process left behind on its way to replace the file: it holds what would have been
 * its text. Under the lock of the path. Never throws.
 */
export async function removeUnfinished(path: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  await rm(temporaryOf(target), { force: true }).catch(() => undefined);
}

/** Writes a file that is not there yet, for the owner of the one it stands for. Throws file-system errors. */
export async function writeNew(
  path: string,
  text: string,
  like: Stats | undefined,
  keepsMode = false,
): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  await writeAll(file, text);
  if (like === undefined) return;
  // Who works as root on the files of another must not take them away.
  if (like.uid !== process.getuid?.()) {
    await file.chown(like.uid, like.gid).catch(() => undefined);
  }
  if (keepsMode) await file.chmod(like.mode & 0o777).catch(() => undefined);
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
  const probe = `${await realpath(path).catch(() => path)}.room`;
  // Blanks, because it may be left behind. A renewed token is hardly longer than the old one.
  const blanks = ' '.repeat(2 * text.length);
  try {
    await tryDespite(
      (error) => isPassing(error, platform),
      async () => {
        // Left behind by a killed process, or a link that somebody put there: it is not written through.
        await rm(probe, { force: true });
        await writeFile(probe, blanks, { mode: 0o600, flag: 'wx' });
      },
    );
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

// One change to the AWS config, which people write by hand and other tools change at any moment: the
// file is read afresh, and what stood there before stays beside it.
import type { Stats } from 'node:fs';
import { access, constants, mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as waitInRealTime } from 'node:timers/promises';
import type { EditRefusal } from '../core/configEdit.ts';
import type { FileProblem } from '../core/snapshot.ts';
import { errorCode } from './errorCode.ts';
import { withFileLock } from './fileLock.ts';
import { linkTarget } from './linkTarget.ts';
import type { AwsPaths } from './paths.ts';
import { readSettled, readTextFile } from './readFile.ts';
import { replaceFile, writeNew } from './replaceFile.ts';

export interface EditContext {
  readonly paths: AwsPaths;
  /** ms since the epoch */
  readonly now: () => number;
}

/** Takes the texts of config and credentials file, '' for one that is not there. */
export type Edit = (
  text: string,
  credentialsText: string,
) => { readonly text: string; readonly line: number } | { readonly refusal: EditRefusal };

export type EditOutcome =
  /** `line` is the first that changed, `backup` the path of the text before; none for a new file. */
  | { readonly kind: 'edited'; readonly line: number; readonly backup: string | undefined }
  | NotEdited;

/** The file is as it was, unless `backup` says where its text is. */
export type NotEdited =
  | { readonly kind: 'refused'; readonly refusal: EditRefusal }
  | { readonly kind: 'unreadable'; readonly problem: FileProblem | 'notUtf8' }
  /** Other tools kept changing it. */
  | { readonly kind: 'restless' }
  /** Node's code: ELOCKED for another that holds the lock, else why there can be none. */
  | { readonly kind: 'notLocked'; readonly code: string }
  /** Node's code; EACCES also for a file that is marked read-only. */
  | { readonly kind: 'notWritten'; readonly code: string; readonly backup?: string };

/** Makes the config, and its folder, when there is none. Never throws. */
export async function editConfig({ paths, now }: EditContext, edit: Edit): Promise<EditOutcome> {
  try {
    await mkdir(dirname(paths.config), { recursive: true, mode: 0o700 });
  } catch (error) {
    return { kind: 'notWritten', code: errorCode(error) };
  }
  try {
    return await withFileLock(paths.config, async () => {
      for (let attempt = 0; attempt < 5; attempt++) {
        const outcome = await editOnce(paths, now(), edit);
        if (outcome !== undefined) return outcome;
      }
      return { kind: 'restless' };
    });
  } catch (error) {
    return { kind: 'notLocked', code: errorCode(error) };
  }
}

type ConfigText =
  { readonly text: string; readonly exists: boolean } | Extract<NotEdited, { kind: 'unreadable' }>;

/** An empty file is read again for a while: the AWS CLI empties it before it writes. */
export async function readConfigText(path: string): Promise<ConfigText> {
  const reading = await readSettled(
    () => readTextFile(path),
    (found) => found.kind !== 'text' || found.text !== '',
    waitInRealTime,
  );
  if (reading.kind === 'unreadable') return reading;
  if (reading.kind === 'absent') return { text: '', exists: false };
  const { text, isSpoilt = false } = reading;
  // NUL is what UTF-16 looks like.
  if (isSpoilt || text.includes('\0')) return { kind: 'unreadable', problem: 'notUtf8' };
  return { text, exists: true };
}

/** Undefined when the file has become another while it was being edited. */
async function editOnce(
  { config: path, credentials }: AwsPaths,
  now: number,
  edit: Edit,
): Promise<EditOutcome | undefined> {
  const before = await readConfigText(path);
  if ('kind' in before) return before;
  const aside = await readTextFile(credentials);
  const edited = edit(before.text, aside.kind === 'text' ? aside.text : '');
  if ('refusal' in edited) return { kind: 'refused', refusal: edited.refusal };

  let backup: string | undefined;
  const isStill = async () => isSame(await readTextFile(path), before);
  try {
    const target = await linkTarget(path);
    if (before.exists) backup = await backUp(path, await statWritable(target), before.text, now);
    const isReplaced = await replaceFile(target, edited.text, isStill, {
      keepsMode: true,
      suffix: '.sso-session-status',
    });
    if (isReplaced) return { kind: 'edited', line: edited.line, backup };
    if (backup !== undefined) await rm(backup, { force: true });
    return undefined;
  } catch (error) {
    const failed = { kind: 'notWritten', code: errorCode(error) } as const;
    if (backup === undefined) return failed;
    // A file that cannot be replaced is written in place, and what fails in the midst of that spoils it.
    if (!(await isStill())) return { ...failed, backup };
    await rm(backup, { force: true }).catch(() => undefined);
    return failed;
  }
}

function isSame(
  now: Awaited<ReturnType<typeof readTextFile>>,
  { text, exists }: Extract<ConfigText, { exists: boolean }>,
): boolean {
  if (!exists) return now.kind === 'absent';
  return now.kind === 'text' && now.isSpoilt !== true && now.text === text;
}

/** A file that may not be written can be replaced all the same, but whoever marked it means it. */
async function statWritable(target: string): Promise<Stats> {
  const stats = await stat(target);
  if ((stats.mode & 0o200) === 0) throw Object.assign(new Error('read-only'), { code: 'EACCES' });
  await access(target, constants.W_OK);
  return stats;
}

/** `config.20260115T120000Z.backup`, with the mode of the original, beside the path that tools know. */
async function backUp(path: string, like: Stats, text: string, now: number): Promise<string> {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  for (let number = 1; ; number++) {
    const backup = `${path}.${time}${number === 1 ? '' : `-${number}`}.backup`;
    try {
      await writeNew(backup, text, like, true);
      return backup;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      await rm(backup, { force: true }).catch(() => undefined);
      throw error;
    }
  }
}

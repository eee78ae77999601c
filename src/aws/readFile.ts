// Reading files that other tools replace, truncate and rewrite at any moment.
import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileProblem } from '../core/snapshot.ts';
import { errorCode } from './errorCode.ts';

type FileReading =
  | { readonly kind: 'absent' }
  /** `isSpoilt`: not all of it was text (UTF-8), and marks stand in the place of what was not. */
  | { readonly kind: 'text'; readonly text: string; readonly isSpoilt?: true }
  | { readonly kind: 'unreadable'; readonly problem: FileProblem };

/** Far more than any config or token; a file beyond it is not one of ours. */
const limitBytes = 16 * 1024 * 1024;

/** Never throws. Opened without waiting, because a named pipe would otherwise hang us for ever. */
export async function readTextFile(path: string): Promise<FileReading> {
  try {
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK || 0));
    const stats = await file.stat();
    if (!stats.isFile()) return { kind: 'unreadable', problem: 'notAFile' };
    if (stats.size > limitBytes) return { kind: 'unreadable', problem: 'tooLarge' };
    const bytes = await file.readFile();
    const text = bytes.toString('utf8');
    return isUtf8(bytes) ? { kind: 'text', text } : { kind: 'text', text, isSpoilt: true };
  } catch (error) {
    return failedReading(error);
  }
}

function failedReading(error: unknown): FileReading {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
  return { kind: 'unreadable', problem: problems[code] ?? 'ioError' };
}

const problems: Readonly<Record<string, FileProblem>> = {
  EACCES: 'notAllowed',
  EPERM: 'notAllowed',
  EISDIR: 'notAFile',
  ENXIO: 'notAFile',
};

/** Waits so many ms. */
export type Wait = (ms: number) => Promise<unknown>;

/** 500 ms in all. */
export const settlingPauses: readonly number[] = [10, 30, 60, 100, 300];

/**
 * Reads until the outcome is believable or the pauses are over: the AWS CLI truncates a file before it
 * writes it, and other tools delete before they write.
 */
export async function readSettled<T>(
  read: () => Promise<T>,
  isBelievable: (outcome: T) => boolean,
  wait: Wait,
  pauses: readonly number[] = settlingPauses,
): Promise<T> {
  let outcome = await read();
  for (const pause of pauses) {
    if (isBelievable(outcome)) break;
    await wait(pause);
    outcome = await read();
  }
  return outcome;
}

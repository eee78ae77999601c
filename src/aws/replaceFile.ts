import writeFileAtomic from 'write-file-atomic';

/**
 * Replaces a file that others share, in one step and readable by its owner only. The library writes a
 * temporary file beside the target (its name does not end in `.json`), flushes, renames, and follows a
 * symlink to what it points at. Throws Node's file-system errors.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  await writeFileAtomic(path, text, { mode: 0o600 });
}

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where a runner leaves its counts. */
export const reportPath = (name: string): string => join(root, 'out', 'reports', `${name}.json`);

export function testFiles(kind: string): readonly string[] {
  const folder = join(root, 'test', kind);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.test.ts')).map((file) => join(folder, file));
}

// The VSIX that a person would install: user-interface tests run what is shipped, not the sources.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../out', import.meta.url));

export function packagedVsix(): string {
  const [found, ...others] = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.vsix'))
    : [];
  if (found === undefined) throw new Error('There is no VSIX in out: run npm run package first.');
  if (others.length > 0)
    throw new Error('There are several VSIX files in out: delete the old ones.');
  return join(folder, found);
}

// The small programs in languages that are compiled, built once for all clones of the project.
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import which from 'which';
import { cacheFolder } from '../../scripts/provision/cacheFolder.ts';
import { installOnce, isInstalled } from '../../scripts/provision/installOnce.ts';
import { type RunOptions, outputOf, step } from '../../scripts/provision/run.ts';

export interface Recipe {
  /** The folder under `programs`. */
  readonly name: string;
  /** Each has to be there, with the arguments that make it tell its version. */
  readonly tools: readonly (readonly [string, ...string[]])[];
  /** In a copy of the sources; what it leaves there is kept. */
  readonly build: (folder: string, options: RunOptions) => Promise<void>;
}

/** Where the built program is, or why it cannot be had here. */
export async function builtProgram({
  name,
  tools,
  build,
}: Recipe): Promise<{ readonly folder: string } | { readonly missing: string }> {
  const versions: string[] = [];
  for (const [tool, ...args] of tools) {
    const path = which.sync(tool, { nothrow: true });
    const version = path === null ? undefined : outputOf(path, args);
    if (version === undefined) return { missing: `${tool} is not installed` };
    versions.push(version);
  }
  const sources = fileURLToPath(new URL(`programs/${name}`, import.meta.url));
  const folder = join(cacheFolder(), 'interop', `${name}-${digestOf(sources, versions)}`);
  if (isInstalled(folder)) return { folder };
  try {
    await step(`the program in ${name}`, (log) =>
      installOnce(folder, async (temporary) => {
        cpSync(sources, temporary, { recursive: true });
        await build(temporary, { log, cwd: temporary });
      }),
    );
    return { folder };
  } catch (error) {
    return { missing: `its program could not be built: ${(error as Error).message}` };
  }
}

function digestOf(folder: string, versions: readonly string[]): string {
  const hash = createHash('sha256').update(versions.join('\n'));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

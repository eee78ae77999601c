// The small programs in languages that are compiled, built once for all clones of the project.
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import which from 'which';
import { cacheFolder } from '../../scripts/provision/cacheFolder.ts';
import { installOnce, isInstalled } from '../../scripts/provision/installOnce.ts';
import { type RunOptions, type StepLog, outputOf, step } from '../../scripts/provision/run.ts';
import { type FailedBuild, lastLines, missingHere } from './buildFailure.ts';

export interface Recipe {
  /** The folder under `programs`. */
  readonly name: string;
  /** Each has to be there, with the arguments that make it tell its version. */
  readonly tools: readonly (readonly [string, ...string[]])[];
  /** The one of them whose version the sources declare, in which file and how. */
  readonly declared: { readonly tool: string; readonly file: string; readonly version: RegExp };
  /** What the build prints where it cannot fetch what the program is made of. */
  readonly unreachable: RegExp;
  /** In a copy of the sources; what it leaves there is kept. */
  readonly build: (folder: string, options: RunOptions) => Promise<void>;
}

/** Where the built program is, or why it cannot be had here. Throws where the program is to blame. */
export async function builtProgram({
  name,
  tools,
  declared,
  unreachable,
  build,
}: Recipe): Promise<{ readonly folder: string } | { readonly missing: string }> {
  const versions = new Map<string, string>();
  for (const [tool, ...args] of tools) {
    const path = which.sync(tool, { nothrow: true });
    const version = path === null ? undefined : outputOf(path, args);
    if (version === undefined) return { missing: `${tool} is not installed` };
    versions.set(tool, version);
  }
  const sources = fileURLToPath(new URL(`programs/${name}`, import.meta.url));
  const folder = join(
    cacheFolder(),
    'interop',
    `${name}-${digestOf(sources, [...versions.values()])}`,
  );
  if (isInstalled(folder)) return { folder };
  let output = '';
  try {
    await step(`the program in ${name}`, (log) =>
      installOnce(folder, async (temporary) => {
        cpSync(sources, temporary, { recursive: true });
        const readOutput = async () => (output = await written(log));
        await build(temporary, { log, cwd: temporary }).finally(readOutput);
      }),
    );
    return { folder };
  } catch (error) {
    const { tool, file, version } = declared;
    const failed: FailedBuild = {
      tool,
      version: versions.get(tool) ?? '',
      needed: version.exec(readFileSync(join(sources, file), 'utf8'))?.[1] ?? '',
      output,
      unreachable,
    };
    const missing = missingHere(failed);
    if (missing !== undefined) return { missing };
    throw new Error(`${(error as Error).message}\n${lastLines(output)}`, { cause: error });
  }
}

async function written({ path, stream }: StepLog): Promise<string> {
  // Called back when all that was written before is in the file.
  await new Promise((resolve) => stream.write('', resolve));
  return stripVTControlCharacters(readFileSync(path, 'utf8'));
}

function digestOf(folder: string, versions: readonly string[]): string {
  const hash = createHash('sha256').update(versions.join('\n'));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

// A program that is asked for one measurement at a time: a line of JSON each way.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { toProgram } from '../../test/support/toProgram.ts';
import { root } from '../test/paths.ts';

export interface Worker {
  /** How many ms it took, measured by the program itself. */
  ask(request: object): Promise<number>;
  stop(): Promise<void>;
}

export function startWorker(
  [program, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
): Worker {
  const child = spawn(program, args, {
    env,
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error(`${program} ${args.join(' ')} ended early.`);
      return (JSON.parse(line.value) as { readonly ms: number }).ms;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/** Bundles `scripts/bench/programs/<name>.ts` into the folder, and gives its path. */
export async function bundleWorker(name: string, folder: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  const entry = `scripts/bench/programs/${name}.ts`;
  await build({ ...toProgram, absWorkingDir: root, entryPoints: [entry], outfile });
  return outfile;
}

export const workerSource = (name: string, language: 'ts' | 'py' = 'ts'): string =>
  join(root, 'scripts', 'bench', 'programs', `${name}.${language}`);

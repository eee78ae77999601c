// Steps of a set-up: one line each for the reader, everything else in a log file.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { cacheFolder } from './cacheFolder.ts';

export interface StepLog {
  readonly path: string;
  readonly stream: Writable;
}

export interface RunOptions {
  readonly log: StepLog;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Shown as it is: a sentence about what is missing or failed, and what to do. */
export class ProvisionError extends Error {}

export async function step<T>(title: string, work: (log: StepLog) => Promise<T>): Promise<T> {
  const started = performance.now();
  const folder = join(cacheFolder(), 'logs');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${title.toLowerCase().replace(/[^a-z0-9.]+/g, '-')}.log`);
  const log = { path, stream: createWriteStream(path) };
  try {
    const result = await work(log);
    console.log(`${title}: ready after ${seconds(performance.now() - started)}`);
    return result;
  } catch (error) {
    console.error(`${title}: failed after ${seconds(performance.now() - started)}`);
    throw error;
  } finally {
    log.stream.end();
  }
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;

export async function run(
  command: string,
  args: readonly string[],
  { log, cwd, env }: RunOptions,
): Promise<void> {
  const line = [command, ...args].join(' ');
  log.stream.write(`\n$ ${line}\n`);
  const status = await new Promise<number | string>((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm is a .cmd file there, and Node starts those through a shell only.
      shell: process.platform === 'win32' && command === 'npm',
    });
    for (const output of [child.stdout, child.stderr]) output.pipe(log.stream, { end: false });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  if (status !== 0)
    throw new ProvisionError(`"${line}" ended with ${status}. Its output is in ${log.path}`);
}

/** Output of a short command, or undefined when it is missing or fails. */
export function outputOf(command: string, args: readonly string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 30_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return status === 0 ? stdout + stderr : undefined;
}

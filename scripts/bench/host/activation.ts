// How long `activate` takes, and what stays in the heap, which is the first that this host starts.
import { setTimeout as wait } from 'node:timers/promises';
import { commands, extensions } from 'vscode';
import { input, report, settledHeapMB } from './hostProgram.ts';

export interface ActivationResult {
  readonly activationMs: number;
  readonly heapMB: number;
}

/** For a window that never comes to rest. */
const longestWaitMs = 15_000;

export async function run(): Promise<void> {
  const { id } = input as { readonly id: string };
  const extension = extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not installed.`);
  if (extension.isActive) throw new Error(`${id} was started by something else.`);
  const heapBefore = await settledHeapMB();
  await untilAnsweredAtOnce();
  const started = performance.now();
  await extension.activate();
  const activationMs = performance.now() - started;
  // What it goes on to do: reading, showing, and noting what it saw after a few seconds.
  await wait(6500);
  const heapMB = (await settledHeapMB()) - heapBefore;
  report({ activationMs, heapMB } satisfies ActivationResult);
}

/**
 * VS Code asks its window between loading an extension and activating it, and a window that is still busy
 * with its own start answers 3 to 28 ms later, whatever the extension is.
 */
async function untilAnsweredAtOnce(): Promise<void> {
  const began = performance.now();
  for (let inARow = 0; inARow < 10 && performance.now() - began < longestWaitMs;) {
    const asked = performance.now();
    await commands.executeCommand('setContext', 'bench.asked', asked);
    inARow = performance.now() - asked < 10 ? inARow + 1 : 0;
    await wait(100);
  }
}

// How long `activate` takes, and what stays in the heap, which is the first that this host starts.
import { setTimeout as wait } from 'node:timers/promises';
import { extensions } from 'vscode';
import { input, report, settledHeapMB } from './hostProgram.ts';

export interface ActivationResult {
  readonly activationMs: number;
  readonly heapMB: number;
}

export async function run(): Promise<void> {
  const { id } = input as { readonly id: string };
  const extension = extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not installed.`);
  if (extension.isActive) throw new Error(`${id} was started by something else.`);
  const heapBefore = await settledHeapMB();
  const started = performance.now();
  await extension.activate();
  const activationMs = performance.now() - started;
  // What it goes on to do: reading, showing, and noting what it saw after a few seconds.
  await wait(6500);
  const heapMB = (await settledHeapMB()) - heapBefore;
  report({ activationMs, heapMB } satisfies ActivationResult);
}

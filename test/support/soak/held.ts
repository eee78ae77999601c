import { getEventListeners } from 'node:events';
import { readdirSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Held } from './protocol.ts';

/** What this process holds, as far as it could grow. */
export async function heldHere(end: AbortSignal): Promise<Held> {
  // What is to be cleaned up by hand is so between two collections.
  globalThis.gc?.();
  await nextTurn();
  globalThis.gc?.();
  const watches = process.getActiveResourcesInfo().filter((kind) => kind.startsWith('FSEvent'));
  const ofProcess = process.eventNames().map((event) => process.listenerCount(event));
  return {
    heapBytes: process.memoryUsage().heapUsed,
    fileWatches: watches.length,
    listeners: ofProcess.reduce((a, b) => a + b, getEventListeners(end, 'abort').length),
    descriptors: descriptors(),
  };
}

function descriptors(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}

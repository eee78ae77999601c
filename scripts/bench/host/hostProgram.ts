// What the bench's programs in the extension host have in common.
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What the bench hands over. */
export const input: unknown = JSON.parse(process.env['BENCH_INPUT'] ?? '{}');

export function report(result: unknown): void {
  writeFileSync(process.env['BENCH_REPORT'] ?? '', JSON.stringify(result));
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** MB that are still in use when VS Code has come to rest. */
export async function settledHeapMB(): Promise<number> {
  let before = Infinity;
  for (let look = 0; look < 40; look += 1) {
    await wait(250);
    collectGarbage();
    const { heapUsed } = process.memoryUsage();
    if (Math.abs(heapUsed - before) < 20_000) return heapUsed / 1e6;
    before = heapUsed;
  }
  return before / 1e6;
}

// How a fuzz test runs: the same inputs each time in a bounded run, others each time in a long one, and
// the seed told with every failure.
import fc from 'fast-check';

/** More than any reading of what fits in 64 kB may take. */
const limitMs = 50;

/** How long one property may go on, in seconds; undefined in a bounded run. */
const seconds = Number(process.env['FUZZ_SECONDS']) || undefined;
const seed = Number(process.env['FUZZ_SEED'] ?? 1);

/** `runs` is for the bounded run, in which a slow machine does fewer; a long one goes on for its time. */
export function runs(count: number): fc.Parameters<unknown> {
  return {
    seed,
    numRuns: seconds === undefined ? count : Number.MAX_SAFE_INTEGER,
    plugins: [fc.interruptAfterTimeLimit((seconds ?? 4) * 1_000)],
  };
}

/** For vitest: with room to find the smallest input that fails, and for a busy machine. */
export const timeout = (seconds ?? 4) * 1_000 + 60_000;

/** What it gives; fails where that takes long each time. CPU time of one call, so that others do not count. */
export function inTime<T>(act: () => T): T {
  let result: T | undefined;
  let least = Infinity;
  // A collector or a compiler may come in between: once, twice, but not thrice.
  for (let tries = 0; tries < 3 && least > limitMs; tries += 1) {
    const before = process.cpuUsage();
    result = act();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  if (least > limitMs) throw new Error(`It took ${Math.round(least)} ms of CPU time.`);
  return result as T;
}

/** The same for what is awaited; whatever else this process does meanwhile counts along. */
export async function inTimeAwaited<T>(act: () => Promise<T>): Promise<T> {
  let result: T | undefined;
  let least = Infinity;
  for (let tries = 0; tries < 3 && least > limitMs; tries += 1) {
    const before = process.cpuUsage();
    result = await act();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  if (least > limitMs) throw new Error(`It took ${Math.round(least)} ms of CPU time.`);
  return result as T;
}

/** Fails a property with what was seen. */
export function mustHold(isTrue: boolean, what: string, seen?: unknown): asserts isTrue {
  if (!isTrue) throw new Error(`Not so: ${what}${seen === undefined ? '' : `: ${show(seen)}`}`);
}

function show(seen: unknown): string {
  return fc.stringify(seen).slice(0, 2_000);
}

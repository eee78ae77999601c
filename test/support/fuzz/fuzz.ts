// How a fuzz test runs: the same inputs each time in a bounded run, others each time in a long one, and
// the seed told with every failure.
import fc from 'fast-check';

/** More than any reading of what fits in 64 kB may take. */
const limitMs = 50;

/** What waits for others has a machine around it that may be busy: only who hangs waits that long. */
const longestWaitMs = 1_000;

/** How long one property may go on, in seconds; undefined in a bounded run. */
const seconds = Number(process.env['FUZZ_SECONDS']) || undefined;
const seed = Number(process.env['FUZZ_SEED'] ?? 1);
const timeLimitMs = (seconds ?? 4) * 1_000;

/**
 * `count` is for the bounded run, in which a slow machine does fewer, though never less than a tenth; a
 * long one goes on for its time.
 */
export function runs(count: number): fc.Parameters<unknown> {
  return {
    seed,
    numRuns: seconds === undefined ? count : Number.MAX_SAFE_INTEGER,
    plugins: [untilLate(Math.ceil(count / 10))],
  };
}

/** Begins no further run when the time is over. The library's own may end with the first. */
const untilLate =
  (least: number): fc.Plugin<unknown> =>
  () => {
    const end = performance.now() + timeLimitMs;
    let owed = least;
    const noting = <T>(failure: T | null): T | null => {
      // What failed is made smaller only for as long as there is time.
      if (failure !== null) owed = 0;
      return failure;
    };
    return {
      decorateRun: (run) => (value) => {
        if (owed <= 0 && performance.now() >= end) return new fc.PreconditionFailure(true);
        owed -= 1;
        const outcome = run(value);
        return outcome instanceof Promise ? outcome.then(noting) : noting(outcome);
      },
    };
  };

/** For who is asked about many at a time: one batch in a bounded run, else as many as there is time for. */
export function* batches<T>(
  arbitrary: fc.Arbitrary<T>,
  count: number,
): Generator<{ readonly seed: number; readonly inputs: readonly T[] }> {
  const end = performance.now() + (seconds ?? 0) * 1_000;
  let next = seed;
  do {
    yield { seed: next, inputs: fc.sample(arbitrary, { seed: next, numRuns: count }) };
    next += 1;
  } while (performance.now() < end);
}

/** For vitest: with room to find the smallest input that fails, and for a busy machine. */
export const timeout = timeLimitMs + 60_000;

/** What it gives; fails where that takes long each time. CPU time of one call, so that others do not count. */
export function inTime<T>(act: () => T): T {
  let result: T | undefined;
  let least = Infinity;
  // A collector or a compiler may come in between: once, twice, but not thrice.
  for (let tries = 0; tries < 3 && least > limitMs; tries += 1) {
    const before = process.cpuUsage();
    result = act();
    least = Math.min(least, cpuMsSince(before));
  }
  mustBeInTime(least);
  return result as T;
}

/**
 * The same for what is awaited; whatever else this process does meanwhile counts along. Who waits without
 * computing is found out by the clock on the wall.
 */
export async function inTimeAwaited<T>(act: () => Promise<T>): Promise<T> {
  let result: T | typeof hung = hung;
  let least = Infinity;
  for (let tries = 0; tries < 3 && (result === hung || least > limitMs); tries += 1) {
    const before = process.cpuUsage();
    result = await unlessHung(act());
    if (result !== hung) least = Math.min(least, cpuMsSince(before));
  }
  if (result === hung) throw new Error(`It took more than ${longestWaitMs} ms.`);
  mustBeInTime(least);
  return result;
}

const hung = Symbol();

async function unlessHung<T>(work: Promise<T>): Promise<T | typeof hung> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof hung>((resolve) => {
    timer = setTimeout(() => resolve(hung), longestWaitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function mustBeInTime(ms: number): void {
  if (ms > limitMs) throw new Error(`It took ${Math.round(ms)} ms of CPU time.`);
}

/** Fails a property with what was seen. */
export function mustHold(isTrue: boolean, what: string, seen?: unknown): asserts isTrue {
  if (!isTrue) throw new Error(`Not so: ${what}${seen === undefined ? '' : `: ${show(seen)}`}`);
}

function show(seen: unknown): string {
  return fc.stringify(seen).slice(0, 2_000);
}

// The other end of a worker: answers each line with how long it took.
import { createInterface } from 'node:readline';

export interface Request {
  /** ms since the epoch */
  readonly now: number;
  readonly session: string;
}

/** `measure` gives the ms that it took. */
export async function answer(measure: (request: Request) => Promise<number>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const ms = await measure(JSON.parse(line) as Request);
    process.stdout.write(`${JSON.stringify({ ms })}\n`);
  }
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

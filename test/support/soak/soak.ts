// A soak: windows at work for minutes or hours while all goes wrong, and a look now and then whether they
// come out of it as if nothing had been.
import { setTimeout as wait } from 'node:timers/promises';
import { between, seeded } from '../../../scripts/stress/random.ts';
import { grewBy } from './growth.ts';
import { type Mishap, closeWindow, mishaps } from './mishaps.ts';
import type { Held } from './protocol.ts';
import { lookAround, putRight, renewAll } from './quiet.ts';
import { type Soak, startSoak } from './stage.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly windows: number;
  readonly tell: (line: string) => void;
}

type Counts = Readonly<Record<string, number>>;

export interface SoakReport {
  /** A sentence each; none when all was as it should be. */
  readonly faults: readonly string[];
  /** What went wrong how often. */
  readonly mishaps: Counts;
  /** How refreshes ended. */
  readonly outcomes: Counts;
  /** By the first window, which lives through all of it, at each look. */
  readonly held: readonly Held[];
}

/** Nothing is unreadable to root. */
export const isRoot = process.getuid?.() === 0;

const roughMs = 12_000;

/** What a heap may differ by for no reason. */
const heapToleranceBytes = 2 * 2 ** 20;
/** A connection or two that is just being made. */
const descriptorTolerance = 3;

export async function runSoak({ minutes, seed, windows, tell }: SoakOptions): Promise<SoakReport> {
  const soak = await startSoak(windows);
  const random = seeded(seed);
  const possible = Object.entries(mishaps).filter(([name]) => !(isRoot && name === 'unreadable'));
  const next = eachOnce(possible, random);
  const counts: Record<string, number> = {};
  const held: Held[] = [];
  const faults: string[] = [];
  const began = performance.now();
  const passedMinutes = (): number => (performance.now() - began) / 60_000;

  async function look(): Promise<void> {
    await putRight(soak);
    const crashes = soak.windows.flatMap(({ crash }) => crash ?? []);
    const seen = await lookAround(soak, held[0]);
    held.push(...seen.held.slice(0, 1));
    faults.push(...soak.record.faults.splice(0), ...crashes, ...seen.faults);
  }

  try {
    await look();
    for (let told = 0; faults.length === 0 && passedMinutes() < minutes;) {
      await beRough(soak, random, next, counts);
      await look();
      if (passedMinutes() < told + 1) continue;
      told = Math.floor(passedMinutes());
      tell(`${told} min: ${sum(counts)} mishaps, ${held.length} looks, ${sizeOf(held.at(-1))}`);
    }
    faults.push(...growthOf(held));
    if (faults.length === 0) faults.push(...(await end(soak)));
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  } finally {
    await Promise.all(soak.windows.map((window) => window.kill()));
    await soak.remove();
  }
  return { faults, mishaps: counts, outcomes: soak.record.outcomes, held };
}

/** One mishap after the other, each undone in a while, so that they overlap. */
async function beRough(
  soak: Soak,
  random: () => number,
  next: () => readonly [name: string, happen: Mishap],
  counts: Record<string, number>,
): Promise<void> {
  const until = performance.now() + roughMs;
  const undone: Promise<unknown>[] = [];
  while (performance.now() < until) {
    const [name, happen] = next();
    counts[name] = (counts[name] ?? 0) + 1;
    const lastsMs = between(random, 20, 3_000);
    const undo = await happen(soak, random);
    // Whatever another one has made of it meanwhile is put right in the end.
    if (undo !== undefined) undone.push(wait(lastsMs).then(() => undo().catch(() => undefined)));
    await wait(between(random, 0, 600));
  }
  await Promise.all(undone);
}

/** Gives each of them once, in any order, and then each once more. */
function eachOnce<T>(all: readonly T[], random: () => number): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = [...all];
    return left.splice(between(random, 0, left.length - 1), 1)[0] as T;
  };
}

/** Then every window ends, and nothing is left open in it. */
async function end(soak: Soak): Promise<readonly string[]> {
  const left = await renewAll(soak);
  await Promise.all(soak.windows.map((window) => closeWindow(soak, window)));
  return [...left, ...soak.record.faults];
}

function growthOf(held: readonly Held[]): readonly string[] {
  const heap = held.map(({ heapBytes }) => heapBytes);
  const descriptors = held.flatMap((one) => one.descriptors ?? []);
  const megabytes = heap.map((bytes) => (bytes / 2 ** 20).toFixed(1));
  return [
    ...(grewBy(heap) > heapToleranceBytes ? [`The heap grows: ${megabytes.join(', ')} MB.`] : []),
    ...(grewBy(descriptors) > descriptorTolerance
      ? [`More and more files are open: ${descriptors.join(', ')}.`]
      : []),
  ];
}

const sizeOf = (held: Held | undefined): string =>
  `heap ${((held?.heapBytes ?? 0) / 2 ** 20).toFixed(1)} MB, ${held?.fileWatches} watches, ` +
  `${held?.descriptors} descriptors, ${held?.listeners} listeners`;

const sum = (counts: Counts): number => Object.values(counts).reduce((a, b) => a + b, 0);

// What `npm run bench -- --json` writes, and what a run keeps beside it.
import type { Spread } from './statistics.ts';

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

export interface InVsCode {
  readonly activationMs: number;
  readonly baselineActivationMs: number;
  readonly heapMB: number;
  readonly baselineHeapMB: number;
}

/** Times in ms, sizes in thousands (kB) or millions (MB) of bytes; medians unless a name says otherwise. */
export interface BenchResult {
  readonly vscode: Readonly<Record<string, InVsCode>>;
  /** From the rename of a token file to the new text, in the slower of the VS Codes. */
  readonly changeToStatusMs: Latency;
  readonly changeToStatus5kMs: Latency;
  readonly rawWatchMs: Latency;
  readonly config10kMs: {
    readonly ours: number;
    readonly jsSdk: number;
    readonly botocore: number;
  };
  readonly refreshMs: {
    readonly ours: number;
    readonly jsSdk: number;
    readonly botocore: number;
    readonly cli: number;
  };
  readonly signInMs: number;
  readonly idle: {
    readonly wakeupsPerMin: number;
    readonly fileReads: number;
    readonly cpuMsPerMin: number;
  };
  /** The exponent of the power law over 1, 10, 100 and 1,000 sessions. */
  readonly growth: Readonly<Record<string, number>>;
  readonly vsixKB: number;
  readonly eagerKB: number;
  readonly dependencies: number;
}

/** What one figure adds, and how its measurements are spread. */
export interface Measured {
  readonly result: Partial<BenchResult>;
  readonly spread?: Readonly<Record<string, Spread>>;
}

export interface BenchOptions {
  /** Fewer rounds: whether it works, rather than how fast. */
  readonly quick: boolean;
  readonly progress: (text: string) => void;
}

export type Figure = (options: BenchOptions) => Promise<Measured>;

/** A whole run, as `out/reports/bench.json` keeps it. */
export interface Report extends Partial<BenchResult> {
  readonly machine: {
    readonly cpus: number;
    /** Over the last minute, before and after: much above 0 before, and other work was measured too. */
    readonly load: readonly [before: number, after: number];
    readonly node: string;
    readonly platform: string;
    readonly quick: boolean;
  };
  readonly spread: Readonly<Record<string, Spread>>;
}

/** The figures alone. */
export function resultOf(report: Report): Partial<BenchResult> {
  const figures = Object.entries(report).filter(
    ([name]) => name !== 'machine' && name !== 'spread',
  );
  return Object.fromEntries(figures);
}

// The line between the conductor of a soak and one window in it: JSON, a line each way.

/** Where things are, and how time goes by; handed over as an environment variable. */
export interface SoakStage {
  readonly home: string;
  readonly stateFile: string;
  /** ms since the epoch, when `startedAt` was by the clock of this machine. */
  readonly clockStart: number;
  readonly startedAt: number;
  /** How many times as fast as outside. */
  readonly speed: number;
}

export const stageVariable = 'SOAK_STAGE';

export type Request =
  /** The clock of the machine was set: so far ahead of the true one, ms. */
  | { readonly kind: 'clock'; readonly aheadMs: number }
  /** What it shows and holds, as it is; nothing is read for it. */
  | { readonly kind: 'show' }
  /** Every session, as a person asks for it. Only whoever waits is told when that is done. */
  | { readonly kind: 'refresh'; readonly isAwaited: boolean }
  /** As VS Code stops an extension. */
  | { readonly kind: 'stop' };

export interface ShownSession {
  readonly id: string;
  readonly state: string;
  readonly expiresAt: number | undefined;
  readonly renewable: boolean;
  readonly file: string;
}

export interface Held {
  /** After a collection. */
  readonly heapBytes: number;
  readonly fileWatches: number;
  /** To the end of the window, and to what befalls its process. */
  readonly listeners: number;
  /** Open file descriptors; undefined where the system does not tell. */
  readonly descriptors: number | undefined;
}

export interface Answer {
  readonly shown?: readonly ShownSession[];
  readonly held?: Held;
  /** How refreshes ended since the last answer. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What should never have been; a sentence each. */
  readonly faults: readonly string[];
}

/** The time on this stage, ms since the epoch, where nobody has set the clock. */
export const timeOn = ({ clockStart, startedAt, speed }: SoakStage): number =>
  clockStart + Math.round((Date.now() - startedAt) * speed);

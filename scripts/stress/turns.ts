// The line between the conductor of a stress run and one process in it: a line of JSON each way.
import { createInterface } from 'node:readline';

export interface Turn {
  /** The one clock of the run, ms since the epoch; it stands still during a turn. */
  readonly now: number;
  /** Real milliseconds, so that the processes come in another order each time. */
  readonly delayMs: number;
}

export interface TurnResult {
  /** It holds a token that it is content with. */
  readonly isContent: boolean;
  /** When it means to try again, where it is not; ms since the epoch. */
  readonly until?: number;
  /** How often what happened, for the report. */
  readonly counts: Readonly<Record<string, number>>;
  /** States in which a person would have taken the session for lost. */
  readonly alarms: readonly string[];
}

/** Takes turns until the conductor hangs up. */
export async function takeTurns(take: (turn: Turn) => Promise<TurnResult>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const result = await take(JSON.parse(line) as Turn);
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
}

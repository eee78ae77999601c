// One process in a stress run, as its conductor sees it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Turn, TurnResult } from './turns.ts';

export interface Participant {
  readonly name: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Rejects when the process ends or says nothing for a long time. */
  take(turn: Turn): Promise<TurnResult>;
  stop(): Promise<void>;
}

/** Far longer than the longest wait in any of the tools. */
const longestTurnMs = 120_000;

export function startParticipant(
  name: string,
  command: readonly [string, ...string[]],
  environment: NodeJS.ProcessEnv,
): Participant {
  const [program, ...args] = command;
  const child = spawn(program, args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  // A write to a process that has ended is reported by the turn that waits for its answer.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const counts: Record<string, number> = {};
  return {
    name,
    counts,
    async take(turn) {
      const timer = setTimeout(() => child.kill('SIGKILL'), longestTurnMs);
      child.stdin.write(`${JSON.stringify(turn)}\n`);
      const line = await lines.next();
      clearTimeout(timer);
      if (line.done === true)
        throw new Error(`${name} ended in the middle of a turn: ${complaints}`);
      const result = JSON.parse(line.value) as TurnResult;
      for (const [what, times] of Object.entries(result.counts)) {
        counts[what] = (counts[what] ?? 0) + times;
      }
      return result;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

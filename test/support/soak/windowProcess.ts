// A window of a soak, as its conductor sees it: started, asked, stopped for a while, killed, ended.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Answer, Request } from './protocol.ts';

/** Longer than the longest thing a window may be waiting for: a lock that somebody holds. */
const longestAnswerMs = 60_000;
/** In which a window that was told to has to end: what it writes may be locked for half a minute. */
const longestEndMs = 45_000;

/** What came of all windows there ever were. */
export interface SoakRecord {
  /** How refreshes ended, and how often. */
  readonly outcomes: Record<string, number>;
  /** What should never have been; a sentence each. */
  readonly faults: string[];
}

export class WindowProcess {
  readonly name: string;
  readonly #record: SoakRecord;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<unknown>;
  #complaints = '';
  #isKilled = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(name: string, program: string, env: NodeJS.ProcessEnv, record: SoakRecord) {
    this.name = name;
    this.#record = record;
    this.#child = spawn(process.execPath, ['--expose-gc', program], { env, stdio: 'pipe' });
    this.#ended = once(this.#child, 'close');
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#complaints += chunk.toString()));
    this.#child.stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Why it is not there any more although nobody has ended it; undefined while it is. */
  get crash(): string | undefined {
    const { exitCode, signalCode } = this.#child;
    const isAlive = exitCode === null && signalCode === null;
    return isAlive || this.#isKilled ? undefined : `${this.name} has crashed: ${this.#complaints}`;
  }

  /** One after the other. Rejects where it ends, or says nothing for long. */
  async ask(request: Request): Promise<Answer> {
    const asked = this.#turn.then(() => this.#ask(request));
    this.#turn = asked.catch(() => undefined);
    return asked;
  }

  async #ask(request: Request): Promise<Answer> {
    const tooLong = setTimeout(() => this.#child.kill('SIGKILL'), longestAnswerMs);
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await this.#lines.next();
    clearTimeout(tooLong);
    if (line.done === true) throw new Error(`${this.name} gave no answer. ${this.#complaints}`);
    const answer = JSON.parse(line.value) as Answer;
    const { outcomes, faults } = this.#record;
    for (const [kind, times] of Object.entries(answer.outcomes)) {
      outcomes[kind] = (outcomes[kind] ?? 0) + times;
    }
    faults.push(...answer.faults.map((fault) => `${this.name}: ${fault}`));
    return answer;
  }

  /** As a machine that is too busy, or asleep. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    this.#isKilled = true;
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Hangs up after the last answer. True when it ends by itself then: nothing in it is open any more. */
  async end(): Promise<boolean> {
    this.#isKilled = true;
    this.#child.stdin.end();
    let isForced = false;
    const tooLong = setTimeout(() => {
      isForced = true;
      this.#child.kill('SIGKILL');
    }, longestEndMs);
    await this.#ended;
    clearTimeout(tooLong);
    return !isForced;
  }
}

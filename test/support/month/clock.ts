// The time of a simulated month: what happens in the world goes on while the machine sleeps, its timers
// do not.

interface Disposable {
  dispose(): void;
}

interface Entry {
  readonly at: number;
  readonly act: () => void;
  isOff: boolean;
}

export class MonthClock {
  #now: number;
  #sleptMs = 0;
  #fellAsleepAt: number | undefined;
  /** By the time of the world, ms since the epoch. */
  readonly #events: Entry[] = [];
  /** By the time that the machine was awake. */
  readonly #timers: Entry[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  /** ms since the epoch */
  get now(): number {
    return this.#now;
  }

  get isAsleep(): boolean {
    return this.#fellAsleepAt !== undefined;
  }

  /** Happens then, whatever the machine does; ms since the epoch. */
  at(at: number, act: () => void): Disposable {
    return added(this.#events, at, act);
  }

  /** Happens when the machine has been awake for so many ms. */
  readonly startTimer = (act: () => void, ms: number): Disposable => {
    const awake = (this.#fellAsleepAt ?? this.#now) - this.#sleptMs;
    return added(this.#timers, awake + Math.max(0, ms), act);
  };

  sleep(): void {
    this.#fellAsleepAt ??= this.#now;
  }

  wake(): void {
    this.#sleptMs += this.#now - (this.#fellAsleepAt ?? this.#now);
    this.#fellAsleepAt = undefined;
  }

  /** Lets happen what is due till then; what each brings about has settled before the next. */
  async runUntil(end: number, afterEach: () => void): Promise<void> {
    for (;;) {
      const event = first(this.#events);
      const timer = this.isAsleep ? undefined : first(this.#timers);
      const eventAt = event?.at ?? Infinity;
      const timerAt = timer === undefined ? Infinity : timer.at + this.#sleptMs;
      const at = Math.min(eventAt, timerAt);
      if (at > end) return;
      // Of what is due at once, what a window does comes first: whoever looks then sees that.
      const due = eventAt < timerAt ? this.#events.pop() : this.#timers.pop();
      this.#now = Math.max(this.#now, at);
      due?.act();
      await settled();
      afterEach();
    }
  }
}

/** What is done here waits for nothing but promises, and for few of them in a row. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** Latest first; of two at once the one that was added first happens first. */
function added(entries: Entry[], at: number, act: () => void): Disposable {
  const entry: Entry = { at, act, isOff: false };
  let index = entries.length;
  while (index > 0 && (entries[index - 1]?.at ?? Infinity) <= at) index -= 1;
  entries.splice(index, 0, entry);
  return {
    dispose: () => {
      entry.isOff = true;
    },
  };
}

function first(entries: Entry[]): Entry | undefined {
  while (entries.at(-1)?.isOff === true) entries.pop();
  return entries.at(-1);
}

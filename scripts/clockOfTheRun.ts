// A time of its own for a process: the AWS SDK for JavaScript reads no other clock than the process's.
let now = 0;

class ClockOfTheRun extends Date {
  // Only what is not given a time reads the clock.
  constructor(...time: [] | [string | number | Date]) {
    super(time.length === 0 ? now : time[0]);
  }
  static override now(): number {
    return now;
  }
}

/** Stops the clock of this process at that time, ms since the epoch. */
export function setClock(at: number): void {
  now = at;
  globalThis.Date = ClockOfTheRun as DateConstructor;
}

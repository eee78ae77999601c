// The AWS SDK for JavaScript in a stress run. It reads no other clock than the process's own, so that
// this process has another one.
import { setTimeout as wait } from 'node:timers/promises';
import { fromSso } from '@aws-sdk/token-providers';
import { type Turn, type TurnResult, takeTurns } from './turns.ts';

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

globalThis.Date = ClockOfTheRun as DateConstructor;

const provide = fromSso({ profile: 'dev' });

await takeTurns(async (turn: Turn): Promise<TurnResult> => {
  ({ now } = turn);
  await wait(turn.delayMs);
  try {
    await provide();
    return { isContent: true, counts: { provided: 1 }, alarms: [] };
  } catch (error) {
    // It tries again after 30 seconds.
    const { name } = error as Error;
    return { isContent: false, until: now + 31_000, counts: { [name]: 1 }, alarms: [] };
  }
});

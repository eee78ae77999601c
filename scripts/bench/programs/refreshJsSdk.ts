// Renews as the AWS SDK for JavaScript does. It reads no other clock than the process's own, so that
// this process has another one.
import { fromSso } from '@aws-sdk/token-providers';
import { answer, timed } from './answer.ts';

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

const provide = fromSso({ profile: process.env['BENCH_PROFILE'] ?? '' });

await answer(async (request) => {
  ({ now } = request);
  return await timed(async () => {
    const { expiration } = await provide();
    if ((expiration?.getTime() ?? 0) <= now) throw new Error('The token was not renewed.');
  });
});

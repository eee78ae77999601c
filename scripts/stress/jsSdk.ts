// The AWS SDK for JavaScript in a stress run.
import { setTimeout as wait } from 'node:timers/promises';
import { fromSso } from '@aws-sdk/token-providers';
import { setClock } from '../clockOfTheRun.ts';
import { type Turn, type TurnResult, takeTurns } from './turns.ts';

const provide = fromSso({ profile: 'dev' });

await takeTurns(async (turn: Turn): Promise<TurnResult> => {
  const { now } = turn;
  setClock(now);
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

// A short run of `npm run stress`: many windows on one session, alone and among other tools.
import { expect, test } from 'vitest';
import { runStress } from '../../scripts/stress/conductor.ts';

const windows = { processes: 12, seed: 7 };

test('12 windows renew a session once at each of 30 expiries, and never show it as lost', async () => {
  const report = await runStress({ ...windows, expiries: 30, withOthers: false });
  expect(report).toMatchObject({
    expiries: 30,
    createTokenCalls: 30,
    invalidGrants: 0,
    lostSessions: 0,
    falseAlarmStates: {},
  });
  // Who comes second finds the new token, and is not merely held back by the 30 seconds.
  const ended = Object.keys(report.outcomes).filter((kind) => kind !== 'notDue');
  expect(ended.toSorted()).toEqual(['refreshed', 'renewedElsewhere']);
});

test('12 windows, botocore and the AWS SDK for JavaScript lose no session in 10 expiries', async () => {
  const report = await runStress({ ...windows, expiries: 10, withOthers: true });
  expect(report).toMatchObject({ expiries: 10, lostSessions: 0, falseAlarmStates: {} });
  // It was a race: someone came too late.
  expect(report.invalidGrants).toBeGreaterThan(0);
});

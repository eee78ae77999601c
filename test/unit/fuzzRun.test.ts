// What a fuzz test is made of: how long it goes on, and whom it takes for slow.
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { batches, inTime, inTimeAwaited, runs } from '../support/fuzz/fuzz.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('however late it is, a tenth of the runs are done, and no more', async () => {
  let late = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (late += 3_600_000));
  const { numRuns } = fc.check(
    fc.property(fc.nat(), () => undefined),
    runs(1_000),
  );
  const awaited = await fc.check(
    fc.asyncProperty(fc.nat(), () => Promise.resolve()),
    runs(15),
  );
  expect([numRuns, awaited.numRuns]).toEqual([100, 2]);
});

test('in time, all of them', () => {
  const property = fc.property(fc.nat(), () => undefined);
  expect(fc.check(property, runs(30)).numRuns).toBe(30);
});

test('a bounded run asks about one batch, the same each time', () => {
  const [one, other] = [0, 1].map(() => [...batches(fc.nat(), 5)]);
  expect([one?.length, one?.[0]?.inputs.length, one]).toEqual([1, 5, other]);
});

/** Computes for 60 ms for as long as it is called so often. */
function slowFor(tries: number): () => number {
  let [tried, user] = [0, 0];
  vi.spyOn(process, 'cpuUsage').mockImplementation((before) => ({
    user: user - (before?.user ?? 0),
    system: 0,
  }));
  return () => {
    if (++tried <= tries) user += 60_000;
    return tried;
  };
}

test('who computes for long is tried again, twice', async () => {
  expect(inTime(slowFor(2))).toBe(3);
  expect(() => inTime(slowFor(3))).toThrow('ms of CPU time');
  const awaited = (tries: number) => {
    const act = slowFor(tries);
    return inTimeAwaited(() => Promise.resolve(act()));
  };
  expect(await awaited(2)).toBe(3);
  await expect(awaited(3)).rejects.toThrow('ms of CPU time');
});

test('who hangs without computing is tried again, twice', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const hangFor = (tries: number) => {
    let tried = 0;
    return inTimeAwaited(() =>
      ++tried > tries ? Promise.resolve(tried) : new Promise<number>(() => undefined),
    );
  };
  const outcomes = Promise.allSettled([hangFor(2), hangFor(3)]);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await outcomes).toEqual([
    { status: 'fulfilled', value: 3 },
    { status: 'rejected', reason: new Error('It took more than 1000 ms.') },
  ]);
});

// Which refusals are waited out, where, and for how long.
import { expect, test } from 'vitest';
import { isHeld, isPassing, tryDespite } from '../../src/aws/heldPath.ts';

const failed = (code?: string) => Object.assign(new Error('failed'), { code });

test.each([
  ['EPERM', true],
  ['EACCES', true],
  ['EBUSY', true],
  ['ENOENT', false],
  ['EEXIST', false],
  ['ENOSPC', false],
  ['EROFS', false],
  ['ELOCKED', false],
  [undefined, false],
])('%s may be held, and passes on Windows alone: %s', (code, is) => {
  const error = failed(code);
  expect([
    isHeld(error),
    isPassing(error, 'win32'),
    isPassing(error, 'linux'),
    isPassing(error, 'darwin'),
  ]).toEqual([is, is, false, false]);
});

test.each([
  ['that never comes', [], undefined, 'done', []],
  ['that passes', ['EBUSY', 'EBUSY'], undefined, 'done', [10, 30]],
  ['of another kind', ['ENOSPC'], undefined, 'ENOSPC', []],
  ['of another kind after one that passed', ['EBUSY', 'ENOSPC'], undefined, 'ENOSPC', [10]],
  ['that passes with the last pause', ['EBUSY', 'EBUSY'], [1, 2], 'done', [1, 2]],
  ['that stays', ['EBUSY', 'EBUSY', 'EBUSY'], [1, 2], 'EBUSY', [1, 2]],
])('a refusal %s', async (_, refusals, pauses, end, waited) => {
  const left = [...refusals];
  const waits: number[] = [];
  const wait = (ms: number) => Promise.resolve(waits.push(ms));
  const task = () => {
    const code = left.shift();
    return code === undefined ? Promise.resolve('done') : Promise.reject(failed(code));
  };
  const outcome = await tryDespite(isHeld, task, pauses, wait).catch(
    (error: unknown) => (error as NodeJS.ErrnoException).code,
  );
  expect([outcome, waits]).toEqual([end, waited]);
});

test('two seconds unless told', async () => {
  let waitedMs = 0;
  const wait = (ms: number) => Promise.resolve((waitedMs += ms));
  await expect(
    tryDespite(isHeld, () => Promise.reject(failed('EPERM')), undefined, wait),
  ).rejects.toMatchObject({ code: 'EPERM' });
  expect(waitedMs).toBe(2_000);
});

import { expect, test } from 'vitest';
import { flowFor } from '../../src/core/signInPlace.ts';

test.each([
  ['automatic', true, 'browser'],
  ['automatic', false, 'deviceCode'],
  ['browser', true, 'browser'],
  ['browser', false, 'browser'],
  ['deviceCode', true, 'deviceCode'],
  ['deviceCode', false, 'deviceCode'],
] as const)('%s, with the browser on the same machine: %s, is by %s', (wish, isSame, flow) => {
  expect(flowFor(wish, isSame)).toBe(flow);
});

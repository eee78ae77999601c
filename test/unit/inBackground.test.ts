import { expect, test } from 'vitest';
import { inBackground } from '../../src/commands/inBackground.ts';

test('what nobody waits for fails with a line in the log, by its code, and with nothing else', async () => {
  const said = new Promise((resolve) => {
    const error = Object.assign(new Error('a secret'), { code: 'ENOENT' });
    inBackground({ error: resolve }, 'a notice', Promise.reject(error));
  });
  expect(await said).toBe('a notice: ENOENT');
});

import { expect, test } from 'vitest';
import { onReturn } from '../../src/core/windowReturn.ts';

const away = { focused: false, active: false };
const watched = { focused: true, active: false };
const atWork = { focused: true, active: true };
const elsewhere = { focused: false, active: true };

test.each([
  ['the focus comes', [away, watched], 1],
  ['the focus comes with the first key', [away, atWork], 1],
  ['the first key comes after the focus', [away, watched, atWork], 2],
  ['the focus comes back at once', [elsewhere, atWork], 1],
  ['nobody types for a minute', [atWork, watched], 0],
  ['the focus goes', [atWork, elsewhere], 0],
  ['the focus goes, and nobody types', [atWork, away], 0],
  ['somebody goes and comes back', [atWork, elsewhere, away, atWork], 1],
  ['nothing differs', [atWork, atWork], 0],
])('%s', (_, [first, ...states], returns) => {
  let seen = 0;
  const listener = onReturn(first ?? away, () => (seen += 1));
  for (const state of states) listener(state);
  expect(seen).toBe(returns);
});

import { expect, test } from 'vitest';
import { plain, shortened, withoutDirections } from '../../src/words/plain.ts';

test.each([
  ['corp', 'corp'],
  ['a-name-of-24-characters!', 'a-name-of-24-characters!'],
  ['a-name-of-25-characters!!', 'a-name-of-25-characters…'],
  // One character to people, and eleven to a computer.
  ['👩‍👩‍👧‍👦'.repeat(25), `${'👩‍👩‍👧‍👦'.repeat(23)}…`],
  ['e\u0301'.repeat(24), 'e\u0301'.repeat(24)],
])('a long name is cut between characters: %s', (name, expected) => {
  expect(shortened(name)).toBe(expected);
});

test('nothing turns the reading direction', () => {
  const turning = '\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069';
  expect([withoutDirections(`co${turning}rp`), plain(`\u202Ecorp`)]).toEqual(['corp', 'corp']);
  expect(withoutDirections('שלום 会社 équipe')).toBe('שלום 会社 équipe');
});

test('a name is no icon and no link', () => {
  expect(plain('$(x) [a](b)')).toBe('$\u200B(x) [a]\u200B(b)');
});

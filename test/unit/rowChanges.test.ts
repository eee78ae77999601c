import { expect, test } from 'vitest';
import { type DrawnRow, changedRows, rootId } from '../../src/core/rowChanges.ts';

type Changes = Readonly<Record<string, DrawnRow | undefined>>;

const rows = (changes: Changes = {}) => {
  const all: Changes = {
    [rootId]: { shown: '', below: ['a', 'b'] },
    a: { shown: 'a', below: ['a/1', 'a/2'] },
    'a/1': { shown: '42 min left', below: [] },
    'a/2': { shown: '2', below: [] },
    b: { shown: 'b', below: [] },
    ...changes,
  };
  return new Map(
    Object.entries(all).flatMap(([id, row]) => (row === undefined ? [] : [[id, row] as const])),
  );
};

test.each([
  ['nothing', {}, []],
  ['a text below, alone', { 'a/1': { shown: '41 min left', below: [] } }, ['a/1']],
  ['a text above', { a: { shown: '12m', below: ['a/1', 'a/2'] } }, ['a']],
  ['two texts', { b: { shown: 'c', below: [] }, 'a/2': { shown: '3', below: [] } }, ['a/2', 'b']],
  ['one less below', { a: { shown: 'a', below: ['a/1'] }, 'a/2': undefined }, ['a']],
  ['one more below', { b: { shown: 'b', below: ['b/1'] }, 'b/1': { shown: '', below: [] } }, ['b']],
  ['another order below', { a: { shown: 'a', below: ['a/2', 'a/1'] } }, ['a']],
  [
    'one more above all, and a text',
    { [rootId]: { shown: '', below: ['a', 'b', 'c'] }, a: { shown: '12m', below: [] } },
    [rootId],
  ],
])('draws anew only what differs: %s', (_name, changes, expected) => {
  expect(changedRows(rows(), rows(changes))).toEqual(expected);
});

test('draws all of it where nothing was drawn', () => {
  expect(changedRows(new Map(), rows())).toEqual([rootId]);
});

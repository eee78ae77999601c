// What is noted of a session: each thing once, whoever saw it, and what somebody did before what was seen.
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  type HistoryEvent,
  type SessionHistory,
  type Sighting,
  noHistory,
  observed,
  recorded,
} from '../../src/core/history.ts';
import {
  at,
  history,
  refused,
  registrationExpiresAt,
  renewal,
  sees,
  signIn,
  signOut,
  token,
} from '../support/historyBuilder.ts';

/** A millisecond, in minutes. */
const moment = 1 / 60_000;

/** Of whose token so many minutes are left. */
const ending = (minutes: number): HistoryEvent => signIn(-90, 'a', { expiresAt: at(minutes) });

type Row = readonly [
  name: string,
  before: SessionHistory,
  seen: Sighting,
  after: readonly HistoryEvent[],
];

describe('what is seen', () => {
  test.each<Row>([
    ['first of all may be of any age', noHistory, sees(0, 'a'), [renewal(0, 'a', { after: 0 })]],
    ['first of all: nothing', noHistory, sees(0, undefined), [signOut(0, { after: 0 })]],
    [
      'after something else was seen by the same eyes',
      history(ending(20)),
      sees(0, 'b', -1),
      [ending(20), renewal(0, 'b', { after: at(-1) })],
    ],
    [
      'a token that comes earlier than any tool renews is of a sign-in',
      history(ending(20 + moment)),
      sees(0, 'b', -1),
      [ending(20 + moment), signIn(0, 'b', { after: at(-1) })],
    ],
    [
      'also soon after the one before',
      history(signIn(-6, 'a')),
      sees(0, 'b', -1),
      [signIn(-6, 'a'), signIn(0, 'b', { after: at(-1) })],
    ],
    [
      'but not at once: two may have renewed together',
      history(signIn(-6 + moment, 'a')),
      sees(0, 'b', -1),
      [signIn(-6 + moment, 'a'), renewal(0, 'b', { after: at(-1) })],
    ],
    [
      'nor by a clock that was put back since the last look',
      history(signIn(-90, 'a')),
      sees(0, 'b', moment),
      [signIn(-90, 'a'), renewal(0, 'b', { after: at(-90) })],
    ],
    [
      'nor after one of which nobody knows when it was to end',
      history(signIn(-90, 'a', { expiresAt: undefined })),
      sees(0, 'b', -1),
      [signIn(-90, 'a', { expiresAt: undefined }), renewal(0, 'b', { after: at(-1) })],
    ],
    [
      'by eyes that have just opened: since the last note',
      history(signIn(-90, 'a')),
      sees(0, 'b'),
      [signIn(-90, 'a'), renewal(0, 'b', { after: at(-90) })],
    ],
    [
      'by eyes that saw less than was noted meanwhile',
      history(signIn(-90, 'a'), refused(-30, 'a')),
      sees(0, 'b', -40),
      [signIn(-90, 'a'), refused(-30, 'a'), signIn(0, 'b', { after: at(-30) })],
    ],
    [
      'a token where there was none is of a sign-in',
      history(signIn(-90, 'a'), signOut(-30)),
      sees(0, 'b', -1),
      [signIn(-90, 'a'), signOut(-30), signIn(0, 'b', { after: at(-1) })],
    ],
    [
      'a token of another registration is of a sign-in',
      history(ending(20)),
      sees(0, token('b', { registrationExpiresAt: registrationExpiresAt + 1 }), -1),
      [ending(20), signIn(0, 'b', { after: at(-1) })],
    ],
    [
      'a token that does not tell its registration may be renewed',
      history(ending(20)),
      sees(0, token('b', { registrationExpiresAt: undefined }), -1),
      [ending(20), renewal(0, 'b', { after: at(-1) })],
    ],
    [
      'a token that cannot be renewed is the last of its sign-in',
      history(ending(20)),
      sees(0, token('b', { hasRefreshFields: false }), -1),
      [ending(20), renewal(0, 'b', { after: at(-1), isLast: true })],
    ],
    [
      'so that the next is of another',
      history({ ...ending(20), isLast: true }),
      sees(0, 'b', -1),
      [{ ...ending(20), isLast: true }, signIn(0, 'b', { after: at(-1) })],
    ],
    [
      'no token any more',
      history(signIn(-90, 'a')),
      sees(0, undefined, -1),
      [signIn(-90, 'a'), signOut(0, { after: at(-1) })],
    ],
    [
      'a token that was only away',
      history(signIn(-90, 'a'), signOut(-30, { after: at(-31) })),
      sees(0, 'a'),
      [signIn(-90, 'a')],
    ],
    [
      'by a clock that was put back',
      history(signIn(10, 'a')),
      sees(0, 'b', -1),
      [signIn(10, 'a'), renewal(0, 'b', { after: at(-1) })],
    ],
    [
      'by a clock that was put back by more than a minute',
      history(signIn(1 + moment, 'a')),
      sees(0, 'b', -1),
      [signIn(1 + moment, 'a'), renewal(0, 'b', { after: at(-1) })],
    ],
    [
      'a minute more precisely',
      history(renewal(0, 'a', { after: at(-2) })),
      sees(0, 'a', -1),
      [renewal(0, 'a', { after: at(-1) })],
    ],
    [
      'more precisely: nearer to the beginning',
      history(renewal(0, 'a', { after: at(-90) })),
      sees(1, 'a', -30),
      [renewal(0, 'a', { after: at(-30) })],
    ],
    [
      'more precisely: earlier',
      history(renewal(0, 'a', { after: at(-90) })),
      sees(-20, 'a'),
      [renewal(-20, 'a', { after: at(-90) })],
    ],
  ])('%s', (_name, before, seen, after) => {
    expect(observed(before, seen).events).toEqual(after);
  });

  test.each<readonly [name: string, before: SessionHistory, seen: Sighting]>([
    ['a token that is known', history(signIn(-90, 'a')), sees(0, 'a', -1)],
    ['an older token', history(signIn(-90, 'a'), renewal(-30, 'b')), sees(0, 'a', -1)],
    ['a token that was refused', history(signIn(-90, 'a'), refused(-30, 'a')), sees(0, 'a')],
    ['no token, which is known', history(signOut(-30)), sees(0, undefined, -1)],
    [
      'a token of a session that somebody ended',
      history(signIn(-90, 'a'), signOut(-30)),
      sees(0, 'a'),
    ],
    ['a moment before the last note', history(signIn(1, 'a')), sees(0, 'b')],
    [
      'less than a minute more precisely',
      history(renewal(0, 'a', { after: at(-2) })),
      sees(0, 'a', -1 - moment),
    ],
    ['after it had happened', history(renewal(0, 'a', { after: at(-90) })), sees(3, 'a', 2)],
  ])('is not new: %s', (_name, before, seen) => {
    expect(observed(before, seen)).toBe(before);
  });

  test('the registration is that of the last token which tells of one', () => {
    const seen = [sees(0, 'a'), sees(2, token('b', { registrationExpiresAt: undefined }))];
    expect(seen.reduce(observed, noHistory).registrationExpiresAt).toBe(registrationExpiresAt);
  });
});

describe('what somebody did', () => {
  const seenA = renewal(0, 'a', { after: at(-90) });
  test.each<readonly [string, SessionHistory, HistoryEvent, readonly HistoryEvent[]]>([
    ['is noted', history(), signIn(0, 'a'), [signIn(0, 'a')]],
    ['replaces what was seen of it', history(seenA), signIn(0, 'a'), [signIn(0, 'a')]],
    [
      'also when more has been seen since',
      history(seenA, renewal(9, 'b', { after: at(5) })),
      signIn(0, 'a'),
      [signIn(0, 'a'), renewal(9, 'b', { after: at(5) })],
    ],
    [
      'replaces the sign-out that was seen of it',
      history(signIn(-9, 'a'), signOut(0, { after: at(-1) })),
      signOut(-0.5),
      [signIn(-9, 'a'), signOut(-0.5)],
    ],
    ['is refused', history(signIn(-9, 'a')), refused(0, 'a'), [signIn(-9, 'a'), refused(0, 'a')]],
    [
      'gives a token that nobody has seen yet',
      history(renewal(-9, 'a')),
      { at: at(0), kind: 'renewal' },
      [renewal(-9, 'a'), { at: at(0), kind: 'renewal' }],
    ],
  ])('%s', (_name, before, event, after) => {
    expect(recorded(before, event).events).toEqual(after);
  });

  test.each<readonly [string, SessionHistory, HistoryEvent]>([
    ['a sign-in', history(signIn(0, 'a')), signIn(0, 'a')],
    ['a refusal', history(signIn(-9, 'a'), refused(0, 'a')), refused(1, 'a')],
    ['a sign-out', history(signOut(0)), signOut(1)],
    [
      'a refusal of a token that was replaced',
      history(signIn(-9, 'a'), renewal(0, 'b')),
      refused(1, 'a'),
    ],
  ])('is not noted twice, or too late: %s', (_name, before, event) => {
    expect(recorded(before, event)).toBe(before);
  });

  test('a sign-in tells of its registration', () => {
    const other = registrationExpiresAt + 1;
    expect(recorded(history(), signIn(0, 'a'), other).registrationExpiresAt).toBe(other);
    expect(recorded(history(), renewal(0, 'a')).registrationExpiresAt).toBe(registrationExpiresAt);
  });
});

test('a thing is noted once, however many windows see it, in whatever order, when somebody else did it', () => {
  const step = fc.record({
    window: fc.nat({ max: 11 }),
    step: fc.nat({ max: 5 }),
    lateBy: fc.integer({ min: 0, max: 50_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.array(fc.boolean()), (steps, ours) => {
      // Token by token, a minute and more between: each window sees each at a moment of its own.
      const inOrder = steps.toSorted((a, b) => a.step - b.step);
      const note = (before: SessionHistory, { step: index, lateBy }: (typeof steps)[number]) => {
        const seenAt = at(index * 5) + lateBy;
        const name = `token ${index}`;
        const seen = observed(before, {
          at: seenAt,
          notBefore: at(index * 5) - 1,
          token: token(name),
        });
        return ours[index] === true ? recorded(seen, renewal(index * 5, name)) : seen;
      };
      const once = inOrder.reduce(note, noHistory);
      expect(once.events.map((event) => event.token)).toEqual(
        [...new Set(inOrder.map(({ step: index }) => index))].map((index) => `token ${index}`),
      );
      // All of it once more, by every window: nothing is new.
      for (const { step: index } of inOrder.slice(-1)) {
        expect(note(once, { window: 0, step: index, lateBy: 0 })).toBe(once);
      }
    }),
  );
});

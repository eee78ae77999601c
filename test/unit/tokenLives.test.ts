// The lives of tokens, in hours from now: "-2 until -1, gone -1.5, next renewal".
import { expect, it } from 'vitest';
import { hourMs } from '../../src/core/durations.ts';
import type { HistoryEvent } from '../../src/core/history.ts';
import { tokenLives } from '../../src/core/tokenLives.ts';
import { now, statusOf, tokenWith } from '../support/overviewBuilder.ts';

const hours = (ms: number): string => String((ms - now) / hourMs);
const at = (hoursFromNow: number): number => now + hoursFromNow * hourMs;
const event = (kind: HistoryEvent['kind'], when: number, expires?: number): HistoryEvent => ({
  kind,
  at: at(when),
  ...(expires !== undefined && { expiresAt: at(expires) }),
});

const signedOut = statusOf({ file: { kind: 'absent' } });
const holding = (expires: number, hasRefreshFields = true) =>
  statusOf({ file: tokenWith({ expiresAt: at(expires), hasRefreshFields }) });

const lives = (events: readonly HistoryEvent[], status = signedOut) =>
  tokenLives(events, status, now).map(({ from, expiresAt, goneAt, next, isLast }) =>
    [
      `${hours(from)} until ${hours(expiresAt)}`,
      ...(goneAt === undefined ? [] : [`gone ${hours(goneAt)}`]),
      ...(next === undefined ? [] : [`next ${next.kind}`]),
      ...(isLast ? ['last'] : []),
    ].join(', '),
  );

const signIn = event('signIn', -3, -2);
const renewal = event('renewal', -2.5, 1);

it.each([
  ['nothing noted, nothing there', [], signedOut, []],
  ['one that is there still', [renewal], holding(1), ['-2.5 until 1']],
  [
    'one after the other',
    [signIn, renewal],
    holding(1),
    ['-3 until -2, gone -2.5, next renewal', '-2.5 until 1'],
  ],
  [
    'a refusal leaves the token where it is',
    [signIn, event('refused', -2.75)],
    holding(-2),
    ['-3 until -2, next refused'],
  ],
  [
    'a sign-out ends it',
    [signIn, event('signOut', -2.75)],
    signedOut,
    ['-3 until -2, gone -2.75, next signOut'],
  ],
  ['one that was deleted, which nobody has noted', [renewal], signedOut, ['-2.5 until 1, gone 0']],
  [
    'what brings none, though a time is noted with it',
    [event('refused', -1, 1), event('signOut', -0.5, 1)],
    signedOut,
    [],
  ],
  ['one whose end was not noted', [event('signIn', -3)], signedOut, []],
  [
    'one that nobody has noted yet',
    [signIn],
    holding(2),
    ['-3 until -2, gone 0, next renewal', '0 until 2'],
  ],
  ['such a one that cannot be renewed', [], holding(2, false), ['0 until 2, last']],
  [
    'one noted as such',
    [{ ...renewal, isLast: true } as const],
    holding(1, false),
    ['-2.5 until 1, last'],
  ],
])('%s', (_what, events, status, expected) => {
  expect(lives(events, status)).toEqual(expected);
});

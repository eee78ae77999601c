// A session that somebody has silenced: nothing is said while that lasts, and afterwards what is true then.
import { expect, test } from 'vitest';
import { pendingNotices } from '../../src/core/notices.ts';
import { deriveOverview, type Overview } from '../../src/core/overview.ts';
import { heldOver } from '../support/heldOver.ts';
import { noticeOutline } from '../support/noticeOutline.ts';
import { noticesBetween } from '../support/noticesBetween.ts';
import { type Entry, fileOf, fullToken, now, snapshotOf } from '../support/overviewBuilder.ts';

const endsIn50 = fileOf(fullToken('2026-01-15T12:50:00Z'));
const refused = { kind: 'refused', code: 'invalid_grant' } as const;
const active: Entry = { file: endsIn50 };
const halfHour: Entry = {
  file: fileOf(fullToken('2026-01-15T12:20:00Z', { refreshToken: undefined })),
};
const nearEnd: Entry = { file: fileOf(fullToken('2026-01-15T12:05:00Z')) };
const expired: Entry = { file: fileOf(fullToken('2026-01-15T11:00:00Z', { refreshToken: null })) };
const overviewOf = (...entries: readonly Entry[]) => deriveOverview(snapshotOf(entries), now);
const minutes = (count: number): number => now + count * 60_000;
const heard = (entry: Entry, until: number) => {
  const lines: string[] = [];
  let previous: Overview | undefined;
  for (let at = now; at <= until; at += 5000) {
    const next = deriveOverview(snapshotOf([entry]), at);
    for (const notice of pendingNotices([], previous, next)) {
      lines.push(`${new Date(at).toISOString().slice(11, 19)} ${noticeOutline(notice)}`);
    }
    previous = next;
  }
  return lines;
};
const keysOf = (entry: Entry, from: number, to: number) =>
  noticesBetween(
    deriveOverview(snapshotOf([entry]), from),
    deriveOverview(snapshotOf([entry]), to),
  ).map(({ key }) => key);

test.each<readonly [string, Entry, readonly string[]]>([
  ['for good: nothing', { file: endsIn50, failure: refused, muted: true }, []],
  ['for good, near its end: nothing is offered', { ...nearEnd, muted: true }, []],
  [
    'past both warnings: what is true then, once, and then the end',
    { file: endsIn50, failure: refused, snoozedUntil: minutes(47) },
    ['12:47:00 my-sso endsSoon 5', '12:50:00 my-sso signInNeeded'],
  ],
  [
    'between the warnings: the first is made up for',
    { file: endsIn50, failure: refused, snoozedUntil: minutes(30) },
    ['12:30:00 my-sso endsSoon 30', '12:45:00 my-sso endsSoon 5', '12:50:00 my-sso signInNeeded'],
  ],
  [
    'past the end',
    { file: endsIn50, failure: refused, snoozedUntil: minutes(55) },
    ['12:55:00 my-sso signInNeeded'],
  ],
  ['after the end', { ...expired, snoozedUntil: minutes(15) }, ['12:15:00 my-sso signInNeeded']],
  [
    'while there is nothing to say',
    { file: endsIn50, snoozedUntil: minutes(15) },
    ['12:45:00 my-sso offerRefresh'],
  ],
  ['while a refresh could be offered', { ...nearEnd, snoozedUntil: minutes(2) }, []],
])('%s', (_what, entry, lines) => {
  expect(heard(entry, minutes(58))).toEqual(lines);
});

test('what was said before the snooze is said once more after it, in one window', () => {
  const snoozed = { ...expired, snoozedUntil: minutes(15) };
  const [before] = noticesBetween(overviewOf(active), overviewOf(expired)).map(({ key }) => key);
  const [after] = keysOf(snoozed, minutes(14), minutes(15));
  expect(after).toBe(`${before} after ${minutes(15)}`);
  expect(keysOf(snoozed, minutes(12), minutes(20))).toEqual([after]);
});

test('what is said after a snooze is not said without one later, as when a window starts', () => {
  const [before] = noticesBetween(overviewOf(active), overviewOf(expired)).map(({ key }) => key);
  const at = (time: number) =>
    deriveOverview(snapshotOf([{ ...expired, snoozedUntil: minutes(15) }]), time);
  const [after] = noticesBetween(at(minutes(14)), at(minutes(15)));
  expect(after?.covers).toBe(before);
  const held = heldOver(at(minutes(14)), at(minutes(15)), at(minutes(16)));
  expect(held.map(({ covers }) => covers)).toEqual([before]);
});

test('whoever ends a snooze is not told what is in front of them', () => {
  const snoozed = overviewOf({ ...expired, snoozedUntil: minutes(15) });
  expect(noticesBetween(snoozed, overviewOf(expired))).toEqual([]);
});

test('a new sign-in ends a snooze, and is warned of like any other', () => {
  const signIn = (token: string) => ({ at: now, kind: 'signIn', token }) as const;
  const snoozed = { ...halfHour, snoozedUntil: minutes(60), snoozedFor: 'of this file' };
  const same: Entry = { ...snoozed, history: { events: [signIn('of this file')] } };
  const another: Entry = { ...snoozed, history: { events: [signIn('of another')] } };
  expect(heard(same, minutes(30))).toEqual([]);
  expect(heard(another, minutes(30))).toEqual([
    '12:15:00 my-sso endsSoon 5',
    '12:20:00 my-sso signInNeeded',
  ]);
});

test('what comes at the end of a snooze is held, too, as long as it is true', () => {
  const entry = { ...halfHour, snoozedUntil: minutes(5) };
  const at = (time: number) => deriveOverview(snapshotOf([entry]), time);
  const keysAt = (...times: readonly number[]) =>
    heldOver(...times.map((time) => at(minutes(time)))).map(({ key }) => key);
  const end = `endsSoon session:my-sso token ${minutes(20)}`;
  expect(keysAt(4, 6)).toEqual([`${end} 30 after ${minutes(5)}`]);
  expect(keysAt(4, 6, 8)).toEqual([`${end} 30 after ${minutes(5)}`]);
  // Whoever has said that says this next, and without the snooze: so must who has not.
  expect(keysAt(4, 6, 16)).toEqual([`${end} 5`]);
});

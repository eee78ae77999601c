// The one thing that is said at start-up: that everything has ended that somebody had in use.
import { expect, test } from 'vitest';
import { dayMs, hourMs } from '../../src/core/durations.ts';
import type { SessionHistory } from '../../src/core/history.ts';
import { pendingNotices } from '../../src/core/notices.ts';
import { deriveOverview, type Overview } from '../../src/core/overview.ts';
import { heldOver } from '../support/heldOver.ts';
import { noticeOutline } from '../support/noticeOutline.ts';
import { noticesBetween } from '../support/noticesBetween.ts';
import {
  absent,
  type Entry,
  fileOf,
  fullToken,
  now,
  sessionNamed,
  snapshotOf,
} from '../support/overviewBuilder.ts';

const ended = fileOf(fullToken('2026-01-15T11:00:00Z'));
const active: Entry = { file: fileOf(fullToken('2026-01-15T12:50:00Z')) };
const renewable: Entry = { file: ended };
const expired: Entry = { file: fileOf(fullToken('2026-01-15T11:00:00Z', { refreshToken: null })) };
const refusedExpired: Entry = { file: ended, failure: { kind: 'refused', code: 'invalid_grant' } };
const signedOut: Entry = { file: absent };
const other = sessionNamed('other');
const overviewOf = (...entries: readonly Entry[]) => deriveOverview(snapshotOf(entries), now);
const outline = (previous: Overview | undefined, next: Overview) =>
  noticesBetween(previous, next).map(({ kind, status }) => `${status.session.name} ${kind}`);
const endedAt = Date.parse('2026-01-15T11:00:00Z');
const seenAt = (at: string, token = 'of this file'): SessionHistory => ({
  events: [{ at: Date.parse(at), kind: 'renewal', token, expiresAt: endedAt }],
});
const whileUsable = seenAt('2026-01-15T10:00:00Z');
const seen = (entry: Entry): Entry => ({ ...entry, history: whileUsable });

/** Began so many hours ago, after one that lasted for 7, and ended an hour after it was last used. */
const estimated = (hours: number): Entry => {
  const at = (ago: number) => now - ago * hourMs;
  const token = { token: 'of this file', expiresAt: at(hours - 1) } as const;
  return {
    file: fileOf(fullToken(new Date(at(hours - 1)).toISOString())),
    history: {
      events: [
        { at: at(hours + 20), kind: 'signIn' },
        { at: at(hours + 13), kind: 'renewal' },
        { at: at(hours + 12), kind: 'refused' },
        { at: at(hours), kind: 'signIn', ...token },
      ],
    },
  };
};

test.each<readonly [string, readonly Entry[], readonly string[]]>([
  ['one that was in use', [seen(expired)], ['my-sso endedUnseen']],
  ['refused', [seen(refusedExpired)], ['my-sso endedUnseen']],
  [
    'all that were in use',
    [seen(expired), { ...seen(expired), session: other }],
    ['my-sso endedUnseen', 'other endedUnseen'],
  ],
  [
    'beside others that nobody used',
    [seen(expired), { ...expired, session: other }, { ...signedOut, session: sessionNamed('z') }],
    ['my-sso endedUnseen'],
  ],
  ['another one is left', [seen(expired), { ...seen(active), session: other }], []],
  ['another one refreshes by itself', [seen(expired), { ...seen(renewable), session: other }], []],
  [
    'another one is left, which nobody here has seen yet',
    [seen(expired), { ...active, session: other }],
    [],
  ],
  ['another one can be refreshed', [{ ...renewable, session: other }, seen(expired)], []],
  [
    'another one is left, which is muted',
    [seen(expired), { ...seen(active), session: other, muted: true }],
    ['my-sso endedUnseen'],
  ],
  [
    'another one is left, which is snoozed',
    [seen(expired), { ...seen(active), session: other, snoozedUntil: now + 1 }],
    ['my-sso endedUnseen'],
  ],
  ['nobody has ever seen it in use', [expired], []],
  [
    'it had ended when it was first seen',
    [{ ...expired, history: seenAt('2026-01-15T11:00:00Z') }],
    [],
  ],
  [
    'another token was seen',
    [{ ...expired, history: seenAt('2026-01-15T10:00:00Z', 'of another file') }],
    [],
  ],
  ['signed out', [seen(signedOut)], []],
  ['muted', [{ ...seen(expired), muted: true }], []],
  ['snoozed', [{ ...seen(expired), snoozedUntil: now + 1 }], []],
  ['no session at all', [], []],
  ['one may have ended, by its estimate', [estimated(26)], ['my-sso mayHaveEnded']],
  [
    'one has ended and another may have',
    [seen(expired), { ...estimated(26), session: other }],
    ['my-sso endedUnseen', 'other mayHaveEnded'],
  ],
  ['by its estimate another one is left', [seen(expired), { ...estimated(2), session: other }], []],
  ['one may have ended more than three days ago', [estimated(8 + 72)], []],
  ['one may have ended three days ago', [estimated(7 + 72)], ['my-sso mayHaveEnded']],
])('%s', (_what, entries, lines) => {
  expect(outline(undefined, overviewOf(...entries))).toEqual(lines);
});

test.each([
  ['three days ago', 0, ['my-sso endedUnseen']],
  ['longer ago', 1, []],
])('what ended %s', (_when, more, lines) => {
  const next = deriveOverview(snapshotOf([seen(expired)]), endedAt + 3 * dayMs + more);
  expect(outline(undefined, next)).toEqual(lines);
});

test('what ended longer ago does not count beside another one', () => {
  const long = { ...estimated(8 + 72), session: other };
  expect(outline(undefined, overviewOf(seen(expired), long))).toEqual(['my-sso endedUnseen']);
});

test('it is the same news as at the end itself: who was told then is not told again', () => {
  const next = overviewOf(seen(expired));
  const keys = [undefined, overviewOf(active)].map((previous) =>
    noticesBetween(previous, next).map(({ key }) => key),
  );
  expect(keys[0]).toEqual(keys[1]);
});

test('it is held like all news, until somebody signs in, to whichever session', () => {
  const held = (...overviews: readonly Overview[]) => heldOver(...overviews).map(noticeOutline);
  const ended = () => overviewOf(seen(expired), { ...signedOut, session: other });
  expect(held(ended(), ended())).toEqual(['my-sso endedUnseen']);
  expect(held(ended(), overviewOf(active, { ...signedOut, session: other }))).toEqual([]);
  const elsewhere = overviewOf(seen(expired), { ...active, session: other });
  expect(held(ended(), elsewhere, ended())).toEqual([]);
});

test('it is said once', () => {
  const [first, second] = [overviewOf(seen(expired)), overviewOf(seen(expired))];
  expect(pendingNotices([], undefined, first).map(noticeOutline)).toEqual(['my-sso endedUnseen']);
  expect(pendingNotices([], first, second)).toEqual([]);
});

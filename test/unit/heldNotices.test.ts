// What could not be said, or not be known, for a while: it is said afterwards, as it is then.
import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../src/core/durations.ts';
import type { SessionHistory } from '../../src/core/history.ts';
import { pendingNotices } from '../../src/core/notices.ts';
import { type Overview, deriveOverview } from '../../src/core/overview.ts';
import { heldOver } from '../support/heldOver.ts';
import { noticeOutline } from '../support/noticeOutline.ts';
import {
  absent,
  type Entry,
  fileOf,
  fullToken,
  now,
  sessionNamed,
  sessionsOf,
  snapshotOf,
} from '../support/overviewBuilder.ts';

const other = sessionNamed('other');
const [halfSaved] = sessionsOf('[sso-session my-sso]\nsso_region = us-east-1');
const renewable: Entry = { file: fileOf(fullToken('2026-01-15T12:50:00Z')) };
const once: Entry = { file: fileOf(fullToken('2026-01-15T12:50:00Z', { refreshToken: null })) };
const at = (minutes: number, ...entries: readonly Entry[]): Overview =>
  deriveOverview(snapshotOf(entries), now + minutes * minuteMs);
const held = (...overviews: readonly Overview[]) => heldOver(...overviews).map(noticeOutline);

/** What is said at each of these, if somebody is always there. */
const said = (...overviews: readonly Overview[]) =>
  overviews.map((next, index) =>
    pendingNotices([], overviews[index - 1], next)
      .map(noticeOutline)
      .join(', '),
  );

describe.each<readonly [string, readonly Entry[]]>([
  ['a token file that is half written', [{ file: fileOf('{"accessToken":"AT","expi') }]],
  ['a config that is half saved', [{ ...once, ...(halfSaved && { session: halfSaved }) }]],
  ['a config that is saved empty first', []],
  ['a config without it for a moment', [{ ...renewable, session: other }]],
])('amid %s', (_what, dark) => {
  const darkAt = (minutes: number) => at(minutes, ...dark);

  test('what is held is not said, and is said afterwards', () => {
    const before = [at(0, once), at(20, once)];
    expect(held(...before)).toEqual(['my-sso endsSoon 30']);
    expect(held(...before, darkAt(21))).toEqual([]);
    expect(held(...before, darkAt(21), darkAt(22), at(23, once))).toEqual(['my-sso endsSoon 30']);
    expect(held(...before, darkAt(21), at(46, once))).toEqual(['my-sso endsSoon 5']);
    expect(held(...before, darkAt(21), at(23, renewable))).toEqual([]);
  });

  test('a threshold that is passed is told of afterwards, and so is the end', () => {
    expect(said(at(0, once), darkAt(19), darkAt(21), at(22, once), at(23, once))).toEqual([
      '',
      '',
      '',
      'my-sso endsSoon 30',
      '',
    ]);
    expect(said(at(0, once), darkAt(49), at(51, once))).toEqual(['', '', 'my-sso signInNeeded']);
  });

  test('what was said is not said again', () => {
    const times = [at(0, once), at(20, once), darkAt(21), at(22, once)];
    expect(said(...times)).toEqual(['', 'my-sso endsSoon 30', '', '']);
  });

  test('a session that has just come is silent', () => {
    expect(said(at(0), darkAt(19), at(20, once))).toEqual(['', '', '']);
  });

  test('a silence that ends meanwhile has ended', () => {
    const snoozed = { ...once, snoozedUntil: now + 21 * minuteMs };
    expect(said(at(0, snoozed), darkAt(20), at(22, snoozed))).toEqual([
      '',
      '',
      'my-sso endsSoon 30',
    ]);
  });
});

test('who is muted amid a save, and no more after it, is told nothing', () => {
  const dark: Entry = { file: fileOf('[]'), muted: true };
  expect(said(at(0, once), at(19, dark), at(21, once))).toEqual(['', '', '']);
});

test('a session that was signed out meanwhile is a new one', () => {
  expect(said(at(0, once), at(19, { file: absent }), at(21, once))).toEqual(['', '', '']);
});

test('what is held of one session holds nothing of another', () => {
  const signedIn = { ...once, session: other };
  const signedOut = { file: absent, session: other };
  expect(held(at(0, once, signedIn), at(20, once, signedOut), at(21, once, signedIn))).toEqual([
    'my-sso endsSoon 30',
  ]);
});

test('what needs a person for another reason meanwhile is said for that', () => {
  const beganAt = now - 400 * minuteMs;
  const history: SessionHistory = {
    events: [
      { at: now - 3000 * minuteMs, kind: 'signIn' },
      { at: now - 2560 * minuteMs, kind: 'renewal' },
      { at: now - 2550 * minuteMs, kind: 'refused' },
      { at: beganAt, kind: 'signIn', token: 'of this file' },
    ],
  };
  // It may be renewed for 40 minutes more; the token ends in 38.
  const estimated: Entry = { file: fileOf(fullToken('2026-01-15T12:38:00Z')), history };
  const refused: Entry = { ...estimated, failure: { kind: 'refused', code: 'invalid_grant' } };
  const before = [at(0, estimated), at(35, estimated)];
  expect(heldOver(...before).map(({ key }) => key)).toEqual([
    `endsSoon session:my-sso signIn ${beganAt}/1 5`,
  ]);
  expect(heldOver(...before, at(36, refused)).map(({ key }) => key)).toEqual([
    `endsSoon session:my-sso token ${now + 38 * minuteMs} 5`,
  ]);
  // The command tells who has asked.
  expect(held(...before, at(36, { ...refused, by: 'person' }))).toEqual([]);
});

test('what cannot be read at the start is told of as at the start, once it can', () => {
  const events = [{ at: now, kind: 'renewal', token: 'of this file' }] as const;
  const unseen = { ...once, history: { events } };
  expect(said(at(60, { file: fileOf('[]') }), at(61, unseen))).toEqual(['', 'my-sso endedUnseen']);
  expect(said(at(20, { file: fileOf('[]') }), at(21, unseen), at(22, unseen))).toEqual([
    '',
    '',
    '',
  ]);
});

// What can be done, in the order of need.
import { describe, expect, test } from 'vitest';
import { configProblem } from '../../src/core/configProblem.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import { actionsOn, possibleActions } from '../../src/core/sessionActions.ts';
import {
  absent,
  type Entry,
  fileOf,
  fullToken,
  now,
  sessionNamed,
  sessionsOf,
  snapshotOf,
  statusOf,
} from '../support/overviewBuilder.ts';

const [misconfigured] = sessionsOf('[sso-session my-sso]\nsso_region = us-east-1');
const notRenewable = { refreshToken: undefined };
const token = (expiresAt: string, changes: Readonly<Record<string, unknown>> = {}): Entry => ({
  file: fileOf(fullToken(`2026-01-15T${expiresAt}:00Z`, changes)),
});
const active = token('12:50');
const expired = token('11:00', notRenewable);
const signedOut: Entry = { file: absent };
const broken: Entry = { file: absent, ...(misconfigured && { session: misconfigured }) };

describe('about one session', () => {
  test.each<readonly [string, Entry, string]>([
    ['active', active, 'refresh signIn snooze mute openConfig signOut'],
    [
      'active, cannot be renewed',
      token('12:50', notRenewable),
      'signIn snooze mute openConfig signOut',
    ],
    ['ends soon', token('12:03', notRenewable), 'signIn snooze mute openConfig signOut'],
    [
      'can be renewed for half an hour more',
      token('12:03', { registrationExpiresAt: '2026-01-15T12:31:00Z' }),
      'signIn refresh snooze mute openConfig signOut',
    ],
    ['ended, renewable', token('11:00'), 'refresh signIn snooze mute openConfig signOut'],
    ['ended', expired, 'signIn snooze mute openConfig signOut'],
    [
      'refused',
      { ...active, failure: { kind: 'refused', code: 'invalid_grant' } },
      'signIn snooze mute openConfig signOut',
    ],
    ['signed out', signedOut, 'signIn mute openConfig'],
    ['unreadable', { file: fileOf('[]') }, 'signIn mute openConfig signOut'],
    ['misconfigured', broken, 'openConfig mute'],
    [
      'misconfigured, with a token',
      { ...broken, ...active, ...(misconfigured && { session: misconfigured }) },
      'openConfig mute signOut',
    ],
    ['muted', { ...active, muted: true }, 'refresh signIn unmute openConfig signOut'],
    ['muted, ended', { ...expired, muted: true }, 'signIn unmute openConfig signOut'],
    [
      'snoozed',
      { ...active, snoozedUntil: now + 1 },
      'refresh signIn snooze mute openConfig signOut',
    ],
  ])('%s', (_what, entry, actions) => {
    expect(actionsOn(statusOf(entry)).join(' ')).toBe(actions);
  });
});

describe('about all', () => {
  const named = (name: string, entry: Entry): Entry => ({ ...entry, session: sessionNamed(name) });
  const general = (...entries: readonly Entry[]) =>
    possibleActions(deriveOverview(snapshotOf(entries), now)).general.join(' ');

  test.each<readonly [string, readonly Entry[], string]>([
    ['nothing configured', [], 'addSession openConfig openSettings showLog'],
    ['one session', [active], 'addSession showTree showTimeline openSettings showLog'],
    [
      'one of two can be renewed, both have a token',
      [active, named('b', expired)],
      'addSession showTree showTimeline openConfig signOutAll openSettings showLog',
    ],
    [
      'two can be renewed',
      [active, named('b', active)],
      'refreshAll addSession showTree showTimeline openConfig signOutAll openSettings showLog',
    ],
    [
      'one of two has a token',
      [expired, named('b', signedOut)],
      'addSession showTree showTimeline openConfig openSettings showLog',
    ],
  ])('%s', (_what, entries, actions) => {
    expect(general(...entries)).toBe(actions);
  });

  test.each([
    ['fileUnreadable', 'openConfig addSession openSettings showLog'],
    ['headerNotPortable', 'addSession openConfig openSettings showLog'],
  ] as const)('a problem of the whole config: %s', (code, actions) => {
    const overview = deriveOverview(snapshotOf([]), now);
    const problems = [configProblem(code, 'config', 1)];
    expect(possibleActions({ ...overview, problems }).general.join(' ')).toBe(actions);
  });

  test('the session in most need comes first', () => {
    const overview = deriveOverview(
      snapshotOf([
        named('out', signedOut),
        named('in', active),
        named('muted', { ...expired, muted: true }),
        named('over', expired),
      ]),
      now,
    );
    expect(possibleActions(overview).sessions.map(({ status }) => status.session.name)).toEqual([
      'over',
      'in',
      'muted',
      'out',
    ]);
  });
});

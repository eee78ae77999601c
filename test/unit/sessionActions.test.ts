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
const [legacySession] = sessionsOf(
  '[profile old]\nsso_start_url = https://old.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Dev',
);
const notRenewable = { refreshToken: undefined };
const token = (expiresAt: string, changes: Readonly<Record<string, unknown>> = {}): Entry => ({
  file: fileOf(fullToken(`2026-01-15T${expiresAt}:00Z`, changes)),
});
const active = token('12:50');
const expired = token('11:00', notRenewable);
const signedOut: Entry = { file: absent };
const broken: Entry = { file: absent, ...(misconfigured && { session: misconfigured }) };

const legacy = legacySession && { session: legacySession };
const wish = { show: 'mostUrgent', pinnedSession: '' } as const;

describe('about one session', () => {
  test.each<readonly [string, Entry, string]>([
    ['active', active, 'refresh signIn snooze mute addProfiles openConfig signOut'],
    [
      'active, cannot be renewed',
      token('12:50', notRenewable),
      'signIn snooze mute addProfiles openConfig signOut',
    ],
    [
      'ends soon',
      token('12:03', notRenewable),
      'signIn snooze mute addProfiles openConfig signOut',
    ],
    [
      'can be renewed for half an hour more',
      token('12:03', { registrationExpiresAt: '2026-01-15T12:31:00Z' }),
      'signIn refresh snooze mute addProfiles openConfig signOut',
    ],
    [
      'ended, renewable',
      token('11:00'),
      'refresh signIn snooze mute addProfiles openConfig signOut',
    ],
    ['ended', expired, 'signIn snooze mute addProfiles openConfig signOut'],
    [
      'refused',
      { ...active, failure: { kind: 'refused', code: 'invalid_grant' } },
      'signIn snooze mute addProfiles openConfig signOut',
    ],
    ['signed out', signedOut, 'signIn mute addProfiles openConfig'],
    ['unreadable', { file: fileOf('[]') }, 'signIn mute addProfiles openConfig signOut'],
    ['misconfigured', broken, 'openConfig mute'],
    [
      'misconfigured, with a token',
      { ...broken, ...active, ...(misconfigured && { session: misconfigured }) },
      'openConfig mute signOut',
    ],
    ['legacy', { ...active, ...legacy }, 'signIn snooze mute migrate openConfig signOut'],
    ['muted', { ...active, muted: true }, 'refresh signIn unmute addProfiles openConfig signOut'],
    ['muted, ended', { ...expired, muted: true }, 'signIn unmute addProfiles openConfig signOut'],
    [
      'snoozed',
      { ...active, snoozedUntil: now + 1 },
      'refresh signIn snooze mute addProfiles openConfig signOut',
    ],
  ])('%s', (_what, entry, actions) => {
    expect(actionsOn(statusOf(entry)).join(' ')).toBe(actions);
  });

  test.each([
    ['pin', 'refresh signIn snooze mute pin addProfiles openConfig signOut'],
    ['unpin', 'refresh signIn snooze mute unpin addProfiles openConfig signOut'],
  ] as const)('to %s', (pin, actions) => {
    expect(actionsOn(statusOf(active), pin).join(' ')).toBe(actions);
  });
});

describe('about all', () => {
  const named = (name: string, entry: Entry): Entry => ({ ...entry, session: sessionNamed(name) });
  const general = (...entries: readonly Entry[]) =>
    possibleActions(deriveOverview(snapshotOf(entries), now), wish).general.join(' ');

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
    expect(possibleActions({ ...overview, problems }, wish).general.join(' ')).toBe(actions);
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
    expect(
      possibleActions(overview, wish).sessions.map(({ status }) => status.session.name),
    ).toEqual(['over', 'in', 'muted', 'out']);
  });

  test('one can be pinned, and the pinned one unpinned', () => {
    const overview = deriveOverview(snapshotOf([named('a', active), named('b', active)]), now);
    const pins = possibleActions(overview, { ...wish, pinnedSession: 'b' }).sessions.map(
      ({ status, actions }) => [status.session.name, actions.find((each) => each.endsWith('pin'))],
    );
    expect(pins).toEqual([
      ['a', 'pin'],
      ['b', 'unpin'],
    ]);
  });
});

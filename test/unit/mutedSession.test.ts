// A session that somebody wants to be left alone by: as it is otherwise, but it asks for no attention.
import { describe, expect, test } from 'vitest';
import { deriveOverview } from '../../src/core/overview.ts';
import { sessionsToShow } from '../../src/core/statusBarChoice.ts';
import { byUrgency } from '../../src/core/urgency.ts';
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
const once = { refreshToken: undefined };
const states = {
  active: { file: fileOf(fullToken('2026-01-15T12:50:00Z')) },
  soon: { file: fileOf(fullToken('2026-01-15T12:03:00Z', once)) },
  renewable: { file: fileOf(fullToken('2026-01-15T11:00:00Z')) },
  expired: { file: fileOf(fullToken('2026-01-15T11:00:00Z', once)) },
  signedOut: { file: absent },
  unreadable: { file: fileOf('[]') },
  misconfigured: { file: absent, ...(misconfigured && { session: misconfigured }) },
} satisfies Record<string, Entry>;

test.each(Object.entries(states))('%s: it differs in nothing else', (_name, entry) => {
  const heard = statusOf(entry);
  expect(statusOf({ ...entry, muted: true })).toEqual({
    ...heard,
    muted: true,
    attention: 'none',
  });
});

describe('among others', () => {
  const statuses = (...entries: readonly (readonly [string, Entry])[]) =>
    deriveOverview(
      snapshotOf(entries.map(([name, entry]) => ({ ...entry, session: sessionNamed(name) }))),
      now,
    ).sessions;
  const muted = (entry: Entry): Entry => ({ ...entry, muted: true });

  test('who works comes first, then who has ended, then who is signed out', () => {
    const sessions = statuses(
      ['out', states.signedOut],
      ['muted, ended', muted(states.expired)],
      ['muted, unreadable', muted(states.unreadable)],
      ['renewable', states.renewable],
      ['muted', muted(states.active)],
      ['soon', states.soon],
      ['ended', states.expired],
    );
    expect(byUrgency(sessions).map(({ session }) => session.name)).toEqual([
      'ended',
      'soon',
      'muted',
      'renewable',
      'muted, ended',
      'muted, unreadable',
      'out',
    ]);
  });

  test('the status bar speaks of one that is not, if there is one to work with', () => {
    const wish = { show: 'mostUrgent', pinnedSession: '' } as const;
    const sessions = statuses(['ended', muted(states.expired)], ['active', states.active]);
    expect(sessionsToShow(sessions, wish).map(({ session }) => session.name)).toEqual(['active']);
    expect(sessionsToShow(sessions.slice(0, 1), wish).map(({ session }) => session.name)).toEqual([
      'ended',
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs, timeLeft } from '../../src/core/durations.ts';
import { nextChange, nextTimeLeft } from '../../src/core/nextChange.ts';
import { deriveOverview, isSnoozed, type Overview } from '../../src/core/overview.ts';
import { pointForm } from '../../src/core/pointForm.ts';
import type { Snapshot } from '../../src/core/snapshot.ts';
import {
  absent,
  type Entry,
  fileOf,
  now,
  randomEntry,
  seededRandom,
  sessionNamed,
  sessionsOf,
  snapshotOf,
  statusOf,
  tokenWith,
} from '../support/overviewBuilder.ts';

const registrationMarginMs = minuteMs;
const waitOf = (entries: readonly Entry[], at = now) => {
  const change = nextChange(deriveOverview(snapshotOf(entries), at));
  return change === undefined ? undefined : change - at;
};
const endsIn = (ms: number): Entry => ({
  file: tokenWith({ expiresAt: now + ms, hasRefreshFields: false }),
});
const renewableFor = (ms: number, expiresIn: number): Entry => ({
  file: tokenWith({
    expiresAt: now + expiresIn,
    registrationExpiresAt: now + ms + registrationMarginMs,
  }),
});
const midnight = new Date(new Date(now).setHours(24, 0, 0, 0)).getTime();
const [misconfigured] = sessionsOf('[sso-session my-sso]');

describe('the next change comes', () => {
  test.each([
    ['when 42 min turn to 41', endsIn(42 * minuteMs + 7000), 7001],
    ['just behind a full minute', endsIn(42 * minuteMs), 1],
    ['when it asks for attention', endsIn(30 * minuteMs + 1), 1],
    ['when 30 min turn to 29', endsIn(30 * minuteMs), 1],
    ['when it is to be spoken of once more', endsIn(5 * minuteMs + 1), 1],
    ['at the end', endsIn(minuteMs - 1), minuteMs - 1],
    ['a ms before the end', endsIn(1), 1],
    ['when 30 h turn to 29', endsIn(30 * hourMs + 5), 6],
    ['54: when 90 days turn to 89', endsIn(90 * dayMs + 3), 4],
    ['54: a day later', endsIn(90 * dayMs - 1), dayMs],
    ['when the registration ends', renewableFor(30_000, -hourMs), 30_000],
    ['when the registration ends before the token', renewableFor(30_000, hourMs), 1],
    ['when an ended token has days left to be renewed', renewableFor(30 * dayMs + 8, -hourMs), 9],
    [
      'when a window that keeps a token must be dead',
      { ...endsIn(30 * hourMs - 1), failure: { kind: 'failing', code: 'notWritten' } as const },
      3 * minuteMs,
    ],
    [
      'not when a window must be dead that keeps another token',
      {
        ...endsIn(30 * hourMs - 1),
        failure: { kind: 'failing', code: 'notWritten' } as const,
        failedFile: 'of another file',
      },
      hourMs,
    ],
    ['when a snooze ends', { ...endsIn(42 * minuteMs + 7000), snoozedUntil: now + 5 }, 5],
    ['after a snooze that has ended', { ...endsIn(42 * minuteMs + 7000), snoozedUntil: now }, 7001],
    ['where it is muted, only for its texts', { ...endsIn(30 * minuteMs + 1), muted: true }, 2],
    ['at midnight, as what ended today has ended on another day then', endsIn(0), midnight - now],
    ['when the registration ends, renewable or not', renewableFor(-1, -900 * dayMs), minuteMs - 1],
    ['when an ended token must soon be renewed', renewableFor(31 * minuteMs, -hourMs), 1],
  ])('%s', (_name, entry, expected) => {
    expect(waitOf([entry])).toBe(expected);
  });

  test('with the first of several sessions', () => {
    const [late, soon] = [endsIn(42 * minuteMs + 9000), endsIn(35 * minuteMs + 4000)];
    const other = sessionNamed('other');
    expect(waitOf([late, { ...soon, session: other }])).toBe(4001);
    expect(waitOf([soon, { ...late, session: other }])).toBe(4001);
    expect(waitOf([{ file: absent }, { ...late, session: other }])).toBe(9001);
  });

  test('with who must act first, where several minutes are counted', () => {
    const others = ['b', 'c'].map((name) => ({
      ...endsIn(42 * minuteMs + 1000),
      session: sessionNamed(name),
    }));
    const renewable = { ...renewableFor(30 * dayMs, 20 * minuteMs + 500) };
    expect(waitOf([renewable, ...others])).toBe(1001);
    expect(waitOf([endsIn(35 * minuteMs + 4000), ...others])).toBe(4001);
    expect(waitOf([endsIn(30 * hourMs + 4000), ...others])).toBe(1001);
    // Where nobody must act within a day, the first token to end leads.
    expect(waitOf([renewable])).toBe(501);
    // Not only what is counted has an end.
    expect(waitOf([endsIn(35 * minuteMs + 4000), { ...others[0], snoozedUntil: now + 5 }])).toBe(5);
  });

  test('with each minute of those that somebody sees', () => {
    const names = ['a', 'b'];
    const ends = [35 * minuteMs + 4000, 42 * minuteMs + 1000];
    const entries = ends.map((ms, at) => ({
      ...endsIn(ms),
      session: sessionNamed(names[at] ?? ''),
    }));
    const { sessions } = deriveOverview(snapshotOf(entries), now);
    expect(waitOf(entries)).toBe(4001);
    expect(nextTimeLeft(sessions, now)).toBe(now + 1001);
    expect(nextTimeLeft(sessions.slice(0, 1), now)).toBe(now + 4001);
    expect(nextTimeLeft([], now)).toBe(undefined);
  });

  test.each<readonly [string, readonly Entry[]]>([
    ['no session', []],
    ['signed out', [{ file: absent }]],
    ['unreadable', [{ file: fileOf('[]') }]],
    ['misconfigured', [{ file: absent, ...(misconfigured && { session: misconfigured }) }]],
    ['expired years ago', [endsIn(-900 * dayMs)]],
    ['expired long ago', [endsIn(-90 * dayMs)]],
    ['expired, the registration too', [renewableFor(-800 * dayMs, -900 * dayMs)]],
    [
      'refused',
      [
        {
          ...renewableFor(-800 * dayMs, -900 * dayMs),
          failure: { kind: 'refused', code: 'invalid_grant' },
        },
      ],
    ],
  ])('never where only a file can change anything: %s', (_name, entries) => {
    expect(waitOf(entries)).toBe(undefined);
  });
});

/** What a person can see of it, but for the time that is left. */
function shown({ sessions, now: at, warnBeforeMs }: Overview) {
  return sessions.map((status) => {
    const { state, attention, renewable, signIn, actBy, expiresAt, muted } = status;
    const { registrationEndsAt, snoozedUntil } = status;
    const points = [expiresAt, signIn.end?.at, actBy?.at, registrationEndsAt, snoozedUntil];
    return {
      points: points.map((point) => point && pointForm(point, at)),
      hasRegistrationEnded: registrationEndsAt !== undefined && registrationEndsAt <= at,
      state,
      attention,
      renewable,
      actBy,
      hasEnded: expiresAt !== undefined && expiresAt <= at,
      hasSignInEnded: signIn.end && signIn.end.at <= at,
      spokenOf: warnBeforeMs.filter((ms) => !muted && actBy !== undefined && actBy.at - at <= ms),
      isSnoozed: isSnoozed(status, at),
    };
  });
}

/** The time that is left. */
function counted({ sessions, now: at }: Overview) {
  return sessions.map(({ signIn, actBy, expiresAt }) => ({
    left: expiresAt !== undefined && timeLeft(expiresAt - at),
    leftToAct: actBy && timeLeft(actBy.at - at),
    leftOfSignIn: signIn.end && timeLeft(signIn.end.at - at),
  }));
}

const textAt = (snapshot: Snapshot, at: number) =>
  JSON.stringify(shown(deriveOverview(snapshot, at)));
const countAt = (snapshot: Snapshot, at: number) =>
  JSON.stringify(counted(deriveOverview(snapshot, at)));
/** Whether what was counted first is still right, or was less than a minute ago. */
const isBehind = (first: Overview, snapshot: Snapshot, at: number): boolean =>
  JSON.stringify(counted(first)) !== countAt(snapshot, Math.max(first.now, at - minuteMs + 1));

describe('whatever there is,', () => {
  const random = seededRandom(4);
  const snapshots = Array.from({ length: 1500 }, () =>
    snapshotOf(['a', 'b', 'c'].slice(random.below(3)).map((name) => randomEntry(random, name))),
  );

  test('nothing shown differs before the next change, and something does at it', () => {
    let waits = 0;
    for (const snapshot of snapshots) {
      const overview = deriveOverview(snapshot, now);
      const change = nextChange(overview);
      const text = JSON.stringify(shown(overview));
      const wait = (change ?? now + 400 * dayMs) - now;
      // What differs too early still does a moment before the change.
      const before = [wait - 1, random.below(wait), random.below(wait)];
      expect(new Set(before.map((passed) => textAt(snapshot, now + passed)))).toEqual(
        new Set([text]),
      );
      const behind = before.filter((passed) => isBehind(overview, snapshot, now + passed));
      expect(behind).toEqual([]);
      if (change === undefined) continue;
      waits++;
      expect(change).toBeGreaterThan(now);
      const isSame = textAt(snapshot, change) === text;
      expect(isSame && countAt(snapshot, change) === countAt(snapshot, now)).toBe(false);
    }
    // Both kinds were among them, and often.
    expect([waits > 500, snapshots.length - waits > 60]).toEqual([true, true]);
  });

  test('waking at each change shows what looking all the time would show', () => {
    const stale: unknown[] = [];
    for (const snapshot of snapshots.slice(0, 30)) {
      let due: number | undefined = now;
      let drawn = '';
      let last = deriveOverview(snapshot, now);
      for (let at = now; at < now + 30 * minuteMs; at += 1 + random.below(10_000)) {
        while (due !== undefined && due <= at) {
          last = deriveOverview(snapshot, due);
          drawn = JSON.stringify(shown(last));
          due = nextChange(last);
        }
        const text = textAt(snapshot, at);
        if (drawn !== text) stale.push({ passed: at - now, drawn, text });
        if (isBehind(last, snapshot, at)) stale.push({ passed: at - now, counted: counted(last) });
      }
    }
    expect(stale).toEqual([]);
  });

  test('a clock that is set back leaves no trace', () => {
    for (const snapshot of snapshots) {
      deriveOverview(snapshot, now + random.below(90 * dayMs));
      const back = now - random.below(2 * dayMs);
      const overview = deriveOverview(snapshot, back);
      expect(overview).toEqual(deriveOverview(snapshot, back));
      expect(nextChange(overview) ?? Infinity).toBeGreaterThan(back);
    }
    const [before, after] = [deriveOverview(snapshotOf([endsIn(0)]), now), now - hourMs];
    expect([before.sessions[0]?.state, statusOf(endsIn(0), after).state]).toEqual([
      'expired',
      'active',
    ]);
    expect(waitOf([endsIn(0)], after)).toBe(1);
  });

  test('a valid token is never shown as ended, nor an ended one as valid', () => {
    for (let round = 0; round < 5000; round++) {
      const entry = randomEntry(random, 'any');
      const at = now + random.below(3) - 1;
      const { state, renewable, renewal, session } = statusOf(entry, at);
      const isBroken = session.problems.length > 0;
      if (entry.file?.kind !== 'token') {
        const other = entry.file?.kind === 'absent' ? 'signedOut' : 'unreadable';
        expect({ state, renewable }).toEqual({
          state: isBroken ? 'misconfigured' : other,
          renewable: false,
        });
        continue;
      }
      const { expiresAt, hasRefreshFields, registrationExpiresAt = -Infinity } = entry.file.facts;
      const canRenew =
        !isBroken &&
        hasRefreshFields &&
        session.kind === 'session' &&
        renewal.kind !== 'refused' &&
        at < registrationExpiresAt - registrationMarginMs;
      const ended = canRenew ? 'renewable' : 'expired';
      expect({ state, renewable }).toEqual({
        state: isBroken ? 'misconfigured' : at < expiresAt ? 'active' : ended,
        renewable: canRenew,
      });
    }
  });
});

// What holds for the timeline of every history, however odd.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hourMs, minuteMs } from '../../src/core/durations.ts';
import { type HistoryEvent, bringsToken } from '../../src/core/history.ts';
import type { SignInEnd } from '../../src/core/signInEstimate.ts';
import { type TimelineRow, timelineOf } from '../../src/core/timeline.ts';
import { type TimelineRange, extentOf, timelineRanges } from '../../src/core/timelineRange.ts';
import { now, statusOf } from '../support/overviewBuilder.ts';

interface World {
  readonly range: TimelineRange;
  /** In the order of time, the last one before now. */
  readonly events: readonly HistoryEvent[];
  readonly isRenewable: boolean;
  readonly endsIn: number | undefined;
}

const kinds = ['signIn', 'renewal', 'renewal', 'renewal', 'refused', 'signOut'] as const;

const worlds: fc.Arbitrary<World> = fc
  .record({
    range: fc.constantFrom(...timelineRanges),
    steps: fc.array(
      fc.record({
        kind: fc.constantFrom(...kinds),
        beforeNext: fc.integer({ min: 1, max: 30 * 60 }),
        lasts: fc.integer({ min: 5, max: 12 * 60 }),
        isLast: fc.boolean(),
      }),
      { maxLength: 40 },
    ),
    isRenewable: fc.boolean(),
    endsIn: fc.option(fc.integer({ min: -9 * 60, max: 40 * 60 }), { nil: undefined, freq: 1 }),
  })
  .map(({ steps, endsIn, ...rest }) => {
    const events: HistoryEvent[] = [];
    let at = now;
    for (const { kind, beforeNext, lasts, isLast } of steps) {
      at -= beforeNext * minuteMs;
      const event: HistoryEvent = { kind, at };
      const token = { expiresAt: at + lasts * minuteMs, ...(isLast && { isLast }) };
      events.unshift(bringsToken(event) ? { ...event, ...token } : event);
    }
    return { ...rest, events, endsIn: endsIn === undefined ? undefined : endsIn * minuteMs };
  });

function rowOf({ range, events, isRenewable, endsIn }: World): TimelineRow {
  // After a sign-out there is no token, also when one is refused late.
  const last = events.findLast(({ kind }) => kind !== 'refused');
  const expiresAt = last?.expiresAt;
  const end: SignInEnd = {
    at: now + (endsIn ?? 0),
    isEstimate: true,
    basis: 'learnt',
    durationMs: 8 * hourMs,
    lowerMs: 8 * hourMs,
    upperMs: 9 * hourMs,
    samples: 2,
  };
  const status = {
    ...statusOf({}),
    expiresAt,
    renewable: isRenewable && expiresAt !== undefined,
    renewableUntil: now + 500 * hourMs,
    registrationEndsAt: now + 500 * hourMs,
    signIn: endsIn === undefined ? {} : { beganAt: end.at - end.durationMs, end },
    history: { events },
  };
  const [row] = timelineOf({ now, sessions: [status] }, range).rows;
  if (row === undefined) throw new Error('There is a row for each session.');
  return row;
}

const holds = (rule: (row: TimelineRow, world: World) => void): void =>
  fc.assert(
    fc.property(worlds, (world) => rule(rowOf(world), world)),
    { numRuns: 300 },
  );

it('draws lines that follow each other, within the picture, and never across now', () =>
  holds(({ spans }, { range }) => {
    const { from, to } = extentOf(range, now);
    let last = from;
    for (const span of spans) {
      expect(span.from).toBeGreaterThanOrEqual(last);
      expect(span.to).toBeGreaterThan(span.from);
      expect(span.isAhead ? span.from >= now : span.to <= now).toBe(true);
      last = span.to;
    }
    expect(last).toBeLessThanOrEqual(to);
  }));

it('shows everything that was noted once, in the order of time', () =>
  holds(({ marks }, { range, events }) => {
    const { from } = extentOf(range, now);
    const first = events.findIndex(bringsToken);
    const noted = events.filter(
      ({ at, kind }, index) => at >= from && (kind !== 'signOut' || (first >= 0 && index > first)),
    );
    const shown = marks.flatMap((mark) => {
      if (mark.kind === 'renewal') return mark.times.map((at) => `renewal ${at}`);
      return ['signIn', 'refused', 'signOut'].includes(mark.kind)
        ? [`${mark.kind} ${mark.at}`]
        : [];
    });
    expect(shown).toEqual(noted.map(({ kind, at }) => `${kind} ${at}`));
    const times = marks.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }));

it('shows a valid token ahead exactly when there is one', () =>
  holds(({ spans, status: { expiresAt = 0 } }) => {
    const isShown = spans.some(({ kind, isAhead }) => kind === 'token' && isAhead);
    expect(isShown).toBe(expiresAt > now);
  }));

it('promises no sign-in beyond its estimated end, and none where the end is not known', () =>
  holds(({ spans, status: { signIn } }) => {
    for (const { kind, isAhead, to } of spans) {
      if (kind === 'signedIn' && isAhead) expect(to).toBeLessThanOrEqual(signIn.end?.at ?? 0);
    }
  }));

it('says of each end of a token what the line says after it', () =>
  holds(({ spans, marks }, { range }) => {
    const { to } = extentOf(range, now);
    for (const mark of marks) {
      // At the edge of the picture nothing is left of the line.
      if (mark.kind !== 'tokenEnd' || mark.at >= to) continue;
      const line = spans.find(({ from, kind }) => from === mark.at && kind !== 'token');
      expect(mark.then).toBe(line?.kind);
    }
  }));

// The picture of sessions over time: what has been as far as anybody saw, and what is to come.
import { type HistoryEvent, bringsToken } from './history.ts';
import type { Overview, SessionStatus } from './overview.ts';
import { type TimelineMark, endMarks, eventMarks } from './timelineMarks.ts';
import { type TimelineRange, type TimelineTick, extentOf, ticksOf } from './timelineRange.ts';
import { type TimelineSpan, spansOf } from './timelineSpans.ts';
import { tokenLives } from './tokenLives.ts';

export interface Timeline {
  readonly range: TimelineRange;
  /** ms since the epoch, as all times here. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly ticks: readonly TimelineTick[];
  /** In the order of the config file. */
  readonly rows: readonly TimelineRow[];
}

export interface TimelineRow {
  readonly status: SessionStatus;
  /** In the order of time, without overlaps. */
  readonly spans: readonly TimelineSpan[];
  /** In the order of time. */
  readonly marks: readonly TimelineMark[];
}

/** Renewals that are less than this part of the picture apart belong together. */
const closePart = 1 / 100;

export function timelineOf(
  { now, sessions }: Pick<Overview, 'now' | 'sessions'>,
  range: TimelineRange,
): Timeline {
  const extent = extentOf(range, now);
  const rows = sessions.map((status) => rowOf(status, now, extent));
  return { range, now, ...extent, ticks: ticksOf(range, now), rows };
}

type Extent = Pick<Timeline, 'from' | 'to'>;

function rowOf(status: SessionStatus, now: number, { from, to }: Extent): TimelineRow {
  const events = shownOf(status.history.events, now);
  const lives = tokenLives(events, status, now);
  const spans = spansOf(lives, status, now);
  const shown = events.filter(({ at }) => at >= from);
  return {
    status,
    spans: spans.flatMap((span) => clipped(span, from, to)),
    marks: [
      ...eventMarks(shown, (to - from) * closePart),
      ...endMarks(lives, spans, status, now).filter(({ at }) => at >= from && at <= to),
    ].toSorted((a, b) => a.at - b.at),
  };
}

/**
 * In the order of time. Left out is what was noted by a clock that has been put back since, and a sign-out
 * of nothing: that is how it is noted that there was no token.
 */
function shownOf(noted: readonly HistoryEvent[], now: number): readonly HistoryEvent[] {
  const events = noted.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at);
  const first = events.findIndex(bringsToken);
  return events.filter(({ kind }, index) => kind !== 'signOut' || (first >= 0 && index > first));
}

function clipped(span: TimelineSpan, from: number, to: number): readonly TimelineSpan[] {
  const within = { ...span, from: Math.max(span.from, from), to: Math.min(span.to, to) };
  return within.from < within.to ? [within] : [];
}

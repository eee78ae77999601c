// The timeline as a picture: a lane for each session. Places are percentages, so that it fits any width.
import { l10n } from 'vscode';
import { dayMs } from '../core/durations.ts';
import type { Timeline, TimelineRow } from '../core/timeline.ts';
import type { TimelineMark } from '../core/timelineMarks.ts';
import type { TimelineTick } from '../core/timelineRange.ts';
import type { TimelineSpan } from '../core/timelineSpans.ts';
import { saysWhen } from '../words/clockWords.ts';
import {
  isEmpty,
  markDetail,
  markTime,
  markTitle,
  nothingKnown,
  signInEnds,
  signLabel,
  spanLabel,
  spokenRow,
  stateAndSilence,
  tickLabel,
  timeOfDay,
  upcoming,
} from '../words/timelineWords.ts';
import { escapeHtml } from './webviewPage.ts';

/** A grid, so that a screen reader leaves the arrow keys to it. */
export function timelinePicture(timeline: Timeline): string {
  const label = escapeHtml(l10n.t('Session Timeline'));
  return `<div id="picture" class="${timeline.range}">
${ruler(timeline)}
<div role="grid" aria-readonly="true" aria-label="${label}">${timeline.rows.map((row) => rowOf(row, timeline)).join('')}</div>
${legend(timeline)}
</div>`;
}

type Place = (at: number) => string;

const placeIn =
  ({ from, to }: Timeline): Place =>
  (at) =>
    `${((100 * (at - from)) / (to - from)).toFixed(2)}%`;

function ruler(timeline: Timeline): string {
  const { now, to, from, ticks } = timeline;
  const place = placeIn(timeline);
  const labels = ticks
    .filter((tick) => tick.level < 3 && tick.at < to)
    .map(
      (tick) =>
        `<text class="${labelClass(tick, (to - tick.at) / (to - from))}" x="${place(tick.at)}" dx="5" y="16">${escapeHtml(tickLabel(tick))}</text>`,
    );
  return `<div id="ruler" class="row" aria-hidden="true"><div></div><svg class="lane">
${gridLines(timeline, 4)}${labels.join('')}
<text class="now" x="${place(now)}" y="38" text-anchor="middle">${escapeHtml(l10n.t('Now, {0}', timeOfDay(now)))}</text>
<line class="now" x1="${place(now)}" x2="${place(now)}" y1="43" y2="100%"/>
</svg></div>`;
}

/** A label stands to the right of its line: where little room is left, it is not to be cut off. */
function labelClass({ level, isMidnight }: TimelineTick, roomPart: number): string {
  const isAtEdge = [
    ...(roomPart < 2 / 5 ? ['farEdge'] : []),
    ...(roomPart < 1 / 6 ? ['edge'] : []),
    ...(roomPart < 1 / 8 ? ['level3'] : []),
  ];
  return [`level${level}`, ...(isMidnight ? ['day'] : []), ...isAtEdge].join(' ');
}

function gridLines(timeline: Timeline, y: number): string {
  const place = placeIn(timeline);
  return timeline.ticks
    .map(
      ({ at, isMidnight }) =>
        `<line class="${isMidnight ? 'line day' : 'line'}" x1="${place(at)}" x2="${place(at)}" y1="${y}" y2="100%"/>`,
    )
    .join('');
}

function rowOf(row: TimelineRow, timeline: Timeline): string {
  const { status, spans, marks } = row;
  const { now } = timeline;
  const place = placeIn(timeline);
  const id = escapeHtml(status.session.id);
  const name = escapeHtml(status.session.name);
  // "sign-in" is not to be torn apart.
  const next = upcoming(status, now).replaceAll('-', '\u2011');
  return `<div role="row" class="row" data-key="${id}" aria-label="${name}">
<div role="rowheader" tabindex="-1" data-key="${id} " aria-label="${escapeHtml(spokenRow(row, now))}">
<div aria-hidden="true" class="name"><svg class="dot ${status.state} ${status.attention}"><circle cx="5" cy="5" r="4"/></svg>${name}</div>
<div aria-hidden="true">${escapeHtml(stateAndSilence(status, now))}</div>
${next === '' ? '' : `<div aria-hidden="true">${escapeHtml(next)}</div>`}
</div>
<svg class="lane" role="none">
<g aria-hidden="true">${gridLines(timeline, 0)}
<svg y="50%" overflow="visible">${spans.map((span) => spanOf(span, place)).join('')}
${isEmpty(row) ? `<text class="none" x="8" y="4">${escapeHtml(nothingKnown())}</text>` : ''}${actByLabel(row, timeline)}</svg>
<line class="now" x1="${place(now)}" x2="${place(now)}" y1="0" y2="100%"/></g>
<svg y="50%" overflow="visible" role="none">${marks.map((mark) => markOf(mark, id, timeline)).join('')}</svg>
</svg>
</div>`;
}

function spanOf({ kind, from, to, isAhead }: TimelineSpan, place: Place): string {
  const width = `${(parseFloat(place(to)) - parseFloat(place(from))).toFixed(2)}%`;
  const className = `${kind}${isAhead ? ' ahead' : ''}`;
  return kind === 'token'
    ? `<rect class="${className}" x="${place(from)}" width="${width}" y="-6" height="12"/>`
    : `<line class="${className}" x1="${place(from)}" x2="${place(to)}" y1="0" y2="0"/>`;
}

/** The one time that must be read without pointing anywhere; none where the row says none. */
function actByLabel({ status }: TimelineRow, timeline: Timeline): string {
  const { from, to, now } = timeline;
  const { actBy } = status;
  if (actBy === undefined || !saysWhen(status)) return '';
  if (actBy.at < now || actBy.at > to) return '';
  const point =
    actBy.at - now < dayMs ? timeOfDay(actBy.at) : tickLabel({ ...actBy, isMidnight: true });
  const time = actBy.isEstimate ? l10n.t('~{0}', point) : point;
  const isAtEdge = (actBy.at - from) / (to - from) > 0.87;
  const [anchor, dx] = isAtEdge ? ['end', 4] : ['start', 2];
  return `<text class="actBy" aria-hidden="true" x="${placeIn(timeline)(actBy.at)}" dx="${dx}" y="-12" text-anchor="${anchor}">${escapeHtml(time)}</text>`;
}

function markOf(mark: TimelineMark, rowId: string, timeline: Timeline): string {
  const place = placeIn(timeline);
  const [title, time, detail] = [markTitle(mark), markTime(mark), markDetail(mark)].map(escapeHtml);
  const times = mark.kind === 'renewal' ? mark.times : [mark.at];
  const [first, last] = [place(mark.at), place(times.at(-1) ?? mark.at)];
  const spoken = [time, title, detail].filter((part) => part !== '').join(', ');
  return `<g role="gridcell" tabindex="-1" class="mark" data-key="${rowId} ${mark.kind} ${mark.at}" aria-label="${spoken}" data-title="${title}" data-time="${time}" data-detail="${detail}">
<line class="hit" x1="${first}" x2="${last}" y1="0" y2="0"/>
${signsOf(mark, times, timeline)}
</g>`;
}

/** Closer than this part of the picture, two strokes would be one. */
const strokePart = 1 / 250;

function signsOf(mark: TimelineMark, times: readonly number[], timeline: Timeline): string {
  const place = placeIn(timeline);
  const apartMs = (timeline.to - timeline.from) * strokePart;
  const drawn: number[] = [];
  for (const at of times) if (at - (drawn.at(-1) ?? -Infinity) >= apartMs) drawn.push(at);
  return drawn
    .map((at) => `<svg x="${place(at)}" overflow="visible">${sign(signOf(mark))}</svg>`)
    .join('');
}

/** Each has a shape of its own: colour alone would not reach everybody. */
function sign(kind: Sign): string {
  switch (kind) {
    case 'signIn':
      return '<circle class="signIn" r="6"/>';
    case 'renewal':
      return '<path class="renewal" d="M0 7V12"/>';
    case 'refused':
      return '<path class="refused" d="M-4-21l8 8m0-8l-8 8"/>';
    case 'signOut':
      return '<path class="signOut" d="M-5-5H5V5H-5Z"/>';
    case 'tokenEnd':
      return '';
    case 'signInEnd':
      return '<path class="signInEnd" d="M0-7L7 0L0 7L-7 0Z"/>';
    case 'estimatedEnd':
      return '<path class="signInEnd estimate" d="M0-7L7 0L0 7L-7 0Z"/>';
    case 'registrationEnd':
      return '<path class="registrationEnd" d="M0 9V-8L9-4L0 0"/>';
  }
}

const spanKinds = ['token', 'signedIn', 'unsure'] as const;
const signKinds = [
  'signIn',
  'renewal',
  'refused',
  'signOut',
  'signInEnd',
  'estimatedEnd',
  'registrationEnd',
] as const;
type Sign = TimelineMark['kind'] | 'estimatedEnd';

const signOf = (mark: TimelineMark): Sign =>
  mark.kind === 'signInEnd' && mark.end.isEstimate ? 'estimatedEnd' : mark.kind;

/** Of what is in the picture. */
function legend({ rows }: Timeline): string {
  const spans = spanKinds.filter((kind) =>
    rows.some((row) => row.spans.some((span) => span.kind === kind)),
  );
  const hasUnsureAhead = rows.some((row) =>
    row.spans.some(({ kind, isAhead }) => kind === 'unsure' && isAhead),
  );
  const shown = rows.flatMap(({ marks }) => marks.map(signOf));
  const signs = signKinds.filter((kind) => shown.includes(kind));
  const hasEstimate = rows.some(({ status }) => status.actBy?.isEstimate);
  const item = (drawing: string, label: string): string =>
    `<li><svg class="swatch"><svg x="50%" y="50%" overflow="visible">${drawing}</svg></svg>${escapeHtml(label)}</li>`;
  const items = [
    ...spans.map((kind) =>
      item(
        kind === 'token'
          ? '<rect class="token" x="-12" width="24" y="-6" height="12"/>'
          : `<line class="${kind}" x1="-12" x2="12" y1="0" y2="0"/>`,
        spanLabel(kind, hasUnsureAhead),
      ),
    ),
    ...signs.map((kind) =>
      item(swatch(kind), kind === 'estimatedEnd' ? signInEnds(true) : signLabel(kind)),
    ),
    ...(hasEstimate ? [item(estimateSign(), l10n.t('Estimate'))] : []),
  ];
  return items.length === 0 ? '' : `<ul id="legend" aria-hidden="true">${items.join('')}</ul>`;
}

/** As it stands before a time. */
function estimateSign(): string {
  const sign = l10n.t('~{0}', '').trim();
  return `<text text-anchor="middle" y="5">${escapeHtml(sign)}</text>`;
}

function swatch(kind: (typeof signKinds)[number]): string {
  if (kind === 'refused') return `<g transform="translate(0 17)">${sign(kind)}</g>`;
  return kind === 'renewal'
    ? '<rect class="token" x="-12" width="24" y="-8" height="8"/><path class="renewal" d="M-5 1v5M5 1v5"/>'
    : sign(kind);
}

// The page of the timeline: the choice of a range, the picture, and the same facts as a table.
import { l10n } from 'vscode';
import { bringsToken } from '../core/history.ts';
import type { Overview } from '../core/overview.ts';
import { type Timeline, type TimelineRow, timelineOf } from '../core/timeline.ts';
import { type TimelineRange, timelineRanges } from '../core/timelineRange.ts';
import { foreignZone } from '../words/timeWords.ts';
import {
  isEmpty,
  markDetail,
  markTime,
  markTitle,
  nothingKnown,
  rangeLabel,
  stateAndSilence,
  upcoming,
} from '../words/timelineWords.ts';
import { timelinePicture } from './timelinePicture.ts';
import { timelineScript } from './timelineScript.ts';
import { timelineStyle } from './timelineStyle.ts';
import { escapeHtml, webviewPage } from './webviewPage.ts';

type Shown = Pick<Overview, 'now' | 'sessions'>;

/** The whole page. The overview is undefined until the files have been read. */
export function timelinePage(overview: Shown | undefined, range: TimelineRange): string {
  return webviewPage({
    title: timelineTitle(),
    body: `${timelineMain(overview, range)}<div id="hint" aria-hidden="true" hidden><strong></strong><div></div><div></div></div>`,
    style: timelineStyle,
    script: timelineScript,
  });
}

/** What takes the place of what stood in the page before. */
export function timelineMain(overview: Shown | undefined, range: TimelineRange): string {
  if (overview === undefined) return '<main></main>';
  const timeline = timelineOf(overview, range);
  return `<main>
<header><h1>${escapeHtml(timelineTitle())}</h1>${rangeButtons(timeline)}</header>
${timeline.rows.length === 0 ? noSession() : empty(timeline) + zone(timeline) + timelinePicture(timeline) + table(timeline)}
</main>`;
}

const timelineTitle = (): string => l10n.t('Session Timeline');

const noSession = (): string => quiet(l10n.t('No AWS SSO session is configured on this machine.'));

const empty = ({ rows }: Timeline): string =>
  rows.some((row) => !isEmpty(row) || row.status.history.events.some(bringsToken))
    ? ''
    : quiet(l10n.t('Nothing has been seen yet. From now on this fills while VS Code runs.'));

/** Said once, as there is no room for it beside each time. */
const zone = ({ now }: Timeline): string =>
  foreignZone(now)
    .map((name) => quiet(l10n.t('Times are those of the zone {0}.', name)))
    .join('');

const quiet = (text: string): string => `<p class="quiet">${escapeHtml(text)}</p>`;

function rangeButtons({ range }: Timeline): string {
  const buttons = timelineRanges.map(
    (each) =>
      `<button data-key="range ${each}" data-range="${each}" aria-pressed="${each === range}">${escapeHtml(rangeLabel(each))}</button>`,
  );
  return `<div role="group" id="ranges" aria-label="${escapeHtml(l10n.t('Time shown'))}">${buttons.join('')}</div>`;
}

function table({ rows, now }: Timeline): string {
  const heads = [l10n.t('Session'), l10n.t('Time'), l10n.t('Event'), l10n.t('Details')];
  return `<details data-key="table"><summary>${escapeHtml(l10n.t('As a table'))}</summary>
<div id="scroll"><table><thead><tr>${heads.map((head) => `<th scope="col">${escapeHtml(head)}</th>`).join('')}</tr></thead>${rows.map((row) => tableRows(row, now)).join('')}</table></div></details>`;
}

function tableRows({ status, marks }: TimelineRow, now: number): string {
  const { session } = status;
  const cells = marks.map((mark) =>
    [markTime(mark), markTitle(mark), markDetail(mark)]
      .map((text) => `<td>${escapeHtml(text)}</td>`)
      .join(''),
  );
  const [first, ...others] =
    cells.length > 0 ? cells : [`<td colspan="3" class="quiet">${escapeHtml(nothingKnown())}</td>`];
  const about = [stateAndSilence(status, now), upcoming(status, now)]
    .map((text) => `<div class="quiet">${escapeHtml(text)}</div>`)
    .join('');
  const name = `<th scope="rowgroup" rowspan="${others.length + 1}">${escapeHtml(session.name)}${about}</th>`;
  return `<tbody data-key="table ${escapeHtml(session.id)}"><tr>${name}${first}</tr>${others.map((each) => `<tr>${each}</tr>`).join('')}</tbody>`;
}

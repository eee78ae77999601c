// What the status bar shows at a time: texts and a colour.
import { type MarkdownString, l10n } from 'vscode';
import type { Overview, SessionStatus } from '../core/overview.ts';
import { type StatusBarWish, sessionsToShow, sessionsWithRoom } from '../core/statusBarChoice.ts';
import { statusIcon } from '../core/statusIcon.ts';
import { byUrgency } from '../core/urgency.ts';
import { plain, shortened, withoutDirections } from '../words/plain.ts';
import {
  glanceBesideIcon,
  silence,
  spokenGlance,
  spokenInFull,
  timeBesideIcon,
} from '../words/sessionWords.ts';
import { overviewTooltip } from './overviewTooltip.ts';

export interface StatusBarFace {
  readonly text: string;
  readonly background: 'error' | 'warning' | undefined;
  readonly tooltip: MarkdownString;
  /** For a voice. It names points in time, so that it does not change with each minute. */
  readonly label: string;
}

/** The sessions, by id, that this window is renewing or signing in to. */
type Busy = ReadonlySet<string>;

/** Undefined where there is nothing to say: without a session, unless nobody can know whether there is one. */
export function statusBarFace(
  overview: Overview,
  wish: StatusBarWish,
  busy: Busy,
): StatusBarFace | undefined {
  const shown = sessionsToShow(overview.sessions, wish);
  const [first] = shown;
  if (first === undefined) return faceOfUnreadable(overview);
  const { now } = overview;
  return {
    text: statusBarText(shown, busy, now),
    background: backgroundOf(shown, overview),
    tooltip: overviewTooltip(overview, shown.length === 1 ? first : byUrgency(shown)[0]),
    label: spoken(shown, busy, now),
  };
}

/** Of the sessions that it speaks of; `now` is ms since the epoch. */
export function statusBarText(shown: readonly SessionStatus[], busy: Busy, now: number): string {
  const { withRoom, isInFull, others } = sessionsWithRoom(shown);
  const texts = withRoom.map((status, index) => {
    // Of the others the icons say the state.
    const glance = isInFull || index === 0 ? glanceBesideIcon : timeBesideIcon;
    return textOf(status, busy, glance(status, now));
  });
  return [...texts, ...(others === 0 ? [] : [`+${others}`])].join('  ');
}

function textOf(status: SessionStatus, busy: Busy, glance: string): string {
  const { id, name } = status.session;
  const icon = busy.has(id) ? 'loading~spin' : statusIcon(status);
  const short = plain(shortened(withoutDirections(name)));
  return `$(${icon}) ${short} ${glance}`.trimEnd();
}

/** One in full; of several that would be a speech. */
function spoken(shown: readonly SessionStatus[], busy: Busy, now: number): string {
  const said = shown.map((status) => {
    const { id, name } = status.session;
    const asides = [...silence(status, now), ...(busy.has(id) ? [l10n.t('busy')] : [])];
    return shown.length === 1
      ? spokenInFull(status, now, asides)
      : `${withoutDirections(name)}: ${[spokenGlance(status, now), ...asides].join(', ')}`;
  });
  return [l10n.t('AWS SSO'), ...said].join(', ');
}

function faceOfUnreadable(overview: Overview): StatusBarFace | undefined {
  const isUnreadable = overview.problems.some(({ code }) => code === 'fileUnreadable');
  if (!isUnreadable) return undefined;
  return {
    text: `$(warning) ${l10n.t('AWS config')}`,
    background: 'warning',
    tooltip: overviewTooltip(overview, undefined),
    label: l10n.t('AWS SSO, the config cannot be read'),
  };
}

/** Colour is for those who must act: red for a sign-in, yellow for what comes soon or wants a look. */
function backgroundOf(
  shown: readonly SessionStatus[],
  { problems }: Overview,
): StatusBarFace['background'] {
  const waiting = shown.filter(({ attention }) => attention !== 'none');
  if (waiting.some(({ state }) => state === 'expired')) return 'error';
  const isConfigBroken = problems.some(({ severity }) => severity === 'error');
  return isConfigBroken || waiting.length > 0 ? 'warning' : undefined;
}

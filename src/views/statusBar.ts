// The glance: one status bar item.
import {
  type Disposable,
  type MarkdownString,
  StatusBarAlignment,
  ThemeColor,
  l10n,
  window,
} from 'vscode';
import { nextTimeLeft } from '../core/nextChange.ts';
import type { Overview, SessionStatus } from '../core/overview.ts';
import { byUrgency } from '../core/urgency.ts';
import { type StatusBarWish, sessionsToShow, sessionsWithRoom } from '../core/statusBarChoice.ts';
import { statusIcon } from '../core/statusIcon.ts';
import { plain, shortened, withoutDirections } from '../words/plain.ts';
import { glanceBesideIcon, silence, spokenGlance, spokenInFull } from '../words/sessionWords.ts';
import { overviewTooltip } from './overviewTooltip.ts';

interface Face {
  readonly text: string;
  readonly background: 'error' | 'warning' | undefined;
  readonly tooltip: MarkdownString;
  /** For a voice. It names points in time, so that it does not change with each minute. */
  readonly label: string;
}

export class StatusBar implements Disposable {
  readonly #wish: () => StatusBarWish;
  readonly #item = window.createStatusBarItem('ssoSession.status', StatusBarAlignment.Left, 50);
  #overview: Overview | undefined;
  /** The sessions, by id, that this window is renewing or signing in to. */
  #busy: ReadonlySet<string> = new Set();
  #shown = '';

  constructor(wish: () => StatusBarWish) {
    this.#wish = wish;
    this.#item.name = l10n.t('AWS SSO Session Status');
    this.#item.command = 'ssoSession.showSessions';
  }

  render(overview: Overview | undefined): void {
    this.#overview = overview;
    this.#draw();
  }

  renderBusy(busy: ReadonlySet<string>): void {
    this.#busy = busy;
    this.#draw();
  }

  /** When what it shows reads otherwise; ms since the epoch. */
  nextDue({ sessions, now }: Overview): number | undefined {
    return nextTimeLeft(sessionsWithRoom(sessionsToShow(sessions, this.#wish())).withRoom, now);
  }

  dispose(): void {
    this.#item.dispose();
  }

  #draw(): void {
    const overview = this.#overview;
    const face = overview && (this.#faceOf(overview) ?? faceOfUnreadable(overview));
    if (face === undefined) this.#hide();
    else this.#show(face);
  }

  #hide(): void {
    this.#shown = '';
    this.#item.hide();
  }

  /** Only what differs: whatever is handed over is drawn anew, and may be read out anew. */
  #show({ text, background, tooltip, label }: Face): void {
    const item = this.#item;
    const shown = JSON.stringify([text, background, tooltip.value, label]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    item.text = text;
    item.backgroundColor = background && new ThemeColor(`statusBarItem.${background}Background`);
    item.tooltip = tooltip;
    item.accessibilityInformation = { label, role: 'button' };
    item.show();
  }

  #faceOf(overview: Overview): Face | undefined {
    const shown = sessionsToShow(overview.sessions, this.#wish());
    const [first] = shown;
    if (first === undefined) return undefined;
    const { now } = overview;
    const { withRoom, others } = sessionsWithRoom(shown);
    const texts = withRoom.map((status) => this.#textOf(status, now));
    return {
      text: [...texts, ...(others === 0 ? [] : [`+${others}`])].join('  '),
      background: backgroundOf(shown, overview),
      tooltip: overviewTooltip(overview, shown.length === 1 ? first : byUrgency(shown)[0]),
      label: this.#spoken(shown, now),
    };
  }

  #textOf(status: SessionStatus, now: number): string {
    const { id, name } = status.session;
    const icon = this.#busy.has(id) ? 'loading~spin' : statusIcon(status);
    const short = plain(shortened(withoutDirections(name)));
    return `$(${icon}) ${short} ${glanceBesideIcon(status, now)}`.trimEnd();
  }

  /** One in full; of several that would be a speech. */
  #spoken(shown: readonly SessionStatus[], now: number): string {
    const said = shown.map((status) => {
      const { id, name } = status.session;
      const busy = this.#busy.has(id) ? [l10n.t('busy')] : [];
      const asides = [...silence(status, now), ...busy];
      return shown.length === 1
        ? spokenInFull(status, now, asides)
        : `${withoutDirections(name)}: ${[spokenGlance(status, now), ...asides].join(', ')}`;
    });
    return [l10n.t('AWS SSO'), ...said].join(', ');
  }
}

/** Without a session there is nothing to say, unless nobody can know whether there is one. */
function faceOfUnreadable(overview: Overview): Face | undefined {
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
function backgroundOf(shown: readonly SessionStatus[], { problems }: Overview): Face['background'] {
  const waiting = shown.filter(({ attention }) => attention !== 'none');
  if (waiting.some(({ state }) => state === 'expired')) return 'error';
  const isConfigBroken = problems.some(({ severity }) => severity === 'error');
  return isConfigBroken || waiting.length > 0 ? 'warning' : undefined;
}

// The glance: one status bar item.
import { type Disposable, StatusBarAlignment, ThemeColor, l10n, window } from 'vscode';
import type { Overview, SessionStatus } from '../core/overview.ts';
import { byUrgency } from '../core/urgency.ts';
import { type StatusBarWish, sessionsToShow } from '../core/statusBarChoice.ts';
import { plain } from '../words/plain.ts';
import { glanceBesideIcon, spokenGlance, spokenInFull } from '../words/sessionWords.ts';
import { statusIcon } from './icons.ts';
import { overviewTooltip } from './overviewTooltip.ts';

export class StatusBar implements Disposable {
  readonly #wish: () => StatusBarWish;
  readonly #item = window.createStatusBarItem('ssoSession.status', StatusBarAlignment.Left, 50);

  constructor(wish: () => StatusBarWish) {
    this.#wish = wish;
    this.#item.name = l10n.t('AWS SSO Session Status');
    this.#item.command = 'ssoSession.sessions.focus';
  }

  render(overview: Overview | undefined): void {
    const shown = sessionsToShow(overview?.sessions ?? [], this.#wish());
    const [first, ...others] = shown;
    if (overview === undefined || first === undefined) {
      this.#renderNoSession(overview);
      return;
    }
    const { now } = overview;
    this.#item.text = shown
      .map((status) => {
        const words = [plain(status.session.name), glanceBesideIcon(status, now)];
        return `$(${statusIcon(status)}) ${words.join(' ').trimEnd()}`;
      })
      .join('  ');
    this.#item.backgroundColor = background(shown, overview);
    this.#item.tooltip = overviewTooltip(
      overview,
      others.length === 0 ? first : (byUrgency(shown)[0] ?? first),
    );
    this.#item.accessibilityInformation = {
      label: [
        l10n.t('AWS SSO'),
        ...(others.length === 0
          ? [spokenInFull(first, now)]
          : shown.map((status) => `${status.session.name}: ${spokenGlance(status, now)}`)),
      ].join(', '),
      role: 'button',
    };
    this.#item.show();
  }

  /** Without a session there is nothing to say, unless nobody can know whether there is one. */
  #renderNoSession(overview: Overview | undefined): void {
    const isUnreadable = overview?.problems.some(({ code }) => code === 'fileUnreadable') === true;
    if (!isUnreadable) {
      this.#item.hide();
      return;
    }
    this.#item.text = `$(warning) ${l10n.t('AWS config')}`;
    this.#item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
    this.#item.tooltip = overviewTooltip(overview, undefined);
    this.#item.accessibilityInformation = {
      label: l10n.t('AWS SSO, the config cannot be read'),
      role: 'button',
    };
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}

/** Colour is for those who must act: red for a sign-in, yellow for what comes soon or wants a look. */
function background(
  shown: readonly SessionStatus[],
  { problems }: Overview,
): ThemeColor | undefined {
  if (shown.some(({ state }) => state === 'expired')) {
    return new ThemeColor('statusBarItem.errorBackground');
  }
  const isConfigBroken = problems.some(({ severity }) => severity === 'error');
  return isConfigBroken || shown.some(({ attention }) => attention !== 'none')
    ? new ThemeColor('statusBarItem.warningBackground')
    : undefined;
}

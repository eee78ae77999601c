// The glance: one status bar item.
import { type Disposable, StatusBarAlignment, ThemeColor, l10n, window } from 'vscode';
import type { Overview } from '../core/overview.ts';
import { type StatusBarWish, nextStatusBarChange } from '../core/statusBarChoice.ts';
import { type StatusBarFace, statusBarFace } from './statusBarFace.ts';

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
  nextDue(overview: Overview): number | undefined {
    return nextStatusBarChange(overview, this.#wish());
  }

  dispose(): void {
    this.#item.dispose();
  }

  #draw(): void {
    const face = this.#overview && statusBarFace(this.#overview, this.#wish(), this.#busy);
    if (face === undefined) this.#hide();
    else this.#show(face);
  }

  #hide(): void {
    this.#shown = '';
    this.#item.hide();
  }

  /** Only what differs: whatever is handed over is drawn anew, and may be read out anew. */
  #show({ text, background, tooltip, label }: StatusBarFace): void {
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
}

// Show Session Timeline: one tab, drawn anew whenever something is. What it draws with is loaded by then.
import { type Disposable, ViewColumn, type WebviewPanel, l10n, window } from 'vscode';
import type { Overview } from '../core/overview.ts';
import { type TimelineRange, timelineRanges } from '../core/timelineRange.ts';
import type * as Page from './timelinePage.ts';

export class TimelinePanel implements Disposable {
  #page: typeof Page | undefined;
  #panel: WebviewPanel | undefined;
  #overview: Overview | undefined;
  #range: TimelineRange = 'days';
  #sent = '';

  render(overview: Overview): void {
    this.#overview = overview;
    this.#update();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  async show(): Promise<void> {
    this.#page ??= await import('./timelinePage.ts');
    if (this.#panel !== undefined) {
      this.#panel.reveal();
      return;
    }
    const panel = window.createWebviewPanel(
      'ssoSession.timeline',
      l10n.t('Session Timeline'),
      ViewColumn.Active,
      { enableScripts: true, localResourceRoots: [] },
    );
    panel.onDidDispose(() => (this.#panel = undefined));
    panel.webview.onDidReceiveMessage((message: unknown) => this.#hear(message));
    panel.webview.html = this.#page.timelinePage(this.#overview, this.#range);
    this.#panel = panel;
  }

  #hear(message: unknown): void {
    if (typeof message !== 'string') return;
    this.#range = timelineRanges.find((range) => range === message) ?? this.#range;
    // A tab that was hidden begins anew, with what was true when it was opened.
    if (message === 'ready') this.#sent = '';
    this.#update();
  }

  #update(): void {
    if (this.#page === undefined || this.#panel?.visible !== true) return;
    const main = this.#page.timelineMain(this.#overview, this.#range);
    if (main === this.#sent) return;
    this.#sent = main;
    void this.#panel.webview.postMessage({ main });
  }
}

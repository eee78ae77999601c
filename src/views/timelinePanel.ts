// Show Session Timeline: one tab, drawn anew whenever something is. What it draws with is loaded by then.
import { type Disposable, l10n } from 'vscode';
import type { Overview } from '../core/overview.ts';
import { type TimelineRange, timelineRanges } from '../core/timelineRange.ts';
import type * as Page from './timelinePage.ts';
import { WebviewTab } from './webviewTab.ts';

export class TimelinePanel implements Disposable {
  #page: typeof Page | undefined;
  #tab: WebviewTab | undefined;
  #overview: Overview | undefined;
  #range: TimelineRange = 'days';
  #sent = '';

  render(overview: Overview): void {
    this.#overview = overview;
    this.#update();
  }

  dispose(): void {
    this.#tab?.dispose();
  }

  async show(): Promise<void> {
    const page = (this.#page ??= await import('./timelinePage.ts'));
    if (this.#tab !== undefined) {
      this.#tab.show();
      return;
    }
    this.#tab = new WebviewTab({
      viewType: 'ssoSession.timeline',
      title: l10n.t('Session Timeline'),
      html: () => page.timelinePage(this.#overview, this.#range),
      hear: (message) => this.#hear(message),
      closed: () => (this.#tab = undefined),
    });
  }

  #hear(message: unknown): void {
    if (typeof message !== 'string') return;
    this.#range = timelineRanges.find((range) => range === message) ?? this.#range;
    // A tab that was hidden begins anew, with what was true when it was opened.
    if (message === 'ready') this.#sent = '';
    this.#update();
  }

  #update(): void {
    if (this.#page === undefined || this.#tab?.isVisible !== true) return;
    const main = this.#page.timelineMain(this.#overview, this.#range);
    if (main === this.#sent) return;
    this.#sent = main;
    this.#tab.post({ main });
  }
}

// An editor tab with a page of ours, opened once more where the first page stays blank.
import { type Disposable, UIKind, ViewColumn, type WebviewPanel, env, window } from 'vscode';

interface WebviewTabContent {
  readonly viewType: string;
  readonly title: string;
  /** The page as of now; see `webviewPage`. */
  readonly html: () => string;
  /** What its script says; `ready` each time that the page is there. */
  readonly hear: (message: unknown) => void;
  /** By a person. */
  readonly closed: () => void;
}

/**
 * In a browser VS Code's first page of all may miss the start of the service worker that it waits for, and
 * then stays blank for ever. The next one does not wait.
 */
const usualBlankMs = env.uiKind === UIKind.Web ? 5_000 : undefined;

/** After a sleep, say, a timer is late, and what came meanwhile is heard after it. */
const hearingMs = 250;

/** Disposing of it is no closing by a person. */
export class WebviewTab implements Disposable {
  readonly #content: WebviewTabContent;
  #panel: WebviewPanel | undefined;
  #whileBlank: NodeJS.Timeout | undefined;

  /** `blankMs`: how long a page may take to be there; for ever unless told. */
  constructor(content: WebviewTabContent, blankMs = usualBlankMs) {
    this.#content = content;
    this.#open({ viewColumn: ViewColumn.Active });
    if (blankMs !== undefined) {
      this.#whileBlank = setTimeout(() => {
        this.#whileBlank = setTimeout(() => this.#openAnew(), hearingMs);
      }, blankMs);
    }
  }

  get isVisible(): boolean {
    return this.#panel?.visible === true;
  }

  show(): void {
    this.#panel?.reveal();
  }

  post(message: unknown): void {
    void this.#panel?.webview.postMessage(message);
  }

  dispose(): void {
    clearTimeout(this.#whileBlank);
    const panel = this.#panel;
    this.#panel = undefined;
    panel?.dispose();
  }

  #open(place: { readonly viewColumn: ViewColumn; readonly preserveFocus?: boolean }): void {
    const { viewType, title, html, hear, closed } = this.#content;
    const panel = window.createWebviewPanel(viewType, title, place, {
      enableScripts: true,
      localResourceRoots: [],
    });
    panel.onDidDispose(() => {
      if (panel !== this.#panel) return;
      this.dispose();
      closed();
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      clearTimeout(this.#whileBlank);
      hear(message);
    });
    panel.webview.html = html();
    this.#panel = panel;
  }

  /** A tab that is hidden has no page, and gets a new one when it is shown. */
  #openAnew(): void {
    const blank = this.#panel;
    if (blank?.visible !== true) return;
    const { viewColumn = ViewColumn.Active, active } = blank;
    this.#open({ viewColumn, preserveFocus: !active });
    blank.dispose();
  }
}

// An editor tab with a page of ours, opened once more where the first page stays blank.
import { type Disposable, ViewColumn, type WebviewPanel, window } from 'vscode';

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
 * then stays blank. The next one does not wait.
 */
const blankMs = 5_000;

export class WebviewTab implements Disposable {
  readonly #content: WebviewTabContent;
  readonly #whileBlank: NodeJS.Timeout;
  #panel: WebviewPanel | undefined;

  constructor(content: WebviewTabContent) {
    this.#content = content;
    this.#open();
    this.#whileBlank = setTimeout(() => this.#openAnew(), blankMs);
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

  /** Is no closing by a person. */
  dispose(): void {
    clearTimeout(this.#whileBlank);
    const panel = this.#panel;
    this.#panel = undefined;
    panel?.dispose();
  }

  #open(): void {
    const { viewType, title, html, hear, closed } = this.#content;
    const panel = window.createWebviewPanel(viewType, title, ViewColumn.Active, {
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
    this.#open();
    blank.dispose();
  }
}

// A notification that waits together with a person, until it is ended or they cancel.
import { type Disposable, ProgressLocation, window } from 'vscode';

interface Shown {
  report: (text: string) => void;
  readonly end: () => void;
}

export class WaitingMessage implements Disposable {
  readonly #title: string;
  readonly #cancel: () => void;
  #text = '';
  #shown: Shown | undefined;

  constructor(title: string, cancel: () => void) {
    this.#title = title;
    this.#cancel = cancel;
  }

  /** Behind the title, instead of what stood there. */
  say(text: string): void {
    this.#text = text;
    if (this.#shown === undefined) this.show();
    else this.#shown.report(text);
  }

  /** Anew where it is open: it may have been put away. */
  show(): void {
    this.dispose();
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const shown: Shown = { report: () => undefined, end };
    this.#shown = shown;
    const options = {
      location: ProgressLocation.Notification,
      title: this.#title,
      cancellable: true,
    };
    void window.withProgress(options, (progress, cancellation) => {
      cancellation.onCancellationRequested(this.#cancel);
      shown.report = (message) => progress.report({ message });
      if (this.#text !== '') shown.report(this.#text);
      return ended;
    });
  }

  dispose(): void {
    this.#shown?.end();
    this.#shown = undefined;
  }
}

// Whatever VS Code is given to show, to copy or to open is noted on its way there. What asks a person for a
// decision is answered here, and no browser is opened.
import { type QuickPick, type QuickPickItem, type Uri, env, window, workspace } from 'vscode';
import { inFull } from '../support/planted.ts';

export interface Recorder {
  /** What was given, each with where it went: "webview.html …". */
  readonly said: string[];
  /** Those that were created, the last one at the end. */
  readonly picks: readonly QuickPick<QuickPickItem>[];
  /** As if a button of the tab were pressed that was opened last. */
  readonly press: (button: string) => void;
  /** Called with each address that would be opened. */
  open: (url: string) => void;
  readonly stop: () => void;
}

const asking = [
  'showErrorMessage',
  'showWarningMessage',
  'showInformationMessage',
  'showQuickPick',
] as const;

/** What of `window` and `env` is listened to; the log, the tree and the files that are opened are not. */
export const recorded: ReadonlySet<string> = new Set([
  ...asking,
  'setStatusBarMessage',
  'withProgress',
  'createQuickPick',
  'createInputBox',
  'createWebviewPanel',
  'createStatusBarItem',
  'clipboard',
  'openExternal',
]);

type Method = (...parts: never[]) => unknown;

export function record(): Recorder {
  const said: string[] = [];
  const picks: QuickPick<QuickPickItem>[] = [];
  const undo: (() => void)[] = [];
  let hear: (message: unknown) => void = () => undefined;

  const note = (where: string, what: unknown): void => void said.push(`${where} ${inFull(what)}`);
  const define = (target: object, name: string, attributes: PropertyDescriptor): void => {
    const before = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { ...attributes, configurable: true });
    undo.push(() => {
      if (before === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, { ...before, configurable: true });
    });
  };
  /** `replaced` is handed what was there. */
  const replace = <T extends object, K extends keyof T & string>(
    target: T,
    name: K,
    replaced: (own: T[K]) => T[K],
  ): void => {
    const own = target[name];
    define(target, name, { value: replaced(own), writable: true });
  };
  /** The same thing, where whatever is set is noted. */
  const noting = <T extends object>(where: string, thing: T, instead: object = {}): T =>
    new Proxy(thing, {
      set(target, property, value) {
        note(`${where}.${String(property)}`, value);
        return Reflect.set(target, property, value);
      },
      get(target, property) {
        const found: unknown = Reflect.get(property in instead ? instead : target, property);
        return typeof found === 'function' ? (found as Method).bind(target) : found;
      },
    });

  for (const method of asking) {
    define(window, method, {
      writable: true,
      // A modal question is answered by its first button; what is said else, nobody answers.
      value: (...parts: unknown[]) => {
        note(method, parts);
        return Promise.resolve(inFull(parts).includes('modal: true') ? parts[2] : undefined);
      },
    });
  }
  replace(window, 'setStatusBarMessage', (own) => (text: string, until?: unknown) => {
    note('setStatusBarMessage', text);
    return own(text, until as number);
  });
  replace(window, 'withProgress', (own) => (options, task) => {
    note('withProgress', options);
    return own(options, (progress, cancellation) => {
      const report: typeof progress.report = (value) => {
        note('withProgress.report', value);
        progress.report(value);
      };
      return task({ report }, cancellation);
    });
  });
  replace(window, 'createQuickPick', (own) => <T extends QuickPickItem>() => {
    const pick = noting('createQuickPick', own<T>());
    picks.push(pick);
    return pick;
  });
  replace(window, 'createInputBox', (own) => () => noting('createInputBox', own()));
  replace(window, 'createWebviewPanel', (own) => (...parts: Parameters<typeof own>) => {
    note('createWebviewPanel', parts);
    const panel = own(...parts);
    const { webview } = panel;
    const instead: Pick<typeof webview, 'postMessage' | 'onDidReceiveMessage'> = {
      postMessage: (message) => {
        note('webview.postMessage', message);
        return webview.postMessage(message);
      },
      onDidReceiveMessage: (listener, ...more) => {
        hear = listener;
        return webview.onDidReceiveMessage(listener, ...more);
      },
    };
    return noting('panel', panel, { webview: noting('webview', webview, instead) });
  });
  replace(workspace, 'registerTextDocumentContentProvider', (own) => (scheme, provider) => {
    const provideTextDocumentContent: typeof provider.provideTextDocumentContent = (...parts) => {
      const content = provider.provideTextDocumentContent(...parts);
      note('document', content);
      return content;
    };
    return own(scheme, { ...provider, provideTextDocumentContent });
  });

  const writeText = (text: string): Promise<void> => {
    note('clipboard', text);
    return Promise.resolve();
  };
  define(env, 'clipboard', { get: () => ({ writeText }) });
  const recorder: Recorder = {
    said,
    picks,
    press: (button) => hear(button),
    open: () => undefined,
    stop: () => {
      for (const each of undo.toReversed()) each();
    },
  };
  define(env, 'openExternal', {
    value: (uri: Uri) => {
      const url = uri.toString(true);
      note('openExternal', url);
      recorder.open(url);
      return Promise.resolve(true);
    },
  });

  // The item of the status bar has long been there: what all items have in common is listened to.
  const item = window.createStatusBarItem();
  const common = Object.getPrototypeOf(item) as object;
  for (const property of ['text', 'tooltip', 'accessibilityInformation', 'name']) {
    const own = Object.getOwnPropertyDescriptor(common, property);
    define(common, property, {
      ...own,
      set(this: unknown, value: unknown) {
        note(`statusBar.${property}`, value);
        own?.set?.call(this, value);
      },
    });
  }
  item.dispose();
  return recorder;
}

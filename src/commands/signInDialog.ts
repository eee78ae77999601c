// What a person sees and can do while a sign-in runs: a message that waits for the browser or for another
// window, or a tab with the code.
import { type Disposable, ProgressLocation, UIKind, Uri, env, l10n, window } from 'vscode';
import type { DeviceCode, SignInDisplay } from '../aws/signInAttempt.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import { DeviceCodePanel } from '../views/deviceCodePanel.ts';
import { commandLink } from '../words/commandLink.ts';
import { plain } from '../words/plain.ts';

export class SignInDialog implements SignInDisplay, Disposable {
  /** Takes the text, gives an SVG; it comes with the bundle that signs in. */
  drawQrCode: (text: string) => string = () => '';
  readonly #session: ConfiguredSession;
  readonly #now: () => number;
  readonly #stopping: AbortSignal;
  #cancelling = new AbortController();
  #wantsCode = false;
  #link: string | undefined;
  #panel: DeviceCodePanel | undefined;
  #endOfMessage: (() => void) | undefined;

  constructor(session: ConfiguredSession, now: () => number, stopping: AbortSignal) {
    this.#session = session;
    this.#now = now;
    this.#stopping = stopping;
  }

  get signal(): AbortSignal {
    return AbortSignal.any([this.#cancelling.signal, this.#stopping]);
  }

  /** The browser was given up for a code. */
  get wantsCode(): boolean {
    return this.#wantsCode;
  }

  async openBrowser(url: string): Promise<boolean> {
    this.#link = url;
    this.#wait(
      l10n.t(
        'finish in the browser. {0} · {1}',
        this.#action(l10n.t('Copy Link'), 'ssoSession.copySignInLink'),
        this.#action(l10n.t('Use a Code'), 'ssoSession.signInWithCode'),
      ),
    );
    return open(url);
  }

  /**
   * From another machine VS Code may lead a port of this one to the person, but not always to the same one.
   * Where the window itself is a page in a browser, only the person knows where that runs: it was chosen.
   */
  async isLoopbackReachable(port: number): Promise<boolean> {
    if (env.remoteName === undefined || env.uiKind === UIKind.Web) return true;
    const here = Uri.parse(`http://127.0.0.1:${port}/`);
    const there = await env.asExternalUri(here).then(String, () => '');
    return there === here.toString();
  }

  showCode({ userCode, verificationUri, verificationUriComplete, ...code }: DeviceCode): void {
    this.#endMessage();
    this.#link = verificationUriComplete;
    const content = {
      ...code,
      sessionName: this.#session.name,
      userCode,
      verificationUri,
      now: this.#now(),
      qrCodeSvg: this.drawQrCode(verificationUriComplete),
    };
    this.#panel = new DeviceCodePanel(content, {
      openBrowser: () => void open(verificationUriComplete),
      copyCode: () => void env.clipboard.writeText(userCode),
      copyLink: () => void this.copyLink(),
      cancel: () => this.#cancelling.abort(),
    });
  }

  waitForOther(): void {
    this.#wait(l10n.t('in another window. It shows here when it is done.'));
  }

  /** To the front, where there is something to see. */
  show(): void {
    this.#panel?.show();
  }

  async copyLink(): Promise<void> {
    if (this.#link === undefined) return;
    await env.clipboard.writeText(this.#link);
    window.setStatusBarMessage(`$(check) ${l10n.t('Sign-in link copied.')}`, 5_000);
  }

  goOnWithCode(): void {
    this.#wantsCode = true;
    this.#cancelling.abort();
  }

  beginAnew(): void {
    this.#endMessage();
    this.#wantsCode = false;
    this.#cancelling = new AbortController();
  }

  dispose(): void {
    this.#endMessage();
    this.#panel?.dispose();
  }

  #wait(message: string): void {
    this.#endMessage();
    const title = l10n.t('Signing in to {0}', plain(this.#session.name));
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    void window.withProgress(options, async (progress, cancellation) => {
      cancellation.onCancellationRequested(() => this.#cancelling.abort());
      progress.report({ message });
      await new Promise<void>((resolve) => (this.#endOfMessage = resolve));
    });
  }

  #endMessage(): void {
    this.#endOfMessage?.();
    this.#endOfMessage = undefined;
  }

  #action(title: string, command: string): string {
    return commandLink(title, command, { sessionId: this.#session.id });
  }
}

/** Whether the browser that VS Code opens runs on the machine where the extension runs. */
export function isSameMachine(): boolean {
  return env.remoteName === undefined && env.uiKind === UIKind.Desktop;
}

async function open(url: string): Promise<boolean> {
  return env.openExternal(Uri.parse(url, true)).then(
    (isOpen) => isOpen,
    () => false,
  );
}

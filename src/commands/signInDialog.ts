// What a person sees and can do while a sign-in runs: a message that waits for the browser or for another
// window, or a tab with the code.
import { type Disposable, UIKind, Uri, env, l10n, window } from 'vscode';
import type { DeviceCode, SignInDisplay } from '../aws/signInAttempt.ts';
import type { WindowPlace } from '../core/signInPlace.ts';
import type { ConfiguredSession } from '../core/ssoConfig.ts';
import { DeviceCodePanel } from '../views/deviceCodePanel.ts';
import { callbackWords } from '../words/callbackWords.ts';
import { commandLink } from '../words/commandLink.ts';
import { plain } from '../words/plain.ts';
import { WaitingMessage } from './waitingMessage.ts';

/** Usually AWS has answered by then, and there is something better to show. */
const quietMs = 1_000;

export class SignInDialog implements SignInDisplay, Disposable {
  /** Takes the text, gives an SVG; it comes with the bundle that signs in. */
  drawQrCode: (text: string) => string = () => '';
  readonly callbackTexts = callbackWords();
  readonly signal: AbortSignal;
  readonly #session: ConfiguredSession;
  readonly #now: () => number;
  readonly #message: WaitingMessage;
  readonly #cancelling = new AbortController();
  readonly #leavingBrowser = new AbortController();
  #quiet: NodeJS.Timeout | undefined;
  /** The page that waits in a browser. */
  #link: string | undefined;
  #panel: DeviceCodePanel | undefined;

  constructor(session: ConfiguredSession, now: () => number, stopping: AbortSignal) {
    this.#session = session;
    this.#now = now;
    this.signal = AbortSignal.any([this.#cancelling.signal, stopping]);
    const title = l10n.t('Signing in to {0}', plain(session.name));
    this.#message = new WaitingMessage(title, () => this.#cancelling.abort());
    this.#begin();
  }

  get wantsCode(): AbortSignal {
    return this.#leavingBrowser.signal;
  }

  /** Shown, or asked for. */
  get isByCode(): boolean {
    return this.#panel !== undefined || this.wantsCode.aborted;
  }

  openBrowser(url: string): void {
    this.#link = url;
    const copyLink = this.#action(
      l10n.t('Copy Link'),
      '_ssoSession.copySignInLink',
      l10n.t('Copy the address of the page, for another browser on this machine'),
    );
    const useCode = this.#action(
      l10n.t('Use a Code'),
      '_ssoSession.signInWithCode',
      l10n.t('Sign in with a code instead, in a browser on any device'),
    );
    this.#say(l10n.t('finish in the browser. {0} · {1}', copyLink, useCode));
    void open(url).then((isOpen) => {
      // Whoever was asked by VS Code may have taken the address along, and not be done.
      if (!isOpen && this.#link === url) {
        this.#say(l10n.t('no browser was opened. {0} · {1}', copyLink, useCode));
      }
    });
  }

  /**
   * From another machine VS Code may lead a port of this one to the person, but not always to the same one.
   * Where the window itself is a page in a browser, only the person knows where that runs: it was chosen.
   */
  async isLoopbackReachable(port: number): Promise<boolean> {
    const { remoteName, isInBrowser } = windowPlace();
    if (remoteName === undefined || isInBrowser) return true;
    const here = Uri.parse(`http://127.0.0.1:${port}/`);
    const there = await env.asExternalUri(here).then(String, () => '');
    return there === here.toString();
  }

  showCode({ userCode, verificationUri, verificationUriComplete, ...code }: DeviceCode): void {
    this.#endMessage();
    const content = {
      ...code,
      sessionName: this.#session.name,
      userCode,
      verificationUri,
      now: this.#now,
      qrCodeSvg: this.drawQrCode(verificationUriComplete),
    };
    // The panel itself says what it has done.
    this.#panel = new DeviceCodePanel(content, {
      openBrowser: () => void open(verificationUriComplete),
      copyCode: () => copy(userCode),
      copyLink: () => copy(verificationUriComplete),
      cancel: () => this.#cancelling.abort(),
    });
  }

  waitForOther(): void {
    this.#say(l10n.t('already under way in another window. Finish it there.'));
  }

  /** To where it is seen. */
  show(): void {
    if (this.#panel === undefined) this.#message.show();
    else this.#panel.show();
  }

  async copyLink(): Promise<void> {
    if (this.#link === undefined || !(await copy(this.#link))) return;
    window.setStatusBarMessage(`$(check) ${l10n.t('Sign-in link copied.')}`, 5_000);
  }

  /** Leaves a browser alone that has not come back yet; else shows what there is. */
  goOnWithCode(): void {
    if (this.#link === undefined) this.show();
    else {
      this.#begin();
      this.#leavingBrowser.abort();
    }
  }

  dispose(): void {
    this.#endMessage();
    this.#panel?.dispose();
  }

  #begin(): void {
    this.#endMessage();
    this.#quiet = setTimeout(() => this.#message.say(''), quietMs);
  }

  #say(text: string): void {
    clearTimeout(this.#quiet);
    this.#message.say(text);
  }

  #endMessage(): void {
    this.#link = undefined;
    clearTimeout(this.#quiet);
    this.#message.dispose();
  }

  #action(title: string, command: string, hover: string): string {
    // Two links in a row: neither is to be torn apart.
    const inOnePiece = title.replaceAll(' ', '\u00A0');
    return commandLink(inOnePiece, command, { sessionId: this.#session.id }, hover);
  }
}

export function windowPlace(): WindowPlace {
  return { remoteName: env.remoteName, isInBrowser: env.uiKind === UIKind.Web };
}

async function copy(text: string): Promise<boolean> {
  return env.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

async function open(url: string): Promise<boolean> {
  return env.openExternal(Uri.parse(url, true)).then(
    (isOpen) => isOpen,
    () => false,
  );
}

// The code of a sign-in by device authorization (RFC 8628), as large as it deserves.
import { type Disposable, l10n } from 'vscode';
import { plain } from '../words/plain.ts';
import { escapeHtml, webviewPage } from './webviewPage.ts';
import { WebviewTab } from './webviewTab.ts';

interface DeviceCodeContent {
  readonly sessionName: string;
  readonly userCode: string;
  /** Where the code is to be entered. */
  readonly verificationUri: string;
  /** ms since the epoch, as `now` */
  readonly expiresAt: number;
  readonly now: () => number;
  /** Of the address that brings the code along; drawn as it is. */
  readonly qrCodeSvg: string;
  /** The browser flow was wanted, and cannot come back to this machine. */
  readonly instead: boolean;
}

interface DeviceCodeActions {
  readonly openBrowser: () => void;
  /** Whether it is on the clipboard now. */
  readonly copyCode: () => Promise<boolean>;
  readonly copyLink: () => Promise<boolean>;
  /** Once, for the button and for closing the tab alike. */
  readonly cancel: () => void;
}

/** A tab of its own. Disposing of it is no cancelling. */
export class DeviceCodePanel implements Disposable {
  readonly #tab: WebviewTab;

  constructor(content: DeviceCodeContent, actions: DeviceCodeActions) {
    const title = l10n.t('Sign in to {0}', content.sessionName);
    let isCancelled = false;
    const cancel = (): void => {
      if (!isCancelled) actions.cancel();
      isCancelled = true;
    };
    this.#tab = new WebviewTab({
      viewType: 'ssoSession.deviceCode',
      title: plain(title),
      html: () => webviewPage({ title, body: body(title, content), style, script }),
      hear: (button) => {
        if (button === 'openBrowser') actions.openBrowser();
        if (button === 'copyCode' || button === 'copyLink') {
          void actions[button]().then((isCopied) => {
            if (isCopied) this.#tab.post(button);
          });
        }
        if (button === 'cancel') cancel();
      },
      closed: cancel,
    });
  }

  show(): void {
    this.#tab.show();
  }

  dispose(): void {
    this.#tab.dispose();
  }
}

function body(title: string, content: DeviceCodeContent): string {
  const { userCode, verificationUri, expiresAt, now, qrCodeSvg, instead } = content;
  const timeLeft = escapeHtml(l10n.t('Valid for {0}', '{0}')).replace(
    '{0}',
    '<span id="left"></span>',
  );
  const over = l10n.t('This code is not valid any more. Sign in again to get a new one.');
  return `<main data-left-ms="${expiresAt - now()}">
<section>
<h1>${escapeHtml(title)}</h1>
${instead ? `<p class="quiet">${escapeHtml(whyCode())}</p>` : ''}
<p>${escapeHtml(l10n.t('Open this page in a browser:'))}</p>
<p id="address" class="value">${escapeHtml(verificationUri)}</p>
<p>${escapeHtml(l10n.t('Enter this code there. If the page shows one already, allow access only if it is the same:'))}</p>
<p id="code" class="value"><span class="spoken">${escapeHtml(spelled(userCode))}</span><span aria-hidden="true">${escapeHtml(userCode)}</span></p>
<p id="clock" role="timer" data-over="${escapeHtml(over)}">${timeLeft}</p>
<div id="buttons">
${button('openBrowser', l10n.t('Open Browser'), '', 'primary')}
${button('copyCode', l10n.t('Copy Code'), l10n.t('Code copied.'))}
${button('copyLink', l10n.t('Copy Link'), l10n.t('Link copied.'))}
${button('cancel', l10n.t('Cancel'))}
</div>
<p id="said" class="quiet" role="status"></p>
</section>
<figure>
<figcaption class="quiet">${escapeHtml(l10n.t('Or scan this with another device'))}</figcaption>
<div id="qr" role="img" aria-label="${escapeHtml(l10n.t('QR code of the page'))}">${qrCodeSvg}</div>
</figure>
</main>`;
}

const whyCode = (): string =>
  l10n.t('Your browser cannot come back to where VS Code runs, so a code is used instead.');

/** Letter by letter, as a voice would make a word of it. */
function spelled(code: string): string {
  const letters = Array.from(code, (letter) => (letter === '-' ? l10n.t('dash') : letter));
  return l10n.t('Code: {0}', letters.join(', '));
}

const button = (id: keyof DeviceCodeActions, label: string, said = '', kind = ''): string =>
  `<button id="${id}" class="${kind}" data-said="${escapeHtml(said)}">${escapeHtml(label)}</button>`;

const style = `
main { box-sizing: border-box; min-height: 100vh; padding: 1.5rem; display: flex; flex-wrap: wrap;
  gap: 1rem 4rem; align-items: center; justify-content: center }
section { flex: 0 1 30rem; min-width: 0; display: grid; gap: 1rem }
.quiet { color: var(--vscode-descriptionForeground) }
.value { margin-top: -.75rem; user-select: all; font-family: var(--vscode-editor-font-family, monospace) }
#address { overflow-wrap: anywhere }
#code { font-size: clamp(1.9rem, 10vw, 4rem); font-weight: 600; line-height: 1.25; letter-spacing: .05em;
  white-space: nowrap }
#clock { margin-top: -.75rem; font-variant-numeric: tabular-nums }
#buttons { display: flex; flex-wrap: wrap; gap: .5rem }
#said { min-height: 1.5em }
figure { margin: 0; text-align: center }
#qr { width: 11rem; margin: .75rem auto 0; padding: .5rem; border-radius: 4px; background: #fff;
  forced-color-adjust: none }
#qr svg { display: block; width: 100%; shape-rendering: crispEdges }
.over :is(#code, svg) { opacity: .4; text-decoration: line-through }
@media (max-height: 22rem) {
  main { padding: .75rem 1.5rem }
  section { gap: .5rem }
  .value, #clock { margin-top: -.5rem }
  h1 { font-size: 1.2em }
}
`;

/** The end is remembered, because a tab that was hidden begins anew when it is shown. */
const script = `
const [main, clock, left, said] = ['main', '#clock', '#left', '#said'].map((name) => document.querySelector(name));
const buttons = [...document.querySelectorAll('button')];
const end = vscode.getState()?.end ?? Date.now() + Number(main.dataset.leftMs);
vscode.setState({ end });
for (const button of buttons) button.onclick = () => {
  said.textContent = '';
  vscode.postMessage(button.id);
};
window.onmessage = ({ data }) => (said.textContent = document.getElementById(data)?.dataset.said ?? '');
window.onfocus = () => document.activeElement === document.body && buttons[0].focus({ preventScroll: true });
window.onfocus();
const tick = () => {
  const ms = end - Date.now();
  const seconds = Math.ceil(ms / 1000);
  if (seconds > 0) {
    left.textContent = Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');
    setTimeout(tick, ms % 1000 || 1000);
    return;
  }
  main.className = 'over';
  clock.role = 'alert';
  clock.textContent = clock.dataset.over;
  for (const button of buttons) button.disabled = button.id !== 'cancel';
  if (document.hasFocus()) buttons.at(-1).focus();
};
tick();
`;

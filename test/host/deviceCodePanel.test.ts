import { deepStrictEqual } from 'node:assert';
import { type Tab, window } from 'vscode';
import { DeviceCodePanel } from '../../src/views/deviceCodePanel.ts';
import { escapeHtml } from '../../src/views/webviewPage.ts';
import { eventually } from './eventually.ts';

const content = {
  sessionName: 'corp',
  userCode: 'MNBV-CXQW',
  verificationUri: 'https://device.sso.eu-central-1.amazonaws.com/',
  expiresAt: 600_000,
  now: () => 0,
  qrCodeSvg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
  instead: false,
};

const tabs = (): readonly Tab[] =>
  window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ label }) => label === 'Sign in to corp');

async function open(): Promise<{ readonly panel: DeviceCodePanel; readonly heard: string[] }> {
  const heard: string[] = [];
  const panel = new DeviceCodePanel(content, {
    openBrowser: () => heard.push('openBrowser'),
    copyCode: () => Promise.resolve(true),
    copyLink: () => Promise.resolve(true),
    cancel: () => heard.push('cancel'),
  });
  await eventually(() => deepStrictEqual(tabs().length, 1));
  return { panel, heard };
}

describe('the panel with the device code', () => {
  it('takes a closed tab for a cancelling, once', async () => {
    const { panel, heard } = await open();
    await window.tabGroups.close(tabs());
    await eventually(() => deepStrictEqual(heard, ['cancel']));
    panel.dispose();
    deepStrictEqual(heard, ['cancel']);
  });

  it('goes away without a cancelling when the sign-in is over', async () => {
    const { panel, heard } = await open();
    panel.dispose();
    await eventually(() => deepStrictEqual(tabs().length, 0));
    deepStrictEqual(heard, []);
  });

  it('lets nothing that it shows become HTML', () => {
    deepStrictEqual(
      escapeHtml(`<b title="x" id='y'>&amp;`),
      '&#60;b title=&#34;x&#34; id=&#39;y&#39;&#62;&#38;amp;',
    );
  });
});

// One Chromium, told to keep to itself: no updates, no sync, no first-run pages.
import { chromium, type Browser } from 'playwright-core';
import { ensureBrowser } from '../../../scripts/provision/browser.ts';

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureBrowser(),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
      // Else a page whose response was replaced may not open its WebSocket to 127.0.0.1.
      '--disable-features=LocalNetworkAccessChecks',
    ],
  });
}

// A page that an extension draws in an editor tab: two frames deep, and gone while its tab is hidden.
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { exactly } from './dom.ts';

export interface Webview {
  readonly tab: Locator;
  /** What is inside; of one webview at a time, the one in front. */
  readonly content: FrameLocator;
  readonly button: (name: string) => Locator;
  /** Brings its tab to the front. */
  readonly show: () => Promise<void>;
  /** As a person closes a tab. */
  readonly close: () => Promise<void>;
  readonly waitUntilClosed: () => Promise<void>;
}

export function webviewOn(page: Page, title: string): Webview {
  const tab = page.locator('.part.editor .tab').filter({ hasText: exactly(title) });
  const content = page
    .frameLocator('iframe.webview.ready:visible')
    .frameLocator(`iframe#active-frame[title=${JSON.stringify(title)}]`);
  const waitUntilClosed = (): Promise<void> => tab.waitFor({ state: 'hidden' });
  return {
    tab,
    content,
    button: (name) => content.getByRole('button', { name, exact: true }),
    show: () => tab.click(),
    close: async () => {
      await tab.click({ button: 'middle' });
      await waitUntilClosed();
    },
    waitUntilClosed,
  };
}

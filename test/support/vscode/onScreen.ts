// What is on screen where a test fails, in a line: a picture may be far away from who reads the failure.
import type { Page } from 'playwright-core';

/** The windows that are open now. */
const windows = new Set<Page>();

export function watchOver(page: Page): void {
  windows.add(page);
  page.on('close', () => windows.delete(page));
}

/** Of each window, and the other pages of its browser. */
export async function onScreen(): Promise<string> {
  const others = new Set(Array.from(windows).flatMap((page) => page.context().pages()));
  for (const page of windows) others.delete(page);
  const shown = await Promise.all(Array.from(windows, (page) => inWindow(page)));
  return [...shown, ...Array.from(others, (page) => `a page ${placeOf(page.url())}`)].join('; ');
}

const parts = {
  tabs: '.part.editor .tab',
  messages: '.notifications-toasts .notification-list-item',
  dialog: '.monaco-dialog-box',
  picker: '.quick-input-widget',
  menu: '.monaco-menu .action-menu-item',
  hover: '.monaco-hover, .workbench-hover',
  status: '.part.statusbar .statusbar-item[id*="sso-session"]',
  tree: '.part.sidebar .monaco-list-row',
};

async function inWindow(page: Page): Promise<string> {
  const texts = async ([name, selector]: readonly [string, string]): Promise<string> => {
    const found = await page.locator(selector).filter({ visible: true }).allInnerTexts();
    return `${name} [${found.map(inShort).join(' | ')}]`;
  };
  const frames = page.frames().map((frame) => placeOf(frame.url()));
  const seen = await Promise.all(Object.entries(parts).map(texts)).catch((error: unknown) => [
    String(error),
  ]);
  return `a window with ${[...seen, `frames [${frames.slice(1).join(' | ')}]`].join(', ')}`;
}

/** Without what is secret: codes, and what stands behind the path of an address. */
export function inShort(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(https?:\/\/[^\s?#]+)[?#]\S*/g, '$1')
    .replace(/\b[A-Z]{4}-[A-Z]{4}\b/g, '…')
    .slice(0, 200);
}

function placeOf(url: string): string {
  // A frame that has gone nowhere yet.
  if (!URL.canParse(url)) return 'nowhere';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname.length > 60 ? `…${pathname.slice(-60)}` : pathname}`;
}

// A person at VS Code: reads what the screen says, clicks and types. Waits on the page, never sleeps.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { exactly } from './dom.ts';
import { dialogOn, notificationsOn, type Dialog, type Notifications } from './notifications.ts';
import { watchOver } from './onScreen.ts';
import { openBrowser } from './openBrowser.ts';
import { quickPickOn, type QuickPick } from './quickPick.ts';
import type { VsCode } from './startVsCode.ts';
import { statusBarOn, type StatusBar } from './statusBar.ts';
import { treeViewOn, type TreeView } from './treeView.ts';
import { webviewOn, type Webview } from './webview.ts';

const screenshotsFolder = fileURLToPath(new URL('../../../out/screenshots', import.meta.url));

/** The setting, and the class by which the page tells that it has changed. */
const themes = {
  light: ['Default Light Modern', 'vs'],
  dark: ['Default Dark Modern', 'vs-dark'],
  highContrast: ['Default High Contrast', 'hc-black'],
} as const;

export type Theme = keyof typeof themes;

export interface WorkbenchOptions {
  readonly theme?: Theme;
  readonly size?: { readonly width: number; readonly height: number };
  /** Device pixels for each pixel of the size. */
  readonly scale?: number;
  readonly locale?: string;
}

export async function openWorkbench(
  vsCode: VsCode,
  options: WorkbenchOptions = {},
): Promise<Workbench> {
  const { theme = 'dark', scale = 1, locale = 'en-US' } = options;
  const { size = { width: 1280, height: 800 } } = options;
  await vsCode.writeSettings({ 'workbench.colorTheme': themes[theme][0] });
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({
      viewport: size,
      deviceScaleFactor: scale,
      locale,
      colorScheme: theme === 'light' ? 'light' : 'dark',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    return await openPage(vsCode, browser, context);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function openPage(
  vsCode: VsCode,
  browser: Browser,
  context: BrowserContext,
): Promise<Workbench> {
  const page = await context.newPage();
  watchOver(page);
  page.setDefaultTimeout(30_000);
  await page.goto(vsCode.url);
  const workbench = new Workbench(vsCode, browser, page);
  await workbench.waitUntilReady();
  return workbench;
}

export class Workbench {
  readonly page: Page;
  readonly quickPick: QuickPick;
  readonly statusBar: StatusBar;
  readonly notifications: Notifications;
  readonly dialog: Dialog;
  readonly #vsCode: VsCode;
  readonly #browser: Browser;
  #titles = 0;

  constructor(vsCode: VsCode, browser: Browser, page: Page) {
    this.#vsCode = vsCode;
    this.#browser = browser;
    this.page = page;
    this.quickPick = quickPickOn(page);
    this.statusBar = statusBarOn(page);
    this.notifications = notificationsOn(page);
    this.dialog = dialogOn(page);
  }

  /** The window is up. An extension may still be starting: wait for what it shows. */
  async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor();
    await this.page.locator('.part.statusbar .statusbar-item').first().waitFor();
    await this.page.locator('.part.activitybar .action-item').first().waitFor();
  }

  /** By its title in the palette, with the category: `AWS SSO: Sign In`. */
  async runCommand(title: string): Promise<void> {
    await this.quickPick.searchCommands(title);
    await this.quickPick.choose(title);
  }

  /** What the palette offers for a text, as in "is this command hidden there?". */
  async paletteItems(text: string): Promise<readonly string[]> {
    await this.quickPick.searchCommands(text);
    // The list is rebuilt a moment after typing; its first item then matches, or says nothing does.
    await this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: new RegExp(`${text}|No matching`, 'i') })
      .first()
      .waitFor();
    const items = await this.quickPick.items();
    await this.quickPick.cancel();
    return items.map(({ label }) => label);
  }

  tree(viewTitle: string): TreeView {
    return treeViewOn(this.page, viewTitle);
  }

  webview(title: string): Webview {
    return webviewOn(this.page, title);
  }

  activityBarItem(container: string): Locator {
    return this.page
      .locator('.part.activitybar .action-item')
      .filter({ has: this.page.locator(`a[aria-label^=${JSON.stringify(container)}]`) });
  }

  /** Shows a view container, and leaves it open when it already is. */
  async openView(container: string): Promise<void> {
    const item = this.activityBarItem(container);
    await item.waitFor();
    // The item, not its link: a badge lies over the link.
    if ((await item.getAttribute('aria-selected')) !== 'true') await item.click();
    await this.page
      .locator('.part.sidebar .title-label')
      .filter({ hasText: new RegExp(container, 'i') })
      .waitFor();
  }

  /** The number on the icon in the activity bar, or undefined. */
  async badge(container: string): Promise<string | undefined> {
    const badge = this.activityBarItem(container).locator('.badge-content');
    const text = (await badge.count()) === 0 ? '' : await badge.first().innerText();
    return text.trim() === '' ? undefined : text.trim();
  }

  /** Opens a file of the workspace, or any file by its full path. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.quickPick.type(path);
    const name = path.split('/').at(-1) ?? path;
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: name }).first().click();
    const tab = this.page.locator('.part.editor .tab.active');
    await tab.filter({ hasText: exactly(name) }).waitFor();
    await this.untilEditorHasFocus();
  }

  /** VS Code shows the tab of a file before its editor takes keys. */
  async untilEditorHasFocus(): Promise<void> {
    await this.page.locator('.part.editor .monaco-editor.focused').waitFor();
  }

  async changeTheme(theme: Theme): Promise<void> {
    const [name, className] = themes[theme];
    await this.changeSettings({ 'workbench.colorTheme': name });
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
  }

  /**
   * Returns when VS Code has the settings. It overlooks a change while it begins to watch the file, and
   * one that soon follows another: they are written until the window's title shows that they arrived.
   */
  async changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void> {
    for (let attempt = 0; attempt < 30; attempt++) {
      // Seen by a program, and by nobody else.
      const title = `workspace${'\u200b'.repeat(++this.#titles)}`;
      await this.#vsCode.writeSettings({ ...changes, 'window.title': title });
      if (await this.#isTitled(title)) return;
    }
    throw new Error('VS Code does not take the settings of its folder.');
  }

  /** For what no folder may decide. The window is opened anew. */
  async changeUserSettings(changes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#vsCode.writeUserSettings(changes);
    await this.reload();
  }

  async #isTitled(title: string): Promise<boolean> {
    try {
      const condition = `document.title === ${JSON.stringify(title)}`;
      await this.page.waitForFunction(condition, undefined, { timeout: 1000 });
      return true;
    } catch {
      return false;
    }
  }

  clipboard(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  /** Another window of the same VS Code in the same browser, as a person with two projects has. */
  openAnother(): Promise<Workbench> {
    return openPage(this.#vsCode, this.#browser, this.page.context());
  }

  /**
   * Somebody turns to another window. Before that each takes itself for focused: Playwright sees to it.
   * A key or a click brings the focus back, like `comeBack`.
   */
  async lookAway(): Promise<void> {
    const context = this.page.context();
    // VS Code overlooks that a window loses the focus when nothing inside has it.
    await this.page.locator('.part.activitybar [tabindex="0"]').first().focus();
    const session = await context.newCDPSession(this.page);
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    // Whoever has been clicked keeps the focus, unless it is in front when another comes there.
    await this.page.bringToFront();
    await (await context.newPage()).bringToFront();
    await this.#untilFocused(false);
  }

  /** After `lookAway`: this window alone has the focus now, and feels that somebody is there. */
  async comeBack(): Promise<void> {
    await this.page.bringToFront();
    await this.#untilFocused(true);
    await this.beThere();
  }

  /** For VS Code nobody is, a minute after the last key: this is one that does nothing. */
  async beThere(): Promise<void> {
    await this.page.keyboard.press('Shift');
  }

  async #untilFocused(isFocused: boolean): Promise<void> {
    while ((await this.page.evaluate('document.hasFocus()')) !== isFocused);
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  /** Saves out/screenshots/NAME.png, of the window or of a part of it. */
  async screenshot(name: string, part?: Locator): Promise<string> {
    await mkdir(screenshotsFolder, { recursive: true });
    const path = join(screenshotsFolder, `${name}.png`);
    await (part ?? this.page).screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  }

  /**
   * A visible thing by its exact text, for what has no reader of its own. What the status bar says for a few
   * seconds has to be waited for from before it is said.
   */
  text(text: string): Locator {
    return this.page.getByText(exactly(text)).filter({ visible: true }).first();
  }

  /** Closes the browser, with every window of it. */
  async close(): Promise<void> {
    await this.#browser.close();
  }
}

// One item of the status bar: what it says, its colour, its hover.
import type { Locator, Page } from 'playwright-core';
import { asPattern, readAll } from './dom.ts';

export interface StatusBarItemFacts {
  readonly text: string;
  readonly icons: readonly string[];
  readonly background: 'none' | 'warning' | 'error';
  readonly ariaLabel: string;
}

export interface Hover {
  readonly text: string;
  readonly links: readonly string[];
  readonly locator: Locator;
  readonly click: (link: string | RegExp) => Promise<void>;
}

export interface StatusBar {
  /** By the id given to createStatusBarItem, the end of it, or a part of its aria-label. */
  readonly item: (idOrLabel: string) => Locator;
  readonly read: (idOrLabel: string) => Promise<StatusBarItemFacts>;
  /** All visible items of extensions and of VS Code, for "it is not there" and "just one". */
  readonly ids: () => Promise<readonly string[]>;
  readonly click: (idOrLabel: string) => Promise<void>;
  readonly hover: (idOrLabel: string) => Promise<Hover>;
}

export function statusBarOn(page: Page): StatusBar {
  const items = page.locator('.part.statusbar .statusbar-item').filter({ visible: true });
  const item = (wanted: string): Locator => {
    const quoted = JSON.stringify(wanted);
    const end = JSON.stringify(`.${wanted}`);
    return items.and(page.locator(`[id=${quoted}], [id$=${end}], [aria-label*=${quoted}]`)).first();
  };
  return {
    item,
    read: async (wanted) => {
      await item(wanted).waitFor();
      const [facts] = await readAll(item(wanted));
      if (facts === undefined) throw new Error(`The status bar item ${wanted} went away.`);
      const { text, icons, ariaLabel, classes } = facts;
      return { text, icons, ariaLabel, background: backgroundOf(classes) };
    },
    ids: async () => (await readAll(items)).map(({ attributes }) => attributes['id'] ?? ''),
    click: async (wanted) => {
      await leaveHover(page);
      await item(wanted).locator('a').click();
    },
    hover: async (wanted) => {
      await hoverOver(page, item(wanted));
      return readHover(page);
    },
  };
}

function backgroundOf(classes: string): StatusBarItemFacts['background'] {
  if (classes.includes('warning-kind')) return 'warning';
  return classes.includes('error-kind') ? 'error' : 'none';
}

const hovers = '.workbench-hover, .monaco-hover';

/**
 * Takes the mouse where nothing has a hover. One shows only when the mouse comes in, and one that is
 * still open lies over what is to be clicked, or would be read in place of the next.
 */
export async function leaveHover(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  const areGone = (): Promise<boolean> =>
    page
      .locator(hovers)
      .filter({ visible: true })
      .first()
      .waitFor({ state: 'hidden', timeout: 1000 })
      .then(
        () => true,
        () => false,
      );
  // What comes up when the mouse has left already goes with its next move.
  for (let tries = 0; tries === 0 || !(await areGone()); tries++) {
    if (tries === mostTries) {
      const text = await page.locator(hovers).filter({ visible: true }).first().innerText();
      throw new Error(`There is a hover that stays: ${text}`);
    }
    await page.mouse.move(width * 0.6 + tries, height * 0.4);
    // Or it stays until there is another one: of these there is one at a time.
    if (tries > mostMoves && tries % 2 === 0) {
      await page.keyboard.press('Escape');
      await page.locator('.part.activitybar .action-item').first().hover();
    }
  }
  await page.mouse.move(width * 0.6, height * 0.45);
}

const mostMoves = 5;
const mostTries = 20;

const hoverLimitMs = 5_000;

/** Once more when the thing was drawn anew under the mouse: that takes its hover away. */
export async function hoverOver(page: Page, thing: Locator): Promise<void> {
  const shown = page.locator(hovers).filter({ visible: true }).first();
  for (let triesLeft = 3; triesLeft > 0; triesLeft--) {
    await leaveHover(page);
    await thing.hover();
    const isShown = await shown.waitFor({ timeout: hoverLimitMs }).then(
      () => true,
      () => false,
    );
    if (isShown) return;
  }
}

/** The hover on screen, of whatever the mouse is over. */
export async function readHover(page: Page): Promise<Hover> {
  const locator = page.locator(hovers).filter({ visible: true }).last();
  await locator.waitFor();
  const link = locator.locator('a');
  return {
    text: (await locator.locator('.monaco-hover-content').innerText()).trim(),
    links: (await readAll(link)).map(({ text }) => text),
    locator,
    click: (wanted) =>
      link
        .filter({ hasText: asPattern(wanted) })
        .first()
        .click(),
  };
}

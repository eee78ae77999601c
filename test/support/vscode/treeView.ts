// A tree in the side bar, found by the title of its view, and the menus that hang on it.
import type { Locator, Page } from 'playwright-core';
import { asPattern, exactly, readAll } from './dom.ts';
import { hoverOver, leaveHover, readHover, type Hover } from './statusBar.ts';

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  readonly ariaLabel: string;
  /** 1 for the roots. */
  readonly level: number;
  readonly expanded: boolean | undefined;
  readonly icons: readonly string[];
  /** Names of the inline actions. */
  readonly actions: readonly string[];
}

export interface TreeView {
  readonly row: (label: string | RegExp) => Locator;
  /** Waits for a first row. */
  readonly rows: () => Promise<readonly TreeRow[]>;
  readonly click: (label: string | RegExp) => Promise<void>;
  readonly setExpanded: (label: string | RegExp, expanded: boolean) => Promise<void>;
  readonly pressAction: (label: string | RegExp, action: string) => Promise<void>;
  readonly hover: (label: string | RegExp) => Promise<Hover>;
  readonly contextMenu: (label: string | RegExp) => Promise<Menu>;
  /** The welcome text that stands there while the tree is empty. */
  readonly welcome: () => Promise<{ readonly text: string; readonly buttons: readonly string[] }>;
  /** The line above the rows. */
  readonly message: () => Promise<string>;
  readonly pressTitleAction: (action: string) => Promise<void>;
  /** Behind the three dots of the title. */
  readonly titleMenu: () => Promise<Menu>;
}

export interface Menu {
  readonly items: readonly string[];
  readonly choose: (item: string | RegExp) => Promise<void>;
  readonly close: () => Promise<void>;
}

const name = '.custom-view-tree-node-item .label-name';
const description = '.custom-view-tree-node-item .label-description';
const action = '.actions a.action-label';

export function treeViewOn(page: Page, title: string): TreeView {
  const tree = page.locator(`[role=tree][aria-label=${JSON.stringify(title)}]`);
  const rows = tree.locator('.monaco-list-rows').first().locator('[role=treeitem]');
  const row = (label: string | RegExp): Locator =>
    rows.filter({ has: page.locator(name).filter({ hasText: asPattern(label) }) }).first();
  // The tree is inside its view even while it is empty and the welcome text covers it.
  const view = page.locator('.pane').filter({ has: tree });
  const isExpanded = async (label: string | RegExp): Promise<boolean> =>
    (await row(label).getAttribute('aria-expanded')) === 'true';
  return {
    row,
    rows: async () => {
      await rows.first().waitFor();
      const facts = await readAll(rows, [name, description, action, '.custom-view-tree-node-item']);
      return facts.map((fact) => ({
        label: fact.inside[name]?.[0] ?? '',
        description: fact.inside[description]?.[0] ?? '',
        ariaLabel: fact.ariaLabel,
        level: Number(fact.attributes['aria-level']),
        expanded: { true: true, false: false }[fact.attributes['aria-expanded'] ?? ''],
        icons: fact.icons.filter((icon) => icon !== 'tree-item-expanded'),
        actions: fact.labels[action] ?? [],
      }));
    },
    click: async (label) => {
      await leaveHover(page);
      await row(label).click();
    },
    setExpanded: async (label, expanded) => {
      // A row that has nothing below it yet ignores the click.
      await row(label).and(page.locator('[aria-expanded]')).waitFor();
      if ((await isExpanded(label)) === expanded) return;
      await leaveHover(page);
      await row(label).locator('.monaco-tl-twistie').click();
      await row(label)
        .and(page.locator(`[aria-expanded=${String(expanded)}]`))
        .waitFor();
    },
    pressAction: async (label, wanted) => {
      await leaveHover(page);
      await row(label).hover();
      await row(label)
        .getByRole('button', { name: exactly(wanted) })
        .click();
    },
    hover: async (label) => {
      await hoverOver(page, row(label).locator('.label-name'));
      return readHover(page);
    },
    contextMenu: async (label) => {
      await leaveHover(page);
      await row(label).click({ button: 'right' });
      return readMenu(page);
    },
    welcome: async () => {
      const content = view.locator('.welcome-view-content').filter({ visible: true });
      await content.waitFor();
      const [facts] = await readAll(content, ['.monaco-button']);
      return { text: facts?.text ?? '', buttons: facts?.inside['.monaco-button'] ?? [] };
    },
    message: async () => (await view.locator('.message').first().innerText()).trim(),
    pressTitleAction: async (wanted) => {
      await view.hover();
      await titleOf(page)
        .getByRole('button', { name: exactly(wanted) })
        .filter({ visible: true })
        .first()
        .click();
    },
    titleMenu: async () => {
      await view.hover();
      // By its icon: it is not a button in every version.
      await titleOf(page)
        .locator('.codicon-toolbar-more')
        .filter({ visible: true })
        .first()
        .click();
      return readMenu(page);
    },
  };
}

/** Of a container with one view only, the title of the container shows the actions. */
const titleOf = (page: Page): Locator =>
  page.locator('.part.sidebar .pane-header, .part.sidebar > .title');

/** The menu on screen. */
async function readMenu(page: Page): Promise<Menu> {
  const items = page.locator('.monaco-menu a.action-menu-item').filter({ visible: true });
  await items.first().waitFor();
  const facts = await readAll(items, ['.action-label']);
  return {
    items: facts.map(({ labels }) => labels['.action-label']?.[0] ?? ''),
    choose: async (wanted) => {
      // By keyboard: a menu takes no clicks in its first 100 ms.
      const item = items.filter({ hasText: asPattern(wanted) });
      await item.hover();
      await item.press('Enter');
    },
    close: async () => {
      await page.keyboard.press('Escape');
      await items.first().waitFor({ state: 'hidden' });
    },
  };
}

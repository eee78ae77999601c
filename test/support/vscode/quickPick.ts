// The box at the top of the window: command palette, quick picks and input boxes alike.
import type { Page } from 'playwright-core';
import { asPattern, readAll } from './dom.ts';

export interface QuickPickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly icons: readonly string[];
  /** The heading above this item, when it begins a group. */
  readonly separator: string;
}

export interface QuickPick {
  /** Waits for it, and says what its box shows; `message` is a validation message or a prompt. */
  readonly read: () => Promise<{
    readonly title: string;
    readonly placeholder: string;
    readonly value: string;
    readonly message: string;
  }>;
  /** The items on screen, about a dozen at most. */
  readonly items: () => Promise<readonly QuickPickItem[]>;
  readonly type: (text: string) => Promise<void>;
  /** Opens the command palette with this text. */
  readonly searchCommands: (text: string) => Promise<void>;
  readonly choose: (label: string | RegExp) => Promise<void>;
  /** Presses a button of an item, or of the title when no item is given. */
  readonly press: (button: string, item?: string | RegExp) => Promise<void>;
  readonly accept: () => Promise<void>;
  readonly cancel: () => Promise<void>;
  readonly waitUntilClosed: () => Promise<void>;
}

const label = '.quick-input-list-rows > .quick-input-list-row:first-child .label-name';
const description = '.label-description';
const detail = '.quick-input-list-label-meta .label-name';
// A row that is used again keeps the heading that it had, and hides it.
const separator = '.quick-input-list-separator:not([style*="display: none"])';

export function quickPickOn(page: Page): QuickPick {
  const widget = page.locator('.quick-input-widget').filter({ visible: true });
  const input = widget.locator('.quick-input-box input');
  const rows = widget.locator('.quick-input-list .monaco-list-row');
  const row = (wanted: string | RegExp) =>
    rows.filter({ has: page.locator(label).filter({ hasText: asPattern(wanted) }) }).first();
  return {
    searchCommands: async (text) => {
      const isTyped = (): Promise<boolean> =>
        input.fill(`>${text}`, { timeout: 2000 }).then(
          () => true,
          () => false,
        );
      // Whoever is about to lose the focus, or to close, takes the key or the palette along.
      do await page.keyboard.press('F1');
      while (!(await isTyped()));
    },
    read: async () => {
      await widget.waitFor();
      return {
        title: (await widget.locator('.quick-input-title').innerText()).trim(),
        placeholder: (await input.getAttribute('placeholder')) ?? '',
        value: await input.inputValue(),
        message: (await widget.locator('.quick-input-message').innerText()).trim(),
      };
    },
    items: async () => {
      await widget.waitFor();
      const facts = await readAll(rows, [label, description, detail, separator]);
      return facts.map(({ inside, icons }) => ({
        label: inside[label]?.[0] ?? '',
        description: inside[description]?.[0] ?? '',
        detail: inside[detail]?.[0] ?? '',
        separator: inside[separator]?.[0] ?? '',
        icons,
      }));
    },
    type: (text) => input.fill(text),
    choose: (wanted) => row(wanted).click(),
    press: async (button, item) => {
      const place = item === undefined ? widget.locator('.quick-input-titlebar') : row(item);
      if (item !== undefined) await place.hover();
      await place.getByRole('button', { name: button }).click();
    },
    accept: () => input.press('Enter'),
    cancel: () => input.press('Escape'),
    waitUntilClosed: () => widget.waitFor({ state: 'hidden' }),
  };
}

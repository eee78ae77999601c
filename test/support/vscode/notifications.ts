// Notifications (the toasts at the lower right) and modal dialogs.
import type { Page } from 'playwright-core';
import { exactly, readAll } from './dom.ts';
import { quickPickOn } from './quickPick.ts';

export interface NotificationFacts {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly source: string;
  readonly buttons: readonly string[];
}

export interface Notifications {
  /** What is on screen now, the newest first; three at most. */
  readonly read: () => Promise<readonly NotificationFacts[]>;
  readonly waitFor: (message: string | RegExp) => Promise<NotificationFacts>;
  readonly press: (message: string | RegExp, button: string) => Promise<void>;
  /** A link inside the message. */
  readonly follow: (message: string | RegExp, link: string) => Promise<void>;
  readonly dismiss: (message: string | RegExp) => Promise<void>;
  /** Dismisses all: VS Code shows three at a time, and a fourth waits unseen. */
  readonly clear: () => Promise<void>;
}

const message = '.notification-list-item-message';
const source = '.notification-list-item-source';
const button = '.notification-list-item-buttons-container .monaco-button';

export function notificationsOn(page: Page): Notifications {
  const all = page.locator('.notifications-toasts .notification-list-item');
  const one = (text: string | RegExp) =>
    all.filter({ has: page.locator(message).filter({ hasText: text }) }).first();
  const read = async (locator = all): Promise<readonly NotificationFacts[]> =>
    (await readAll(locator, [message, source, button])).map(({ inside, icons }) => ({
      severity: severityOf(icons),
      message: inside[message]?.[0] ?? '',
      source: (inside[source]?.[0] ?? '').replace(/^Source: /, ''),
      buttons: inside[button] ?? [],
    }));
  // Whoever looks for a notification is there; without a key for a minute, for VS Code nobody is.
  const beThere = () => page.keyboard.press('Shift');
  return {
    read: async () => {
      await beThere();
      return read();
    },
    waitFor: async (text) => {
      await beThere();
      await one(text).waitFor();
      const [found] = await read(one(text));
      if (found === undefined) throw new Error(`The notification ${String(text)} went away.`);
      return found;
    },
    press: (text, name) =>
      one(text)
        .locator(button)
        .filter({ hasText: exactly(name) })
        .click(),
    follow: (text, name) =>
      one(text)
        .locator(message)
        .locator('a')
        .filter({ hasText: exactly(name) })
        // In one event: a message that is drawn anew between press and release loses the click.
        .dispatchEvent('click'),
    dismiss: async (text) => {
      const press = async (): Promise<void> => {
        await one(text).hover({ timeout: 2000 });
        await one(text).locator('.codicon-notifications-clear').click({ timeout: 2000 });
        await one(text).waitFor({ state: 'hidden' });
      };
      // VS Code takes one away by itself after some seconds, maybe between two of these steps.
      for (let attempt = 1; await one(text).isVisible(); attempt++) {
        await press().catch((error: unknown) => {
          if (attempt === 5) throw error;
        });
      }
    },
    clear: async () => {
      const command = 'Notifications: Clear All Notifications';
      const palette = quickPickOn(page);
      await palette.searchCommands(command);
      await palette.choose(command);
      // Not until none is left: an extension may answer a dismissal with the next one.
      await palette.waitUntilClosed();
    },
  };
}

function severityOf(icons: readonly string[]): NotificationFacts['severity'] {
  if (icons.includes('error')) return 'error';
  return icons.includes('warning') ? 'warning' : 'info';
}

export interface DialogFacts {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

export interface Dialog {
  readonly read: () => Promise<DialogFacts>;
  readonly press: (button: string | RegExp) => Promise<void>;
  /**
   * The page that an action opens. VS Code asks before it leaves for an external website, except
   * for those it trusts (its own machine among them): agrees when asked.
   */
  readonly pageOpenedBy: (action: () => Promise<void>) => Promise<Page>;
}

export function dialogOn(page: Page): Dialog {
  const box = page.locator('.monaco-dialog-box').filter({ visible: true });
  const buttons = box.locator('.monaco-button');
  const press = async (name: string | RegExp): Promise<void> => {
    const pattern = typeof name === 'string' ? exactly(name) : name;
    await buttons.filter({ hasText: pattern }).click();
    await box.waitFor({ state: 'hidden' });
  };
  return {
    read: async () => {
      await box.waitFor();
      const parts = ['.dialog-message-text', '.dialog-message-detail', '.monaco-button'] as const;
      const [facts] = await readAll(box, parts);
      const texts = (part: (typeof parts)[number]): readonly string[] => facts?.inside[part] ?? [];
      return {
        message: texts('.dialog-message-text').join(' '),
        detail: texts('.dialog-message-detail').join(' '),
        buttons: texts('.monaco-button'),
      };
    },
    press,
    pageOpenedBy: async (action) => {
      const opened = page.context().waitForEvent('page');
      // Either may stay unanswered, when the other one comes.
      opened.catch(() => undefined);
      await action();
      const asked = box.waitFor().then(() => 'asked' as const);
      asked.catch(() => undefined);
      if ((await Promise.race([opened, asked])) === 'asked') await press(/^\s*Open/);
      return opened;
    },
  };
}

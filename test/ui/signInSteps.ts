// What a person does in the course of a sign-in, and what is left of it.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { Workbench } from '../support/vscode/workbench.ts';
import { eventually, hour, minute, spare, type Stage } from './stage.ts';

/** Where VS Code is a page in a browser, that flow has to be asked for. */
export const inTheBrowser = {
  'remote.autoForwardPorts': false,
  'ssoSession.signIn.flow': 'browser',
} as const;

/** Name and state of each session, as the tree has them. */
export const shownIn = async (workbench: Workbench): Promise<readonly string[]> =>
  (await workbench.tree('Sessions').rows())
    .filter(({ level }) => level === 1)
    .map(({ label, description }) => `${label} ${description}`);

/** The page that an action opens, or that a person opens by the link that another one copies. */
export async function openedPage(
  stage: Stage,
  open: () => Promise<void>,
  copyLink: () => Promise<void>,
): Promise<Page> {
  const { workbench, vsCode } = stage;
  const page = await workbench.dialog.pageOpenedBy(open);
  // VS Code opens an empty page first.
  await page.waitForURL(/^http/);
  if (vsCode.version === 'newest') return page;
  // There code-server opens an address of this machine without its path and query.
  await page.close();
  return pageOf(workbench, await copiedBy(workbench, copyLink));
}

/** As somebody opens a link that they have. */
export async function pageOf(workbench: Workbench, link: string): Promise<Page> {
  const page = await workbench.page.context().newPage();
  await page.goto(link);
  return page;
}

/** What is on the clipboard afterwards. */
export async function copiedBy(workbench: Workbench, copy: () => Promise<void>): Promise<string> {
  await workbench.page.bringToFront();
  await workbench.page.evaluate('navigator.clipboard.writeText("")');
  await copy();
  await eventually(() => workbench.clipboard()).not.toBe('');
  return workbench.clipboard();
}

export const choose = (page: Page, decision: 'Allow' | 'Deny'): Promise<void> =>
  page.getByRole('button', { name: decision }).click();

/** Where the browser is to come back to. */
export const redirectOf = (page: Page): string =>
  new URL(page.url()).searchParams.get('redirect_uri') ?? '';

export const isListening = (address: string): Promise<boolean> =>
  fetch(address).then(
    () => true,
    () => false,
  );

/** Signs in by the notification that corp, signed in until now, needs it. */
export async function fromNotification({ workbench, signIn }: Stage): Promise<void> {
  const needed = 'corp: sign-in needed';
  await signIn('corp', 2 * hour + spare, { renewable: false });
  await eventually(() => shownIn(workbench)).toContain('corp 2h 00m');
  await signIn('corp', -minute, { renewable: false });
  await workbench.notifications.waitFor(needed);
  await workbench.notifications.press(needed, 'Sign In');
}

/** All pages but VS Code itself. */
export async function closePages({ workbench: { page } }: Stage): Promise<void> {
  for (const other of page.context().pages()) if (other !== page) await other.close();
}

/** Operation, grant and error of each call from this index on, without the polls in between. */
export const callsFrom = ({ identityCenter, vsCode }: Stage, index: number): readonly string[] =>
  identityCenter.calls
    .slice(index)
    .filter(({ error }) => error !== 'authorization_pending')
    // An address that has lost its path; see `openedPage`.
    .filter(({ operation }) => vsCode.version === 'newest' || operation !== 'Unknown')
    .map(({ operation, grantType, error }) =>
      [operation, grantType, error].filter((part) => part !== undefined).join(' '),
    );

/** The token file, byte for byte; undefined when there is none. */
export const tokenText = ({ home }: Stage, name: string): Promise<string | undefined> =>
  readFile(home.tokenFile(name), 'utf8').catch(() => undefined);

/** The code in the tab of a sign-in. */
export async function codeIn(workbench: Workbench, name: string): Promise<string> {
  const shown = workbench.webview(`Sign in to ${name}`).content.locator('#code [aria-hidden]');
  // VS Code fills one frame and swaps it for another: who waits in the first one waits in vain.
  const read = () => shown.innerText({ timeout: 1000 });
  let code = '';
  await eventually(async () => (code = await read())).not.toBe('');
  return code;
}

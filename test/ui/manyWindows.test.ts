// Many windows on one home: one of them renews, one of them speaks, and all show what is true.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { Workbench } from '../support/vscode/workbench.ts';
import {
  anyText,
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  type Stage,
} from './stage.ts';

const windowCount = 5;
/** Long enough for every window to see the token while it is valid. */
const aMoment = 6;

let stage: Stage;
let windows: readonly Workbench[];

beforeAll(async () => {
  stage = await setStage({
    settings: { 'ssoSession.autoRefresh': true },
    prepare: async ({ home, signIn }) => {
      await home.writeConfig(['corp', 'partner'].map(sessionSection).join('\n'));
      await signIn('corp', hour + minute);
    },
  });
  const opened = [stage.workbench];
  while (opened.length < windowCount) opened.push(await openFolder(`project-${opened.length}`));
  windows = opened;
  return stage.stop;
});

/** A window of the same VS Code with another folder; every window has an extension host of its own. */
async function openFolder(name: string): Promise<Workbench> {
  const { vsCode, workbench, home } = stage;
  const context = workbench.page.context();
  const browser = context.browser();
  if (browser === null) throw new Error('The window has no browser.');
  const folder = join(home.path, name);
  await mkdir(folder);
  const url = new URL(vsCode.url);
  url.searchParams.set('folder', folder);
  const page = await context.newPage();
  await page.goto(url.href);
  const window = new Workbench(vsCode, browser, page);
  await window.waitUntilReady();
  return window;
}

const inAll = <T>(fact: T): readonly T[] => Array.from({ length: windowCount }, () => fact);

const statusTexts = () =>
  Promise.all(
    windows.map(async ({ statusBar }) => (await statusBar.read('ssoSession.status')).text),
  );

const calls = () =>
  stage.identityCenter.calls.map(({ operation, grantType, status }) => [
    operation,
    grantType,
    status,
  ]);

it('renews a due token once, and every window shows the new one', async () => {
  await eventually(statusTexts).toEqual(inAll('corp 1 h 00 min'));
  for (const { page } of windows) await page.keyboard.press('Shift');
  // The answer is held back until all windows know that the token is due.
  const held = stage.identityCenter.hold({ operation: 'CreateToken' });
  await stage.signIn('corp', 4 * minute);
  await held.arrived;
  await eventually(statusTexts).toEqual(inAll('corp 3 min'));
  held.release();
  await eventually(statusTexts).toEqual(inAll('corp 59 min'));
  expect(calls()).toEqual([['CreateToken', 'refresh_token', 200]]);
});

it('says once, in one window, that a session needs a sign-in, and every window shows it', async () => {
  for (const window of windows) await window.openView('AWS SSO');
  await stage.signIn('partner', aMoment, { renewable: false });
  await eventually(statusTexts).toEqual(inAll('partner under 1 min'));
  await eventually(statusTexts).toEqual(inAll('partner sign-in needed'));
  const described = () =>
    Promise.all(
      windows.map(async (window) => (await window.tree('Sessions').rows()).at(0)?.description),
    );
  // One more change goes all the way: what the changes before it made VS Code say is on screen then.
  await stage.signIn('corp', 2 * hour + minute);
  await eventually(described).toEqual(inAll('2 h 00 min'));
  const said = async () =>
    (await Promise.all(windows.map(({ notifications }) => notifications.read()))).flat();
  await eventually(said).toEqual([
    {
      severity: 'warning',
      message: 'partner: sign-in needed. The access token has ended.',
      source: anyText,
      buttons: ['Sign In'],
    },
  ]);
  for (const window of windows) {
    if ((await window.notifications.read()).length > 0)
      await window.screenshot('many-windows-one-voice');
  }
  expect(calls()).toEqual([['CreateToken', 'refresh_token', 200]]);
});

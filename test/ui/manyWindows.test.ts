// Many windows on one home: one of them renews, one of them speaks, and all show what is true.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { Workbench } from '../support/vscode/workbench.ts';
import {
  about,
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  spokenMinutesLeft,
  type Stage,
} from './stage.ts';

/** They take 5 GB, and three minutes to open on two cores that others keep busy as well. */
const windowCount = 12;
vi.setConfig({ hookTimeout: 600_000, testTimeout: 300_000 });
/** Until the last of so many has had its turn. */
const allInMs = 60_000;
/** Long enough for every window to see the token while it is valid. */
const aMoment = 20;

let stage: Stage;
let windows: readonly Workbench[];

beforeAll(async () => {
  stage = await setStage({
    // The theme, too, is for all folders here.
    settings: {
      'ssoSession.autoRefresh': true,
      'remote.autoForwardPorts': false,
      'workbench.colorTheme': 'Default Dark Modern',
    },
    prepare: ({ home }) =>
      home.writeConfig(['corp', 'partner', 'other', 'late'].map(sessionSection).join('\n')),
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
  page.setDefaultTimeout(allInMs);
  await page.goto(url.href);
  const window = new Workbench(vsCode, browser, page);
  await window.waitUntilReady();
  return window;
}

const inAll = <T>(fact: T): readonly T[] => Array.from({ length: windowCount }, () => fact);

/** Of the access token in each window. */
const minutesLeft = () =>
  Promise.all(
    windows.map(async ({ statusBar }) => {
      const { ariaLabel } = await statusBar.read('ssoSession.status');
      return spokenMinutesLeft(ariaLabel);
    }),
  );

const calls = () =>
  stage.identityCenter.calls.map(({ operation, grantType, status }) => [
    operation,
    grantType,
    status,
  ]);

it('renews a due token once, and every window shows the new one', async () => {
  // Not before: to open as many windows can take minutes.
  await stage.signIn('corp', hour + minute);
  await eventually(minutesLeft, allInMs).toEqual(inAll(about(61)));
  for (const window of windows) await window.beThere();
  // The answer is held back until all windows know that the token is due.
  const held = stage.identityCenter.hold({ operation: 'CreateToken' });
  await stage.signIn('corp', 4 * minute);
  await held.arrived;
  await eventually(minutesLeft, allInMs).toEqual(inAll(about(4)));
  held.release();
  await eventually(minutesLeft, allInMs).toEqual(inAll(about(59)));
  expect(calls()).toEqual([['CreateToken', 'refresh_token', 200]]);
});

it('says once, in one window, that a session needs a sign-in, and every window shows it', async () => {
  for (const window of windows) await window.openView('AWS SSO');
  await letEnd('partner', windows);
  // By the time the next one has been heard, nobody is about to say the same of the first.
  await letEnd('other', windows);
  for (const window of windows) await window.runCommand('Notifications: Show Notifications');
  await eventually(heard, allInMs).toEqual([otherNeeded, partnerNeeded]);
  for (const window of windows) {
    if ((await heardIn(window)).length > 0) await window.screenshot('many-windows-one-voice');
  }
  expect(calls()).toEqual([['CreateToken', 'refresh_token', 200]]);
});

it('says nothing while no window is looked at, and says it once in the one somebody comes back to', async () => {
  for (const window of windows) await window.lookAway();
  await letEnd('partner', []);
  await letEnd('other', []);
  expect(await heard()).toEqual([otherNeeded, partnerNeeded]);

  const [, , back, next] = windows;
  if (back === undefined || next === undefined) throw new Error('There are windows enough.');
  const bothNeeded = '2 sessions need a sign-in: partner, other';
  const before = await heardIn(back);
  await back.comeBack();
  await eventually(() => heardIn(back)).toEqual([bothNeeded, ...before]);
  await back.screenshot('many-windows-back');

  await next.comeBack();
  // Told after whatever the window may have held.
  await letEnd('late', [next]);
  await eventually(heard, allInMs).toEqual([bothNeeded, lateNeeded, otherNeeded, partnerNeeded]);
  expect(await heardIn(next)).toContain(lateNeeded);
});

// Each sentence is heard once in all: VS Code closes a notification when it shows the same one again.
const [partnerNeeded = '', otherNeeded = '', lateNeeded = ''] = ['partner', 'other', 'late'].map(
  (name) => `${name}: sign-in needed. The access token has ended.`,
);

/** In the list behind the bell: what has been said stays there, while a toast goes after a while. */
const heardIn = ({ page }: Workbench) =>
  page
    .locator('.notifications-center .notification-list-item-message')
    // Not what VS Code says of ports.
    .filter({ hasText: /sign-in|token|refresh/i })
    .allInnerTexts();
const heard = async () => (await Promise.all(windows.map(heardIn))).flat().toSorted();

/**
 * In every window, the token of this session is seen to be valid, and then to have ended, while somebody
 * is in these. A key in another one would bring them there.
 */
async function letEnd(name: string, present: readonly Workbench[]): Promise<void> {
  const described = (window: Workbench) =>
    window
      .tree('Sessions')
      .rows()
      .then((rows) => rows.find(({ label }) => label === name)?.description);
  const inEach = async () => {
    for (const window of present) await window.beThere();
    return Promise.all(windows.map(described));
  };
  await stage.signIn(name, aMoment, { renewable: false });
  await eventually(inEach, allInMs).toEqual(inAll('<1m'));
  await eventually(inEach, allInMs).toEqual(inAll('sign-in needed'));
}

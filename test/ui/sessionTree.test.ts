// The tree: every session with its profiles, what is wrong and where, and what can be done.
import { rm } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleConfig, writeSampleSessions } from '../support/sampleSessions.ts';
import type { TreeView } from '../support/vscode/treeView.ts';
import {
  anyText,
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  spare,
  tokenLeft,
  withoutTimes,
  type Stage,
} from './stage.ts';
import { below, session } from './treeRows.ts';

let stage: Stage;
let tree: TreeView;

beforeAll(async () => {
  stage = await setStage({ settings: { 'ssoSession.notifications': false } });
  await stage.workbench.openView('AWS SSO');
  tree = stage.workbench.tree('Sessions');
  return stage.stop;
});

const rowsWithoutTimes = async () =>
  (await tree.rows()).map((row) => ({
    ...row,
    description: withoutTimes(row.description),
    ariaLabel: withoutTimes(row.ariaLabel),
  }));

const tab = (name: string) => stage.workbench.page.locator('.tab.active').filter({ hasText: name });

const cursor = async (): Promise<string> =>
  (await stage.workbench.statusBar.read('status.editor.selection')).text;

const renewals = (): number =>
  stage.identityCenter.calls.filter(({ operation }) => operation === 'CreateToken').length;

const closeEditors = async (): Promise<void> => {
  await stage.workbench.runCommand('View: Close All Editors');
  await stage.workbench.page.locator('.tab').first().waitFor({ state: 'hidden' });
};

describe('while nothing is configured', () => {
  it('says so, and where sessions come from', async () => {
    expect(await tree.welcome()).toEqual({
      text:
        'No AWS SSO session is configured on this machine. Sessions are read from ~/.aws/config.' +
        'Add SessionOpen AWS ConfigSee how to configure a session.',
      buttons: ['Add Session', 'Open AWS Config'],
    });
    await stage.workbench.screenshot('tree-welcome');
  });

  it('opens a file that is missing for writing; saved, it is the config', async () => {
    const { page } = stage.workbench;
    await page.locator('.welcome-view-content .monaco-button').last().click();
    await tab('config').waitFor();
    await stage.workbench.untilEditorHasFocus();
    await page.keyboard.insertText(sessionSection('corp'));
    await page.keyboard.press('ControlOrMeta+S');
    await eventually(async () => (await tree.rows()).map(({ label }) => label)).toEqual(['corp']);
    await closeEditors();
  });
});

const notJson = (): string =>
  `The token file is not valid JSON. Sign in to write it anew. File: ${stage.home.tokenFile('damaged')}`;

describe('with sessions in every state', () => {
  beforeAll(async () => {
    await writeSampleSessions(stage.home, stage.identityCenter, Date.now(), {
      corp: 42 * minute + spare,
      sandbox: -10 * minute,
      partner: 12 * minute + spare,
      archive: -2 * hour,
      legacy: 6 * hour + spare,
    });
    await tree.row('corp').waitFor();
  });

  it('shows each with its time or state, and what is wrong below it', async () => {
    await tree.row('unfinished').waitFor();
    await tree.setExpanded('corp', true);
    await eventually(rowsWithoutTimes).toEqual([
      session('corp', ['signed in', 'signed in'], {
        expanded: true,
        icons: ['check'],
        actions: ['Refresh Session'],
      }),
      below('Access token', '42 min left', {
        ariaLabel: 'Access token: until TIME, can be refreshed without a browser.',
        icons: ['key'],
      }),
      below('Sign-in', 'end not known', {
        ariaLabel: 'Sign-in: end not known.',
        icons: ['person'],
      }),
      below('Registration', 'until DATE', {
        ariaLabel: 'Client registration: until DATE.',
        icons: ['calendar'],
      }),
      below('dev', '111122223333 · AdministratorAccess · eu-west-1', {
        ariaLabel: 'profile dev, account 111122223333, role AdministratorAccess, region eu-west-1',
        icons: ['account'],
      }),
      below('prod', '444455556666 · ReadOnlyAccess', {
        ariaLabel: 'profile prod, account 444455556666, role ReadOnlyAccess',
        icons: ['account'],
      }),
      session('sandbox', ['ready to refresh', 'ready to refresh'], {
        icons: ['sync'],
        actions: ['Refresh Session'],
      }),
      session('partner', ['12m', 'signed in until TIME'], {
        icons: ['history'],
      }),
      session('archive', ['sign-in needed', 'sign-in needed'], {
        icons: ['sign-in'],
        actions: ['Sign In'],
      }),
      session('staging', ['signed out', 'signed out'], {
        expanded: undefined,
        icons: ['circle-slash'],
        actions: ['Sign In'],
      }),
      session('damaged', ['token unreadable', 'token unreadable'], {
        expanded: true,
        icons: ['warning'],
        actions: ['Sign In'],
      }),
      below(notJson(), '', { ariaLabel: `Problem: ${notJson()}`, icons: ['warning'] }),
      session('unfinished', ['check config', 'check config'], {
        expanded: true,
        icons: ['warning'],
      }),
      below('No sso_region in unfinished. Add it.', 'config:54', {
        ariaLabel: 'Problem: config:54 No sso_region in unfinished. Add it.',
        icons: ['warning'],
      }),
      session('legacy', ['6h 00m', 'signed in until TIME'], {
        icons: ['check'],
      }),
    ]);
  });

  it('counts those that need a person', async () => {
    await eventually(() => stage.workbench.badge('AWS SSO')).toBe('4');
  });

  const silence = ['Snooze Warnings…', "Don't Warn for This Session"];
  const pin = 'Pin in Status Bar';
  const rest = [pin, 'Add Profiles…', 'Open AWS Config'];

  it.each([
    ['corp', ['Refresh Session', 'Sign In', 'Sign Out', ...silence, ...rest]],
    ['sandbox', ['Refresh Session', 'Sign In', 'Sign Out', ...silence, ...rest]],
    ['partner', ['Sign In', 'Sign Out', ...silence, ...rest]],
    ['archive', ['Sign In', 'Sign Out', ...silence, ...rest]],
    ['staging', ['Sign In', "Don't Warn for This Session", ...rest]],
    ['damaged', ['Sign In', 'Sign Out', "Don't Warn for This Session", ...rest]],
    [
      'legacy',
      ['Sign In', 'Sign Out', ...silence, pin, 'Migrate to sso-session…', 'Open AWS Config'],
    ],
    ['unfinished', ["Don't Warn for This Session", pin, 'Open AWS Config']],
    ['No sso_region in unfinished. Add it.', ['Open AWS Config']],
  ])('offers in the menu of %s: %j', async (label, items) => {
    const menu = await tree.contextMenu(label);
    await menu.close();
    expect(menu.items).toEqual(items);
  });

  it('opens the config where a session stands, from its menu', async () => {
    await (await tree.contextMenu('partner')).choose('Open AWS Config');
    await tab('config').waitFor();
    await eventually(cursor).toBe(`Ln ${lineOf('[sso-session partner]')}, Col 1`);
    await closeEditors();
  });

  it('opens the config where a problem is, on a click', async () => {
    await tree.click('No sso_region in unfinished. Add it.');
    await tab('config').waitFor();
    await eventually(cursor).toBe(`Ln ${lineOf('[sso-session unfinished]')}, Col 1`);
    await stage.workbench.screenshot('tree-problem');
    await closeEditors();
  });

  it('renews from the row', async () => {
    await tree.pressAction('sandbox', 'Refresh Session');
    const sandbox = async () => (await tree.rows()).find(({ label }) => label === 'sandbox');
    await eventually(async () => (await sandbox())?.description).toBe('signed in');
    expect(stage.identityCenter.calls.map(({ operation }) => operation)).toEqual(['CreateToken']);
  });

  it('stays as it was when a file changes: open, selected', async () => {
    await tree.click('prod');
    await stage.signIn('corp', 33 * minute + spare);
    await eventually(() => tokenLeft(stage, 'corp')).toBe('33 min');
    expect([
      await tree.row('corp').getAttribute('aria-expanded'),
      await tree.row('prod').getAttribute('aria-selected'),
    ]).toEqual(['true', 'true']);
  });

  it('refreshes all that are selected, and offers nothing for several that is about one', async () => {
    await stage.forgetAttempts();
    await tree.click('corp');
    // What a row says where it is pointed at may lie over the next one.
    await stage.workbench.page.mouse.move(900, 400);
    await tree.row('sandbox').click({ modifiers: ['ControlOrMeta'] });
    await stage.workbench.page.mouse.move(900, 400);
    const menu = await tree.contextMenu('sandbox');
    expect(menu.items).toEqual(['Refresh Session', ...silence]);
    await menu.choose('Refresh Session');
    await eventually(renewals).toBe(3);
    await eventually(() => tokenLeft(stage, 'corp')).toBe('59 min');
    await stage.workbench.notifications.clear();
  });

  it('mutes all that are selected', async () => {
    const muted = async () =>
      (await tree.rows()).filter(({ description }) => description.endsWith(' muted')).length;
    await (await tree.contextMenu('sandbox')).choose("Don't Warn for This Session");
    await eventually(muted).toBe(2);
    await (await tree.contextMenu('sandbox')).choose('Warn for This Session Again');
    await eventually(muted).toBe(0);
  });

  it('has its actions in the title', async () => {
    const menu = await tree.titleMenu();
    await menu.close();
    expect(menu.items).toEqual(['Open AWS Config', 'Show Log', 'Sign Out of All Sessions']);
    await stage.forgetAttempts();
    await tree.pressTitleAction('Refresh All');
    await eventually(renewals).toBe(5);
  });

  it.each(['dark', 'light', 'highContrast'] as const)('looks right: %s', async (theme) => {
    await stage.workbench.changeTheme(theme);
    await tree.hover('archive');
    await stage.workbench.screenshot(`tree-${theme}`);
  });

  it('fits a small window', async () => {
    await stage.workbench.changeTheme('dark');
    await stage.workbench.page.setViewportSize({ width: 800, height: 500 });
    await tree.click('corp');
    await stage.workbench.screenshot('tree-small');
    await stage.workbench.statusBar.hover('ssoSession.status');
    await stage.workbench.screenshot('tree-small-hover');
    await stage.workbench.page.setViewportSize({ width: 1280, height: 800 });
  });
});

describe('what is wrong with the whole config', () => {
  it.each([
    {
      problem: 'a section that is there twice',
      config: `${sessionSection('corp')}\n${sessionSection('corp')}`,
      row: [
        '[sso-session corp] is there twice. Merge the two sections. Until then the AWS CLI refuses the whole file.',
        'config:6',
      ],
    },
    {
      problem: 'a byte order mark',
      config: `\uFEFF${sessionSection('corp')}`,
      row: [
        'The file starts with a byte order mark. Save it as UTF-8 without BOM. Until then the AWS CLI refuses the whole file.',
        'config:1',
      ],
    },
  ])('is a row above all: $problem', async ({ config, row }) => {
    await stage.home.writeConfig(config);
    await eventually(async () =>
      (await tree.rows()).slice(0, 2).map(({ label, description }) => [label, description]),
    ).toEqual([row, ['corp', anyText]]);
    await stage.workbench.screenshot(`tree-${row[1]?.replace(':', '-') ?? ''}`);
  });

  it('gives way to the welcome text when the file goes', async () => {
    await rm(stage.home.configFile);
    expect((await tree.welcome()).buttons).toEqual(['Add Session', 'Open AWS Config']);
  });
});

function lineOf(text: string): number {
  return sampleConfig.split('\n').indexOf(text) + 1;
}

// Migrate to sso-session: what would change is shown first, and changed only when somebody agrees.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatTimestamp } from '../../src/core/timestamp.ts';
import type { NotificationFacts } from '../support/vscode/notifications.ts';
import type { QuickPick } from '../support/vscode/quickPick.ts';
import type { TreeView } from '../support/vscode/treeView.ts';
import { anyText, eventually, hour, sessionSection, setStage, type Stage } from './stage.ts';

const startUrl = 'https://corp.awsapps.com/start';
const legacy = `# our old accounts
[profile dev]
sso_start_url = ${startUrl}
sso_region = eu-central-1
sso_account_id = 111122223333
sso_role_name = ReadOnlyAccess
region = eu-west-1 

[profile prod]
sso_account_id = 444455556666
sso_region = eu-central-1
sso_role_name = ReadOnlyAccess
sso_start_url = ${startUrl}
`;
const rewritten = (name: string) => `# our old accounts
[profile dev]
sso_session = ${name}
sso_account_id = 111122223333
sso_role_name = ReadOnlyAccess
region = eu-west-1 

[profile prod]
sso_account_id = 444455556666
sso_session = ${name}
sso_role_name = ReadOnlyAccess
`;
const asking = (name: string) => `Migrate dev, prod to the session ${name}?`;

let stage: Stage;
let quickPick: QuickPick;
let tree: TreeView;

beforeAll(async () => {
  stage = await setStage({
    settings: { 'ssoSession.notifications': false, 'files.autoSave': 'off' },
  });
  ({ quickPick } = stage.workbench);
  tree = stage.workbench.tree('Sessions');
  await stage.workbench.openView('AWS SSO');
  return stage.stop;
});
beforeEach(async () => {
  // The tokens too. A row of the test before may have the same name: it has to go first.
  await rm(dirname(stage.home.configFile), { recursive: true, force: true });
  await tree.welcome();
  await stage.home.writeConfig(legacy);
  await tree.row('corp').waitFor();
});
afterEach(async () => {
  await stage.workbench.runCommand('View: Close All Editors');
  await stage.workbench.notifications.clear();
});

const config = () => readFile(stage.home.configFile, 'utf8');
const shot = (name: string) => stage.workbench.screenshot(`migrate-${name}`);
const diffTab = () => stage.workbench.page.locator('.tab').filter({ hasText: 'AWS config ↔' });
const message = async () => (await quickPick.read()).message;

async function askToMigrate(): Promise<void> {
  await (await tree.contextMenu('corp')).choose('Migrate to sso-session…');
  await eventually(async () => (await quickPick.read()).title).toBe('Migrate to sso-session');
}

/** Up to the difference, which stays open with its question. */
async function propose(name: string): Promise<NotificationFacts> {
  await askToMigrate();
  await quickPick.type(name);
  await quickPick.accept();
  await diffTab().waitFor();
  return stage.workbench.notifications.waitFor(asking(name));
}

const apply = () =>
  stage.workbench.page
    .locator('.notification-list-item-message a')
    .filter({ hasText: 'Apply' })
    .click();

const pressInTitle = (name: string) =>
  stage.workbench.page.locator('.editor-actions').getByRole('button', { name }).click();

describe('a legacy session', () => {
  it('becomes one that can be refreshed', async () => {
    const menu = await tree.contextMenu('corp');
    await menu.close();
    await askToMigrate();
    const { value } = await quickPick.read();
    await shot('name');
    await quickPick.accept();
    await diffTab().waitFor();
    const asked = await stage.workbench.notifications.waitFor(asking('corp'));
    await stage.workbench.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await shot('difference');
    const untouched = await config();
    await apply();
    const sentence =
      'The profiles dev, prod use the session corp. Sign in once more: from then on it can be refreshed.';
    await eventually(() => stage.workbench.notifications.read()).toEqual([
      {
        severity: 'info',
        message: sentence,
        source: anyText,
        buttons: ['Sign In', 'Open AWS Config'],
      },
    ]);
    await diffTab().waitFor({ state: 'hidden' });
    await shot('done');
    expect([menu.items, value, asked, untouched, await config()]).toEqual([
      expect.arrayContaining(['Migrate to sso-session…']),
      'corp',
      {
        severity: 'info',
        message: `${asking('corp')} Look at the difference, then Apply. A backup of the config is kept.`,
        source: anyText,
        buttons: ['Cancel'],
      },
      legacy,
      `${rewritten('corp')}\n${sessionSection('corp')}`,
    ]);
  });

  it('says that the sign-in for the start URL goes on, while it does', async () => {
    const request = { startUrl, region: 'eu-central-1', scopes: [] };
    const token = stage.identityCenter.issueToken(request);
    await stage.home.writeToken(startUrl, {
      ...token,
      expiresAt: formatTimestamp(Date.now() + hour * 1000),
    });
    await eventually(async () => (await tree.rows())[0]?.description).toMatch(/^(59m|1h 00m)$/);
    await propose('corp');
    await apply();
    await stage.workbench.notifications.waitFor(
      'The profiles dev, prod use the session corp. Sign in once more: from then on it can be refreshed. Other tools that use the start URL stay signed in until the old sign-in ends.',
    );
    await shot('still-signed-in');
  });

  it('uses a session that is there, and needs no sign-in when that is signed in', async () => {
    await stage.signIn('mine', hour);
    const mine = sessionSection('mine').replace('https://mine.', 'https://corp.');
    await stage.home.writeConfig(`${legacy}\n${mine}`);
    await tree.row('mine').waitFor();
    await askToMigrate();
    expect(await quickPick.read()).toMatchObject({
      value: 'mine',
      message: 'This session is there already, for the same start URL. It is used.',
    });
    await quickPick.accept();
    await diffTab().waitFor();
    await pressInTitle('Apply');
    await stage.workbench.notifications.waitFor(/^The profiles dev, prod use the session mine\.$/);
    expect(await config()).toBe(`${rewritten('mine')}\n${mine}`);
  });
});

describe('nothing changes', () => {
  it.each([
    ['Cancel is pressed', () => stage.workbench.notifications.press(asking('corp'), 'Cancel')],
    ['Cancel is pressed in the title', () => pressInTitle('Cancel')],
    ['the difference is closed', () => stage.workbench.runCommand('View: Close Editor')],
  ])('when %s', async (_, leave) => {
    await propose('corp');
    await leave();
    await diffTab().waitFor({ state: 'hidden' });
    await eventually(() => stage.workbench.notifications.read()).toEqual([]);
    expect(await config()).toBe(legacy);
  });

  it('when the config is another by now; and it can be looked at again', async () => {
    await propose('corp');
    await writeFile(stage.home.configFile, `${legacy}# more\n`);
    await apply();
    const sentence = 'The AWS config has changed meanwhile. Migrate again, and look at it again.';
    expect(await stage.workbench.notifications.waitFor(sentence)).toEqual({
      severity: 'error',
      message: sentence,
      source: anyText,
      buttons: ['Migrate Again', 'Open AWS Config'],
    });
    await shot('changed-meanwhile');
    expect(await config()).toBe(`${legacy}# more\n`);
    await stage.workbench.notifications.press(sentence, 'Migrate Again');
    await eventually(async () => (await quickPick.read()).title).toBe('Migrate to sso-session');
    await quickPick.accept();
    await diffTab().waitFor();
    await apply();
    await stage.workbench.notifications.waitFor(/^The profiles dev, prod use/);
    expect(await config()).toBe(`${rewritten('corp')}# more\n\n${sessionSection('corp')}`);
  });

  it('when the config is being edited by now, and is not to be saved', async () => {
    await propose('corp');
    await stage.workbench.openFile(stage.home.configFile);
    await stage.workbench.page.locator('.monaco-editor .view-line').first().click();
    await stage.workbench.page.keyboard.type('not saved yet ');
    await apply();
    expect((await stage.workbench.dialog.read()).message).toBe(
      'The AWS config has changes that are not saved.',
    );
    await stage.workbench.dialog.press('Cancel');
    await stage.workbench.runCommand('File: Revert File');
    expect([await config(), await stage.workbench.notifications.read()]).toEqual([legacy, []]);
  });

  it('when the profiles do not agree', async () => {
    await tree.setExpanded('corp', true);
    await stage.home.writeConfig(legacy.replace('= eu-central-1', '= eu-west-1'));
    await tree.row(/another sso_region/).waitFor();
    await (await tree.contextMenu('corp')).choose('Migrate to sso-session…');
    expect(await stage.workbench.notifications.waitFor(/^config:11/)).toEqual({
      severity: 'error',
      message:
        'config:11 Profile prod shares its start URL with others but names another sso_region.',
      source: anyText,
      buttons: ['Open AWS Config'],
    });
    await shot('refused');
  });

  it('as long as the name will not do', async () => {
    await stage.home.writeConfig(`${sessionSection('other')}\n${legacy}`);
    await tree.row('other').waitFor();
    await askToMigrate();
    await quickPick.type('other');
    await eventually(message).toBe(
      'There is a session “other” already, in config:1. Choose another name.',
    );
    await shot('name-exists');
    await quickPick.accept();
    await quickPick.cancel();
    await quickPick.waitUntilClosed();
    expect(await config()).toBe(`${sessionSection('other')}\n${legacy}`);
  });
});

it('is offered for legacy sessions only', async () => {
  await stage.home.writeConfig(sessionSection('other'));
  await tree.row('other').waitFor();
  const menu = await tree.contextMenu('other');
  await menu.close();
  await stage.workbench.runCommand('AWS SSO: Migrate to sso-session…');
  await stage.workbench.notifications.waitFor(/no profile with a start URL/);
  expect(menu.items.filter((item) => item.startsWith('Migrate'))).toEqual([]);
});

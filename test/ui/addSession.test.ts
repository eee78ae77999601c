// Add Session: four questions, the sign-in, the roles; and nothing written that was not wanted.
import { chmod, readFile, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QuickPick } from '../support/vscode/quickPick.ts';
import { addSession, answer, answerUpToScopes, stageForAdding } from './addSessionSteps.ts';
import { codeIn } from './signInSteps.ts';
import { anyText, eventually, hour, sessionSection, type Stage } from './stage.ts';

let stage: Stage;
let quickPick: QuickPick;

beforeAll(async () => {
  stage = await stageForAdding();
  ({ quickPick } = stage.workbench);
  return stage.stop;
});

beforeEach(() => rm(dirname(stage.home.configFile), { recursive: true, force: true }));
afterEach(async () => {
  stage.identityCenter.faults.length = 0;
  await stage.workbench.notifications.clear();
});

const config = () => readFile(stage.home.configFile, 'utf8').catch(() => undefined);
const shot = (name: string) => stage.workbench.screenshot(`add-session-${name}`);
const title = async () => (await quickPick.read()).title;
const message = async () => (await quickPick.read()).message;

/** As if the session were signed in to by the time it is in the config. */
async function add(name: string): Promise<void> {
  await stage.workbench.runCommand(addSession);
  await answerUpToScopes(quickPick, name);
  await stage.signIn(name, hour);
  await quickPick.accept();
}

describe('from the view, while nothing is configured', () => {
  it('adds a session and the profiles that were picked', async () => {
    const welcome = await stage.workbench.tree('Sessions').welcome();
    await stage.workbench.page
      .locator('.welcome-view-content .monaco-button')
      .filter({ hasText: 'Add Session' })
      .click();
    await eventually(title).toBe('Add Session (1/4)');
    await shot('name');
    await answer(quickPick, 'Add Session (1/4)', 'corp');
    await eventually(title).toBe('Add Session (2/4)');
    await shot('start-url');
    await answer(quickPick, 'Add Session (2/4)', '  corp.awsapps.com/start/#/?tab=accounts ');
    await eventually(title).toBe('Add Session (3/4)');
    await shot('region');
    await answer(quickPick, 'Add Session (3/4)', 'frankfurt');
    await eventually(title).toBe('Add Session (4/4)');
    await shot('scopes');
    expect(await config()).toBe(undefined);
    await stage.signIn('corp', hour);
    await quickPick.accept();

    await eventually(title).toBe('Profiles for corp (1/2)');
    await eventually(async () => (await quickPick.items()).length).toBe(3);
    const roles = (await quickPick.items()).map(({ label, description }) => [label, description]);
    await quickPick.choose('Development / ReadOnlyAccess');
    await quickPick.choose('Production / ReadOnlyAccess');
    await shot('roles');
    await quickPick.accept();
    await eventually(title).toBe('Profiles for corp (2/2)');
    const names = (await quickPick.items()).map(({ label, detail }) => [label, detail]);
    await shot('names');
    await quickPick.choose('development-read-only-access');
    await eventually(message).toContain(
      'The name of the profile for ReadOnlyAccess in Development.',
    );
    await quickPick.type('dev');
    await quickPick.accept();
    await quickPick.choose('Default region');
    // Its title is that of the list before it.
    await eventually(async () => (await quickPick.read()).placeholder).toBe(
      'Where commands go that name no region.',
    );
    await quickPick.type('ireland');
    await quickPick.accept();
    await eventually(async () => (await quickPick.items()).map(({ label }) => label)).toContain(
      'dev',
    );
    await shot('names-changed');
    await quickPick.choose('Add 2 profiles');

    const sentence = 'The profiles dev, production-read-only-access use the session corp.';
    await eventually(() => stage.workbench.notifications.read()).toEqual([
      { severity: 'info', message: sentence, source: anyText, buttons: ['Open AWS Config'] },
    ]);
    await eventually(async () =>
      (await stage.workbench.tree('Sessions').rows()).map(({ label }) => label),
    ).toEqual(['corp']);
    await shot('done');
    await stage.workbench.notifications.press(sentence, 'Open AWS Config');
    await eventually(
      async () => (await stage.workbench.statusBar.read('status.editor.selection')).text,
    ).toBe('Ln 6, Col 1');
    await stage.workbench.runCommand('View: Close All Editors');

    const folder = dirname(stage.home.configFile);
    const [backup = ''] = (await readdir(folder)).filter((name) => name.endsWith('.backup'));
    expect({
      welcome: welcome.buttons,
      roles,
      names,
      config: await config(),
      mode: (await stat(stage.home.configFile)).mode & 0o777,
      backup: await readFile(join(folder, backup), 'utf8'),
    }).toEqual({
      welcome: ['Add Session', 'Open AWS Config'],
      roles: [
        ['Development / AdministratorAccess', '111122223333'],
        ['Development / ReadOnlyAccess', '111122223333'],
        ['Production / ReadOnlyAccess', '444455556666'],
      ],
      names: [
        ['Add 2 profiles', ''],
        ['development-read-only-access', 'Development / ReadOnlyAccess'],
        ['production-read-only-access', 'Production / ReadOnlyAccess'],
        ['Default region', ''],
      ],
      config: `[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-central-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = ReadOnlyAccess
region = eu-west-1

[profile production-read-only-access]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = ReadOnlyAccess
region = eu-west-1
`,
      mode: 0o600,
      backup: `[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-central-1
sso_registration_scopes = sso:account:access
`,
    });
  });
});

describe('whoever leaves', () => {
  it('before the end of the questions has changed nothing', async () => {
    await stage.workbench.runCommand(addSession);
    await answerUpToScopes(quickPick, 'corp');
    await quickPick.cancel();
    await quickPick.waitUntilClosed();
    expect([await config(), await stage.workbench.notifications.read()]).toEqual([undefined, []]);
  });

  it('while roles are picked is told what is there by now, and can go on', async () => {
    await add('corp');
    await eventually(title).toBe('Profiles for corp (1/2)');
    await quickPick.cancel();
    const sentence = 'corp is in the AWS config, without profiles.';
    expect(await stage.workbench.notifications.waitFor(sentence)).toEqual({
      severity: 'info',
      message: sentence,
      source: anyText,
      buttons: ['Add Profiles', 'Open AWS Config'],
    });
    await shot('left');
    const before = await config();
    await stage.workbench.notifications.press(sentence, 'Add Profiles');
    await eventually(title).toBe('Profiles for corp (1/2)');
    await quickPick.choose('Production / ReadOnlyAccess');
    await quickPick.accept();
    await eventually(title).toBe('Profiles for corp (2/2)');
    await quickPick.press('Back');
    await eventually(title).toBe('Profiles for corp (1/2)');
    await quickPick.accept();
    await eventually(title).toBe('Profiles for corp (2/2)');
    await quickPick.choose('Add 1 profile');
    await stage.workbench.notifications.waitFor(/^The profile/);
    expect([before, await config()]).toEqual([
      sessionSection('corp'),
      `${sessionSection('corp')}
[profile production-read-only-access]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = ReadOnlyAccess
`,
    ]);
  });
});

describe('on the way to the profiles', () => {
  const panel = () => stage.workbench.webview('Sign in to corp');

  beforeEach(async () => {
    await rm(stage.home.tokenFile('corp'), { force: true });
    await stage.workbench.runCommand(addSession);
    await answerUpToScopes(quickPick, 'corp');
    await quickPick.accept();
    await codeIn(stage.workbench, 'corp');
  });

  it('signs in', async () => {
    const code = await codeIn(stage.workbench, 'corp');
    await shot('sign-in');
    stage.identityCenter.approve(code);
    await eventually(title).toBe('Profiles for corp (1/2)');
    await panel().waitUntilClosed();
    await quickPick.choose('Development / ReadOnlyAccess');
    await quickPick.accept();
    await eventually(title).toBe('Profiles for corp (2/2)');
    await quickPick.choose('Add 1 profile');
    await stage.workbench.notifications.waitFor(
      'The profile development-read-only-access uses the session corp.',
    );
    const row = stage.workbench.tree('Sessions');
    await eventually(async () => (await row.rows())[0]?.description).toBe('signed in');
    await (await row.contextMenu('corp')).choose('Add Profiles…');
    await eventually(title).toBe('Profiles for corp (1/2)');
    const descriptions = (await quickPick.items()).map(({ description }) => description);
    await shot('roles-again');
    await quickPick.cancel();
    await quickPick.waitUntilClosed();
    expect(descriptions).toEqual([
      '111122223333',
      '111122223333 · is development-read-only-access already',
      '444455556666',
    ]);
  });

  it('says that the session is there to whoever does not sign in', async () => {
    await panel().button('Cancel').click();
    await stage.workbench.notifications.waitFor('corp is in the AWS config, without profiles.');
    expect(await config()).toBe(sessionSection('corp'));
  });
});

it('refreshes a session that can be refreshed, instead of signing in', async () => {
  await stage.home.writeConfig(sessionSection('corp'));
  await stage.signIn('corp', -hour);
  const tree = stage.workbench.tree('Sessions');
  await eventually(async () => (await tree.rows())[0]?.description).toBe('ready to refresh');
  const before = stage.identityCenter.calls.length;
  await (await tree.contextMenu('corp')).choose('Add Profiles…');
  await eventually(title).toBe('Profiles for corp (1/2)');
  await quickPick.cancel();
  await quickPick.waitUntilClosed();
  const calls = stage.identityCenter.calls.slice(before).map(({ operation }) => operation);
  expect(calls.slice(0, 2)).toEqual(['CreateToken', 'ListAccounts']);
});

describe('what fails is said, with a way on', () => {
  it('a config that is read-only', async () => {
    await stage.home.writeConfig('# mine\n');
    await chmod(stage.home.configFile, 0o444);
    await stage.workbench.runCommand(addSession);
    await answerUpToScopes(quickPick, 'corp');
    await quickPick.accept();
    await eventually(() => stage.workbench.notifications.read()).toEqual([
      {
        severity: 'error',
        message:
          'The AWS config was not changed: it, or its folder, is read-only (EACCES). Make it writable.',
        source: anyText,
        buttons: ['Open AWS Config'],
      },
    ]);
    await shot('read-only');
    expect(await config()).toBe('# mine\n');
  });

  it('accounts that cannot be listed', async () => {
    const fault = { operation: 'ListAccounts', kind: 'status', status: 503 } as const;
    stage.identityCenter.faults.push(fault);
    await add('corp');
    const sentence =
      'corp: accounts not listed: AWS answered with an error of its own. List again in a minute.';
    await eventually(() => stage.workbench.notifications.read()).toEqual([
      { severity: 'error', message: sentence, source: anyText, buttons: ['List Again'] },
    ]);
    await shot('not-listed');
    await stage.workbench.notifications.press(sentence, 'List Again');
    await eventually(title).toBe('Profiles for corp (1/2)');
    await quickPick.cancel();
    await quickPick.waitUntilClosed();
  });

  it('a name that another tool has taken meanwhile', async () => {
    await stage.workbench.runCommand(addSession);
    await answerUpToScopes(quickPick, 'corp');
    await stage.home.writeConfig(`\n${sessionSection('corp')}`);
    await quickPick.accept();
    await stage.workbench.notifications.waitFor(
      'There is a session “corp” already, in config:2. Choose another name.',
    );
  });
});

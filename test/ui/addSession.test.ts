// Add Session: four questions, the sign-in, the roles; and nothing written that was not wanted.
import { chmod, readFile, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QuickPick } from '../support/vscode/quickPick.ts';
import {
  anyText,
  eventually,
  hour,
  sessionSection,
  setStage,
  startUrlOf,
  type Stage,
} from './stage.ts';

const addSession = 'AWS SSO: Add Session…';

let stage: Stage;
let quickPick: QuickPick;

beforeAll(async () => {
  stage = await setStage({
    settings: { 'ssoSession.notifications': false, 'files.autoSave': 'off' },
  });
  ({ quickPick } = stage.workbench);
  await stage.workbench.openView('AWS SSO');
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

/** Waits for the question, then answers it. */
async function answer(question: string, text: string): Promise<void> {
  await eventually(title).toBe(question);
  await quickPick.type(text);
  await quickPick.accept();
}

/** Up to the last question, the scopes, which stays open. */
async function answerUpToScopes(name: string): Promise<void> {
  await answer('Add Session (1/4)', name);
  await answer('Add Session (2/4)', startUrlOf(name));
  await answer('Add Session (3/4)', 'eu-central-1');
  await eventually(title).toBe('Add Session (4/4)');
}

/** As if the session were signed in to by the time it is in the config. */
async function add(name: string): Promise<void> {
  await stage.workbench.runCommand(addSession);
  await answerUpToScopes(name);
  await stage.signIn(name, hour);
  await quickPick.accept();
}

it('asks to save a config that somebody is editing', async () => {
  await stage.home.writeConfig('# mine\n');
  await stage.workbench.openFile(stage.home.configFile);
  await stage.workbench.page.locator('.monaco-editor .view-line').first().click();
  await stage.workbench.page.keyboard.type('not saved yet ');
  await stage.workbench.runCommand(addSession);
  expect(await stage.workbench.dialog.read()).toMatchObject({
    message: 'The AWS config has changes that are not saved.',
    detail: 'Save them first, or a later save would undo what is changed now.',
    buttons: expect.arrayContaining(['Save and Go On', 'Cancel']) as unknown,
  });
  await shot('unsaved');
  await stage.workbench.dialog.press('Save and Go On');
  await eventually(title).toBe('Add Session (1/4)');
  await quickPick.cancel();
  expect(await config()).toMatch(/not saved yet/);
  await stage.workbench.runCommand('View: Close All Editors');
});

describe('from the view, while nothing is configured', () => {
  it('adds a session and the profiles that were picked', async () => {
    const welcome = await stage.workbench.tree('Sessions').welcome();
    await stage.workbench.page
      .locator('.welcome-view-content .monaco-button')
      .filter({ hasText: 'Add Session' })
      .click();
    await eventually(title).toBe('Add Session (1/4)');
    await shot('name');
    await answer('Add Session (1/4)', 'corp');
    await eventually(title).toBe('Add Session (2/4)');
    await shot('start-url');
    await answer('Add Session (2/4)', '  corp.awsapps.com/start/#/?tab=accounts ');
    await eventually(title).toBe('Add Session (3/4)');
    await shot('region');
    await answer('Add Session (3/4)', 'frankfurt');
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
    await answer('Profiles for corp (2/2)', 'ireland');
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

describe('as somebody types', () => {
  beforeAll(async () => {
    await stage.home.writeConfig(`# mine\n${sessionSection('corp')}`);
  });
  afterEach(async () => {
    await quickPick.cancel();
    await quickPick.waitUntilClosed();
  });

  it('says what is wrong with a name', async () => {
    await stage.home.writeConfig(`# mine\n${sessionSection('corp')}`);
    await stage.workbench.runCommand(addSession);
    await eventually(title).toBe('Add Session (1/4)');
    const remarks: [string, string][] = [];
    for (const typed of ['corp', 'my sso', 'other']) {
      await quickPick.type(typed);
      const wanted = { corp: /already/, 'my sso': /tools/, other: /short name/ }[typed] ?? /./;
      await eventually(message).toMatch(wanted);
      remarks.push([typed, await message()]);
      if (typed === 'corp') await shot('name-exists');
    }
    await quickPick.type('corp');
    await quickPick.accept();
    await eventually(message).toMatch(/already/);
    await quickPick.type('');
    await quickPick.accept();
    await eventually(message).toBe('Enter a name.');
    expect([remarks, await title()]).toEqual([
      [
        ['corp', 'There is a session “corp” already, in config:2. Choose another name.'],
        ['my sso', 'Some AWS tools do not read the name “my sso”. Use letters, digits and - only.'],
        ['other', expect.stringContaining('A short name for the session') as string],
      ],
      'Add Session (1/4)',
    ]);
  });

  it('says what is wrong with a start URL, and how it will be written', async () => {
    await stage.home.writeConfig(`# mine\n${sessionSection('corp')}`);
    await stage.workbench.runCommand(addSession);
    await answer('Add Session (1/4)', 'other');
    await eventually(title).toBe('Add Session (2/4)');
    const remarks: string[] = [];
    for (const [typed, wanted] of [
      ['nowhere', /not a URL/],
      ['http://other.awsapps.com/start', /begins with/],
      ['https://corp.awsapps.com/start', /too/],
      [' other.awsapps.com ', /written/],
    ] as const) {
      await quickPick.type(typed);
      await eventually(message).toMatch(wanted);
      remarks.push(await message());
    }
    expect(remarks).toEqual([
      'This is not a URL. A start URL looks like https://….awsapps.com/start.',
      'A start URL begins with https://.',
      '“corp” in config:2 has this start URL too.',
      'Will be written as https://other.awsapps.com/start.',
    ]);
  });

  it('offers the regions in use first, and one that is not known as it is typed', async () => {
    await stage.home.writeConfig(`# mine\n${sessionSection('corp')}`);
    await stage.workbench.runCommand(addSession);
    await answer('Add Session (1/4)', 'other');
    await answer('Add Session (2/4)', startUrlOf('other'));
    await eventually(title).toBe('Add Session (3/4)');
    const [first, second] = await quickPick.items();
    await shot('region-in-use');
    await quickPick.type('xx-north-7');
    await eventually(async () => (await quickPick.items()).map(({ label }) => label)).toEqual([
      'xx-north-7',
    ]);
    await quickPick.accept();
    await answer('Add Session (4/4)', 'a "b"');
    await eventually(message).toMatch(/quotes/);
    await quickPick.type('other:scope');
    await eventually(message).toBe('Without sso:account:access there are no accounts and roles.');
    expect([first, second?.label, second?.separator]).toEqual([
      expect.objectContaining({ label: 'eu-central-1', separator: 'in use' }),
      'af-south-1',
      'others',
    ]);
  });

  it('keeps what was said when somebody goes back', async () => {
    await stage.workbench.runCommand(addSession);
    await answerUpToScopes('other');
    await quickPick.type('sso:account:access, a:b');
    const values: [string, string][] = [];
    for (const step of [3, 2, 1]) {
      await quickPick.press('Back');
      await eventually(title).toBe(`Add Session (${step}/4)`);
      values.push([await title(), (await quickPick.read()).value]);
    }
    await shot('back');
    await quickPick.accept();
    await eventually(title).toBe('Add Session (2/4)');
    await quickPick.accept();
    await eventually(title).toBe('Add Session (3/4)');
    await quickPick.accept();
    await eventually(title).toBe('Add Session (4/4)');
    expect([values, (await quickPick.read()).value]).toEqual([
      [
        ['Add Session (3/4)', ''],
        ['Add Session (2/4)', startUrlOf('other')],
        ['Add Session (1/4)', 'other'],
      ],
      'sso:account:access, a:b',
    ]);
  });
});

describe('whoever leaves', () => {
  it('before the end of the questions has changed nothing', async () => {
    await stage.workbench.runCommand(addSession);
    await answerUpToScopes('corp');
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
    await answerUpToScopes('corp');
    await quickPick.accept();
    await panel().content.locator('#code').waitFor();
  });

  it('signs in', async () => {
    const code = await panel().content.locator('#code [aria-hidden]').innerText();
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
    await answerUpToScopes('corp');
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
    await answerUpToScopes('corp');
    await stage.home.writeConfig(`\n${sessionSection('corp')}`);
    await quickPick.accept();
    await stage.workbench.notifications.waitFor(
      'There is a session “corp” already, in config:2. Choose another name.',
    );
  });
});

// The questions of Add Session: what is said while somebody types, and what is kept on the way back.
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QuickPick } from '../support/vscode/quickPick.ts';
import { addSession, answer, answerUpToScopes, stageForAdding } from './addSessionSteps.ts';
import { eventually, sessionSection, startUrlOf, type Stage } from './stage.ts';

let stage: Stage;
let quickPick: QuickPick;

beforeAll(async () => {
  stage = await stageForAdding();
  ({ quickPick } = stage.workbench);
  return stage.stop;
});

beforeEach(() => rm(dirname(stage.home.configFile), { recursive: true, force: true }));

const config = () => readFile(stage.home.configFile, 'utf8').catch(() => undefined);
const shot = (name: string) => stage.workbench.screenshot(`add-session-${name}`);
const title = async () => (await quickPick.read()).title;
const message = async () => (await quickPick.read()).message;

async function openConfig(): Promise<void> {
  await stage.home.writeConfig('# mine\n');
  await stage.workbench.openFile(stage.home.configFile);
}

async function openLinkedConfig(): Promise<void> {
  const { configFile, path } = stage.home;
  const target = join(path, 'dotfiles', 'aws-config');
  for (const file of [target, configFile]) await mkdir(dirname(file), { recursive: true });
  await writeFile(target, '# mine\n');
  await symlink(target, configFile);
  await stage.workbench.openFile(target);
}

async function openMissingConfig(): Promise<void> {
  await stage.workbench.runCommand('AWS SSO: Open AWS Config');
  await stage.workbench.page.locator('.tab.active').filter({ hasText: 'config' }).waitFor();
}

async function typeIntoEditor(): Promise<void> {
  // In its midst: a question may lie over the first lines.
  await stage.workbench.page.locator('.part.editor .monaco-editor').first().click();
  await stage.workbench.page.keyboard.type('# not saved yet ');
}

it.each([
  ['a config', openConfig],
  ['a config by the file that it links to', openLinkedConfig],
  ['a config that is yet to come', openMissingConfig],
])('asks whoever is editing %s to save it', async (_, open) => {
  await open();
  await typeIntoEditor();
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

it('asks once more who has edited it between two questions', async () => {
  await openConfig();
  await stage.workbench.runCommand(addSession);
  await answerUpToScopes(quickPick, 'corp');
  await typeIntoEditor();
  await quickPick.accept();
  expect((await stage.workbench.dialog.read()).message).toBe(
    'The AWS config has changes that are not saved.',
  );
  await stage.workbench.dialog.press('Cancel');
  expect(await config()).toBe('# mine\n');
  await stage.workbench.runCommand('File: Revert File');
  await stage.workbench.runCommand('View: Close All Editors');
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
    await answer(quickPick, 'Add Session (1/4)', 'other');
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
    await answer(quickPick, 'Add Session (1/4)', 'other');
    await answer(quickPick, 'Add Session (2/4)', startUrlOf('other'));
    await eventually(title).toBe('Add Session (3/4)');
    const [first, second] = await quickPick.items();
    await shot('region-in-use');
    await quickPick.type('xx-north-7');
    await eventually(async () => (await quickPick.items()).map(({ label }) => label)).toEqual([
      'xx-north-7',
    ]);
    await quickPick.accept();
    await answer(quickPick, 'Add Session (4/4)', 'a "b"');
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
    await answerUpToScopes(quickPick, 'other');
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

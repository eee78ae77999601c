// The walkthrough: what a newcomer does first, ticked off as it is done.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
import type { Theme } from '../support/vscode/workbench.ts';
import { codeIn } from './signInSteps.ts';
import { eventually, hour, sessionSection, setStage, type Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage({ size: { width: 1500, height: 900 } });
  return stage.stop;
});

const walkthrough = (): Locator => stage.workbench.page.locator('.gettingStartedDetailsContent');
const steps = (): Locator => walkthrough().locator('.getting-started-step');
const step = (title: string): Locator => steps().filter({ hasText: title });

const titles = ['Find or Add a Session', 'Sign In', 'Read the Status Bar', 'Choose Auto-Refresh'];

const done = (): Promise<readonly string[]> =>
  steps()
    .filter({ has: stage.workbench.page.locator('[role=checkbox][aria-checked=true]') })
    .locator('.step-title')
    .allInnerTexts();

async function openWalkthrough(): Promise<void> {
  await stage.workbench.runCommand('Welcome: Open Walkthrough...');
  await stage.workbench.quickPick.choose('Get Started with AWS SSO Sessions');
  await walkthrough().waitFor();
}

it('is offered, and has four steps, none of them done', async () => {
  await stage.workbench.activityBarItem('AWS SSO').waitFor();
  await stage.workbench.page.keyboard.press('ControlOrMeta+B');
  await openWalkthrough();
  expect(await steps().locator('.step-title').allInnerTexts()).toEqual(titles);
  expect(await done()).toEqual([]);
});

describe.each(['dark', 'light', 'highContrast'] as const satisfies readonly Theme[])(
  'in %s',
  (theme) => {
    beforeAll(() => stage.workbench.changeTheme(theme));

    it.each(titles)('explains and shows: %s', async (title) => {
      await step(title).locator('.step-title').click();
      await expect.poll(() => step(title).getAttribute('aria-expanded')).toBe('true');
      const frame = stage.workbench.page
        .frameLocator('.getting-started-media iframe')
        .frameLocator('#active-frame');
      await frame.locator('svg').waitFor();
      expect(await step(title).locator('.step-description-container').innerText()).not.toMatch(
        /[`%[\]]/,
      );
      const name = `walkthrough-${titles.indexOf(title) + 1}-${theme}`;
      await stage.workbench.screenshot(name);
    });
  },
);

describe('a step is ticked off', () => {
  it('when a session is in the config', async () => {
    await stage.home.writeConfig(sessionSection('corp'));
    await eventually(done).toEqual(titles.slice(0, 1));
  });

  it('not when a sign-in was begun and given up', async () => {
    await step('Sign In').locator('.step-title').click();
    await step('Sign In').getByRole('button', { name: 'Sign In', exact: true }).click();
    await codeIn(stage.workbench, 'corp');
    await stage.workbench.webview('Sign in to corp').button('Cancel').click();
    await walkthrough().waitFor();
    expect(await done()).toEqual(titles.slice(0, 1));
  });

  it('when somebody is signed in, whoever did it', async () => {
    await stage.signIn('corp', hour);
    await eventually(done).toEqual(titles.slice(0, 2));
  });

  it('when the sessions were looked at', async () => {
    await step('Read the Status Bar').locator('.step-title').click();
    await step('Read the Status Bar').getByText('Show in Side Bar').click();
    await stage.workbench.tree('Sessions').row('corp').waitFor();
    await eventually(done).toEqual(titles.slice(0, 3));
  });

  it('when auto-refresh was chosen', async () => {
    await step('Choose Auto-Refresh').locator('.step-title').click();
    await step('Choose Auto-Refresh').getByText('Open Setting').click();
    const { page } = stage.workbench;
    const setting = page.locator('.settings-editor .setting-item-contents').filter({
      hasText: 'Auto Refresh',
    });
    await setting.locator('.setting-value-checkbox').click();
    // What has been chosen is saved a moment later: not before is it safe to go back.
    const file = join(stage.vsCode.logsFolder, '../User/settings.json');
    await eventually(() => readFile(file, 'utf8')).toContain('"ssoSession.autoRefresh": true');
    await page.keyboard.press('Escape');
    await openWalkthrough();
    await eventually(done).toEqual(titles);
  });
});

describe('the links', () => {
  it('lead to the config', async () => {
    await step('Find or Add a Session').locator('.step-title').click();
    await step('Find or Add a Session').getByText('~/.aws/config').click();
    await stage.workbench.page.locator('.tab.active').filter({ hasText: 'config' }).waitFor();
  });
});

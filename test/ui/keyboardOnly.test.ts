// All there is by keys alone, in the order that a person without a mouse meets it.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  spare,
  withoutTimes,
  type Stage,
} from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage({
    prepare: async ({ home, signIn }) => {
      await home.writeConfig(
        `${sessionSection('corp')}
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = ReadOnlyAccess

${sessionSection('partner')}
[sso-session unfinished]
sso_start_url = https://unfinished.awsapps.com/start
`,
      );
      await signIn('corp', 42 * minute + spare);
    },
  });
  await stage.workbench.statusBar.read('ssoSession.status');
  return stage.stop;
});

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await stage.workbench.page.keyboard.press(key);
};

/** VS Code says this first of what has an accessible view. */
const hint = /^Inspect this in the accessible view \([^)]*\)\.\s*/;

/** Of what has the focus: what a screen reader says when it gets there. */
const focused = async (): Promise<string> => {
  const label = await stage.workbench.page.evaluate<string>(`(() => {
    const element = document.activeElement;
    const inside = document.getElementById(element?.getAttribute('aria-activedescendant') ?? '');
    return (inside ?? element)?.getAttribute('aria-label') ?? (inside ?? element)?.textContent ?? '';
  })()`);
  return withoutTimes(label).replace(hint, '');
};

/** Presses the key until what has the focus says so; what it has said on the way is given. */
const pressUntil = async (key: string, wanted: RegExp): Promise<readonly string[]> => {
  const passed: string[] = [];
  while (!wanted.test(passed.at(-1) ?? '')) {
    if (passed.length > 30) throw new Error(`${String(wanted)} is not among ${passed.join(' | ')}`);
    await press(key);
    passed.push(await focused());
  }
  return passed;
};

async function run(title: string): Promise<void> {
  const { quickPick } = stage.workbench;
  await quickPick.searchCommands(title);
  await eventually(async () => (await quickPick.items())[0]?.label).toBe(title);
  await press('Enter');
}

const openTab = (name: string) =>
  stage.workbench.page.locator('.tab.active').filter({ hasText: name }).waitFor();

/** Of the row that has the focus, down to this item; gives those that were passed. */
async function chooseInMenu(item: RegExp): Promise<readonly string[]> {
  await press('Shift+F10');
  const menu = stage.workbench.page.locator('.monaco-menu').filter({ visible: true });
  await menu.waitFor();
  const passed = await pressUntil('ArrowDown', item);
  await stage.workbench.screenshot(`keyboard-menu-${passed.length}`);
  await press('Enter');
  await menu.waitFor({ state: 'hidden' });
  return passed;
}

const rowOf = async (name: string) =>
  (await stage.workbench.tree('Sessions').rows()).find(({ label }) => label === name);

describe('the tree', () => {
  it('is walked through: sessions, clocks, profiles, problems', async () => {
    await run('View: Show AWS SSO');
    await stage.workbench.tree('Sessions').row('corp').waitFor();
    await press('ControlOrMeta+0', 'Home');
    expect(await focused()).toBe('corp, signed in');
    await press('ArrowRight');
    await stage.workbench.tree('Sessions').row('dev').waitFor();
    expect(await pressUntil('ArrowDown', /^Problem/)).toEqual([
      'Access token: until TIME, can be refreshed without a browser.',
      'Sign-in: end not known.',
      'Client registration: until DATE.',
      'profile dev, account 111122223333, role ReadOnlyAccess',
      'partner, signed out',
      'unfinished, check config',
      'Problem: config:16 No sso_region in unfinished. Add it.',
    ]);
    await stage.workbench.screenshot('keyboard-tree');
  });

  it('opens the config at a problem', async () => {
    await press('Enter');
    await openTab('config');
  });

  it('has its menus', async () => {
    await press('ControlOrMeta+0', 'Home', 'ArrowLeft');
    expect(await chooseInMenu(/^Sign Out/)).toEqual(['Refresh Session', 'Sign In', 'Sign Out']);
    const { dialog } = stage.workbench;
    expect((await dialog.read()).message).toBe('Sign out of corp?');
    await press('Escape');
    await eventually(focused).toBe('corp, signed in');
    await chooseInMenu(/^Refresh Session$/);
    const operations = () => stage.identityCenter.calls.map(({ operation }) => operation);
    await eventually(operations).toEqual(['CreateToken']);
    await eventually(() => stage.workbench.notifications.read()).toEqual([]);
  });

  it('mutes several at once', async () => {
    const muted = async () =>
      (await stage.workbench.tree('Sessions').rows())
        .filter(({ description }) => description.endsWith('muted'))
        .map(({ label }) => label);
    // Nothing is selected any more; then the first where it is, and the next on the way to it.
    await press(
      'ControlOrMeta+0',
      'Escape',
      'Home',
      'ControlOrMeta+Shift+Enter',
      'Shift+ArrowDown',
    );
    await chooseInMenu(/^Don't Warn/);
    await eventually(muted).toEqual(['corp', 'partner']);
    await chooseInMenu(/^Warn/);
    await eventually(muted).toEqual([]);
  });
});

describe('a warning', () => {
  it('is reached, and answered', async () => {
    await stage.signIn('partner', hour + spare, { renewable: false });
    await eventually(async () => (await rowOf('partner'))?.description).toBe('1h 00m');
    await stage.signIn('partner', 29 * minute + spare, { renewable: false });
    await stage.workbench.notifications.waitFor(/^partner/);
    await run('Notifications: Focus Notification Toast');
    expect(await focused()).toContain(
      'Warning: partner: access token valid for 29 min. It cannot be refreshed: sign in again by TIME.',
    );
    expect(await pressUntil('Tab', /^Don't Warn/)).toEqual([
      'Sign In',
      'Snooze…',
      "Don't Warn for This Session",
    ]);
    await pressUntil('Shift+Tab', /^Snooze/);
    await stage.workbench.screenshot('keyboard-warning');
    await press('Enter');
    const { quickPick } = stage.workbench;
    // The palette from before may still be on its way out.
    await eventually(async () => (await quickPick.read()).placeholder).toBe(
      'No warnings for how long?',
    );
    await press('Enter');
    await quickPick.waitUntilClosed();
    await eventually(async () => (await rowOf('partner'))?.description).toContain('snoozed');
  });
});

describe('the walkthrough', () => {
  it('is walked through, and leads where it says', async () => {
    // Out of sight, to see it come back.
    await press('ControlOrMeta+B');
    await stage.workbench.tree('Sessions').row('corp').waitFor({ state: 'hidden' });
    await run('Welcome: Open Walkthrough...');
    const { quickPick, page } = stage.workbench;
    await quickPick.type('Get Started with AWS SSO');
    await eventually(async () => (await quickPick.items()).length).toBe(1);
    await press('Enter');
    await page.locator('.gettingStartedDetailsContent').waitFor();
    const titleOf = (text: string) =>
      ['Sign In', 'Read the Status Bar'].find((title) => text.startsWith(title)) ?? text;
    const passed = await pressUntil('Tab', /^Read the Status Bar/);
    // The first step, which is open, may have been passed by the time that keys arrive.
    expect(passed.slice(-4).map(titleOf)).toEqual([
      '~/.aws/config',
      'Add Session',
      'Sign In',
      'Read the Status Bar',
    ]);
    const step = page.locator('.getting-started-step').filter({ hasText: 'Read the Status Bar' });
    const isOpen = async () => (await step.getAttribute('aria-expanded')) === 'true';
    const corp = stage.workbench.tree('Sessions').row('corp');
    const leadsOn = async () => {
      if (!(await isOpen())) {
        if (!(await focused()).startsWith('Read the Status Bar'))
          await pressUntil('Shift+Tab', /^Read the Status Bar/);
        await press('Enter');
        await eventually(isOpen).toBe(true);
      }
      await pressUntil('Tab', /^Show in Side Bar$/);
      await stage.workbench.screenshot('keyboard-walkthrough');
      await press('Enter');
      return corp.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    };
    // The step takes the focus once more when its picture is there, maybe right before a key arrives.
    await eventually(leadsOn).toBe(true);
  });
});

// What opens on a click on the status bar: everything that can be done, ordered by need, by keyboard alone.
import { beforeAll, describe, expect, it } from 'vitest';
import { writeSampleSessions } from '../support/sampleSessions.ts';
import {
  anyText,
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  spare,
  withoutTimes,
  type Stage,
} from './stage.ts';

const item = 'ssoSession.status';

let stage: Stage;

beforeAll(async () => {
  // High enough for all rows.
  const size = { width: 1280, height: 1000 };
  stage = await setStage({ size, settings: { 'ssoSession.notifications': false } });
  return stage.stop;
});

const shown = async (): Promise<string> => (await stage.workbench.statusBar.read(item)).text;

const icons = async (): Promise<readonly string[]> =>
  (await stage.workbench.statusBar.read(item)).icons;

const pressAll = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await stage.workbench.page.keyboard.press(key);
};

/** As whoever has no mouse does it. */
const openByKeyboard = async (): Promise<void> => {
  await stage.workbench.statusBar.item(item).locator('a').focus();
  await pressAll('Enter');
  await stage.workbench.page.locator('.quick-input-widget input:focus').waitFor();
};

/** Icon, label and description of each row, below the headings. */
const list = async (): Promise<readonly string[]> =>
  (await stage.workbench.quickPick.items()).flatMap(({ icons, label, description, separator }) => [
    ...(separator === '' ? [] : [`-- ${separator}`]),
    [icons[0], label, description].filter((part) => part !== '').join(' '),
  ]);

/** The row that Enter would choose. */
const activeRow = async (): Promise<string> =>
  stage.workbench.page.locator('.quick-input-list .monaco-list-row.focused').innerText();

const head = async (): Promise<readonly string[]> => {
  const { title, placeholder } = await stage.workbench.quickPick.read();
  return [withoutTimes(title), placeholder];
};

describe('while nothing is configured', () => {
  it('offers what leads to a session', async () => {
    await eventually(() => stage.workbench.activityBarItem('AWS SSO').isVisible()).toBe(true);
    await stage.workbench.runCommand('AWS SSO: Show Sessions');
    await eventually(list).toEqual([
      'add Add Session…',
      'go-to-file Open AWS Config',
      'gear Settings',
      'output Show Log',
    ]);
    await stage.workbench.quickPick.cancel();
  });
});

describe('one session', () => {
  beforeAll(async () => {
    await stage.home.writeConfig(sessionSection('corp'));
    await stage.signIn('corp', 42 * minute + spare);
  });

  it('offers everything at once, on a click', async () => {
    await eventually(shown).toBe('corp');
    await stage.workbench.statusBar.click(item);
    await eventually(list).toEqual([
      'refresh Refresh',
      'sign-in Sign In',
      'clockface Snooze…',
      "bell-slash Don't Warn for This Session",
      'person-add Add Profiles…',
      'go-to-file Open AWS Config',
      'sign-out Sign Out',
      '-- General',
      'add Add Session…',
      'list-tree Show in Side Bar',
      'graph-line Session Timeline',
      'gear Settings',
      'output Show Log',
    ]);
    expect(await head()).toEqual([
      'corp · Access token: 42 min left, can be refreshed without a browser.',
      'Choose what to do',
    ]);
    await stage.workbench.screenshot('quick-pick-one');
    await stage.workbench.quickPick.cancel();
  });

  it('does what is needed most, by two keys', async () => {
    const held = stage.identityCenter.hold({ operation: 'CreateToken' });
    await openByKeyboard();
    await eventually(activeRow).toBe('Refresh');
    await pressAll('Enter');
    await held.arrived;
    await eventually(icons).toEqual(['loading', 'modifier-spin']);
    expect((await stage.workbench.statusBar.read(item)).ariaLabel).toMatch(
      /corp: signed in, busy\./,
    );
    await stage.workbench.screenshot('status-busy');
    held.release();
    await eventually(icons).toEqual(['check']);
    expect(stage.identityCenter.calls.map(({ operation }) => operation)).toEqual(['CreateToken']);
  });

  it('leads to the tree', async () => {
    await openByKeyboard();
    await stage.workbench.quickPick.type('side bar');
    await eventually(activeRow).toBe('Show in Side Bar');
    await pressAll('Enter');
    await stage.workbench.tree('Sessions').row('corp').waitFor();
  });

  it('leads to the settings', async () => {
    await openByKeyboard();
    await stage.workbench.quickPick.type('settings');
    await eventually(activeRow).toBe('Settings');
    await pressAll('Enter');
    const { page } = stage.workbench;
    await page.locator('.setting-item-label').filter({ hasText: 'Warn Before' }).waitFor();
    await stage.workbench.screenshot('settings');
    // It is a dialog there, or an editor.
    await pressAll('Escape');
    await stage.workbench.runCommand('View: Close All Editors');
  });
});

describe('many sessions', () => {
  beforeAll(async () => {
    await writeSampleSessions(stage.home, stage.identityCenter, Date.now(), {
      corp: 42 * minute + spare,
      sandbox: -10 * minute,
      partner: 12 * minute + spare,
      archive: -2 * hour,
      legacy: 6 * hour + spare,
    });
  });

  /** A minute or two may go by. */
  const all: readonly unknown[] = [
    'sign-in archive sign-in needed',
    'warning unfinished check config',
    'warning damaged token unreadable',
    expect.stringMatching(/^history partner 1[12]m$/),
    expect.stringMatching(/^check legacy (6h 00|5h 59)m$/),
    'check corp signed in',
    'sync sandbox ready to refresh',
    'circle-slash staging signed out',
    '-- General',
    'refresh Refresh All',
    'add Add Session…',
    'list-tree Show in Side Bar',
    'graph-line Session Timeline',
    'go-to-file Open AWS Config',
    'sign-out Sign Out of All Sessions',
    'gear Settings',
    'output Show Log',
  ];

  it.each(['dark', 'light', 'highContrast'] as const)('has a row for each: %s', async (theme) => {
    await eventually(shown).toBe('archive sign-in needed');
    await stage.workbench.changeTheme(theme);
    await openByKeyboard();
    await eventually(list).toEqual(all);
    expect(await head()).toEqual(['AWS SSO', 'Choose a session, or what to do']);
    await stage.workbench.screenshot(`quick-pick-many-${theme}`);
    await stage.workbench.quickPick.cancel();
  });

  it('shows what can be done with one, and leads back to where one comes from', async () => {
    await openByKeyboard();
    await eventually(list).toEqual(all);
    await pressAll('ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
    await eventually(list).toEqual([
      'sign-in Sign In',
      'clockface Snooze…',
      "bell-slash Don't Warn for This Session",
      'pin Pin in Status Bar',
      'person-add Add Profiles…',
      'go-to-file Open AWS Config',
      'sign-out Sign Out',
    ]);
    expect(await head()).toEqual([
      expect.stringMatching(
        /^partner · Access token: 1[12] min, until TIME\. It cannot be refreshed: sign in again by then\.$/,
      ),
      'Choose what to do',
    ]);
    await stage.workbench.screenshot('quick-pick-partner');
    // VS Code's own keys for the way back, as they are on Linux.
    await pressAll('Control+Alt+Minus');
    await eventually(list).toEqual(all);
    expect(await activeRow()).toMatch(/^partner/);
    await pressAll('Escape');
    await stage.workbench.quickPick.waitUntilClosed();
  });

  it('finds a session by its name, and what it needs by Enter', async () => {
    await stage.forgetAttempts();
    await openByKeyboard();
    await stage.workbench.quickPick.type('sandb');
    await eventually(activeRow).toMatch(/^sandbox/);
    await pressAll('Enter');
    await eventually(activeRow).toBe('Refresh');
    await pressAll('Enter');
    await eventually(() => stage.identityCenter.calls.length).toBe(2);
  });

  it('pins a session in the status bar, and unpins it', async () => {
    await openByKeyboard();
    await stage.workbench.quickPick.type('sandb');
    await eventually(activeRow).toMatch(/^sandbox/);
    await pressAll('Enter');
    await eventually(list).toContain('pin Pin in Status Bar');
    await stage.workbench.quickPick.choose('Pin in Status Bar');
    await eventually(shown).toBe('sandbox');
    await openByKeyboard();
    await stage.workbench.quickPick.type('sandb');
    await pressAll('Enter');
    await eventually(list).toContain('pinned Unpin from Status Bar');
    await stage.workbench.quickPick.choose('Unpin from Status Bar');
    await eventually(shown).toBe('archive sign-in needed');
  });

  it('offers a session of its own to a profile that has none', async () => {
    await openByKeyboard();
    await stage.workbench.quickPick.type('legacy');
    await eventually(activeRow).toMatch(/^legacy/);
    await pressAll('Enter');
    await eventually(list).toContain('arrow-up Migrate to sso-session…');
    expect(await list()).not.toContain('person-add Add Profiles…');
    await pressAll('Escape');
    await stage.workbench.quickPick.waitUntilClosed();
  });

  it('follows what happens meanwhile, and leaves alone the typed text and the chosen row', async () => {
    await openByKeyboard();
    await eventually(activeRow).toMatch(/^archive/);
    await pressAll('ArrowDown', 'ArrowDown', 'ArrowDown');
    await eventually(activeRow).toMatch(/^partner/);
    await stage.signIn('partner', 3 * hour + spare);
    await eventually(list).toContain('check partner signed in');
    await eventually(activeRow).toMatch(/^partner/);
    await stage.workbench.quickPick.type('partner');
    await eventually(activeRow).toMatch(/^partner/);
    await stage.signIn('partner', 12 * minute + spare, { renewable: false });
    await eventually(activeRow).toMatch(/^partner\s*12m/);
    expect((await stage.workbench.quickPick.read()).value).toBe('partner');
    await pressAll('Enter');
    await eventually(head).toEqual([expect.stringMatching(/^partner · .*12 min/), anyText]);
    await stage.signIn('partner', 5 * hour + spare, { renewable: false });
    await eventually(head).toEqual([expect.stringMatching(/^partner · .*5 h 00 min/), anyText]);
    await pressAll('Control+Alt+Minus');
    await eventually(activeRow).toMatch(/^partner\s*5h 00m/);
    await pressAll('Escape');
    await stage.workbench.quickPick.waitUntilClosed();
  });
});

// Signing out from the tree and the palette: asked once, what it ends is said, and then it is so.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  anyText,
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  spare,
  startUrlOf,
  type Stage,
} from './stage.ts';

const item = 'ssoSession.status';
const consequences =
  'The sign-in ends for every tool that shares it, such as the AWS CLI, SDKs and other editors, on every machine that has this token. Role credentials that a tool already holds work until they end by themselves.';

let stage: Stage;
let callsBefore: number;

beforeAll(async () => {
  stage = await setStage();
  await stage.workbench.openView('AWS SSO');
  return stage.stop;
});

beforeEach(async () => {
  const { identityCenter, home, signIn } = stage;
  identityCenter.faults.length = 0;
  await home.writeConfig(['corp', 'partner', 'staging'].map(sessionSection).join('\n'));
  await signIn('corp', 42 * minute + spare);
  await signIn('partner', 6 * hour + spare, { renewable: false });
  await eventually(shown).toEqual(['corp signed in', 'partner 6h 00m', 'staging signed out']);
  callsBefore = identityCenter.calls.length;
});
afterEach(() => stage.workbench.notifications.clear());

const tree = () => stage.workbench.tree('Sessions');
const shown = async () =>
  (await tree().rows()).map(({ label, description }) => `${label} ${description}`);
const calls = () =>
  stage.identityCenter.calls.slice(callsBefore).map(({ operation, status }) => [operation, status]);
const isThere = (name: string) =>
  stage.home.readToken(name).then(
    () => true,
    () => false,
  );

describe('from the tree', () => {
  it.each([
    ['corp', ['Refresh Session', 'Sign In', 'Sign Out', 'Snooze Warnings…']],
    ['partner', ['Sign In', 'Sign Out', 'Snooze Warnings…']],
    ['staging', ['Sign In']],
  ])('is offered where there is a token: %s', async (label, items) => {
    const menu = await tree().contextMenu(label);
    if (label === 'corp') await stage.workbench.screenshot('sign-out-menu');
    await menu.close();
    const always = ["Don't Warn for This Session", 'Pin in Status Bar', 'Add Profiles…'];
    expect(menu.items).toEqual([...items, ...always, 'Open AWS Config']);
  });

  it('says what it ends, and does nothing when that is not wanted', async () => {
    await (await tree().contextMenu('corp')).choose('Sign Out');
    const { dialog } = stage.workbench;
    expect(await dialog.read()).toEqual({
      message: 'Sign out of corp?',
      detail: consequences,
      buttons: ['Cancel', 'Sign Out'],
    });
    await stage.workbench.screenshot('sign-out-question');
    await dialog.press('Cancel');
    // One more change goes all the way: what came before it is done by then.
    await stage.signIn('partner', 5 * hour + spare, { renewable: false });
    await eventually(shown).toEqual(['corp signed in', 'partner 5h 00m', 'staging signed out']);
    expect([await isThere('corp'), calls()]).toEqual([true, []]);
  });

  it('ends that session, and no other', async () => {
    await (await tree().contextMenu('corp')).choose('Sign Out');
    const held = stage.identityCenter.hold({ operation: 'Logout' });
    await stage.workbench.dialog.press('Sign Out');
    await held.arrived;
    const { notifications, statusBar } = stage.workbench;
    expect(await notifications.waitFor('Signing out of corp')).toEqual({
      severity: 'info',
      message: 'Signing out of corp',
      source: anyText,
      buttons: ['Cancel'],
    });
    await stage.workbench.screenshot('sign-out-progress');
    held.release();
    await stage.workbench.text('corp: signed out.').waitFor();
    await eventually(shown).toEqual(['corp signed out', 'partner 6h 00m', 'staging signed out']);
    expect((await statusBar.read(item)).text).toBe('partner 6h 00m');
    await stage.workbench.screenshot('sign-out-done');
    expect([await isThere('corp'), await isThere('partner'), calls()]).toEqual([
      false,
      true,
      [['Logout', 200]],
    ]);
    // VS Code lets a progress be seen for a while; nothing else is said.
    await eventually(() => notifications.read()).toEqual([]);
  });

  it('is done on this machine where AWS cannot be told, and says so', async () => {
    stage.identityCenter.faults.push({ operation: 'Logout', kind: 'drop' });
    await (await tree().contextMenu('corp')).choose('Sign Out');
    await stage.workbench.dialog.press('Sign Out');
    await eventually(() => stage.workbench.notifications.read()).toEqual([
      {
        severity: 'warning',
        message:
          'corp: signed out on this machine, but not at AWS: it could not be reached. There the sign-in ends by itself.',
        source: anyText,
        buttons: ['Show Log'],
      },
    ]);
    await stage.workbench.screenshot('sign-out-offline');
    await eventually(shown).toContain('corp signed out');
    expect([await isThere('corp'), calls()]).toEqual([false, [['Logout', 'dropped']]]);
  });
});

describe('from the palette', () => {
  it('asks which of those that are signed in', async () => {
    const { quickPick, dialog } = stage.workbench;
    await stage.workbench.runCommand('AWS SSO: Sign Out');
    await eventually(async () => (await quickPick.read()).placeholder).toBe(
      'Which session do you want to sign out of?',
    );
    await eventually(async () =>
      (await quickPick.items()).map(({ label, detail }) => [label, detail]),
    ).toEqual([
      ['partner', startUrlOf('partner')],
      ['corp', startUrlOf('corp')],
    ]);
    await stage.workbench.screenshot('sign-out-picker');
    await quickPick.choose('partner');
    expect((await dialog.read()).message).toBe('Sign out of partner?');
    await dialog.press('Sign Out');
    await eventually(shown).toEqual(['corp signed in', 'partner signed out', 'staging signed out']);
    expect(calls()).toEqual([['Logout', 200]]);
  });

  it('of all, and is then not there any more', async () => {
    const { dialog } = stage.workbench;
    // What was used last comes first.
    const offered = async () =>
      (await stage.workbench.paletteItems('AWS SSO: Sign'))
        .filter((label) => label.startsWith('AWS SSO: Sign'))
        .toSorted();
    await eventually(offered).toEqual([
      'AWS SSO: Sign In',
      'AWS SSO: Sign Out',
      'AWS SSO: Sign Out of All Sessions',
    ]);
    await stage.workbench.runCommand('AWS SSO: Sign Out of All Sessions');
    expect(await dialog.read()).toEqual({
      message: 'Sign out of all sessions: corp, partner?',
      detail:
        'The sign-ins end for every tool that shares them, such as the AWS CLI, SDKs and other editors, on every machine that has these tokens. Role credentials that a tool already holds work until they end by themselves.',
      buttons: ['Cancel', 'Sign Out'],
    });
    await stage.workbench.screenshot('sign-out-of-all-question');
    await dialog.press('Sign Out');
    await stage.workbench.text('corp, partner: signed out.').waitFor();
    await eventually(shown).toEqual([
      'corp signed out',
      'partner signed out',
      'staging signed out',
    ]);
    await stage.workbench.screenshot('sign-out-of-all-done');
    await eventually(offered).toEqual(['AWS SSO: Sign In']);
    expect(calls()).toEqual([
      ['Logout', 200],
      ['Logout', 200],
    ]);
  });
});

// Signing in with a code, where no browser can come back: a tab that shows it, and any browser.
import { rm } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  callsFrom,
  choose,
  closePages,
  codeIn,
  copiedBy,
  fromNotification,
  openedPage,
  pageOf,
  shownIn,
  tokenText,
} from './signInSteps.ts';
import {
  anyText,
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  spare,
  type Stage,
} from './stage.ts';

let stage: Stage;
let callsBefore: number;

beforeAll(async () => {
  stage = await setStage({
    settings: { 'remote.autoForwardPorts': false },
    prepare: ({ home }) => home.writeConfig(['corp', 'partner'].map(sessionSection).join('\n')),
  });
  await stage.workbench.openView('AWS SSO');
  return stage.stop;
});

beforeEach(async () => {
  const { home, signIn, identityCenter } = stage;
  identityCenter.settings.deviceCodeSeconds = 600;
  await rm(home.tokenFile('corp'), { force: true });
  await signIn('partner', 6 * hour + spare);
  await eventually(shown).toEqual(['corp signed out', 'partner signed in']);
  callsBefore = identityCenter.calls.length;
});
afterEach(async () => {
  await closePages(stage);
  await stage.workbench.notifications.clear();
  // Cancels whatever a test has left.
  await stage.workbench.runCommand('View: Close All Editors');
  await stage.workbench.page.locator('.tab').first().waitFor({ state: 'hidden' });
});

const panel = () => stage.workbench.webview('Sign in to corp');
const tree = () => stage.workbench.tree('Sessions');
const fromRow = () => tree().pressAction('corp', 'Sign In');
const press = (button: string) => panel().button(button).click();
const shown = () => shownIn(stage.workbench);
const said = () => stage.workbench.notifications.read();
/** Where the code takes a while, and VS Code lets that be seen for a moment longer. */
const untilProgressIsOver = () =>
  stage.workbench.text('Signing in to corp').waitFor({ state: 'hidden' });
const calls = () => callsFrom(stage, callsBefore);
const untilSignedIn = () => eventually(shown).toEqual(['corp signed in', 'partner signed in']);

const asked = ['RegisterClient', 'StartDeviceAuthorization'];
const done = 'CreateToken device_code';

describe('the tab', () => {
  it('says where to go, what to look for and how long it is worth', async () => {
    await fromRow();
    const code = await codeIn(stage.workbench, 'corp');
    const { content, tab } = panel();
    const clock = content.locator('#clock');
    expect([
      await tab.innerText(),
      await content.locator('#address').innerText(),
      await content.getByRole('img', { name: 'QR code of the page' }).isVisible(),
      await content.getByRole('button').allInnerTexts(),
      code,
    ]).toEqual([
      'Sign in to corp',
      `${stage.identityCenter.url}/device`,
      true,
      ['Open Browser', 'Copy Code', 'Copy Link', 'Cancel'],
      expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
    ]);
    await eventually(() => clock.innerText()).toMatch(/^Valid for (10:00|9:\d\d)$/);
    // At once by keyboard, and once only.
    await stage.workbench.page.keyboard.press('Tab');
    await content.locator('#copyCode:focus').waitFor();
    await untilProgressIsOver();
    expect([await said(), calls()]).toEqual([[], asked]);
  });

  it('looks right: dark, light, high contrast, small', async () => {
    const { workbench } = stage;
    await fromRow();
    await panel().button('Open Browser').waitFor();
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await workbench.changeTheme(theme);
      await workbench.screenshot(`sign-in-code-${theme}`);
    }
    await workbench.page.setViewportSize({ width: 800, height: 500 });
    await workbench.screenshot('sign-in-code-small');
    await workbench.page.setViewportSize({ width: 1280, height: 800 });
  });

  it('keeps its code and its clock while another tab is in front, and comes back when asked for', async () => {
    const { workbench } = stage;
    await fromRow();
    const code = await codeIn(workbench, 'corp');
    await (await tree().contextMenu('corp')).choose('Open AWS Config');
    await workbench.page.locator('.tab.active').filter({ hasText: 'config' }).waitFor();
    await workbench.runCommand('AWS SSO: Sign In');
    await workbench.quickPick.choose('corp');
    expect(await codeIn(workbench, 'corp')).toBe(code);
    await eventually(() => panel().content.locator('#left').innerText()).toMatch(/^9:\d\d$/);
    expect([await panel().tab.count(), calls()]).toEqual([1, asked]);
  });

  it('is opened once more where its page stays blank, and that is no cancelling', async () => {
    const { page } = stage.workbench;
    const blank = { contentType: 'text/html', body: '' };
    await page.route(/\/webview\/browser\/pre\/index/, (route) => route.fulfill(blank), {
      times: 1,
    });
    await fromRow();
    expect(await codeIn(stage.workbench, 'corp')).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    expect([await panel().tab.count(), calls()]).toEqual([1, asked]);
  });

  it('copies the code and the link that brings it along', async () => {
    const { workbench } = stage;
    await fromRow();
    const code = await codeIn(workbench, 'corp');
    const said = panel().content.getByRole('status');
    expect(await copiedBy(workbench, () => press('Copy Code'))).toBe(code);
    await eventually(() => said.innerText()).toBe('Code copied.');
    const link = await copiedBy(workbench, () => press('Copy Link'));
    await eventually(() => said.innerText()).toBe('Link copied.');
    await workbench.screenshot('sign-in-code-copied');
    expect(link).toBe(`${stage.identityCenter.url}/device?user_code=${code}`);
    await choose(await pageOf(workbench, link), 'Allow');
    await untilSignedIn();
  });

  it('says that the code is copied once it is', async () => {
    const { page } = stage.workbench;
    await fromRow();
    const code = await codeIn(stage.workbench, 'corp');
    const said = panel().content.getByRole('status');
    await page.evaluate(
      'navigator.clipboard.writeText = (text) => new Promise((done) => (window.copying = { text, done }))',
    );
    await press('Copy Code');
    await eventually(() => page.evaluate('window.copying?.text')).toBe(code);
    expect(await said.innerText()).toBe('');
    await page.evaluate('delete navigator.clipboard.writeText; window.copying.done()');
    await eventually(() => said.innerText()).toBe('Code copied.');
  });
});

describe('in the course of it', () => {
  it('signs in through the page that it opens on a click', async () => {
    await fromRow();
    const code = await codeIn(stage.workbench, 'corp');
    const page = await openedPage(
      stage,
      () => press('Open Browser'),
      () => press('Copy Link'),
    );
    expect(await page.locator('[data-user-code]').innerText()).toBe(code);
    const told = stage.workbench.text('corp: signed in.').waitFor();
    await choose(page, 'Allow');
    await stage.workbench.page.bringToFront();
    await panel().waitUntilClosed();
    await told;
    await untilSignedIn();
    const token = await stage.home.readToken('corp');
    expect([Object.keys(token), calls(), await said()]).toEqual([
      [
        'startUrl',
        'region',
        'accessToken',
        'expiresAt',
        'clientId',
        'clientSecret',
        'registrationExpiresAt',
        'refreshToken',
      ],
      [...asked, 'DevicePage', 'DeviceDecision', done],
      [],
    ]);
  });

  it('signs in when it is allowed on another device', async () => {
    await stage.workbench.runCommand('AWS SSO: Sign In');
    await stage.workbench.quickPick.choose('corp');
    stage.identityCenter.approve(await codeIn(stage.workbench, 'corp'));
    await panel().waitUntilClosed();
    await untilSignedIn();
    expect(calls()).toEqual([...asked, done]);
  });

  it('signs in from the notification that it is needed', async () => {
    await fromNotification(stage);
    stage.identityCenter.approve(await codeIn(stage.workbench, 'corp'));
    await panel().waitUntilClosed();
    await untilSignedIn();
    await eventually(said).toEqual([]);
    expect(calls()).toEqual([...asked, done]);
  });

  it.each([
    ['Cancel', () => press('Cancel')],
    ['closing the tab', () => panel().close()],
  ])('ends without a word by %s, and leaves everything as it was', async (_way, cancel) => {
    await stage.signIn('corp', -minute, { renewable: false });
    await eventually(shown).toContain('corp sign-in needed');
    const before = await tokenText(stage, 'corp');
    await fromRow();
    const code = await codeIn(stage.workbench, 'corp');
    await cancel();
    await panel().waitUntilClosed();
    // Nobody asks about it any more: the next one begins at once.
    await fromRow();
    await eventually(() => codeIn(stage.workbench, 'corp')).not.toBe(code);
    stage.identityCenter.approve(code);
    await untilProgressIsOver();
    expect([await tokenText(stage, 'corp'), await said(), calls()]).toEqual([
      before,
      [],
      [...asked, ...asked],
    ]);
  });

  it.each([
    {
      end: 'it is denied',
      act: async () => stage.identityCenter.deny(await codeIn(stage.workbench, 'corp')),
      seconds: 600,
      message: 'access was denied in the browser. Sign in again and allow it.',
      call: `${done} access_denied`,
    },
    {
      end: 'nobody comes',
      act: () => Promise.resolve(),
      seconds: 3,
      message: 'it took too long. Sign in again.',
      call: `${done} expired_token`,
    },
  ])('says what to do when $end', async ({ act, seconds, message, call }) => {
    stage.identityCenter.settings.deviceCodeSeconds = seconds;
    await fromRow();
    await act();
    await eventually(said).toEqual([
      {
        severity: 'error',
        message: `corp: not signed in: ${message}`,
        source: anyText,
        buttons: ['Sign In Again'],
      },
    ]);
    await panel().waitUntilClosed();
    expect([await tokenText(stage, 'corp'), calls()]).toEqual([undefined, [...asked, call]]);
    stage.identityCenter.settings.deviceCodeSeconds = 600;
    await stage.workbench.notifications.press(message, 'Sign In Again');
    stage.identityCenter.approve(await codeIn(stage.workbench, 'corp'));
    await untilSignedIn();
  });
});

// Signing in with the browser: from wherever it is asked for, and all the way to the token file.
import { rm, stat } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  callsFrom,
  choose,
  closePages,
  codeIn,
  copiedBy,
  fromNotification,
  inTheBrowser,
  isListening,
  openedPage,
  pageOf,
  redirectOf,
  shownIn,
} from './signInSteps.ts';
import { anyText, eventually, hour, sessionSection, setStage, spare, type Stage } from './stage.ts';

const waiting = 'Signing in to corp';

let stage: Stage;
let callsBefore: number;

beforeAll(async () => {
  stage = await setStage({
    settings: inTheBrowser,
    prepare: ({ home }) => home.writeConfig(['partner', 'corp'].map(sessionSection).join('\n')),
  });
  await stage.workbench.openView('AWS SSO');
  return stage.stop;
});

beforeEach(async () => {
  await rm(stage.home.tokenFile('corp'), { force: true });
  await stage.signIn('partner', 6 * hour + spare);
  await eventually(shown).toEqual(['partner signed in', 'corp signed out']);
  callsBefore = stage.identityCenter.calls.length;
});
afterEach(async () => {
  await closePages(stage);
  await stage.workbench.notifications.clear();
});

const tree = () => stage.workbench.tree('Sessions');
const shown = () => shownIn(stage.workbench);
const said = () => stage.workbench.notifications.read();
const calls = () => callsFrom(stage, callsBefore);
const fromRow = () => tree().pressAction('corp', 'Sign In');
const fromMenu = async () => (await tree().contextMenu('corp')).choose('Sign In');
const copyLink = () => stage.workbench.notifications.follow(waiting, 'Copy Link');
const pageOpenedBy = (ask: () => Promise<void>) => openedPage(stage, ask, copyLink);
const untilSignedIn = () => eventually(shown).toEqual(['partner signed in', 'corp signed in']);

const registered = ['RegisterClient', 'AuthorizePage'];
const allowed = [...registered, 'AuthorizeDecision', 'CreateToken authorization_code'];

describe('from wherever it is asked for', () => {
  it.each([
    ['the row', fromRow],
    ['the menu of the row', fromMenu],
    ['the hover of the row', async () => (await tree().hover('corp')).click('Sign In')],
    [
      'the palette, which asks to which session',
      async () => {
        await stage.workbench.runCommand('AWS SSO: Sign In');
        await eventually(async () => (await stage.workbench.quickPick.read()).placeholder).toBe(
          'Which session do you want to sign in to?',
        );
        await stage.workbench.quickPick.choose('corp');
      },
    ],
    ['the notification that it is needed', () => fromNotification(stage)],
  ])('%s', async (_way, ask) => {
    const page = await pageOpenedBy(ask);
    await choose(page, 'Allow');
    await page.getByText('You can close this tab.').waitFor();
    await stage.workbench.page.bringToFront();
    await untilSignedIn();
    await eventually(said).toEqual([]);
    expect(calls()).toEqual(allowed);
  });
});

describe('in the course of it', () => {
  it('says that the browser is waited for, and writes what the AWS CLI would write', async () => {
    const page = await pageOpenedBy(fromRow);
    await stage.workbench.screenshot('sign-in-browser-page', page.locator('html'));
    await stage.workbench.page.bringToFront();
    expect(await stage.workbench.notifications.waitFor(waiting)).toEqual({
      severity: 'info',
      message: 'Signing in to corp: finish in the browser. Copy Link · Use a Code',
      source: anyText,
      buttons: ['Cancel'],
    });
    await stage.workbench.screenshot('sign-in-waiting');
    const told = stage.workbench.text('corp: signed in.').waitFor();
    await choose(page, 'Allow');
    await page.getByText('Almost there').waitFor();
    await stage.workbench.screenshot('sign-in-callback', page.locator('html'));
    await told;
    await untilSignedIn();
    await stage.workbench.screenshot('sign-in-done');
    const token = await stage.home.readToken('corp');
    const { mode } = await stat(stage.home.tokenFile('corp'));
    expect([Object.entries(token), mode & 0o777]).toEqual([
      [
        ['startUrl', 'https://corp.awsapps.com/start'],
        ['region', 'eu-central-1'],
        ['accessToken', expect.stringMatching(/^aoa-local-access-/)],
        ['expiresAt', expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)],
        ['clientId', expect.stringMatching(/^aoa-local-client-/)],
        ['clientSecret', expect.stringMatching(/^aoa-local-secret-/)],
        ['registrationExpiresAt', expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)],
        ['refreshToken', expect.stringMatching(/^aoa-local-refresh-/)],
      ],
      0o600,
    ]);
  });

  it('shows the one that runs when it is asked for again, and begins no second one', async () => {
    const page = await pageOpenedBy(fromRow);
    await stage.workbench.page.bringToFront();
    await stage.workbench.notifications.waitFor(waiting);
    await stage.workbench.page.keyboard.press('Escape');
    await eventually(said).toEqual([]);
    await fromMenu();
    await stage.workbench.notifications.waitFor(waiting);
    await fromRow();
    await eventually(async () => (await said()).map(({ message }) => message)).toEqual([
      'Signing in to corp: finish in the browser. Copy Link · Use a Code',
    ]);
    await choose(page, 'Allow');
    await untilSignedIn();
    expect([calls(), stage.workbench.page.context().pages().length]).toEqual([allowed, 2]);
  });

  it('copies the link, for a browser of a person’s choice', async () => {
    const first = await pageOpenedBy(fromRow);
    const redirect = redirectOf(first);
    await first.close();
    const told = stage.workbench.text('Sign-in link copied.').waitFor();
    const link = await copiedBy(stage.workbench, copyLink);
    await told;
    const { origin, pathname, searchParams } = new URL(link);
    expect([origin, pathname, Object.fromEntries(searchParams)]).toEqual([
      stage.identityCenter.url,
      '/authorize',
      {
        response_type: 'code',
        client_id: expect.stringMatching(/^aoa-local-client-/) as string,
        redirect_uri: redirect,
        state: anyText,
        code_challenge_method: 'S256',
        scopes: 'sso:account:access',
        code_challenge: anyText,
      },
    ]);
    await choose(await pageOf(stage.workbench, link), 'Allow');
    await untilSignedIn();
  });

  it('goes on with a code, and leaves the browser alone', async () => {
    const page = await pageOpenedBy(fromRow);
    await stage.workbench.page.bringToFront();
    await stage.workbench.notifications.follow(waiting, 'Use a Code');
    const code = await codeIn(stage.workbench, 'corp');
    await eventually(said).toEqual([]);
    expect(await isListening(redirectOf(page))).toBe(false);
    stage.identityCenter.approve(code);
    await stage.workbench.webview('Sign in to corp').waitUntilClosed();
    await untilSignedIn();
    expect(calls()).toEqual([
      ...registered,
      'RegisterClient',
      'StartDeviceAuthorization',
      'CreateToken device_code',
    ]);
  });

  it('signs in anew after a sign-out', async () => {
    await choose(await pageOpenedBy(fromRow), 'Allow');
    await untilSignedIn();
    await stage.workbench.page.bringToFront();
    await (await tree().contextMenu('corp')).choose('Sign Out');
    await stage.workbench.dialog.press('Sign Out');
    await eventually(shown).toContain('corp signed out');
    await choose(await pageOpenedBy(fromRow), 'Allow');
    await untilSignedIn();
    expect(calls()).toEqual([...allowed, 'Logout', ...allowed]);
  });
});

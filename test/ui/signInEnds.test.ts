// How a sign-in with the browser ends otherwise: by a person's word, by somebody else's, in another window.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Workbench } from '../support/vscode/workbench.ts';
import {
  callsFrom,
  choose,
  closePages,
  inTheBrowser,
  isListening,
  openedPage,
  redirectOf,
  shownIn,
  tokenText,
} from './signInSteps.ts';
import {
  anyText,
  eventually,
  minute,
  sessionSection,
  setStage,
  spare,
  type Stage,
} from './stage.ts';

const waiting = 'Signing in to corp';

let stage: Stage;
let callsBefore: number;

beforeAll(async () => {
  stage = await setStage({
    settings: { ...inTheBrowser, 'ssoSession.notifications': false },
    prepare: ({ home }) => home.writeConfig(sessionSection('corp')),
  });
  await stage.workbench.openView('AWS SSO');
  return stage.stop;
});

beforeEach(async () => {
  await stage.signIn('corp', -minute, { renewable: false });
  await eventually(shown).toEqual(['corp sign-in needed']);
  callsBefore = stage.identityCenter.calls.length;
});
afterEach(async () => {
  await closePages(stage);
  await stage.workbench.notifications.clear();
});

const shown = () => shownIn(stage.workbench);
const said = () => stage.workbench.notifications.read();
const calls = () => callsFrom(stage, callsBefore);
const fromRow = () => stage.workbench.tree('Sessions').pressAction('corp', 'Sign In');
const pageOpenedBy = (ask: () => Promise<void>) =>
  openedPage(stage, ask, () => stage.workbench.notifications.follow(waiting, 'Copy Link'));
const untilSignedIn = () => eventually(shown).toEqual(['corp signed in']);

const registered = ['RegisterClient', 'AuthorizePage'];
const allowed = [...registered, 'AuthorizeDecision', 'CreateToken authorization_code'];

describe('by somebody’s word', () => {
  it('leaves everything as it was when it is cancelled', async () => {
    const before = await tokenText(stage, 'corp');
    const page = await pageOpenedBy(fromRow);
    await stage.workbench.page.bringToFront();
    await stage.workbench.notifications.press(waiting, 'Cancel');
    await eventually(said).toEqual([]);
    await eventually(() => isListening(redirectOf(page))).toBe(false);
    // Whoever comes late is not let in any more.
    await choose(page, 'Allow');
    await page.waitForURL('chrome-error://**');
    expect([await tokenText(stage, 'corp'), await shown(), calls()]).toEqual([
      before,
      ['corp sign-in needed'],
      [...registered, 'AuthorizeDecision'],
    ]);
  });

  it('says what to do when access was denied', async () => {
    const before = await tokenText(stage, 'corp');
    const page = await pageOpenedBy(fromRow);
    await choose(page, 'Deny');
    await page.getByText('Your editor says what happened and what to do.').waitFor();
    await stage.workbench.screenshot('sign-in-callback-denied', page.locator('html'));
    await stage.workbench.page.bringToFront();
    await eventually(said).toEqual([
      {
        severity: 'error',
        message:
          'corp: not signed in: access was denied in the browser. Sign in again and allow it.',
        source: anyText,
        buttons: ['Sign In Again'],
      },
    ]);
    await stage.workbench.screenshot('sign-in-denied');
    expect(await tokenText(stage, 'corp')).toBe(before);
    const again = await pageOpenedBy(() =>
      stage.workbench.notifications.press('access was denied', 'Sign In Again'),
    );
    await choose(again, 'Allow');
    await untilSignedIn();
  });

  it('takes nothing from a page that knows nothing of it', async () => {
    const page = await pageOpenedBy(fromRow);
    const answer = await fetch(`${redirectOf(page)}?code=guessed&state=guessed`);
    await stage.workbench.page.bringToFront();
    await eventually(said).toEqual([
      {
        severity: 'error',
        message:
          'corp: not signed in: the browser came back with something that does not belong to this sign-in. Close old sign-in tabs, then sign in again.',
        source: anyText,
        buttons: ['Sign In Again', 'Use a Code'],
      },
    ]);
    await stage.workbench.screenshot('sign-in-wrong-answer');
    expect([answer.status, await isListening(redirectOf(page)), calls()]).toEqual([
      400,
      false,
      registered,
    ]);
    const again = await pageOpenedBy(() =>
      stage.workbench.notifications.press('does not belong', 'Sign In Again'),
    );
    await choose(again, 'Allow');
    await untilSignedIn();
  });

  it('ends when another tool has signed in meanwhile', async () => {
    const page = await pageOpenedBy(fromRow);
    await stage.workbench.page.bringToFront();
    await stage.signIn('corp', 33 * minute + spare);
    await stage.workbench.text('corp: signed in by another window or tool.').waitFor();
    await eventually(shown).toEqual(['corp signed in']);
    await eventually(said).toEqual([]);
    expect([await isListening(redirectOf(page)), calls()]).toEqual([false, registered]);
  });
});

describe('over two windows', () => {
  let other: Workbench;
  const otherSays = async () =>
    (await other.notifications.read()).map(({ message, buttons }) => [message, ...buttons]);
  const fromOther = () => other.tree('Sessions').pressAction('corp', 'Sign In');
  const joined = [
    ['Signing in to corp: already under way in another window. Finish it there.', 'Cancel'],
  ];

  beforeEach(async () => {
    other = await stage.workbench.openAnother();
    await other.openView('AWS SSO');
    await other.tree('Sessions').row('corp').waitFor();
    await stage.workbench.page.bringToFront();
  });

  it('is one sign-in, which each of them can stop waiting for', async () => {
    const page = await pageOpenedBy(fromRow);
    await other.page.bringToFront();
    await fromOther();
    await eventually(otherSays).toEqual(joined);
    await other.screenshot('sign-in-joined');
    await other.notifications.press(waiting, 'Cancel');
    // In the same breath, while the cancelled one is still ending: no mouse is as quick.
    const button = other
      .tree('Sessions')
      .row('corp')
      .locator('a.action-label[aria-label="Sign In"]');
    await button.dispatchEvent('click');
    await eventually(otherSays).toEqual(joined);
    const told = Promise.all([
      other.text('corp: signed in by another window or tool.').waitFor(),
      stage.workbench.text('corp: signed in.').waitFor(),
    ]);
    await choose(page, 'Allow');
    await told;
    await eventually(() => shownIn(other)).toEqual(['corp signed in']);
    await eventually(otherSays).toEqual([]);
    await stage.workbench.page.bringToFront();
    await untilSignedIn();
    await eventually(said).toEqual([]);
    expect(calls()).toEqual(allowed);
  });

  it('ends in both when the first gives up, and can begin again in the second', async () => {
    await pageOpenedBy(fromRow);
    await other.page.bringToFront();
    await fromOther();
    await eventually(otherSays).toEqual(joined);
    await stage.workbench.page.bringToFront();
    await stage.workbench.notifications.press(waiting, 'Cancel');
    await eventually(said).toEqual([]);
    await other.page.bringToFront();
    await eventually(otherSays).toEqual([
      [
        'corp: not signed in: the sign-in in another window ended without a session. Sign in again.',
        'Sign In Again',
      ],
    ]);
    const page = await openedPage(
      { ...stage, workbench: other },
      () => other.notifications.press('ended without', 'Sign In Again'),
      () => other.notifications.follow(waiting, 'Copy Link'),
    );
    await choose(page, 'Allow');
    await untilSignedIn();
    expect(calls()).toEqual([...registered, ...allowed]);
  });
});

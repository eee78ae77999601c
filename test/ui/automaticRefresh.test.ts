// Refreshing by itself: offered once, done by consent only, and never with a browser.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  anyText,
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  startUrlOf,
  tokenLeft,
  type Stage,
  type StageOptions,
} from './stage.ts';

/** Time to see the token before it is due, and little enough for `eventually` to see it due. */
const aMoment = 15;
const almostDue = 5 * minute + aMoment;
const aboutToEnd = (name: string): string =>
  `${name}: the access token is about to end. Refresh it, without a browser?`;
const always = { 'ssoSession.autoRefresh': true };

let stage: Stage;
let rounds: number;

/** VS Code with user data of its own: a choice is made once for each. */
const useStage = (options: StageOptions = {}): void => {
  beforeAll(async () => {
    rounds = 0;
    stage = await setStage({
      ...options,
      prepare: async (early) => {
        await early.home.writeConfig(['corp', 'partner', 'other'].map(sessionSection).join('\n'));
        await options.prepare?.(early);
      },
    });
    await stage.workbench.openView('AWS SSO');
    return stage.stop;
  });
};

const said = () => stage.workbench.notifications.read();
const calls = (from = 0) =>
  stage.identityCenter.calls
    .slice(from)
    .map(({ operation, grantType, status }) => [operation, grantType, status]);
const renewed = ['CreateToken', 'refresh_token', 200];
const refused = ['CreateToken', 'refresh_token', 400];

const described = async (name: string) =>
  (await stage.workbench.tree('Sessions').rows()).find(({ label }) => label === name)?.description;
const left = (name: string) => tokenLeft(stage, name);

/** Refreshing and offering are for somebody who is at work. */
const beAtWork = () => stage.workbench.page.keyboard.press('Shift');

/** One more change goes all the way: what the changes before it brought about is there then. */
const afterAnotherRound = async (): Promise<void> => {
  rounds++;
  await stage.signIn('other', rounds * hour + minute, { renewable: false });
  await eventually(() => described('other')).toBe(`${rounds}h 00m`);
};

/** A token of a sign-in that the service has ended since. */
const writeEndedSignIn = async (name: string): Promise<void> => {
  const request = { startUrl: startUrlOf(name), region: 'eu-central-1' };
  const token = stage.identityCenter.issueToken(request);
  stage.identityCenter.endSession(token.accessToken);
  const expiresAt = new Date(Date.now() - 1000).toISOString();
  await stage.home.writeToken(name, { ...token, expiresAt });
};

const userSettings = (): string => join(stage.vsCode.logsFolder, '..', 'User', 'settings.json');
const autoRefreshOfUser = async (): Promise<unknown> => {
  const settings = JSON.parse(await readFile(userSettings(), 'utf8')) as Record<string, unknown>;
  return settings['ssoSession.autoRefresh'];
};

/** A token is seen to be valid for longer, and then to be in its last 5 minutes. */
const comeNearEnd = async (name: string): Promise<void> => {
  await stage.signIn(name, almostDue);
  await eventually(() => left(name)).toBe('5 min');
  await eventually(() => left(name)).toBe('4 min');
};

const offerFor = (name: string) => ({
  severity: 'info',
  message: aboutToEnd(name),
  source: anyText,
  buttons: ['Refresh', 'Always Refresh All', "Don't Ask Again"],
});

describe('before anybody has chosen', () => {
  useStage();

  it('is offered to who comes back in the last 5 minutes of a token, and not again after that was chosen', async () => {
    // What is looked at later stands open by then: a click would bring somebody there.
    for (const name of ['corp', 'partner']) {
      await stage.signIn(name, hour + minute);
      await eventually(() => left(name)).toBe('1 h 00 min');
    }
    await stage.workbench.lookAway();
    await comeNearEnd('corp');
    await stage.signIn('corp', hour + minute);
    await comeNearEnd('partner');
    await stage.workbench.comeBack();
    await beAtWork();
    // Not of corp, whose last minutes nobody has seen: it is offered once only.
    await eventually(said).toEqual([offerFor('partner')]);
    await stage.workbench.screenshot('offer-refresh');
    await stage.workbench.notifications.press(aboutToEnd('partner'), "Don't Ask Again");
    await eventually(said).toEqual([]);

    await beAtWork();
    await comeNearEnd('corp');
    await stage.signIn('partner', hour + minute);
    await eventually(() => left('partner')).toBe('1 h 00 min');
    await beAtWork();
    await comeNearEnd('partner');
    await afterAnotherRound();
    expect([await said(), calls(), await autoRefreshOfUser()]).toEqual([[], [], undefined]);
  });
});

describe('Always Refresh All', () => {
  useStage();

  it('refreshes at once, and from then on every token that is due, without a word', async () => {
    const token = await stage.signIn('corp', almostDue);
    await eventually(() => left('corp')).toBe('5 min');
    await beAtWork();
    await eventually(said).toEqual([offerFor('corp')]);
    await stage.workbench.notifications.press(aboutToEnd('corp'), 'Always Refresh All');
    await eventually(() => left('corp')).toBe('59 min');
    await eventually(autoRefreshOfUser).toBe(true);
    await eventually(said).toEqual([]);
    expect((await stage.home.readToken('corp'))['accessToken']).not.toBe(token.accessToken);
    expect(calls()).toEqual([renewed]);

    // Not corp: a session is left alone for 30 seconds after each attempt.
    await beAtWork();
    const later = await stage.signIn('partner', 4 * minute);
    await eventually(() => left('partner')).toBe('59 min');
    await afterAnotherRound();
    expect((await stage.home.readToken('partner'))['accessToken']).not.toBe(later.accessToken);
    expect([await said(), calls()]).toEqual([[], [renewed, renewed]]);
  });
});

describe('Always Refresh All that cannot be saved', () => {
  useStage();

  it('is told, with what to do; the token is refreshed all the same', async () => {
    await stage.signIn('corp', almostDue);
    await eventually(() => left('corp')).toBe('5 min');
    await beAtWork();
    await eventually(said).toEqual([offerFor('corp')]);
    await writeFile(userSettings(), '{ half a file');
    await stage.workbench.notifications.press(aboutToEnd('corp'), 'Always Refresh All');
    await eventually(() => left('corp')).toBe('59 min');
    const message =
      'Always Refresh All could not be saved. Turn on ssoSession.autoRefresh in your user settings.';
    await eventually(said).toContainEqual({
      severity: 'error',
      message,
      source: anyText,
      buttons: ['Open User Settings'],
    });
    await stage.workbench.screenshot('always-refresh-not-saved');
    await stage.workbench.notifications.press(message, 'Open User Settings');
    await stage.workbench.page.locator('.view-lines', { hasText: /half.a.file/ }).waitFor();
  });
});

describe('of one session', () => {
  useStage({
    settings: always,
    prepare: ({ home }) => home.writeConfig(sessionSection('corp')),
  });

  it('does not wait until something else is to be shown', async () => {
    const token = await stage.signIn('corp', almostDue);
    // It is due within half a minute from here on, or was at once; the next text is a minute away.
    await eventually(() => left('corp')).toMatch(/^(?:4|59) min$/);
    await beAtWork();
    const accessToken = async () => (await stage.home.readToken('corp'))['accessToken'];
    await eventually(accessToken, 40_000).not.toBe(token.accessToken);
    expect(calls()).toEqual([renewed]);
  });
});

describe('once it is wished', () => {
  useStage({
    settings: always,
    prepare: ({ signIn }) => signIn('corp', -hour).then(() => undefined),
  });

  it('refreshes what had ended before VS Code started', async () => {
    await eventually(() => left('corp')).toMatch(/^5\d min$/);
    await afterAnotherRound();
    expect([await said(), calls()]).toEqual([[], [renewed]]);
    expect(stage.workbench.page.context().pages()).toEqual([stage.workbench.page]);
  });

  it('says so once when the service refuses, and does not ask again', async () => {
    // What had ended before VS Code started comes first.
    await eventually(() => left('corp')).toMatch(/^5\d min$/);
    const before = stage.identityCenter.calls.length;
    await beAtWork();
    await writeEndedSignIn('partner');
    await eventually(() => described('partner')).toBe('sign-in needed');
    await afterAnotherRound();
    await eventually(said).toEqual([
      {
        severity: 'warning',
        message: 'partner: sign-in needed. The sign-in has ended.',
        source: anyText,
        buttons: ['Sign In', 'Snooze…', "Don't Warn for This Session"],
      },
    ]);
    await stage.workbench.screenshot('automatic-refresh-refused');
    expect(calls(before)).toEqual([refused]);

    // Neither does a window that knows of it from the others only; it does renew the next one.
    await stage.workbench.reload();
    await eventually(() => described('partner')).toBe('sign-in needed');
    await beAtWork();
    await stage.signIn('other', 4 * minute);
    await eventually(() => left('other')).toBe('59 min');
    expect([await said(), calls(before)]).toEqual([[], [refused, renewed]]);
  });
});

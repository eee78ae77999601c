// Warnings ahead, and what a person can answer: sign in, later, not for this session.
import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  anyText,
  eventually,
  hour,
  inTurnForState,
  minute,
  sessionSection,
  setStage,
  spare,
  tokenLeft,
  withoutTimes,
  type Stage,
} from './stage.ts';

const item = 'ssoSession.status';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage({
    prepare: ({ home }) => home.writeConfig(['corp', 'partner'].map(sessionSection).join('\n')),
  });
  await stage.workbench.openView('AWS SSO');
  return stage.stop;
});
afterEach(() => stage.workbench.notifications.clear());

const said = async () =>
  (await stage.workbench.notifications.read()).map((notification) => ({
    ...notification,
    message: withoutTimes(notification.message),
  }));
const tree = () => stage.workbench.tree('Sessions');
const described = async (name: string) =>
  (await tree().rows()).find(({ label }) => label === name)?.description;

const warning = (message: string) => ({
  severity: 'warning',
  message,
  source: anyText,
  buttons: ['Sign In', 'Snooze…', "Don't Warn for This Session"],
});
const endsIn29 = warning(
  'corp: access token valid for 29 min. It cannot be refreshed: sign in again by TIME.',
);

/** A new token, and then one that ends so many seconds from now: the way there crosses what lies between. */
const letPassTo = async (name: string, endsIn: number, text: string): Promise<void> => {
  await stage.signIn(name, 2 * hour + spare, { renewable: false });
  await eventually(() => described(name)).toMatch(/^2h 00m/);
  await stage.signIn(name, endsIn, { renewable: false });
  await eventually(() => described(name)).toMatch(new RegExp(`^${text}`));
};

/** One more change goes all the way: what the changes before it made VS Code say is on screen then. */
let rounds = 2;
const afterAnotherRound = async (): Promise<void> => {
  rounds++;
  await stage.signIn('partner', rounds * hour + minute, { renewable: false });
  await eventually(() => described('partner')).toMatch(new RegExp(`^${rounds}h 00m`));
};

const setWarnBefore = async (warnBefore: readonly number[]): Promise<void> => {
  await stage.workbench.changeUserSettings({ 'ssoSession.warnBefore': warnBefore });
  await tree().row('corp').waitFor();
};

const picked = async (): Promise<readonly string[]> =>
  (await stage.workbench.quickPick.items()).map(({ label }) => label);

describe('ahead of the end', () => {
  it('warns half an hour before, and 5 minutes before', async () => {
    await letPassTo('corp', 29 * minute + spare, '29m');
    await eventually(said).toEqual([endsIn29]);
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await stage.workbench.changeTheme(theme);
      await stage.workbench.screenshot(`warning-ahead-${theme}`);
    }
    await stage.signIn('corp', 4 * minute + spare, { renewable: false });
    await eventually(said).toContainEqual(
      warning('corp: access token valid for 4 min. It cannot be refreshed: sign in again by TIME.'),
    );
  });

  it('says only the nearer where both are passed at once', async () => {
    // Not the 4 minutes from above: of a token that ends in the very same second all has been said.
    await letPassTo('corp', 3 * minute + spare, '3m');
    await eventually(said).toEqual([
      warning('corp: access token valid for 3 min. It cannot be refreshed: sign in again by TIME.'),
    ]);
    await afterAnotherRound();
    // VS Code itself takes it away after some seconds.
    expect((await said()).length).toBeLessThanOrEqual(1);
  });

  it('says nothing of a session that renews itself', async () => {
    await stage.signIn('corp', 2 * hour + spare);
    await eventually(() => described('corp')).toBe('signed in');
    await stage.signIn('corp', 6 * minute + spare);
    await eventually(() => tokenLeft(stage, 'corp')).toBe('6 min');
    await afterAnotherRound();
    expect(await said()).toEqual([]);
  });

  it('warns when that is wished, and not at all where nothing is', async () => {
    await setWarnBefore([60]);
    await letPassTo('corp', 45 * minute + spare, '45m');
    await eventually(said).toEqual([
      warning(
        'corp: access token valid for 45 min. It cannot be refreshed: sign in again by TIME.',
      ),
    ]);
    await stage.workbench.notifications.clear();
    await setWarnBefore([]);
    await letPassTo('corp', 2 * minute + spare, '2m');
    await afterAnotherRound();
    expect(await said()).toEqual([]);
    await setWarnBefore([30, 5]);
  });
});

describe('snoozed', () => {
  it('asks for how long, by keyboard alone', async () => {
    await letPassTo('corp', 29 * minute + spare, '29m');
    await stage.workbench.notifications.waitFor(/^corp/);
    await stage.workbench.notifications.press(/^corp/, 'Snooze…');
    await eventually(picked).toEqual(['15 Minutes', '1 Hour', 'Until Tomorrow']);
    expect(await stage.workbench.quickPick.read()).toMatchObject({
      title: 'corp',
      placeholder: 'No warnings for how long?',
    });
    await stage.workbench.screenshot('snooze');
    await stage.workbench.page.keyboard.press('ArrowDown');
    await stage.workbench.page.keyboard.press('Enter');
    await eventually(() => described('corp')).toMatch(
      /^29m · snoozed until .*\d+:\d+\s[AP]M( \w+)?$/,
    );
    await tree().hover('corp');
    await stage.workbench.screenshot('snoozed');
  });

  it('is over with a new sign-in', async () => {
    await stage.signIn('corp', 2 * hour + spare, { renewable: false });
    await eventually(() => described('corp')).toBe('2h 00m');
  });

  it('is silent, at the end, too', async () => {
    // As it was written when it was for any sign-in.
    await changeState((state) => ({
      ...state,
      snoozes: { 'session:corp': Date.now() + 3_600_000 },
    }));
    await eventually(() => described('corp')).toMatch(/^2h 00m · snoozed/);
    await stage.signIn('corp', -minute, { renewable: false });
    await eventually(() => described('corp')).toMatch(/^sign-in needed · snoozed/);
    await afterAnotherRound();
    expect(await said()).toEqual([]);
  });

  it('says what is true when the snooze ends, once', async () => {
    await changeState((state) => ({ ...state, snoozes: { 'session:corp': Date.now() + 4_000 } }));
    await eventually(() => described('corp')).toBe('sign-in needed');
    await eventually(said).toEqual([warning('corp: sign-in needed. The access token has ended.')]);
    await stage.workbench.notifications.clear();
    await afterAnotherRound();
    expect(await said()).toEqual([]);
  });

  it('can be ended before', async () => {
    await (await tree().contextMenu('corp')).choose('Snooze Warnings…');
    await stage.workbench.quickPick.choose('Until Tomorrow');
    await eventually(() => described('corp')).toMatch(/snoozed until .*8:00\sAM( \w+)?$/);
    await (await tree().contextMenu('corp')).choose('Snooze Warnings…');
    await eventually(picked).toEqual([
      'Warn Again from Now On',
      '15 Minutes',
      '1 Hour',
      'Until Tomorrow',
    ]);
    await stage.workbench.quickPick.accept();
    await eventually(() => described('corp')).toBe('sign-in needed');
  });
});

describe('not to be warned of', () => {
  const status = async () => {
    const { text, background } = await stage.workbench.statusBar.read(item);
    return [text, background];
  };

  it('is chosen in the warning, and asks for no attention from then on', async () => {
    await letPassTo('corp', -minute, 'sign-in needed');
    await stage.workbench.notifications.waitFor(/^corp/);
    await eventually(status).toEqual(['corp sign-in needed', 'error']);
    await stage.workbench.notifications.press(/^corp/, "Don't Warn for This Session");
    await eventually(() => described('corp')).toBe('sign-in needed · muted');
    await eventually(async () => (await status())[1]).toBe('none');
    expect(await stage.workbench.badge('AWS SSO')).toBe(undefined);
    const row = (await tree().rows()).find(({ label }) => label === 'corp');
    expect(row?.ariaLabel).toBe('corp, sign-in needed, muted');
  });

  it('is silent', async () => {
    await letPassTo('corp', 29 * minute + spare, '29m');
    await stage.signIn('corp', -minute, { renewable: false });
    await eventually(() => described('corp')).toBe('sign-in needed · muted');
    await afterAnotherRound();
    expect(await said()).toEqual([]);
  });

  it.each(['dark', 'light', 'highContrast'] as const)('looks quiet: %s', async (theme) => {
    await stage.workbench.changeTheme(theme);
    await stage.workbench.changeSettings({ 'ssoSession.statusBar.pinnedSession': 'corp' });
    await eventually(status).toEqual(['corp sign-in needed', 'none']);
    await tree().hover('corp');
    await stage.workbench.screenshot(`muted-${theme}`);
  });

  it('is taken back in the menu of its row', async () => {
    const menu = await tree().contextMenu('corp');
    expect(menu.items).not.toContain("Don't Warn for This Session");
    await menu.choose('Warn for This Session Again');
    await eventually(() => described('corp')).toBe('sign-in needed');
    await eventually(status).toEqual(['corp sign-in needed', 'error']);
    expect(await said()).toEqual([]);
  });

  it('can be taken back in the palette only while a session is muted', async () => {
    const offered = await stage.workbench.paletteItems('Warn for This Session');
    expect(offered).toContain("AWS SSO: Don't Warn for This Session");
    expect(offered).not.toContain('AWS SSO: Warn for This Session Again');
  });
});

describe('a night later', () => {
  it('says quietly that everything has ended that was in use', async () => {
    const { page } = stage.workbench;
    const ends = Date.now() + 20_000;
    const untilEnd = () => (ends - Date.now()) / 1000;
    await stage.signIn('corp', untilEnd(), { renewable: false });
    await stage.signIn('partner', untilEnd(), { renewable: false });
    for (const name of ['corp', 'partner']) {
      await eventually(() => described(name)).toBe('<1m');
    }
    await eventually(async () => JSON.stringify((await readState()).history)).toContain(
      String(Math.floor(ends / 1000) * 1000),
    );
    await page.goto('about:blank');
    await eventually(() => Date.now() > ends, 30_000).toBe(true);
    await page.goto(stage.vsCode.url);
    await stage.workbench.waitUntilReady();
    await eventually(said).toEqual([
      {
        severity: 'info',
        message: '2 sessions have ended: corp, partner. Sign in when you need them.',
        source: anyText,
        buttons: ['Show Sessions', 'Snooze…'],
      },
    ]);
    await stage.workbench.screenshot('ended-overnight');
    await stage.workbench.notifications.press(/^2 sessions/, 'Show Sessions');
    await eventually(picked).toContain('partner');
    await stage.workbench.quickPick.cancel();
    await stage.workbench.reload();
    await stage.workbench.openView('AWS SSO');
    await eventually(() => described('corp')).toBe('sign-in needed');
    expect(await said()).toEqual([]);
  });
});

interface State {
  readonly snoozes?: Readonly<Record<string, number>>;
  readonly history?: unknown;
}

const readState = async (): Promise<State> =>
  JSON.parse(await readFile(stage.stateFile, 'utf8')) as State;

const changeState = (change: (state: State) => State): Promise<void> =>
  inTurnForState(stage.stateFile, async () =>
    writeFile(stage.stateFile, JSON.stringify(change(await readState()))),
  );

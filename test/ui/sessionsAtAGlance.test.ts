// The status bar: what a person sees without doing anything, and what pointing and clicking add.
import { beforeAll, describe, expect, it } from 'vitest';
import type { StatusBarItemFacts } from '../support/vscode/statusBar.ts';
import {
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  spare,
  startUrlOf,
  withoutTimes,
  type Stage,
} from './stage.ts';
import { pictureStatusBar } from './statusBarStates.ts';

const item = 'ssoSession.status';

let stage: Stage;

beforeAll(async () => {
  // Nothing of AWS is there yet. What is said aloud has a file of its own.
  stage = await setStage({ settings: { 'ssoSession.notifications': false } });
  return stage.stop;
});

const itemsShown = async (): Promise<readonly string[]> =>
  (await stage.workbench.statusBar.ids()).filter((id) => id.endsWith(item));

const shown = async (): Promise<StatusBarItemFacts> => {
  const facts = await stage.workbench.statusBar.read(item);
  const ariaLabel = withoutTimes(facts.ariaLabel).replace(/File: \S+/, 'File: FILE');
  return { ...facts, ariaLabel };
};

const textShown = async (): Promise<string> => (await stage.workbench.statusBar.read(item)).text;

interface Case extends StatusBarItemFacts {
  readonly state: string;
  readonly write: () => Promise<unknown>;
}

const restOfClocks = 'Sign-in: end not known. Client registration: until DATE.';

// One session all along: every step is a file that changes while VS Code runs.
const cases: readonly Case[] = [
  {
    state: 'signed out',
    write: () => stage.home.writeConfig(sessionSection('corp')),
    text: 'corp signed out',
    icons: ['circle-slash'],
    background: 'none',
    ariaLabel: 'AWS SSO, corp: signed out. There is no token. Sign in to get one.',
  },
  {
    state: 'active',
    write: () => stage.signIn('corp', 42 * minute + spare),
    text: 'corp',
    icons: ['check'],
    background: 'none',
    ariaLabel: `AWS SSO, corp: signed in. Access token: until TIME, can be refreshed without a browser. ${restOfClocks}`,
  },
  {
    state: 'soon',
    write: () => stage.signIn('corp', 12 * minute + spare, { renewable: false }),
    text: 'corp 12m',
    icons: ['history'],
    background: 'warning',
    ariaLabel:
      'AWS SSO, corp: signed in. Access token: until TIME. It cannot be refreshed: sign in again by then.',
  },
  {
    state: 'renewable',
    write: () => stage.signIn('corp', -minute),
    text: 'corp ready to refresh',
    icons: ['sync'],
    background: 'none',
    ariaLabel: `AWS SSO, corp: ready to refresh. Access token ended: TIME. A refresh, or the next AWS command, brings a new one without a browser. ${restOfClocks}`,
  },
  {
    state: 'expired',
    write: () => stage.signIn('corp', -minute, { renewable: false }),
    text: 'corp sign-in needed',
    icons: ['sign-in'],
    background: 'error',
    ariaLabel: 'AWS SSO, corp: sign-in needed. Access token ended: TIME. Sign in to get a new one.',
  },
  {
    state: 'unreadable',
    write: () => stage.home.writeToken('corp', '{"accessToken": "cut off in the mid'),
    text: 'corp token unreadable',
    icons: ['warning'],
    background: 'warning',
    ariaLabel:
      'AWS SSO, corp: token unreadable. The token file is not valid JSON. Sign in to write it anew. File: FILE',
  },
  {
    state: 'misconfigured',
    write: () => stage.home.writeConfig(sessionSection('corp').replace(/sso_region.*\n/, '')),
    text: 'corp check config',
    icons: ['warning'],
    background: 'warning',
    ariaLabel: 'AWS SSO, corp: check config. config:1 No sso_region in corp. Add it.',
  },
];

describe('one session', () => {
  it('shows nothing while no session is configured', async () => {
    await eventually(() => stage.workbench.activityBarItem('AWS SSO').isVisible()).toBe(true);
    expect(await itemsShown()).toEqual([]);
  });

  it.each(cases)('$state', async ({ write, text, icons, background, ariaLabel }) => {
    await write();
    await eventually(shown).toEqual({ text, icons, background, ariaLabel });
  });

  it('goes away with the last session', async () => {
    await stage.home.writeConfig('[profile keys]\nregion = eu-central-1\n');
    await eventually(itemsShown).toEqual([]);
  });
});

describe('several sessions', () => {
  beforeAll(async () => {
    await stage.signIn('corp', 42 * minute + spare);
    await stage.signIn('partner', 12 * minute + spare, { renewable: false });
    await stage.signIn('archive', -minute, { renewable: false });
    await stage.home.writeConfig(['corp', 'partner'].map(sessionSection).join('\n'));
  });

  it('shows the one that needs a person soonest', async () => {
    await eventually(textShown).toBe('partner 12m');
    await stage.home.writeConfig(['corp', 'partner', 'archive'].map(sessionSection).join('\n'));
    await eventually(textShown).toBe('archive sign-in needed');
  });

  it('shows the pinned one, whatever the others need, for as long as it is configured', async () => {
    await stage.workbench.changeSettings({ 'ssoSession.statusBar.pinnedSession': 'corp' });
    await eventually(shown).toEqual({
      text: 'corp',
      icons: ['check'],
      background: 'none',
      ariaLabel: `AWS SSO, corp: signed in. Access token: until TIME, can be refreshed without a browser. ${restOfClocks}`,
    });
    await stage.workbench.changeSettings({ 'ssoSession.statusBar.pinnedSession': 'gone' });
    await eventually(textShown).toBe('archive sign-in needed');
  });

  it('shows all when that is wished, in the colour of the one in greatest need', async () => {
    await stage.signIn('partner', 12 * minute + spare, { renewable: false });
    await stage.workbench.changeSettings({ 'ssoSession.statusBar.show': 'all' });
    await eventually(shown).toEqual({
      text: 'corp partner 12m archive sign-in needed',
      icons: ['check', 'history', 'sign-in'],
      background: 'error',
      ariaLabel: 'AWS SSO, corp: signed in, partner: signed in until TIME, archive: sign-in needed',
    });
    await stage.workbench.changeSettings({ 'ssoSession.statusBar.show': 'mostUrgent' });
    await eventually(textShown).toBe('archive sign-in needed');
  });
});

describe('pointing and clicking', () => {
  it('tells of up to three sessions in full', async () => {
    await stage.signIn('corp', 42 * minute + spare);
    await stage.signIn('partner', 13 * minute + spare, { renewable: false });
    await eventually(async () => (await stage.workbench.statusBar.hover(item)).text).toMatch(
      '13 min',
    );
    const hover = await stage.workbench.statusBar.hover(item);
    await stage.workbench.screenshot('hover-dark');
    expect([withoutTimes(hover.text), hover.links]).toEqual([
      [
        'archive · Sign-in needed Access token ended: TIME. Sign in to get a new one.',
        `${startUrlOf('archive')} · eu-central-1 Sign In · Open AWS Config`,
        'partner · Signed in Access token: 13 min, until TIME. It cannot be refreshed: sign in again by then.',
        `${startUrlOf('partner')} · eu-central-1 Sign In · Open AWS Config`,
        `corp · Signed in Access token: 42 min left, can be refreshed without a browser. ${restOfClocks}`,
        `${startUrlOf('corp')} · eu-central-1 Refresh · Sign In · Open AWS Config`,
      ].join(' '),
      [
        ...[startUrlOf('archive'), 'Sign In', 'Open AWS Config'],
        ...[startUrlOf('partner'), 'Sign In', 'Open AWS Config'],
        ...[startUrlOf('corp'), 'Refresh', 'Sign In', 'Open AWS Config'],
      ],
    ]);
  });

  it('renews the session whose Refresh is clicked in the hover', async () => {
    const before = await stage.home.readToken('corp');
    const hover = await stage.workbench.statusBar.hover(item);
    await hover.click('Refresh');
    await eventually(async () => (await stage.home.readToken('corp'))['accessToken']).not.toBe(
      before['accessToken'],
    );
    expect(stage.identityCenter.calls.map(({ operation }) => operation)).toEqual(['CreateToken']);
    await stage.workbench.changeSettings({ 'ssoSession.statusBar.pinnedSession': 'corp' });
    await eventually(textShown).toBe('corp');
  });

  it('begins with the session on show, and gives each of many others a line with what is to be done', async () => {
    const more = ['staging', 'sandbox', 'builds'];
    await stage.signIn('partner', 13 * minute + spare, { renewable: false });
    await stage.signIn('builds', 5 * hour + spare, { renewable: false });
    await stage.signIn('sandbox', -minute);
    await stage.home.writeConfig(
      ['corp', 'partner', 'archive', ...more].map(sessionSection).join('\n'),
    );
    await stage.workbench.changeTheme('light');
    const read = async (): Promise<string> =>
      withoutTimes((await stage.workbench.statusBar.hover(item)).text)
        // It was refreshed a while ago.
        .replace(/\b5[789] min left/, '59 min left');
    await eventually(read).toBe(
      [
        `corp · Signed in Access token: 59 min left, can be refreshed without a browser. ${restOfClocks}`,
        `${startUrlOf('corp')} · eu-central-1 Refresh · Sign In · Open AWS Config`,
        'archive · sign-in needed · Sign In',
        'partner · 13m · Sign In',
        'builds · 5h 00m',
        'sandbox · ready to refresh · Refresh',
        'staging · signed out · Sign In',
      ].join(' '),
    );
    await stage.workbench.screenshot('hover-light');
  });

  it('lists on a click what can be done', async () => {
    const { quickPick, statusBar } = stage.workbench;
    await statusBar.click(item);
    await eventually(async () => (await quickPick.read()).title).toBe('AWS SSO');
    await quickPick.cancel();
  });
});

describe('minute by minute', () => {
  const names = ['corp', 'partner', 'archive'];

  beforeAll(() => stage.home.writeConfig(names.map(sessionSection).join('\n')));

  it('counts what is seen, whichever session has the least time', async () => {
    await stage.workbench.changeSettings({ 'ssoSession.statusBar.pinnedSession': 'corp' });
    await stage.signIn('partner', 12 * minute + spare, { renewable: false });
    await stage.signIn('corp', 20 * minute + 20, { renewable: false });
    await eventually(textShown).toBe('corp 20m');
    await eventually(textShown, 40_000).toBe('corp 19m');
    await stage.workbench.openView('AWS SSO');
    const described = async (): Promise<string | undefined> =>
      (await stage.workbench.tree('Sessions').rows()).find(({ label }) => label === 'archive')
        ?.description;
    await stage.signIn('archive', 25 * minute + 20, { renewable: false });
    await eventually(described).toBe('25m');
    await eventually(described, 40_000).toBe('24m');
  });

  it('takes as much room for one digit as for two', async () => {
    const widthOf = async (minutes: number): Promise<number> => {
      await stage.signIn('corp', minutes * minute + spare, { renewable: false });
      await eventually(textShown).toBe(`corp ${minutes}m`);
      return (await stage.workbench.statusBar.item(item).boundingBox())?.width ?? 0;
    };
    const widths = [await widthOf(10), await widthOf(9), await widthOf(1)];
    expect(widths.map((width) => Math.round(width - (widths[0] ?? 0)))).toEqual([0, 0, 0]);
  });
});

it('shows each state in each theme', async () => {
  const facts = await pictureStatusBar(stage, 'en');
  expect(new Set(facts.map(({ background }) => background))).toEqual(
    new Set(['none', 'warning', 'error']),
  );
});

// The timeline: what a person sees of the past and of what is to come, by eye, by keyboard and by voice.
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Webview } from '../support/vscode/webview.ts';
import { eventually, hour, setStage, type Stage } from './stage.ts';
import { writePast } from './writtenPast.ts';

let stage: Stage;
let timeline: Webview;

const show = 'AWS SSO: Show Session Timeline';

beforeAll(async () => {
  stage = await setStage({ settings: { 'ssoSession.notifications': false } });
  const { workbench } = stage;
  await writePast(stage, Math.floor(Date.now() / 1000) * 1000);
  await workbench.statusBar.item('ssoSession.status').waitFor();
  timeline = workbench.webview('Session Timeline');
  await workbench.runCommand(show);
  await row('corp').waitFor();
  return stage.stop;
});

const row = (name: string): Locator => timeline.content.getByRole('row', { name, exact: true });

/** Until it says so of the session. */
const waitFor = (header: string): Promise<void> =>
  timeline.content.getByRole('rowheader', { name: new RegExp(`^${header}`) }).waitFor();

const focused = (): Locator => timeline.content.locator(':focus');
const hint = (): Locator => timeline.content.locator('#hint');

/** Times and dates differ from run to run. */
const withoutTimes = (text: string): string =>
  text
    .replace(/[\s\u202f\u2009]+/g, ' ')
    .replace(/([A-Z][a-z]{2}, )?[A-Z][a-z]{2} \d{1,2}(, \d{4})?, /g, '')
    .replace(/\d{1,2}:\d\d( [AP]M)?/g, 'TIME')
    .replace(/TIME ?– ?TIME/g, 'TIME – TIME');

const nameOf = async (cell: Locator): Promise<string> =>
  withoutTimes((await cell.getAttribute('aria-label')) ?? '');

/** What has the focus afterwards. */
const press = async (...keys: readonly string[]): Promise<string> => {
  for (const key of keys) await stage.workbench.page.keyboard.press(key);
  return nameOf(focused());
};

const cellsOf = async (name: string): Promise<readonly string[]> =>
  Promise.all((await row(name).getByRole('gridcell').all()).map(nameOf));

const topOf = async (locator: Locator): Promise<number | undefined> =>
  (await locator.boundingBox())?.y;

/** So that one would have to scroll sideways. */
const isWiderThanShown = (): Promise<boolean> =>
  timeline.content.locator('html').evaluate((html: unknown) => {
    const { scrollWidth, clientWidth } = html as { scrollWidth: number; clientWidth: number };
    return scrollWidth > clientWidth;
  });

/** Those times of the ruler that reach beyond the picture. */
const leavingLabels = (): Promise<readonly string[]> =>
  timeline.content.locator('#ruler .lane').evaluate((lane: unknown) => {
    interface Box {
      readonly textContent: string;
      readonly getBoundingClientRect: () => { readonly right: number; readonly width: number };
      readonly querySelectorAll: (query: string) => Iterable<Box>;
    }
    const { right } = (lane as Box).getBoundingClientRect();
    return [...(lane as Box).querySelectorAll('text')]
      .filter((text) => text.getBoundingClientRect().width > 0)
      .filter((text) => text.getBoundingClientRect().right > right + 0.5)
      .map(({ textContent }) => textContent);
  });

const choose = async (range: string): Promise<void> => {
  await timeline.button(range).click();
  await timeline.content.locator(`button[aria-pressed=true]:text-is("${range}")`).waitFor();
};

describe('by voice', () => {
  it('says of each session how it is and what comes next', async () => {
    const headers = await timeline.content.getByRole('rowheader').all();
    expect(await Promise.all(headers.slice(0, 5).map(nameOf))).toEqual([
      'corp, Signed in, Sign-in ends (estimate): TIME',
      'sandbox, Ready to refresh, End of the sign-in not known',
      'partner, Signed in, Access token ends: TIME',
      'archive, Sign-in needed',
      'staging, Signed out, Nothing known of this time',
    ]);
  });

  it('says what has happened, what comes, and what is only estimated', async () => {
    await choose('24 hours');
    expect({
      corp: await cellsOf('corp'),
      partner: await cellsOf('partner'),
      archive: await cellsOf('archive'),
      staging: await cellsOf('staging'),
    }).toEqual({
      corp: [
        'TIME, Refresh refused, From then on a sign-in is needed.',
        'TIME, Signed in, Access token valid until TIME.',
        ...Array.from(
          { length: 5 },
          () => 'TIME, Access token refreshed, Access token valid until TIME.',
        ),
        'TIME, Access token ends, Sign-in lasts',
        'about TIME, Sign-in ends (estimate), Your last sign-ins lasted at least 7 h.',
      ],
      partner: ['TIME, Signed in, Access token valid until TIME.', 'TIME, Access token ends'],
      archive: ['TIME, Refresh refused, From then on a sign-in is needed.'],
      staging: [],
    });
  });

  it('brings together what a longer time brings close', async () => {
    await choose('30 days');
    expect((await cellsOf('archive')).slice(0, 2)).toEqual([
      'TIME, Signed in, Access token valid until TIME.',
      'TIME – TIME, Access token refreshed 3 times, Access token valid until TIME.',
    ]);
    await choose('7 days');
    expect(await cellsOf('sandbox')).toContain(
      'some time within TIME – TIME, Access token refreshed, Access token valid until TIME.',
    );
  });

  it('has the same as a table', async () => {
    await choose('24 hours');
    await timeline.content.getByText('As a table').click();
    const table = timeline.content.getByRole('table');
    const rows = await table.getByRole('row').all();
    const texts = await Promise.all(rows.map(async (each) => (await each.innerText()).split('\t')));
    expect(texts.slice(-4).map((cells) => cells.map((cell) => withoutTimes(cell).trim()))).toEqual([
      [
        'partner Signed in Access token ends: TIME',
        'TIME',
        'Signed in',
        'Access token valid until TIME.',
      ],
      ['TIME', 'Access token ends', ''],
      ['archive Sign-in needed', 'TIME', 'Refresh refused', 'From then on a sign-in is needed.'],
      ['staging Signed out', 'Nothing known of this time'],
    ]);
    await stage.workbench.screenshot('timeline-table');
    await timeline.content.getByText('As a table').click();
  });
});

describe('by keyboard', () => {
  it('walks from the choice of time into the picture, along a session and between sessions', async () => {
    await choose('24 hours');
    expect(await press('Tab', 'Tab', 'Tab', 'Tab')).toMatch(/^corp, /);
    expect(await press('ArrowRight', 'ArrowRight')).toMatch(/^TIME, Signed in, /);
    expect(await press('End')).toMatch(/^about TIME, Sign-in ends \(estimate\), /);
    expect(await press('ArrowRight')).toMatch(/^about TIME, Sign-in ends \(estimate\), /);
    expect(await press('ArrowDown')).toBe('TIME, Access token ended, Sign-in may have ended');
    expect(await press('ArrowDown')).toBe('TIME, Signed in, Access token valid until TIME.');
    expect(await press('ArrowDown')).toMatch(/^TIME, Refresh refused, /);
    expect(await press('ArrowDown')).toBe('staging, Signed out, Nothing known of this time');
    expect(await press('Control+Home')).toMatch(/^corp, /);
    expect(await press('Control+End')).toBe('staging, Signed out, Nothing known of this time');
    expect(await press('ArrowUp', 'ArrowUp')).toMatch(/^partner, /);
  });

  it('is one stop between others', async () => {
    await press('ArrowRight');
    expect(await press('Tab')).toBe('');
    expect(await focused().innerText()).toBe('As a table');
    expect(await press('Shift+Tab')).toBe('TIME, Signed in, Access token valid until TIME.');
  });

  it('shows what has the focus, and what it means, until it is sent away', async () => {
    await eventually(() => hint().innerText()).toMatch(/^Signed in\n.*\nAccess token valid until /);
    await stage.workbench.screenshot('timeline-focus');
    await press('Escape');
    await hint().waitFor({ state: 'hidden' });
    await press('ArrowRight');
    await hint().waitFor();
  });

  it('chooses another time, and stays at the button', async () => {
    await timeline.button('3 days').focus();
    await press('Enter');
    await timeline.content.locator('button[aria-pressed=true]:text-is("3 days")').waitFor();
    expect(await focused().innerText()).toBe('3 days');
  });
});

describe('with the mouse', () => {
  it('tells what is pointed at', async () => {
    await row('corp').locator('.signInEnd').hover();
    await eventually(() => hint().innerText()).toMatch(
      /^Sign-in ends \(estimate\)\nabout .*\nYour last sign-ins lasted at least 7 h\.$/,
    );
    await stage.workbench.screenshot('timeline-hint');
    await timeline.content.getByRole('heading').hover();
    await hint().waitFor({ state: 'hidden' });
  });
});

describe('while things change', () => {
  it('keeps the focus, the very element, what is open and the place', async () => {
    await timeline.content.getByText('As a table').click();
    await timeline.button('3 days').focus();
    await press('Tab', 'Tab', 'Tab', 'Home', 'ArrowRight', 'ArrowRight');
    const before = await focused().elementHandle();
    const name = await nameOf(focused());
    const top = await topOf(row('staging'));
    await stage.signIn('staging', hour, { renewable: false });
    await waitFor('staging, Signed in');
    expect({
      name: await nameOf(focused()),
      isSame: await focused().evaluate((element, other) => element === other, before),
      isTableOpen: await timeline.content.getByRole('table').isVisible(),
      top: await topOf(row('staging')),
    }).toEqual({ name, isSame: true, isTableOpen: true, top });
  });

  it('remembers what was open, and shows what is new, when its tab was hidden', async () => {
    const { workbench } = stage;
    await workbench.openFile(stage.home.configFile);
    await stage.home.removeToken('staging');
    await workbench.runCommand(show);
    await waitFor('staging, Signed out');
    expect(await timeline.content.getByRole('table').isVisible()).toBe(true);
    await timeline.content.getByText('As a table').click();
  });
});

describe('as it looks', () => {
  it.each(['dark', 'light', 'highContrast'] as const)('in the theme %s', async (theme) => {
    const { workbench } = stage;
    await workbench.changeTheme(theme);
    for (const range of ['24 hours', '7 days', '30 days', '3 days']) {
      await choose(range);
      expect(await leavingLabels()).toEqual([]);
      await workbench.screenshot(`timeline-${theme}-${range.replace(' ', '-')}`);
    }
  });

  it.each([
    ['in a small window', { width: 800, height: 500 }],
    ['at a zoom of 200 %', { width: 640, height: 400 }],
  ])('%s nothing is cut off', async (what, size) => {
    const { workbench } = stage;
    await workbench.changeTheme('dark');
    await workbench.page.setViewportSize(size);
    expect(await isWiderThanShown()).toBe(false);
    expect(await leavingLabels()).toEqual([]);
    await workbench.screenshot(`timeline-${what.replace(/\W+/g, '-')}`);
    await row('partner').scrollIntoViewIfNeeded();
    await workbench.screenshot(`timeline-${what.replace(/\W+/g, '-')}-scrolled`);
  });
});

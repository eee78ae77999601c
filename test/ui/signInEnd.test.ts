// When a sign-in ends: as set, as learnt, or not known; and how each looks.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { fingerprintOf } from '../../src/aws/tokenFile.ts';
import type { HistoryEvent } from '../../src/core/history.ts';
import {
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  withoutTimes,
  type Stage,
} from './stage.ts';

const item = 'ssoSession.status';
const registration = 'Client registration: until DATE.';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage({
    settings: { 'ssoSession.notifications': false },
    prepare: ({ home }) => home.writeConfig(['corp', 'partner'].map(sessionSection).join('\n')),
  });
  await stage.workbench.openView('AWS SSO');
  return stage.stop;
});

const shown = async () => {
  const { text, icons, background, ariaLabel } = await stage.workbench.statusBar.read(item);
  return { text, icons, background, ariaLabel: withoutTimes(ariaLabel) };
};
const clocksOf = async (name: string) => {
  const tree = stage.workbench.tree('Sessions');
  await tree.setExpanded(name, true);
  const rows = await tree.rows();
  const from = rows.findIndex(({ label }) => label === name);
  const to = rows.findIndex(({ level }, index) => index > from && level === 1);
  return rows
    .slice(from, to < 0 ? undefined : to)
    .map(({ label, description }) => `${withoutTimes(label)} ${description}`.trim());
};

const stateFile = () =>
  join(
    stage.vsCode.logsFolder,
    '../User/globalStorage/sso-session-status.sso-session-status/state.json',
  );

/** Sign-ins that were renewed after eight hours and refused a little later, and one that began so many hours ago. */
async function writePast(name: string, hoursAgo: number): Promise<void> {
  const text = await readFile(stage.home.tokenFile(name), 'utf8');
  const now = Date.now();
  const at = (hours: number) => now + hours * hour * 1000;
  const past = [-80, -56, -32].flatMap((begin): readonly HistoryEvent[] => [
    { kind: 'signIn', at: at(begin) },
    { kind: 'renewal', at: at(begin + 8) },
    { kind: 'refused', at: at(begin + 8.25) },
  ]);
  const events = [...past, { kind: 'signIn', at: at(-hoursAgo), token: fingerprintOf(text) }];
  const state = { version: 1, history: { [`session:${name}`]: { events } } };
  await writeFile(stateFile(), JSON.stringify(state));
}

it('is not known, and said so', async () => {
  await stage.signIn('corp', 42.75 * minute);
  await eventually(() => clocksOf('corp')).toEqual([
    'corp signed in',
    'Access token: 42 min left, can be refreshed without a browser.',
    'Sign-in: end not known.',
    registration,
  ]);
});

it('is as set, from when the sign-in was seen', async () => {
  await stage.home.removeToken('corp');
  await eventually(async () => (await shown()).text).toBe('corp signed out');
  // Once it is noted, which takes some seconds: what comes before that may be a renewal.
  await eventually(() => readFile(stage.stateFile, 'utf8')).toContain('"signOut"');
  await stage.workbench.changeSettings({ 'ssoSession.signInDuration': { '*': '8h' } });
  await stage.signIn('corp', 59.75 * minute);
  // Once it is noted, which takes some seconds.
  await eventually(shown).toEqual({
    text: expect.stringMatching(/^corp 7h 5\dm$/) as string,
    icons: ['check'],
    background: 'none',
    ariaLabel:
      'AWS SSO, corp: signed in. Access token: until TIME, can be refreshed without a browser. Sign-in: until TIME (you have set 8 hours). Client registration: until DATE.',
  });
  await stage.workbench.screenshot('sign-in-end-set');
});

it('is learnt, and called an estimate', async () => {
  await stage.workbench.changeSettings({ 'ssoSession.signInDuration': {} });
  await writePast('corp', 2.5);
  await eventually(() => clocksOf('corp')).toEqual([
    'corp ~5h',
    expect.stringMatching(/^Access token: 5\d min left, can be refreshed without a browser\.$/),
    'Sign-in: about 5 h left (estimate: your last sign-ins lasted at least 8 h).',
    registration,
  ]);
  await eventually(async () => (await shown()).text).toBe('corp ~5h');
  const { text } = await stage.workbench.statusBar.hover(item);
  expect(withoutTimes(text)).toContain(
    'Sign-in: about 5 h left (estimate: your last sign-ins lasted at least 8 h).',
  );
  await stage.workbench.screenshot('sign-in-end-learnt');
});

it('is soon, in the colour of what comes soon', async () => {
  await stage.workbench.changeTheme('light');
  // The access token ends before that.
  await stage.signIn('corp', 12.75 * minute);
  await writePast('corp', 7.6);
  await eventually(shown).toMatchObject({
    text: expect.stringMatching(/^corp ~2\dm$/) as string,
    icons: ['history'],
    background: 'warning',
  });
  await stage.workbench.statusBar.hover(item);
  await stage.workbench.screenshot('sign-in-end-soon');
});

it('goes before a session that has more time', async () => {
  await stage.signIn('partner', hour + minute / 2, { renewable: false });
  await eventually(() => clocksOf('partner')).toEqual([
    'partner 1h 00m',
    expect.stringMatching(/^Access token: 1 h 00 min, until TIME\. It cannot be refreshed/),
  ]);
  expect((await shown()).text).toMatch(/^corp ~2\dm$/);
  await stage.workbench.changeSettings({ 'ssoSession.statusBar.show': 'all' });
  await eventually(async () => (await shown()).text).toMatch(/^corp ~2\dm partner 1h 00m$/);
  await stage.workbench.changeTheme('highContrast');
  await stage.workbench.screenshot('sign-in-end-all');
});

it('is not taken from a setting that cannot be read, and the log says so once', async () => {
  const logged = async (): Promise<readonly string[]> => {
    const files = await readdir(stage.vsCode.logsFolder, { recursive: true });
    const logs = files.filter((file) => file.endsWith('AWS SSO.log'));
    const texts = await Promise.all(
      logs.map((file) => readFile(join(stage.vsCode.logsFolder, file), 'utf8')),
    );
    return texts
      .join('\n')
      .split('\n')
      .filter((line) => line.includes('signInDuration'));
  };
  await stage.workbench.changeSettings({
    'ssoSession.signInDuration': { corp: 'eight hours', partner: '8h' },
  });
  await eventually(logged).toEqual([
    expect.stringMatching(
      /\[warning\] ssoSession\.signInDuration: ignored for "corp": not a duration such as "8h", "30m" or "7d"$/,
    ),
  ]);
  expect((await shown()).text).toMatch(/^corp ~2\dm partner/);
});

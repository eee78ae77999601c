// When a sign-in ends: as set, as learnt, or not known; and how each looks.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import {
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  spare,
  withoutTimes,
  type Stage,
} from './stage.ts';
import { writeSignIns } from './writtenPast.ts';

const item = 'ssoSession.status';
const registration = 'Registration until DATE';

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
    .map(({ label, description }) => withoutTimes(`${label} ${description}`).trim());
};

const lastNotedOf = async (name: string): Promise<string | undefined> => {
  const state = JSON.parse(await readFile(stage.stateFile, 'utf8')) as {
    readonly history?: Readonly<Record<string, { readonly events: readonly { kind: string }[] }>>;
  };
  return state.history?.[`session:${name}`]?.events.at(-1)?.kind;
};

it('is not known, and said so', async () => {
  await stage.signIn('corp', 42.75 * minute);
  await eventually(() => clocksOf('corp')).toEqual([
    'corp signed in',
    'Access token 42 min left',
    'Sign-in end not known',
    registration,
  ]);
});

it('is as set, from when the sign-in was seen', async () => {
  await stage.home.removeToken('corp');
  await eventually(async () => (await shown()).text).toBe('corp signed out');
  // Once it is noted, which takes some seconds: what comes before that may be a renewal.
  await eventually(() => lastNotedOf('corp')).toBe('signOut');
  await stage.workbench.changeUserSettings({ 'ssoSession.signInDuration': { '*': '8h' } });
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
  await stage.workbench.changeUserSettings({ 'ssoSession.signInDuration': {} });
  await writeSignIns(stage, 'corp', 2.5);
  await eventually(() => clocksOf('corp')).toEqual([
    'corp ~5h',
    expect.stringMatching(/^Access token 5\d min left$/),
    'Sign-in about 5 h left (estimate)',
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
  await writeSignIns(stage, 'corp', 7.6);
  await eventually(shown).toMatchObject({
    text: expect.stringMatching(/^corp ~2\dm$/) as string,
    icons: ['history'],
    background: 'warning',
  });
  await stage.workbench.statusBar.hover(item);
  await stage.workbench.screenshot('sign-in-end-soon');
});

it('goes before a session that has more time', async () => {
  await stage.signIn('partner', hour + spare, { renewable: false });
  await eventually(() => clocksOf('partner')).toEqual([
    'partner 1h 00m',
    'Access token 1 h 00 min, until TIME',
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
  await stage.workbench.changeUserSettings({
    'ssoSession.signInDuration': { corp: 'eight hours', partner: '8h' },
  });
  await eventually(logged).toEqual([
    expect.stringMatching(
      /\[warning\] ssoSession\.signInDuration: ignored for "corp": not a duration such as "8h", "30m" or "7d"$/,
    ),
  ]);
  await eventually(async () => (await shown()).text).toMatch(/^corp ~2\dm partner/);
});

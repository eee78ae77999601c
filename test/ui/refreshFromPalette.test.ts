// Refresh from the command palette: which session, how it goes, and a way on when it fails.
import { mkdir, rename, rmdir } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../support/identityCenter/faults.ts';
import { startIdentityCenter } from '../support/identityCenter/identityCenter.ts';
import type { TokenFile } from '../support/identityCenter/tokenFile.ts';
import {
  about,
  anyText,
  configPointingTo,
  eventually,
  minute,
  setStage,
  spokenMinutesLeft,
  startUrlOf,
  type Stage,
} from './stage.ts';

const item = 'ssoSession.status';
const refresh = 'AWS SSO: Refresh Session';

let stage: Stage;
let token: TokenFile;

beforeAll(async () => {
  // The config says where the service is, so that a test can have it elsewhere.
  stage = await setStage({ environment: {} });
  return stage.stop;
});

const configOf = (names: readonly string[], endpoint = stage.identityCenter.url): string =>
  configPointingTo(endpoint, names);

const statusText = async (): Promise<string> => (await stage.workbench.statusBar.read(item)).text;
/** Of the access token. */
const minutesLeft = async (): Promise<number | undefined> =>
  spokenMinutesLeft((await stage.workbench.statusBar.read(item)).ariaLabel);
const callsOf = () =>
  stage.identityCenter.calls.map(({ operation, status }) => [operation, status]);
const accessTokenOf = async (name: string) => (await stage.home.readToken(name))['accessToken'];

let callsBefore = 0;
const newCalls = () => callsOf().slice(callsBefore);

beforeEach(async () => {
  stage.identityCenter.faults.length = 0;
  await stage.forgetAttempts();
  token = await stage.signIn('corp', 42 * minute);
  await stage.home.writeConfig(configOf(['corp']));
  // Of the sessions of the test before, another one may have about as much time left.
  await eventually(async () => [await statusText(), await minutesLeft()]).toEqual([
    expect.stringMatching(/^corp/),
    about(42),
  ]);
  callsBefore = stage.identityCenter.calls.length;
});
afterEach(() => stage.workbench.notifications.clear());

it('is one of the commands in the palette', async () => {
  const found = await stage.workbench.paletteItems('AWS SSO: Refresh');
  expect(found).toEqual(
    expect.arrayContaining(['AWS SSO: Refresh All', 'AWS SSO: Refresh Session']),
  );
});

describe('a refresh', () => {
  it('renews the only session without asking which', async () => {
    await stage.workbench.runCommand(refresh);
    await stage.workbench.text('corp: refreshed.').waitFor();
    await eventually(minutesLeft).toEqual(about(59));
    const written = await stage.home.readToken('corp');
    expect([
      { ...written, accessToken: '', refreshToken: '', expiresAt: '' },
      written['accessToken'] === token.accessToken,
      written['refreshToken'] === token.refreshToken,
      newCalls(),
    ]).toEqual([
      { ...token, accessToken: '', refreshToken: '', expiresAt: '' },
      false,
      false,
      [['CreateToken', 200]],
    ]);
    // VS Code lets a progress be seen for a while.
    await eventually(() => stage.workbench.notifications.read()).toEqual([]);
  });

  it('asks which of those that it can refresh, those in greatest need first', async () => {
    const archive = await stage.signIn('archive', -minute);
    await stage.signIn('partner', 10 * minute, { renewable: false });
    await stage.home.writeConfig(configOf(['corp', 'archive', 'partner']));
    await eventually(statusText).toMatch(/^partner/);
    await stage.workbench.runCommand(refresh);
    const { quickPick } = stage.workbench;
    await eventually(async () => (await quickPick.read()).placeholder).toBe(
      'Which session do you want to refresh?',
    );
    const items = await quickPick.items();
    await stage.workbench.screenshot('refresh-picker');
    await quickPick.choose('archive');
    await eventually(() => accessTokenOf('archive')).not.toBe(archive.accessToken);
    expect([
      items.map(({ label, description, detail }) => [label, description, detail]),
      await accessTokenOf('corp'),
      newCalls(),
    ]).toEqual([
      [
        ['corp', 'signed in', startUrlOf('corp')],
        ['archive', 'ready to refresh', startUrlOf('archive')],
      ],
      token.accessToken,
      [['CreateToken', 200]],
    ]);
  });

  it('shows that it is under way, and can be left; the answer is still written', async () => {
    const held = stage.identityCenter.hold({ operation: 'CreateToken' });
    await stage.workbench.runCommand(refresh);
    await held.arrived;
    const { notifications } = stage.workbench;
    expect(await notifications.waitFor('Refreshing corp')).toEqual({
      severity: 'info',
      message: 'Refreshing corp',
      source: anyText,
      buttons: ['Cancel'],
    });
    await stage.workbench.screenshot('refresh-progress');
    await notifications.press('Refreshing corp', 'Cancel');
    await eventually(() => notifications.read()).toEqual([]);
    expect(await accessTokenOf('corp')).toBe(token.accessToken);
    held.release();
    await eventually(() => accessTokenOf('corp')).not.toBe(token.accessToken);
    await eventually(minutesLeft).toEqual(about(59));
    expect(await notifications.read()).toEqual([]);
  });

  it('tells who has left it when the answer cannot be written, and writes it when it can', async () => {
    const held = stage.identityCenter.hold({ operation: 'CreateToken' });
    await stage.workbench.runCommand(refresh);
    await held.arrived;
    const { notifications } = stage.workbench;
    await notifications.press('Refreshing corp', 'Cancel');
    await eventually(() => notifications.read()).toEqual([]);
    const file = stage.home.tokenFile('corp');
    await rename(file, `${file}.aside`);
    await mkdir(file);
    held.release();
    await eventually(() => notifications.read()).toEqual([
      {
        severity: 'warning',
        message:
          'corp: refreshed, but the token file cannot be written (EISDIR). Check the disk and keep VS Code open: it tries again.',
        source: anyText,
        buttons: ['Show Log'],
      },
    ]);
    await stage.workbench.screenshot('refresh-left-not-written');
    await rmdir(file);
    await rename(`${file}.aside`, file);
    await eventually(minutesLeft).toEqual(about(59));
    expect(newCalls()).toEqual([['CreateToken', 200]]);
  });

  it('of all renews those that can be renewed', async () => {
    await stage.signIn('archive', -minute);
    await stage.signIn('partner', 40 * minute, { renewable: false });
    await stage.home.writeConfig(configOf(['corp', 'archive', 'partner']));
    await stage.workbench.openView('AWS SSO');
    const shown = async () =>
      (await stage.workbench.tree('Sessions').rows())
        .filter(({ level }) => level === 1)
        .map(({ label, description }) => `${label} ${description}`);
    await eventually(shown).toContain('archive ready to refresh');
    await stage.workbench.runCommand('AWS SSO: Refresh All');
    await eventually(shown).toEqual([
      'corp signed in',
      'archive signed in',
      expect.stringMatching(/^partner (39|40)m$/),
    ]);
    await eventually(newCalls).toEqual([
      ['CreateToken', 200],
      ['CreateToken', 200],
    ]);
  });
});

describe('a refresh that fails says why, and offers a way on', () => {
  const always = { operation: 'CreateToken', times: Infinity } as const;
  const spoilt = (fault: Fault) => () => Promise.resolve(stage.identityCenter.faults.push(fault));
  const cases = [
    {
      failure: 'the service has a problem',
      arrange: spoilt({ ...always, kind: 'status', status: 503 }),
      message:
        'corp: not refreshed: AWS answered with an error of its own. Refresh again in a minute.',
      button: 'Refresh Again',
    },
    {
      failure: 'a page of a guest network answers',
      arrange: spoilt({ ...always, kind: 'html' }),
      message:
        'corp: not refreshed: something other than AWS answered, such as a proxy or the sign-in page of a network. Open a web page to see it, then refresh again.',
      button: 'Refresh Again',
    },
    {
      failure: 'nobody is there',
      arrange: async () => {
        const gone = await startIdentityCenter();
        await gone.close();
        await stage.home.writeConfig(configOf(['corp'], gone.url));
      },
      message:
        'corp: not refreshed: AWS could not be reached. Check the network or VPN, then refresh again.',
      button: 'Refresh Again',
    },
    {
      failure: 'the endpoint is plain http to another machine',
      arrange: () => stage.home.writeConfig(configOf(['corp'], 'http://sso.example.com')),
      message:
        'corp: not refreshed. The endpoint in config:12 is not https. Use https, or a loopback address.',
      button: 'Open AWS Config',
    },
    {
      failure: 'the token has nothing to renew it with',
      arrange: async () => {
        await stage.signIn('corp', 33 * minute, { renewable: false });
        await eventually(statusText).toMatch(/3[23]m/);
      },
      message: 'corp: this token cannot be refreshed. Sign in again.',
      button: 'Sign In',
    },
    {
      failure: 'there is no token',
      arrange: async () => {
        await stage.home.removeToken('corp');
        await eventually(statusText).toBe('corp signed out');
      },
      message: 'corp: signed out. Sign in first.',
      button: 'Sign In',
    },
  ];

  it.each(cases)('$failure', async ({ failure, arrange, message, button }) => {
    await arrange();
    await stage.workbench.runCommand(refresh);
    await eventually(() => stage.workbench.notifications.read()).toEqual([
      { severity: 'error', message, source: anyText, buttons: [button] },
    ]);
    await stage.workbench.screenshot(`refresh-failed-${failure.replaceAll(' ', '-')}`);
  });

  it('and Refresh Again does', async () => {
    stage.identityCenter.faults.push({ operation: 'CreateToken', kind: 'status', status: 503 });
    await stage.workbench.runCommand(refresh);
    await stage.workbench.notifications.waitFor(/an error of its own/);
    await stage.workbench.notifications.press(/an error of its own/, 'Refresh Again');
    // AWS is left alone for half a minute between two attempts, and the person is told.
    await stage.workbench.notifications.waitFor(/^Refreshing corp: in \d+ s/);
    await stage.workbench.screenshot('refresh-again');
    await eventually(minutesLeft, 40_000).toEqual(about(59));
    expect(newCalls()).toEqual([
      ['CreateToken', 503],
      ['CreateToken', 200],
    ]);
  });

  it('the sign-in has ended: said once, and the session then needs a sign-in', async () => {
    const ended = await stage.signIn('corp', -minute);
    await eventually(statusText).toBe('corp ready to refresh');
    stage.identityCenter.endSession(ended.accessToken);
    await stage.workbench.runCommand(refresh);
    await eventually(statusText).toBe('corp sign-in needed');
    // Whatever else would be said of that is said before this shows.
    await stage.home.writeConfig(configOf(['corp', 'partner']));
    await stage.workbench.openView('AWS SSO');
    await stage.workbench.tree('Sessions').row('partner').waitFor();
    await eventually(() => stage.workbench.notifications.read()).toEqual([
      {
        severity: 'error',
        message: 'corp: refresh refused: the sign-in has ended. Sign in again.',
        source: anyText,
        buttons: ['Sign In'],
      },
    ]);
    await stage.workbench.screenshot('refresh-refused');
  });
});

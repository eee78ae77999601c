// An extension host that dies amid its work: VS Code starts another one, and that makes the best of what it
// finds.
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import {
  about,
  eventually,
  hour,
  minute,
  sessionSection,
  setStage,
  spokenMinutesLeft,
  type Stage,
} from './stage.ts';

const item = 'ssoSession.status';
const refresh = 'AWS SSO: Refresh Session';
/** VS Code takes its time to see that nobody answers, and to start another. */
const restartLimitMs = 60_000;

let stage: Stage;
let file: string;

beforeAll(async () => {
  stage = await setStage({ prepare: ({ home }) => home.writeConfig(sessionSection('corp')) });
  file = stage.home.tokenFile('corp');
  return stage.stop;
});
beforeEach(async () => {
  await stage.forgetAttempts();
  stage.identityCenter.faults.length = 0;
  await stage.signIn('corp', 42 * minute);
  await eventually(minutesLeft).toEqual(about(42));
});

const shown = () => stage.workbench.statusBar.read(item);
const text = async (): Promise<string> => (await shown()).text;
/** Of the access token. */
async function minutesLeft(): Promise<number | undefined> {
  return spokenMinutesLeft((await shown()).ariaLabel);
}

async function kill(): Promise<number> {
  const [host, ...others] = await stage.vsCode.extensionHosts();
  if (host === undefined || others.length > 0) throw new Error('There is to be one window.');
  process.kill(host, 'SIGKILL');
  return host;
}

async function isRestarted(killed: number): Promise<boolean> {
  // After a few times VS Code asks whether to.
  const restart = stage.workbench.page.locator('.monaco-button', { hasText: /^Restart .*Host$/ });
  if (await restart.isVisible()) await restart.click();
  const hosts = await stage.vsCode.extensionHosts();
  return hosts.length === 1 && !hosts.includes(killed);
}

it('while a token is renewed, leaves the token as it was, and a lock that stops nobody', async () => {
  const before = await stage.home.readToken('corp');
  const held = stage.identityCenter.hold({ operation: 'CreateToken' });
  await stage.workbench.runCommand(refresh);
  await held.arrived;
  expect(existsSync(`${file}.lock`)).toBe(true);

  const killed = await kill();
  await eventually(() => isRestarted(killed), restartLimitMs).toBe(true);
  await eventually(minutesLeft, restartLimitMs).toEqual(about(42));
  expect([await stage.home.readToken('corp'), existsSync(`${file}.lock`)]).toEqual([before, true]);

  // The service has never answered the first one, which is why the refresh token is still good.
  await stage.forgetAttempts();
  await stage.workbench.runCommand(refresh);
  await stage.workbench.text('corp: refreshed.').waitFor();
  await eventually(minutesLeft).toEqual(about(59));
  expect((await stage.home.readToken('corp'))['accessToken']).not.toBe(before['accessToken']);
  await eventually(() => readdir(dirname(file))).toEqual([basename(file)]);
  await stage.workbench.screenshot('host-killed');
});

it('while a token file is half written, shows that it is, and then what it says', async () => {
  const whole = JSON.stringify(await stage.signIn('corp', 2 * hour + minute));
  await writeFile(file, whole.slice(0, whole.length / 2));
  await eventually(text).toBe('corp token unreadable');

  const killed = await kill();
  await eventually(() => isRestarted(killed), restartLimitMs).toBe(true);
  await eventually(text, restartLimitMs).toBe('corp token unreadable');

  await writeFile(file, whole);
  await eventually(minutesLeft).toEqual(about(121));
  expect(await readdir(dirname(file))).toEqual([basename(file)]);
});

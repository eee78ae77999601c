// Signing in beside the AWS CLI: it uses our sessions with no further step, and neither harms the other.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awsPaths } from '../../src/aws/paths.ts';
import { signIn } from '../../src/aws/signIn.ts';
import type { DeviceCode } from '../../src/aws/signInAttempt.ts';
import type { SignInFlow } from '../../src/core/signInOutcome.ts';
import { awsCli, loginWithCode } from '../support/awsCli.ts';
import { deferred } from '../support/deferred.ts';
import { clickThrough } from '../support/identityCenter/browser.ts';
import { pythonWith } from '../support/python.ts';
import { type InteropStage, type ToolCommand, setStage } from './stage.ts';

let stage: InteropStage;
beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.close());

/** Signs in as a person does; `isOpen` resolves when there is something to click, which `click` does. */
function startSignIn(flow: SignInFlow) {
  const { home, identityCenter } = stage;
  const opened = deferred<() => Promise<void>>();
  const context = {
    paths: awsPaths({ HOME: home.path }, 'linux'),
    stateFile: join(home.path, 'storage', 'state.json'),
    environment: identityCenter.environment,
    now: Date.now,
  };
  const display = {
    openBrowser: (url: string) => opened.resolve(() => clickThrough(url, 'allow')),
    isLoopbackReachable: () => Promise.resolve(true),
    showCode: ({ verificationUriComplete }: DeviceCode) =>
      opened.resolve(() => clickThrough(verificationUriComplete, 'allow')),
    waitForOther: () => undefined,
  };
  const { signal } = new AbortController();
  const ended = signIn('session:my-sso', flow, context, display, signal);
  return { isOpen: opened.promise, click: async () => (await opened.promise)(), ended };
}

async function signInAtOnce(flow: SignInFlow) {
  const { click, ended } = startSignIn(flow);
  await click();
  return await ended;
}

/** `aws sso login`, which shows a code and waits for a person. */
function startCliLogin() {
  const args = loginWithCode('--sso-session', 'my-sso');
  const cli = spawn(awsCli(), args, { env: stage.environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const shown = deferred<string>();
  let output = '';
  const read = (chunk: Buffer) => {
    output += chunk.toString();
    const userCode = /^([A-Z]{4}-[A-Z]{4})$/m.exec(output)?.[1];
    if (userCode !== undefined) shown.resolve(userCode);
  };
  cli.stdout.on('data', read);
  cli.stderr.on('data', read);
  const ended = once(cli, 'close').then(([status]) => ({ status: status as number, output }));
  const click = async () => stage.identityCenter.approve(await shown.promise);
  return { isOpen: shown.promise, click, ended };
}

async function loginWithCli() {
  const { click, ended } = startCliLogin();
  await click();
  expect(await ended).toMatchObject({ status: 0 });
  return await stage.home.readToken('my-sso');
}

const exportCredentials: ToolCommand = {
  command: [awsCli(), 'configure', 'export-credentials', '--profile', 'dev'],
  waits: false,
};
const botocore: ToolCommand = {
  command: [
    pythonWith('botocore'),
    fileURLToPath(new URL('programs/botocore/credentials.py', import.meta.url)),
  ],
  waits: true,
};
const credentials = { accessKeyId: expect.stringMatching(/^ASIA/) as string };
const use = async (tool: ToolCommand) => (await stage.prepare(tool)).begin();

const registrations = () =>
  stage.identityCenter.calls.filter(({ operation }) => operation === 'RegisterClient').length;

describe.each(['browser', 'deviceCode'] as const)('a session signed in here, by %s', (flow) => {
  test('is used and renewed by the AWS CLI and botocore with no further step', async () => {
    expect(await signInAtOnce(flow)).toMatchObject({ kind: 'signedIn', renewable: true });
    const written = await stage.home.readToken('my-sso');
    expect([await use(exportCredentials), await use(botocore)]).toEqual([credentials, credentials]);
    expect([stage.renewals(), await stage.home.readToken('my-sso')]).toEqual([[], written]);

    for (const tool of [exportCredentials, botocore]) {
      await stage.expire();
      expect(await use(tool)).toEqual(credentials);
    }
    expect(stage.renewals()).toEqual([200, 200]);
    await stage.expire();
    expect(await stage.refresh()).toMatchObject({ kind: 'refreshed' });
  });

  test('has the fields that the AWS CLI writes, in its order and its words', async () => {
    await signInAtOnce(flow);
    const path = stage.home.tokenFile('my-sso');
    const ours = await readFile(path, 'utf8');
    await loginWithCli();
    const theirs = await readFile(path, 'utf8');
    expect(inWords(ours)).toBe(inWords(theirs));
  });
});

/** Without what is different each time. */
const inWords = (text: string) =>
  text
    .replaceAll(/aoa-local-(\w+)-\w+/g, 'a $1')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'a time');

describe.each(['browser', 'deviceCode'] as const)('both at once, ours by %s', (flow) => {
  test('aws sso login comes in between, and ends ours', async () => {
    const ours = startSignIn(flow);
    await ours.isOpen;
    const theirs = await loginWithCli();
    expect((await ours.ended).kind).toBe('signedInElsewhere');
    expect([await stage.home.readToken('my-sso'), await stage.isTaken()]).toEqual([theirs, true]);
    expect(await use(exportCredentials)).toEqual(credentials);
  });

  test('ours comes in between, and aws sso login has the last word', async () => {
    const theirs = startCliLogin();
    await theirs.isOpen;
    expect(await signInAtOnce(flow)).toMatchObject({ kind: 'signedIn' });
    const written = await stage.home.readToken('my-sso');
    expect(await stage.isTaken()).toBe(true);
    await theirs.click();
    expect(await theirs.ended).toMatchObject({ status: 0 });
    const after = await stage.home.readToken('my-sso');
    expect([after['accessToken'] === written['accessToken'], await stage.isTaken()]).toEqual([
      false,
      true,
    ]);
    await stage.expire();
    expect(await stage.refresh()).toMatchObject({ kind: 'refreshed' });
  });
});

test('the registration of the AWS CLI serves both, and its file stays as it was', async () => {
  const { clientId } = await loginWithCli();
  const directory = dirname(stage.home.tokenFile('my-sso'));
  const [name = ''] = (await readdir(directory)).filter(
    (file) => join(directory, file) !== stage.home.tokenFile('my-sso'),
  );
  const file = await readFile(join(directory, name), 'utf8');

  expect(await signInAtOnce('deviceCode')).toMatchObject({ kind: 'signedIn', renewable: true });
  const ours = await stage.home.readToken('my-sso');
  const again = await loginWithCli();
  expect([ours['clientId'], again['clientId'], registrations()]).toEqual([clientId, clientId, 1]);
  expect(await readFile(join(directory, name), 'utf8')).toBe(file);
});

test('our registration is in no file of the AWS CLI, which makes its own', async () => {
  await signInAtOnce('deviceCode');
  const { clientId } = await stage.home.readToken('my-sso');
  const theirs = await loginWithCli();
  expect([theirs['clientId'] === clientId, registrations()]).toEqual([false, 2]);
  expect(await use(exportCredentials)).toEqual(credentials);
});

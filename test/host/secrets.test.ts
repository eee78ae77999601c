// No secret is said: commands run against a service that sends secrets back in every part of its answers,
// and whatever VS Code is given is searched: messages, questions, lists, the status bar, pages, tooltips, rows,
// the log, the clipboard and what is opened.
import { deepStrictEqual, match, ok } from 'node:assert';
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commands, extensions, workspace } from 'vscode';
import { awsPaths } from '../../src/aws/paths.ts';
import { readSnapshot } from '../../src/aws/readSnapshot.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import { overviewTooltip, sessionTooltip } from '../../src/views/overviewTooltip.ts';
import { itemOf, nodesBelow, rootNodes } from '../../src/views/treeItems.ts';
import { filesBelow } from '../support/filesBelow.ts';
import { clickThrough } from '../support/identityCenter/browser.ts';
import {
  type IdentityCenter,
  startIdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import { hostileAnswers, inFull, planted, secretsIn, verifierIn } from '../support/planted.ts';
import { eventually } from './eventually.ts';
import { type Recorder, record, recorded } from './recorder.ts';

const aws = join(homedir(), '.aws');
const cache = join(aws, 'sso', 'cache');
const tokenFile = (name: string): string =>
  join(cache, `${createHash('sha1').update(name).digest('hex')}.json`);

/** A session for each answer, as one that has just failed is left alone for a while. */
const answers = Object.values(hostileAnswers);
const names = answers.map((_, index) => `s${index}`);
const startUrlOf = (name: string): string => `https://${name}.awsapps.com/start`;
const section = (name: string): string =>
  `[sso-session ${name}]\nsso_start_url = ${startUrlOf(name)}\nsso_region = us-east-1\n`;
const config = `${names.map(section).join('')}
[profile dev]
sso_session = s0
sso_account_id = 111122223333
sso_role_name = R
aws_secret_access_key = planted-key
planted-key
`;

const legacyUrl = 'https://old.awsapps.com/start';
const legacyConfig = `[profile old]
sso_start_url = ${legacyUrl}
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = R
aws_secret_access_key = planted-key
`;

describe('secrets', () => {
  let identityCenter: IdentityCenter;
  let recorder: Recorder;
  let said: string[];
  const verifiers: string[] = [];

  before(async () => {
    const onBody = (body: string) => void verifiers.push(...verifierIn(body));
    identityCenter = await startIdentityCenter({ onBody });
    Object.assign(process.env, identityCenter.environment);
    await mkdir(cache, { recursive: true });
    for (const name of names) {
      const token = identityCenter.issueToken({ startUrl: startUrlOf(name), region: 'us-east-1' });
      const ended = { ...token, expiresAt: '2020-01-01T00:00:00Z' };
      await writeFile(tokenFile(name), JSON.stringify(ended));
    }
    await writeFile(join(aws, 'config'), config);
    recorder = record();
    ({ said } = recorder);
  });

  beforeEach(() => {
    said.length = 0;
    recorder.open = () => undefined;
    identityCenter.faults.length = 0;
  });

  after(async () => {
    recorder.stop();
    for (const name of Object.keys(identityCenter.environment))
      Reflect.deleteProperty(process.env, name);
    await identityCenter.close();
    await rm(aws, { recursive: true, force: true });
  });

  const nothingIsTold = (): void => {
    ok(said.length > 0);
    deepStrictEqual(secretsIn(said.join('\n'), verifiers), []);
  };
  const saidAt = (where: string): string => said.filter((line) => line.startsWith(where)).join();

  /** One answer for each session, in whichever order they ask. */
  const eachGets = async (operation: 'CreateToken' | 'Logout', command: string): Promise<void> => {
    identityCenter.faults.push(...answers.map((fault) => ({ ...fault, operation })));
    const calls = names.map((name) =>
      commands.executeCommand(command, { sessionId: `session:${name}` }),
    );
    await Promise.all(calls);
    deepStrictEqual(identityCenter.faults, []);
  };

  it('are not told by a refresh, whatever is answered', async () => {
    await eventually(async () => {
      await commands.executeCommand('ssoSession.openConfig', { sessionId: 'session:s0' });
    });
    await eachGets('CreateToken', 'ssoSession.refresh');
    ok(said.filter((line) => line.startsWith('showErrorMessage')).length > answers.length / 2);
    nothingIsTold();
  });

  it('are not told by a sign-in, whatever is answered', async () => {
    for (const [index, fault] of answers.entries()) {
      const operation = index % 2 === 0 ? 'RegisterClient' : 'StartDeviceAuthorization';
      identityCenter.faults.splice(0, Infinity, { ...fault, operation });
      const argument = { sessionId: `session:s${index}`, flow: 'deviceCode' };
      const signedIn = commands.executeCommand('ssoSession.signIn', argument);
      // What shows a code after all is allowed by nobody.
      const isShown = (): boolean => said.some((line) => line.startsWith('createWebviewPanel'));
      await Promise.race([signedIn, eventually(() => ok(isShown()))]);
      if (isShown()) {
        await commands.executeCommand('workbench.action.closeActiveEditor');
        await signedIn;
      }
      nothingIsTold();
      said.length = 0;
    }
  });

  it('are not told by a code, which is in its tab, in the clipboard and in the address alone', async () => {
    const argument = { sessionId: 'session:s0', flow: 'deviceCode' };
    const signedIn = commands.executeCommand('ssoSession.signIn', argument);
    await eventually(() => match(saidAt('webview.html'), /id="code"/));
    for (const button of ['copyCode', 'copyLink', 'openBrowser']) recorder.press(button);
    const [, code = ''] = /^clipboard '([A-Z]{4}-[A-Z]{4})'$/m.exec(said.join('\n')) ?? [];
    const places = said.filter((line) => line.includes(code)).map((line) => line.split(' ')[0]);
    deepStrictEqual(places, ['webview.html', 'clipboard', 'clipboard', 'openExternal']);
    identityCenter.approve(code);
    deepStrictEqual(await signedIn, true);
    nothingIsTold();
  });

  it('are not told by a browser, but for the client, the state and the challenge', async () => {
    const argument = { sessionId: 'session:s1', flow: 'browser' };
    recorder.open = (url) => {
      const copied = commands.executeCommand('_ssoSession.copySignInLink', argument);
      void copied.then(() => clickThrough(url, 'allow'));
    };
    deepStrictEqual(await commands.executeCommand('ssoSession.signIn', argument), true);
    match(saidAt('openExternal'), /&state=.*&code_challenge=/);
    match(saidAt('clipboard'), /&state=.*&code_challenge=/);
    deepStrictEqual(verifiers.length, 1);
    const shown = said.map((line) => line.replace(/client_id=aoa-local-client-\w+/, ''));
    deepStrictEqual(secretsIn(shown.join('\n'), verifiers), []);
  });

  it('are not told by a sign-out, whatever is answered', async () => {
    await eachGets('Logout', 'ssoSession.signOut');
    ok(said.some((line) => line.startsWith('withProgress')));
    nothingIsTold();
  });

  it('are in no list, no tooltip and no row', async () => {
    const odd = [JSON.stringify(planted), 'planted-access', '["planted-access"]', ''];
    for (const [index, text] of odd.entries()) await writeFile(tokenFile(`s${index}`), text);
    const whole = { ...planted, expiresAt: '2030-01-01T00:00:00Z', region: 'x', startUrl: 'y' };
    await writeFile(tokenFile('s5'), JSON.stringify(whole));
    const sources = {
      paths: awsPaths(process.env, process.platform),
      stateFile: join(aws, 'none'),
    };
    const snapshot = await readSnapshot({ ...sources, environment: process.env }, undefined);
    const overview = deriveOverview(snapshot, Date.now());
    const { sessions, now } = overview;
    said.push(overviewTooltip(overview, sessions[0]).value);
    said.push(...sessions.map((status) => sessionTooltip(status, now).value));
    const roots = rootNodes(overview, { show: 'all', pinnedSession: '' });
    for (const node of roots.flatMap((root) => [root, ...nodesBelow(root, now)]))
      said.push(inFull(itemOf(node, nodesBelow(node, now), now)));
    const listed = commands.executeCommand('ssoSession.showSessions');
    const { picks } = recorder;
    await eventually(() => ok((picks.at(-1)?.items.length ?? 0) > names.length));
    picks.at(-1)?.hide();
    await listed;
    await commands.executeCommand('ssoSession.signIn');
    for (const where of ['createQuickPick.items', 'showQuickPick']) match(saidAt(where), /s0.*s1/s);
    ok(said.some((line) => line.includes('not valid JSON')));
    nothingIsTold();
  });

  it('are not in the status bar, nor in the timeline', async () => {
    await commands.executeCommand('ssoSession.showTimeline');
    await eventually(() => match(saidAt('webview.html'), /<main/));
    recorder.press('ready');
    await writeFile(tokenFile('s4'), JSON.stringify([planted]));
    await eventually(() => match(saidAt('statusBar.tooltip'), /s4.{1,5} token unreadable/));
    for (const part of ['text', 'accessibilityInformation'])
      match(saidAt(`statusBar.${part}`), /s\d/);
    match(saidAt('webview.postMessage'), /s5/);
    await commands.executeCommand('workbench.action.closeActiveEditor');
    nothingIsTold();
  });

  it('are not told by a migration, but for those that the config itself shows beside it', async () => {
    await writeFile(join(aws, 'config'), config.replace('planted-key\n', '') + legacyConfig);
    await writeFile(tokenFile(legacyUrl), JSON.stringify(planted));
    const argument = { sessionId: `url:${legacyUrl}` };
    const isAsked = (): void => match(saidAt('createInputBox.value'), /old/);
    await eventually(async () => {
      const migrated = commands.executeCommand('ssoSession.migrate', argument);
      await Promise.race([migrated, eventually(isAsked)]);
      isAsked();
    });
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await eventually(() => match(saidAt('document'), /sso_session = /));
    await eventually(() => match(saidAt('withProgress'), /applyMigration/));
    await commands.executeCommand('ssoSession.applyMigration');
    await eventually(() => match(saidAt('showInformationMessage'), /old/));
    deepStrictEqual(secretsIn(saidAt('document')), ['planted-key']);
    deepStrictEqual(secretsIn(said.filter((line) => !line.startsWith('document')).join()), []);
  });

  it('have no other way out: whatever is asked of VS Code to show is listened to', async () => {
    const src = join(
      extensions.getExtension('sso-session-status.sso-session-status')?.extensionPath ?? '',
      'src',
    );
    const files = await filesBelow(src);
    const used = Object.values(files).flatMap((text) =>
      Array.from(
        text.matchAll(/\b(?:window\.((?:show|create|set|with)\w+)|env\.(clipboard|open\w+))/g),
      ),
    );
    const unheard = used
      .map(([, method, other]) => method ?? other ?? '')
      .filter((name) => !recorded.has(name));
    deepStrictEqual([...new Set(unheard)].sort(), [
      'createOutputChannel',
      'createTreeView',
      'showTextDocument',
    ]);
  });

  it('are not in the log', async () => {
    await commands.executeCommand('ssoSession.showLog');
    await eventually(() => {
      const log = workspace.textDocuments.find(({ uri }) => uri.scheme === 'output');
      const text = log?.getText() ?? '';
      match(text, new RegExp(`refresh of s${names.length - 1}: `));
      match(text, /sign-in to s0: [^]*sign-out of s0: /);
      deepStrictEqual(secretsIn(text), []);
    });
  });
});

// No secret is said: commands run against a service that sends secrets back in every part of its answers,
// and whatever VS Code is given to show is searched: messages, lists, tooltips, rows, the log.
import { deepStrictEqual, match, ok } from 'node:assert';
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type QuickPick, type QuickPickItem, commands, window, workspace } from 'vscode';
import { awsPaths } from '../../src/aws/paths.ts';
import { readSnapshot } from '../../src/aws/readSnapshot.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import { overviewTooltip, sessionTooltip } from '../../src/views/overviewTooltip.ts';
import { itemOf, nodesBelow, rootNodes } from '../../src/views/treeItems.ts';
import {
  type IdentityCenter,
  startIdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import { hostileAnswers, inFull, planted, secretsIn } from '../support/planted.ts';
import { eventually } from './eventually.ts';

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

const methods = [
  'showErrorMessage',
  'showWarningMessage',
  'showInformationMessage',
  'setStatusBarMessage',
  'withProgress',
  'createQuickPick',
  'createWebviewPanel',
] as const;

describe('secrets', () => {
  const own = Object.fromEntries(methods.map((method) => [method, window[method]]));
  let identityCenter: IdentityCenter;
  let said: string[] = [];
  const picks: QuickPick<QuickPickItem>[] = [];

  const put = (method: (typeof methods)[number], value: unknown): void => {
    Object.defineProperty(window, method, { value, configurable: true, writable: true });
  };

  before(async () => {
    identityCenter = await startIdentityCenter();
    Object.assign(process.env, identityCenter.environment);
    await mkdir(cache, { recursive: true });
    for (const name of names) {
      const token = identityCenter.issueToken({ startUrl: startUrlOf(name), region: 'us-east-1' });
      const ended = { ...token, expiresAt: '2020-01-01T00:00:00Z' };
      await writeFile(tokenFile(name), JSON.stringify(ended));
    }
    await writeFile(join(aws, 'config'), config);
    for (const method of methods) {
      put(method, (...parts: unknown[]) => {
        said.push(`${method} ${inFull(parts)}`);
        // A modal question is answered by its first button; what is said else, nobody answers.
        if (method.startsWith('show'))
          return Promise.resolve(inFull(parts).includes('modal: true') ? parts[2] : undefined);
        const shown = (own[method] as (...parts: unknown[]) => unknown)(...parts);
        if (method === 'createQuickPick') picks.push(shown as QuickPick<QuickPickItem>);
        return shown;
      });
    }
  });

  beforeEach(() => {
    said = [];
    identityCenter.faults.length = 0;
  });

  after(async () => {
    for (const method of methods) put(method, own[method]);
    for (const name of Object.keys(identityCenter.environment))
      Reflect.deleteProperty(process.env, name);
    await identityCenter.close();
    await rm(aws, { recursive: true, force: true });
  });

  const nothingIsTold = (): void => {
    ok(said.length > 0);
    deepStrictEqual(secretsIn(said.join('\n')), []);
  };

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
      said = [];
    }
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
    await eventually(() => ok((picks.at(-1)?.items.length ?? 0) > names.length));
    said.push(inFull(picks.at(-1)?.items));
    picks.at(-1)?.hide();
    await listed;
    ok(said.some((line) => line.includes('not valid JSON')));
    nothingIsTold();
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

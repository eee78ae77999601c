import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commands, window } from 'vscode';
import {
  type IdentityCenter,
  startIdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import { eventually } from './eventually.ts';
import { record } from './recorder.ts';

const aws = join(homedir(), '.aws');
const cache = join(aws, 'sso', 'cache');
const tokenFile = join(cache, `${createHash('sha1').update('corp').digest('hex')}.json`);

const config = `[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = ReadOnlyAccess

[sso-session corp]
sso_region = us-east-1
sso_start_url = https://corp.awsapps.com/start
`;

describe('commands', () => {
  let identityCenter: IdentityCenter;

  before(async () => {
    identityCenter = await startIdentityCenter();
    Object.assign(process.env, identityCenter.environment);
    await mkdir(cache, { recursive: true });
    await writeFile(join(aws, 'config'), config);
    const startUrl = 'https://corp.awsapps.com/start';
    const token = identityCenter.issueToken({ startUrl, region: 'us-east-1' });
    const ended = { ...token, expiresAt: '2020-01-01T00:00:00Z', 'x-other-tool': { kept: true } };
    await writeFile(tokenFile, JSON.stringify(ended));
  });

  after(async () => {
    for (const name of Object.keys(identityCenter.environment))
      Reflect.deleteProperty(process.env, name);
    await identityCenter.close();
    await rm(aws, { recursive: true, force: true });
  });

  it('Open AWS Config opens the file at the line of the session', async () => {
    await eventually(async () => {
      await commands.executeCommand('ssoSession.openConfig', { sessionId: 'session:corp' });
      strictEqual(window.activeTextEditor?.selection.active.line, 5);
    });
    strictEqual(window.activeTextEditor?.document.uri.fsPath, join(aws, 'config'));
  });

  it('Open AWS Config opens a place, and survives any argument', async () => {
    const place = { file: 'config', line: 2 };
    await commands.executeCommand('ssoSession.openConfig', { place });
    strictEqual(window.activeTextEditor?.selection.active.line, 1);
    for (const argument of [undefined, null, 7, 'corp', { sessionId: 7 }, { place: 'x' }]) {
      await commands.executeCommand('ssoSession.openConfig', argument);
      strictEqual(window.activeTextEditor.document.uri.fsPath, join(aws, 'config'));
    }
  });

  it('Refresh Session renews the token with one call, and only then loads the bundle that acts', async () => {
    await commands.executeCommand('ssoSession.refresh', { sessionId: 'session:corp' });
    const written = JSON.parse(await readFile(tokenFile, 'utf8')) as Record<string, unknown>;
    ok(Date.parse(String(written['expiresAt'])) > Date.now());
    deepStrictEqual(written['x-other-tool'], { kept: true });
    deepStrictEqual(
      identityCenter.calls.map(({ operation, grantType, status }) => [
        operation,
        grantType,
        status,
      ]),
      [['CreateToken', 'refresh_token', 200]],
    );
    ok(Object.keys(require.cache).some((path) => path.endsWith('/dist/awsSdk.cjs')));
  });

  it("Don't Warn for This Session, and Warn for This Session Again, say in the status bar what is true then", async () => {
    const recorder = record();
    try {
      for (const verb of ['mute', 'unmute'])
        await commands.executeCommand(`ssoSession.${verb}`, { sessionId: 'session:corp' });
    } finally {
      recorder.stop();
    }
    const messages = recorder.said.filter((line) => line.startsWith('setStatusBarMessage'));
    deepStrictEqual(messages, [
      "setStatusBarMessage '$(bell-slash) corp: no more warnings.'",
      "setStatusBarMessage '$(bell) corp: warnings are on again.'",
    ]);
  });
});

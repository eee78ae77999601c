// A fresh VS Code server: its own data folder, HOME and AWS environment, nothing of the developer's.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureCodeServer, type CodeServer } from '../../../scripts/provision/codeServer.ts';
import type { VsCodeAge } from '../../../scripts/provision/vsCodeVersions.ts';
import { writeLanguagePack } from './languagePack.ts';
import { startProcessGroup, type ProcessGroup } from './processGroup.ts';

export interface VsCodeOptions {
  readonly version: VsCodeAge;
  /** What the extension host sees as the user's home. */
  readonly home: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** VSIX files to install. */
  readonly extensions?: readonly string[];
  /** The folder to open; an empty one by default. */
  readonly folder?: string;
  /** Opens this address as the workspace, instead of the folder. */
  readonly virtualFolder?: string;
  /** Trusts no folder, and asks nobody whether to: Restricted Mode. */
  readonly restricted?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The display language, as VS Code names it; English by default. */
  readonly language?: string;
}

export interface VsCode {
  readonly version: VsCodeAge;
  /** Opens the folder when visited. */
  readonly url: string;
  readonly folder: string;
  readonly logsFolder: string;
  /** Merged into the folder's settings: those, unlike the user's, code-server watches while it runs. */
  readonly writeSettings: (changes: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Merged into the user's settings: code-server reads those when a window opens, and not again. */
  readonly writeUserSettings: (changes: Readonly<Record<string, unknown>>) => Promise<void>;
  /** The processes that extensions run in, one for each window. */
  readonly extensionHosts: () => Promise<readonly number[]>;
  readonly stop: () => Promise<void>;
}

const startLimitMs = 60_000;

const calmSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  // VS Code may reopen the view by itself: a click that is to open it must not close it.
  'workbench.activityBar.iconClickBehavior': 'focus',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'update.showReleaseNotes': false,
  'window.commandCenter': false,
  'security.workspace.trust.enabled': false,
  'git.enabled': false,
  // On a machine with many servers VS Code would speak of them, amid what is said of the sessions.
  'remote.autoForwardPorts': false,
  'typescript.disableAutomaticTypeAcquisition': true,
};

const restrictedSettings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

export async function startVsCode(options: VsCodeOptions): Promise<VsCode> {
  const server = await ensureCodeServer(options.version);
  const root = await mkdtemp(join(tmpdir(), 'sso-vscode-'));
  const data = join(root, 'data');
  const folder = options.folder ?? join(root, 'workspace');
  let changed: Readonly<Record<string, unknown>> = {};
  await mkdir(folder, { recursive: true });
  await writeFile(join(root, 'config.yaml'), 'auth: none\n');
  // code-server takes a setting of the machine from the one, and any other from the other.
  const restricted = options.restricted === true;
  let userSettings: Readonly<Record<string, unknown>> = {
    ...calmSettings,
    ...(restricted && restrictedSettings),
    ...options.settings,
  };
  const writeUserSettings = async (changes: Readonly<Record<string, unknown>>): Promise<void> => {
    userSettings = { ...userSettings, ...changes };
    for (const place of ['User', 'Machine'])
      await writeSettingsFile(join(data, place), userSettings);
  };
  await writeUserSettings({});

  const { language } = options;
  if (language !== undefined) await writeLanguagePack(data, language);

  const env = environmentFor(options, root);
  const folders = ['--user-data-dir', data, '--extensions-dir', join(root, 'extensions')];
  const common = ['--config', join(root, 'config.yaml'), ...folders];
  for (const vsix of options.extensions ?? [])
    await installExtension(server, [...common, '--install-extension', vsix], env);

  const port = await freePort();
  const group = startProcessGroup(
    server.node,
    [
      server.entry,
      ...common,
      ...['--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'],
      ...(restricted ? [] : ['--disable-workspace-trust']),
      '--disable-getting-started-override',
      ...(language === undefined ? [] : ['--locale', language]),
    ],
    { env, cwd: root },
  );
  const stop = async (): Promise<void> => {
    await group.stop();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await waitUntilHealthy(port, group);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    version: options.version,
    url: `http://127.0.0.1:${port}/?folder=${encodeURIComponent(options.virtualFolder ?? folder)}`,
    folder,
    logsFolder: join(data, 'logs'),
    writeSettings: async (changes) => {
      changed = { ...changed, ...changes };
      await writeSettingsFile(join(folder, '.vscode'), changed);
    },
    writeUserSettings,
    extensionHosts: () => group.find('--type=extensionHost'),
    stop,
  };
}

async function writeSettingsFile(folder: string, settings: object): Promise<void> {
  const file = join(folder, 'settings.json');
  await mkdir(folder, { recursive: true });
  // Whole or not at all: VS Code would take half a file for no settings.
  await writeFile(`${file}.new`, JSON.stringify(settings, undefined, 2));
  await rename(`${file}.new`, file);
}

/** Left out: another VS Code's sockets (we may run in its terminal), npm's and AWS's variables. */
const foreign = /^(AWS_|VSCODE_|ELECTRON_|XDG_|npm_|CODE_SERVER_|NODE_OPTIONS$|PORT$|PASSWORD$)/i;

function environmentFor({ home, environment }: VsCodeOptions, root: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(own),
    // Not the given home: a test that looks at it should find only what the extension wrote.
    XDG_CONFIG_HOME: join(root, 'xdg', 'config'),
    XDG_DATA_HOME: join(root, 'xdg', 'data'),
    XDG_CACHE_HOME: join(root, 'xdg', 'cache'),
    HOME: home,
    USERPROFILE: home,
    ...environment,
  };
}

async function installExtension(
  { node, entry }: CodeServer,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const { stdout } = await promisify(execFile)(node, [entry, ...args], { env });
  if (!stdout.includes('was successfully installed')) throw new Error(stdout);
}

async function waitUntilHealthy(port: number, { child, output }: ProcessGroup): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`VS Code did not start:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

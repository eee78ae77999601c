// code-server is VS Code as an npm package: the same workbench, the same Node extension host.
import { existsSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder } from './cacheFolder.ts';
import { installPackages } from './debian.ts';
import { installOnce, isInstalled } from './installOnce.ts';
import { outputOf, ProvisionError, run, step, type StepLog } from './run.ts';
import { codeServerVersion, vsCodeVersions, type VsCodeAge } from './vsCodeVersions.ts';

export interface CodeServer {
  readonly node: string;
  readonly entry: string;
}

/** What VS Code loads at start and has to be compiled; the other native modules are not missed. */
const nativeModules = [
  '@vscode/deviceid',
  '@vscode/spdlog',
  '@vscode/fs-copyfile',
  '@vscode/native-watchdog',
  'native-watchdog',
  'node-pty',
];

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier'];

export async function ensureCodeServer(age: VsCodeAge): Promise<CodeServer> {
  const node = await ensureNode(vsCodeVersions[age].node);
  const version = codeServerVersion(age);
  const folder = join(cacheFolder(), `code-server-${version}`);
  if (!isInstalled(folder)) {
    if (process.platform === 'win32')
      throw new ProvisionError('code-server does not run on Windows; use WSL for this command.');
    await ensureCompiler();
    await step(`VS Code ${vsCodeVersions[age].vsCode} (code-server)`, (log) =>
      installOnce(folder, (temporary) => install({ version, node, folder: temporary, log })),
    );
  }
  return { node, entry: entryIn(folder) };
}

const entryIn = (folder: string): string =>
  join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');

interface Installation {
  readonly version: string;
  readonly node: string;
  readonly folder: string;
  readonly log: StepLog;
}

/**
 * Without install scripts and then compiled piece by piece: some scripts download from GitHub,
 * which is not reachable everywhere, and newer npm does not run scripts nobody approved.
 */
async function install({ version, node, folder, log }: Installation): Promise<void> {
  const env = compilerEnvironment(node);
  const npm = (cwd: string, ...args: readonly string[]): Promise<void> =>
    run('npm', [...args, ...quiet], { log, cwd, env });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await npm(folder, 'install', '--ignore-scripts', `code-server@${version}`);
  const vsCode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  for (const cwd of [vsCode, join(vsCode, 'extensions')])
    await npm(cwd, 'install', '--ignore-scripts', '--omit=dev');
  for (const name of nativeModules) {
    const module = join(vsCode, 'node_modules', name);
    if (!existsSync(module)) continue;
    await npm(vsCode, 'rebuild', '--ignore-scripts=false', name).catch((error: unknown) => {
      // Its step after the build fails in the older version, when all that matters is done.
      if (!existsSync(join(module, 'build', 'Release', 'pty.node'))) throw error;
    });
  }
  await npm(folder, 'rebuild', '--ignore-scripts=false', 'argon2');
  await linkTerminalTools(vsCode);
  await run(node, [entryIn(folder), '--version'], { log, cwd: folder, env });
}

/** The terminal's `code` and `$BROWSER`: code-server's own install script links what is missing. */
async function linkTerminalTools(vsCode: string): Promise<void> {
  const system = process.platform === 'darwin' ? 'darwin' : 'linux';
  const link = async (target: string, path: string): Promise<void> => {
    if (!existsSync(path)) await symlink(target, path);
  };
  await link(`code-${system}.sh`, join(vsCode, 'bin', 'remote-cli', 'code-server'));
  await link(`browser-${system}.sh`, join(vsCode, 'bin', 'helpers', 'browser.sh'));
}

/** The Node that this VS Code expects, in a folder of its own so that its `bin` is no one else's. */
async function ensureNode(major: number): Promise<string> {
  const folder = join(cacheFolder(), `node-${major}`);
  // As the `node` package names them; taken directly, because they need no install script.
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = [prefix, system, process.arch].join('-');
  const node = (base: string): string =>
    join(base, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!isInstalled(folder)) {
    await step(`Node ${major}`, (log) =>
      installOnce(folder, async (temporary) => {
        await writeFile(join(temporary, 'package.json'), '{ "private": true }\n');
        const args = ['install', '--ignore-scripts', ...quiet, `${name}@${major}`];
        await run('npm', args, { log, cwd: temporary, env: plainEnvironment() });
        await run(node(temporary), ['--version'], { log });
      }),
    );
  }
  return node(folder);
}

async function ensureCompiler(): Promise<void> {
  const tools = ['gcc', 'g++', 'make', 'python3'];
  const missing = tools.filter((tool) => outputOf(tool, ['--version']) === undefined);
  if (missing.length === 0) return;
  if (process.platform === 'darwin')
    throw new ProvisionError(
      `VS Code's native modules need ${missing.join(', ')}. Run: xcode-select --install`,
    );
  await step('Compiler', (log) =>
    installPackages(['gcc', 'g++', 'make', 'python3'], log, "Compiling VS Code's native modules"),
  );
}

function compilerEnvironment(node: string): NodeJS.ProcessEnv {
  const env = plainEnvironment();
  const headers = headersFolder();
  return {
    ...env,
    PATH: `${dirname(node)}${delimiter}${env['PATH'] ?? ''}`,
    JOBS: 'max',
    // Without headers at hand node-gyp fetches them from nodejs.org.
    ...(headers === undefined ? {} : { npm_config_nodedir: headers }),
  };
}

/** The modules use Node-API, so the headers of any Node serve; few Nodes come with common.gypi. */
function headersFolder(): string | undefined {
  return [dirname(dirname(process.execPath)), '/usr', '/usr/local'].find((prefix) =>
    ['node_api.h', 'common.gypi'].every((file) =>
      existsSync(join(prefix, 'include', 'node', file)),
    ),
  );
}

/** npm tells its scripts about itself; an npm started from such a script must not believe it. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const told =
    /^(npm_(package|lifecycle|node_execpath|execpath|command|config_local_prefix)|NODE_OPTIONS$|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !told.test(name)));
}

// A workspace that is no folder of a disk: an extension that serves one, as those for remote repositories do.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface VirtualFolder {
  readonly folder: string;
  readonly vsix: string;
  readonly remove: () => void;
}

/** With these settings of its own, and nothing else. */
export function packVirtualFolder(settings: Readonly<Record<string, unknown>>): VirtualFolder {
  const place = mkdtempSync(join(tmpdir(), 'virtual-folder-'));
  const vsix = join(place, 'served.vsix');
  writeFileSync(join(place, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(place, 'README.md'), 'Serves a folder.');
  const text = JSON.stringify(JSON.stringify(settings));
  writeFileSync(
    join(place, 'main.js'),
    program.replace('SETTINGS', () => text),
  );
  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
  const known = ['--allow-missing-repository', '--skip-license', '--no-dependencies'];
  const { status, stderr } = spawnSync(
    process.execPath,
    [vsce, 'package', ...known, '--out', vsix],
    { cwd: place, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return {
    folder: 'served:/repository',
    vsix,
    remove: () => rmSync(place, { recursive: true, force: true }),
  };
}

const manifest = {
  name: 'served',
  publisher: 'tests',
  version: '1.0.0',
  engines: { vscode: '^1.103.0' },
  main: 'main.js',
  activationEvents: ['*'],
  capabilities: { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } },
};

const program = `
const { EventEmitter, FileSystemError, workspace } = require('vscode');
const text = Buffer.from(SETTINGS);
const folders = { '/': ['repository'], '/repository': ['.vscode'], '/repository/.vscode': ['settings.json'] };
const file = '/repository/.vscode/settings.json';
const times = { ctime: 0, mtime: 0 };
exports.activate = ({ subscriptions }) => {
  const provider = {
    onDidChangeFile: new EventEmitter().event,
    watch: () => ({ dispose() {} }),
    stat({ path }) {
      if (path === file) return { type: 1, size: text.length, ...times };
      if (path in folders) return { type: 2, size: 0, ...times };
      throw FileSystemError.FileNotFound(path);
    },
    readDirectory: ({ path }) => (folders[path] || []).map((name) => [name, name.includes('json') ? 1 : 2]),
    readFile({ path }) {
      if (path === file) return text;
      throw FileSystemError.FileNotFound(path);
    },
  };
  subscriptions.push(workspace.registerFileSystemProvider('served', provider, { isReadonly: true }));
};
`;

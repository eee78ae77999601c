// Brings what the other scripts need. Plain Node, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const fileIn = (path) => new URL(path, root);

/** npm writes this file last, so it tells a finished install from a broken one. */
const installed = fileIn('node_modules/.package-lock.json');
/** Held against the lockfile: an install is stale when the lockfile has changed since. */
const stamp = fileIn('node_modules/.sso-session-status-lock');

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // npm is a script there, which only a shell runs.
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (error !== undefined || status !== 0) {
    console.error(`"${[command, ...args].join(' ')}" failed${error ? `: ${error.message}` : '.'}`);
    process.exit(status ?? 1);
  }
}

const lockfile = readFileSync(fileIn('package-lock.json'), 'utf8');
const isCurrent =
  existsSync(installed) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfile;
if (!isCurrent) {
  rmSync(stamp, { force: true });
  run('npm', ['ci', '--no-audit', '--no-fund']);
  writeFileSync(stamp, lockfile);
}

const needs = process.argv.slice(2);
if (needs.length > 0) run(process.execPath, ['--import', 'tsx', 'scripts/provision.ts', ...needs]);

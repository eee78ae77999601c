// Builds and packs the VSIX, and holds both to a size: a status bar item must stay a light thing.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { name } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const vsix = `out/${name}.vsix`;
const limits = [
  [300_000, vsix],
  // What each start loads.
  [150_000, 'dist/extension.cjs', 'dist/targetWatch.cjs'],
  // Notices when a new version of the AWS SDK brings back what scripts/bundles.mjs leaves out.
  [300_000, 'dist/awsSdk.cjs'],
];

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run('scripts/build.mjs');
mkdirSync(`${root}/out`, { recursive: true });
const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
run(vsce, 'package', '--no-dependencies', '--out', vsix);

for (const [limit, ...paths] of limits) {
  const size = paths.reduce((sum, path) => sum + statSync(`${root}/${path}`).size, 0);
  const what = paths.join(' and ');
  console.log(`${what}: ${(size / 1000).toFixed(1)} kB of ${limit / 1000} kB`);
  if (size > limit) {
    console.error(`Too large: ${what}.`);
    process.exitCode = 1;
  }
}

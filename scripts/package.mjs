// Builds and packs the VSIX, and holds both to a size: a status bar item must stay a light thing.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { name } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const vsix = `out/${name}.vsix`;
const limits = [
  [vsix, 300_000],
  ['dist/extension.cjs', 150_000],
  // Notices when a new version of the AWS SDK brings back what scripts/bundles.mjs leaves out.
  ['dist/awsSdk.cjs', 300_000],
];

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run('scripts/build.mjs');
mkdirSync(`${root}/out`, { recursive: true });
const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
run(vsce, 'package', '--no-dependencies', '--out', vsix);

for (const [path, limit] of limits) {
  const { size } = statSync(`${root}/${path}`);
  console.log(`${path}: ${(size / 1000).toFixed(1)} kB of ${limit / 1000} kB`);
  if (size > limit) {
    console.error(`${path} is too large.`);
    process.exitCode = 1;
  }
}

// Bundles the extension: one file that activation loads, and beside it what is loaded when it is needed
// first: the AWS SDK, and what asks several things in a row. Options: --dev (source maps, not minified)
// and --watch.
import { readFileSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, context } from 'esbuild';

const dev = process.argv.includes('--dev');
const watch = process.argv.includes('--watch');
const root = fileURLToPath(new URL('..', import.meta.url));

const bundles = {
  extension: 'src/extension.ts',
  awsSdk: 'src/aws/awsSdk.ts',
  wizards: 'src/commands/wizards/wizards.ts',
};

/** A dynamic import of another bundle stays one, and finds it beside the first. */
const bundlesApart = {
  name: 'bundles-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/(awsSdk|wizards)\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import'
        ? { path: `./${basename(path, '.ts')}.cjs`, external: true }
        : undefined,
    );
  },
};

/**
 * What the SDK brings along and never runs here: neither signing in nor the portal is signed with AWS
 * credentials, and Bowser reads the user agent of browsers. A quarter of the bundle.
 */
const neverRun = {
  name: 'never-run',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@aws-sdk\/credential-provider-node|bowser)$/ }, ({ path }) => ({
      path,
      namespace: 'never-run',
    }));
    onLoad({ filter: /.*/, namespace: 'never-run' }, () => ({
      contents:
        "export const defaultProvider = () => async () => { throw new Error('There are no credentials.'); };" +
        ' export default {};',
    }));
  },
};

const options = Object.entries(bundles).map(([name, entry]) => ({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile: `dist/${name}.cjs`,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // What VS Code 1.103's extension host runs on.
  target: 'node22',
  external: ['vscode'],
  plugins: [bundlesApart, neverRun],
  minify: !dev,
  sourcemap: dev,
  // import.meta is empty in cjs: say so while building, not while activating.
  logOverride: { 'empty-import-meta': 'error', 'import-is-undefined': 'error' },
  logLevel: watch ? 'info' : 'warning',
}));

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

rmSync(`${root}/dist`, { recursive: true, force: true });
if (watch) {
  const contexts = await Promise.all(options.map((option) => context(option)));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  try {
    await Promise.all(options.map((option) => build(option)));
  } catch {
    // esbuild has printed what is wrong.
    process.exit(1);
  }
  for (const { outfile } of options) {
    const path = `${root}/${outfile}`;
    console.log(
      `${outfile}: ${kB(statSync(path).size)}, ${kB(gzipSync(readFileSync(path)).length)} packed`,
    );
  }
}

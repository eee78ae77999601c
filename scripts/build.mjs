// Bundles the extension. Options: --dev (source maps, not minified) and --watch.
import { readFileSync, rmSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build, context } from 'esbuild';
import { bundleOptions, root } from './bundles.mjs';

const dev = process.argv.includes('--dev');
const watch = process.argv.includes('--watch');

const options = bundleOptions.map((bundle) => ({
  ...bundle,
  minify: !dev,
  sourcemap: dev,
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

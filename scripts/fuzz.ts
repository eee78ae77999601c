// `npm run fuzz`: the fuzz tests, with other inputs each time, for as long as there is time.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pythonWith } from '../test/support/python.ts';
import { root, testFiles } from './test/paths.ts';

const usage = `Usage: npm run fuzz -- [options] [test file ...]

  --seconds N   for each property (30)
  --seed N      repeats a run; another one each time unless told
  --help        show this`;

const { values, positionals } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

/** What botocore makes of the same texts, where it is there to be asked. */
const oracle = join(root, 'test/interop/fuzzOracle.test.ts');

function wantedFiles(): readonly string[] {
  const isWanted = (path: string): boolean =>
    positionals.length === 0 || positionals.some((part) => path.slice(root.length).includes(part));
  const files = testFiles('fuzz').filter(isWanted);
  return isWanted(oracle) && hasBotocore() ? [...files, oracle] : files;
}

function hasBotocore(): boolean {
  try {
    return pythonWith('botocore') !== '';
  } catch (error) {
    console.log(`Nothing is compared with botocore. ${(error as Error).message}`);
    return false;
  }
}

function fuzz(files: readonly string[]): void {
  console.log(`${values.seconds} s for each property, seed ${values.seed}`);
  const projects = ['--project', 'fuzz', '--project', 'interop'];
  const { status } = spawnSync('npx', ['vitest', 'run', ...projects, ...files], {
    cwd: root,
    env: { ...process.env, FUZZ_SECONDS: values.seconds, FUZZ_SEED: values.seed },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(
    `A property does not hold; "npm run fuzz -- --seed ${values.seed}" shows it again.`,
  );
  process.exitCode = 1;
}

function refuse(why: string): void {
  console.error(`${why}\n\n${usage}`);
  process.exitCode = 2;
}

if (values.help) {
  console.log(usage);
} else if (/^[1-9]\d{0,5}$/.test(values.seconds) && /^\d{1,9}$/.test(values.seed)) {
  const files = wantedFiles();
  if (files.length === 0) refuse('There is no such test.');
  else fuzz(files);
} else {
  refuse('--seconds and --seed take whole numbers.');
}

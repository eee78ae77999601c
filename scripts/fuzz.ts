// `npm run fuzz`: the fuzz tests, with other inputs each time, for as long as there is time.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { root } from './test/paths.ts';

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

if (values.help) {
  console.log(usage);
} else if (/^[1-9]\d{0,5}$/.test(values.seconds) && /^\d{1,9}$/.test(values.seed)) {
  console.log(`${values.seconds} s for each property, seed ${values.seed}`);
  const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'fuzz', ...positionals], {
    cwd: root,
    env: { ...process.env, FUZZ_SECONDS: values.seconds, FUZZ_SEED: values.seed },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(
      `A property does not hold; "npm run fuzz -- --seed ${values.seed}" shows it again.`,
    );
    process.exitCode = 1;
  }
} else {
  console.error(`--seconds and --seed take whole numbers.\n\n${usage}`);
  process.exitCode = 2;
}

// `npm run test:long`: what is left to chance, often enough to mean something. Takes about ten minutes.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { root } from './test/paths.ts';

const usage = `Usage: npm run test:long -- [options]

  --times N   how many windows are killed, and how often a token ends (300)
  --help      show this`;

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '300' },
    help: { type: 'boolean', default: false },
  },
});

type Run = readonly [what: string, args: readonly string[]];

const runsOf = (times: string): readonly Run[] => [
  ['killed renewals', ['vitest', 'run', '--project', 'unit', 'test/unit/killedRenewal.test.ts']],
  ['windows', ['tsx', 'scripts/stress.ts', '--expiries', times]],
  ['windows and other tools', ['tsx', 'scripts/stress.ts', '--expiries', times, '--with-others']],
];

/** All of them, even after one has failed. */
function runAll(times: string): void {
  const env = { ...process.env, KILLED_RENEWALS: times };
  const failed = runsOf(times).filter(([what, args]) => {
    console.log(`\n── ${what}, ${times} times`);
    const { status } = spawnSync('npx', args, {
      cwd: root,
      env,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    return status !== 0;
  });
  for (const [what] of failed) console.error(`failed: ${what}`);
  if (failed.length > 0) process.exitCode = 1;
}

if (values.help) {
  console.log(usage);
} else if (/^[1-9]\d{0,5}$/.test(values.times)) {
  runAll(values.times);
} else {
  console.error(
    `--times takes a whole number from 1 to 999999, not "${values.times}".\n\n${usage}`,
  );
  process.exitCode = 2;
}

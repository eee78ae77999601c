// `npm run soak`: windows at work for minutes or hours while files, clock, service and windows fail.
import { parseArgs } from 'node:util';
import { isRoot, runSoak } from '../test/support/soak/soak.ts';

const usage = `Usage: npm run soak -- [minutes] [options]

  minutes       how long (3)
  --windows N   how many windows, each a process of its own (4)
  --seed N      repeats the order of the mishaps (1)
  --json        one object instead of sentences
  --help        show this`;

const { values, positionals } = parseArgs({
  options: {
    windows: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const numbers = [positionals[0] ?? '3', values.windows, values.seed].map(Number);
const [minutes = 3, windows = 4, seed = 1] = numbers;

async function soak(): Promise<void> {
  const tell = values.json ? () => undefined : (line: string) => console.log(line);
  if (isRoot) tell('No file is made unreadable, since none is to root.');
  const report = await runSoak({ minutes, windows, seed, tell });
  const { faults, held } = report;
  if (values.json) {
    console.log(JSON.stringify(report));
  } else {
    const verdict = faults.length === 0 ? 'all was as it should be' : faults.join('\n');
    console.log(`mishaps: ${list(report.mishaps)}`);
    console.log(`refreshes: ${list(report.outcomes)}`);
    console.log(
      `${windows} windows, ${minutes} min, ${held.length} looks, seed ${seed}: ${verdict}`,
    );
  }
  if (faults.length > 0) process.exitCode = 1;
}

function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

if (values.help) {
  console.log(usage);
} else if (numbers.every((number) => Number.isInteger(number) && number > 0) && windows > 1) {
  await soak();
} else {
  console.error(`Whole numbers, and two windows at least.\n\n${usage}`);
  process.exitCode = 2;
}

// `npm run stress`: does a session survive many windows, and other tools, that all want to renew it?
import { parseArgs } from 'node:util';
import { runStress } from './stress/conductor.ts';
import { isGood, sentenceOf } from './stress/report.ts';

const usage = `Usage: npm run stress -- [options]

  --expiries N    how often the token ends (300)
  --processes N   how many windows, each a process of its own (12)
  --with-others   botocore and the AWS SDK for JavaScript take part, which know no lock
  --seed N        repeats a run (1)
  --json          one object instead of a sentence
  --help          show this`;

const { values } = parseArgs({
  options: {
    expiries: { type: 'string', default: '300' },
    processes: { type: 'string', default: '12' },
    'with-others': { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function wholeNumber(name: 'expiries' | 'processes' | 'seed'): number {
  const text = values[name];
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  console.error(`--${name} takes a whole number from 1 to 999999, not "${text}".\n\n${usage}`);
  process.exit(2);
}

if (values.help) {
  console.log(usage);
} else {
  const report = await runStress({
    expiries: wholeNumber('expiries'),
    processes: wholeNumber('processes'),
    seed: wholeNumber('seed'),
    withOthers: values['with-others'],
    onRound: (done) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done} expiries\u001b[K\r`);
    },
  });
  console.log(values.json ? JSON.stringify(report) : sentenceOf(report));
  if (!isGood(report)) process.exitCode = 1;
}

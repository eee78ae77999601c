// `npm run bench`: each figure that is claimed, measured beside what a person would use instead.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { openBrowser } from '../test/support/vscode/openBrowser.ts';
import { activationFigure } from './bench/activationFigure.ts';
import { changeToStatusFigure } from './bench/changeToStatusFigure.ts';
import { configFigure } from './bench/configFigure.ts';
import { growthFigure } from './bench/growthFigure.ts';
import { idleFigure } from './bench/idleFigure.ts';
import { latencyPlot, plotWidth, rivalsPlot } from './bench/plots.ts';
import { withFigures } from './bench/readme.ts';
import { refreshFigure } from './bench/refreshFigure.ts';
import { type Figure, type Measured, type Report, resultOf } from './bench/result.ts';
import { signInFigure } from './bench/signInFigure.ts';
import { sizes } from './bench/sizes.ts';
import { tableOf } from './bench/table.ts';
import { pngOf } from './drawing.ts';
import { reportPath, root } from './test/paths.ts';

const figures: Readonly<Record<string, Figure>> = {
  sizes,
  config: configFigure,
  refresh: refreshFigure,
  signIn: signInFigure,
  activation: activationFigure,
  changeToStatus: changeToStatusFigure,
  growth: growthFigure,
  idle: idleFigure,
};

const usage = `Usage: npm run bench -- [options]

  --only FIGURE  one of ${Object.keys(figures).join(', ')}; may be given again
  --quick        few rounds: whether it works, rather than how fast
  --json         the figures as one object, in the last line, instead of a table
  --from FILE    shows an earlier run, and measures nothing
  --plots        also draws media/bench-*.png and writes the figures into README.md
  --help         show this

Spreads and conditions of the last run are in out/reports/bench.json.`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    from: { type: 'string' },
    plots: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

// What is measured may print, and standard output is for the result alone.
const print = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

async function measure(names: readonly string[]): Promise<Report> {
  const [before = 0] = loadavg();
  const measured: Measured[] = [];
  for (const name of names) {
    const figure = figures[name];
    if (figure === undefined) throw new Error(`There is no figure "${name}".\n\n${usage}`);
    const started = performance.now();
    const progress = (text: string): void => {
      if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${text}\u001b[K\r`);
    };
    measured.push(await figure({ quick: values.quick, progress }));
    console.error(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  const [after = 0] = loadavg();
  return {
    ...(Object.assign({}, ...measured.map(({ result }) => result)) as Partial<Report>),
    machine: {
      cpus: cpus().length,
      load: [before, after],
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      quick: values.quick,
    },
    spread: Object.assign({}, ...measured.map(({ spread }) => spread)) as Report['spread'],
  };
}

async function measureAndKeep(): Promise<Report> {
  const report = await measure(values.only ?? Object.keys(figures));
  mkdirSync(dirname(reportPath('bench')), { recursive: true });
  writeFileSync(reportPath('bench'), `${JSON.stringify(report, undefined, 2)}\n`);
  return report;
}

/** JSON has no NaN, and a null would count as 0. */
const readReport = (file: string): Report =>
  JSON.parse(readFileSync(file, 'utf8'), (_, value: unknown) => value ?? NaN) as Report;

async function show(report: Report): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    for (const [name, plot] of [
      ['latency', latencyPlot],
      ['rivals', rivalsPlot],
    ] as const) {
      const png = await pngOf(page, plot(report), plotWidth);
      writeFileSync(join(root, 'media', `bench-${name}.png`), png);
    }
  } finally {
    await browser.close();
  }
  const path = join(root, 'README.md');
  const options = { ...(await resolveConfig(path)), filepath: path };
  writeFileSync(path, await format(withFigures(readFileSync(path, 'utf8'), report), options));
}

async function main(): Promise<void> {
  if (values.help) {
    print(`${usage}\n`);
    return;
  }
  const report = values.from === undefined ? await measureAndKeep() : readReport(values.from);
  if (values.plots) await show(report);
  print(`${values.json ? JSON.stringify(resultOf(report)) : tableOf(report)}\n`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

// Runs the kinds of tests named on the command line, or all; the last line is the sum.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { once } from './provision/once.ts';
import { seconds } from './provision/run.ts';
import {
  judge,
  nothing,
  oneFailed,
  onePassed,
  readReport,
  sum,
  summary,
  type Counts,
} from './test/counts.ts';
import { bundleHostTests, runHostTests } from './test/hostTests.ts';
import { reportPath, root, testFiles } from './test/paths.ts';

const kinds = {
  types: () => check(bin('typescript', 'bin/tsc'), '--project', root),
  lint: () => check(bin('eslint', 'bin/eslint.js'), '--max-warnings', '0', '.'),
  format: () => check(bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'),
  unit: () => vitest('unit'),
  fuzz: () => vitest('fuzz'),
  soak: () => vitest('soak'),
  host: async () => {
    if (!(await isBuilt())) return oneFailed;
    await bundleHostTests();
    return sum([await runHostTests('oldest'), await runHostTests('newest')]);
  },
  ui: async () => ((await isPackaged()) ? vitest('ui') : oneFailed),
  interop: async () => ((await isPackaged()) ? vitest('interop') : oneFailed),
} satisfies Record<string, () => Promise<Counts>>;

type Kind = keyof typeof kinds;

const isKind = (name: string): name is Kind => Object.hasOwn(kinds, name);
const isPackaged = once(() => succeeds('scripts/package.mjs'));
const isBuilt = once(() => succeeds('scripts/build.mjs'));

async function run(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !isKind(name));
  if (unknown.length > 0)
    throw new Error(`There is no ${unknown.join(', ')}; kinds: ${Object.keys(kinds).join(', ')}`);
  const chosen = names.length === 0 ? Object.keys(kinds) : names;
  mkdirSync(dirname(reportPath('')), { recursive: true });

  const results: { readonly kind: Kind; readonly counts: Counts; readonly ms: number }[] = [];
  for (const kind of chosen.filter(isKind)) {
    console.log(`\n── ${kind}`);
    const started = performance.now();
    const counts = await countsOf(kind);
    results.push({ kind, counts, ms: performance.now() - started });
  }

  console.log('');
  for (const { kind, counts, ms } of results)
    console.log(`${kind.padEnd(8)} ${seconds(ms).padStart(6)}  ${summary(counts)}`);
  for (const { kind, counts } of results)
    for (const title of counts.skipped) console.log(`skipped in ${kind}: ${title}`);
  for (const { kind, counts } of results)
    for (const title of counts.failures) console.log(`failed in ${kind}: ${title}`);
  const total = sum(results.map(({ counts }) => counts));
  if (total.failed > 0) process.exitCode = 1;
  console.log(summary(total));
}

/** One kind that breaks down must not keep the others from running. */
async function countsOf(kind: Kind): Promise<Counts> {
  if (!['types', 'lint', 'format'].includes(kind) && testFiles(kind).length === 0) {
    console.log('no tests yet');
    return nothing;
  }
  try {
    return await kinds[kind]();
  } catch (error) {
    console.error(error);
    return oneFailed;
  }
}

async function check(...args: readonly string[]): Promise<Counts> {
  return (await succeeds(...args)) ? onePassed : oneFailed;
}

async function vitest(project: string): Promise<Counts> {
  const report = reportPath(project);
  rmSync(report, { force: true });
  process.env['VITEST_COUNTS'] = report;
  const reporters = ['--reporter=default', '--reporter=./scripts/test/vitestCounts.mjs'];
  const entry = bin('vitest', 'vitest.mjs');
  const succeeded = await succeeds(entry, 'run', '--project', project, ...reporters);
  return judge(readReport(report), succeeded);
}

const bin = (name: string, path: string): string =>
  join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path);

/** Runs a Node program with its output shown. */
async function succeeds(...args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}

await run(process.argv.slice(2));

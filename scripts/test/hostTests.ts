// The host tests: bundled, then run by Mocha inside the extension host of a real VS Code.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { ensureDesktop } from '../provision/desktop.ts';
import { vsCodeVersions, type VsCodeAge } from '../provision/vsCodeVersions.ts';
import { judge, readReport, type Counts } from './counts.ts';
import { reportPath, root, testFiles } from './paths.ts';

const bundleFolder = join(root, 'out', 'host');

export async function bundleHostTests(): Promise<void> {
  await rm(bundleFolder, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['test/host/index.ts', ...testFiles('host')],
    outdir: bundleFolder,
    entryNames: '[name]',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    // Mocha loads its own files at run time; it is found in the project, where the bundles lie.
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

export async function runHostTests(age: VsCodeAge): Promise<Counts> {
  const { vsCode } = vsCodeVersions[age];
  const report = reportPath(`host-${age}`);
  const log = report.replace(/json$/, 'log');
  for (const file of [report, log]) await rm(file, { force: true });
  const home = await mkdtemp(join(tmpdir(), 'sso-host-'));
  console.log(`\nVS Code ${vsCode} (${age})`);
  try {
    const desktop = await ensureDesktop(age);
    await runTests({
      vscodeExecutablePath: desktop ?? join(root, 'test/support/vscode/standIn.mjs'),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(bundleFolder, 'index.cjs'),
      extensionTestsEnv: {
        ...withoutAws(),
        // The stand-in sets the home only for VS Code, because it has tools in the real one.
        ...(desktop === undefined ? {} : { HOME: home, USERPROFILE: home }),
        HOST_TEST_HOME: home,
        HOST_TEST_AGE: age,
        HOST_TEST_VSCODE: vsCode,
        HOST_TEST_REPORT: report,
        HOST_TEST_LOG: log,
      },
      launchArgs: desktop === undefined ? [] : [home, `--user-data-dir=${join(home, 'data')}`],
    });
    return judge(readReport(report), true);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (existsSync(log)) console.error(`What VS Code itself logged is in ${log}`);
    return judge(readReport(report), false);
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The developer's own AWS environment must not decide what a test sees. */
const withoutAws = (): Record<string, undefined> =>
  Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith('AWS_'))
      .map((name) => [name, undefined]),
  );

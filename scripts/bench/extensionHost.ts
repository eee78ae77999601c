// Runs a program of the bench in the extension host of a real VS Code, started anew.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { ensureDesktop } from '../provision/desktop.ts';
import { vsCodeVersions, type VsCodeAge } from '../provision/vsCodeVersions.ts';
import { reportPath, root } from '../test/paths.ts';
import { bundleHostProgram, type ExtensionPackage } from './packages.ts';

export const vsCodeAges = ['oldest', 'newest'] as const satisfies readonly VsCodeAge[];

interface HostRun {
  readonly age: VsCodeAge;
  /** `scripts/bench/host/<program>.ts` */
  readonly program: string;
  readonly extension: ExtensionPackage;
  /** With `.aws` in it. */
  readonly home: string;
  /** Handed to the program. */
  readonly input: object;
}

/** Gives what the program gave. */
export async function runInExtensionHost(run: HostRun): Promise<unknown> {
  const { age, program, extension, home, input } = run;
  const folder = await mkdtemp(join(tmpdir(), 'sso-bench-'));
  const report = join(folder, 'report.json');
  const desktop = await ensureDesktop(age);
  const aws = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  try {
    await runTests({
      vscodeExecutablePath: desktop ?? join(root, 'test/support/vscode/standIn.mjs'),
      extensionDevelopmentPath: extension.path,
      extensionTestsPath: bundleHostProgram(program),
      extensionTestsEnv: {
        ...Object.fromEntries(aws.map((name) => [name, undefined])),
        ...(desktop === undefined ? {} : { HOME: home, USERPROFILE: home }),
        HOST_TEST_HOME: home,
        HOST_TEST_AGE: age,
        HOST_TEST_VSCODE: vsCodeVersions[age].vsCode,
        HOST_TEST_LOG: reportPath(`bench-${program}-${age}`).replace(/json$/, 'log'),
        BENCH_INPUT: JSON.stringify(input),
        BENCH_REPORT: report,
      },
      launchArgs: desktop === undefined ? [] : [home, `--user-data-dir=${join(folder, 'data')}`],
    });
    return JSON.parse(await readFile(report, 'utf8')) as unknown;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

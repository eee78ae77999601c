// Brings the large things that tests and demo need: --vscode oldest|newest, --browser, --aws-cli.
import { ensureAwsTools } from './provision/awsTools.ts';
import { ensureBrowser } from './provision/browser.ts';
import { ensureCodeServer } from './provision/codeServer.ts';
import { ensureDesktop } from './provision/desktop.ts';
import { ProvisionError } from './provision/run.ts';
import { isVsCodeAge, type VsCodeAge } from './provision/vsCodeVersions.ts';
import { parseArgs } from 'node:util';

async function provision(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      vscode: { type: 'string', multiple: true, default: [] },
      browser: { type: 'boolean', default: false },
      'aws-cli': { type: 'boolean', default: false },
    },
  });
  // Packages one after another (there is one apt-get), beside the two slow compilations.
  const packages = async (): Promise<void> => {
    if (values.browser) await ensureBrowser();
    if (values['aws-cli']) await ensureAwsTools();
  };
  const ages = values.vscode.map((age) => {
    if (!isVsCodeAge(age)) throw new ProvisionError(`--vscode takes oldest or newest, not ${age}.`);
    return age;
  });
  const results = await Promise.allSettled([packages(), ...ages.map(ensureVsCode)]);
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    const reason: unknown = result.reason;
    console.error(reason instanceof ProvisionError ? reason.message : reason);
    process.exitCode = 1;
  }
}

/** The newest is shown in a browser too (ui tests, demo), which desktop VS Code cannot be. */
async function ensureVsCode(age: VsCodeAge): Promise<void> {
  const desktop = await ensureDesktop(age);
  if (desktop === undefined || (age === 'newest' && process.platform !== 'win32'))
    await ensureCodeServer(age);
}

await provision(process.argv.slice(2));

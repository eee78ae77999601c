// Runs an extension's test suite in code-server's extension host, with desktop VS Code's options.
import { appendFileSync } from 'node:fs';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { isVsCodeAge } from '../../../scripts/provision/vsCodeVersions.ts';
import { hostLine } from './hostLine.ts';
import { openBrowser } from './openBrowser.ts';
import { startVsCode } from './startVsCode.ts';

const limitMs = 10 * 60_000;

/** The exit code that the suite ended with. Which VS Code and which home, the environment says. */
export async function runTestSuite(
  args: readonly string[],
  { HOST_TEST_AGE: version, HOST_TEST_HOME: home, HOST_TEST_LOG }: NodeJS.ProcessEnv,
): Promise<number> {
  if (!isVsCodeAge(version) || home === undefined)
    throw new Error('HOST_TEST_AGE and HOST_TEST_HOME have to say what to run.');
  const { values } = parseArgs({
    args: [...args],
    options: {
      extensionDevelopmentPath: { type: 'string' },
      extensionTestsPath: { type: 'string' },
    },
    // Electron has many options of its own, which mean nothing here.
    strict: false,
  });
  const vsCode = await startVsCode({ version, home });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const { exit } = await listen(page, HOST_TEST_LOG);
    await allowTests(page);
    await page.goto(addressOf(vsCode.url, values));
    return await exit;
  } finally {
    await browser.close();
    await vsCode.stop();
  }
}

/** Both functions are called by the workbench itself, when it finds them on its page. */
async function listen(
  page: Page,
  logFile: string | undefined,
): Promise<{ readonly exit: Promise<number> }> {
  await page.exposeFunction('codeAutomationLog', (_level: string, parts: readonly unknown[]) => {
    const line = format(...parts);
    if (line.startsWith(hostLine)) console.log(line.slice(hostLine.length));
    else if (logFile !== undefined) appendFileSync(logFile, `${line}\n`);
  });
  let finish: ((code: number) => void) | undefined;
  const exit = new Promise<number>((resolve, reject) => {
    finish = resolve;
    const tooLong = new Error(`The suite did not end within ${limitMs / 60_000} minutes.`);
    setTimeout(() => reject(tooLong), limitMs).unref();
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => finish?.(code));
  return { exit };
}

/** A built VS Code runs tests only under its own smoke-test driver, so the page switches that on. */
async function allowTests(page: Page): Promise<void> {
  await page.route(
    ({ pathname }) => pathname === '/',
    async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(
        /(&quot;developmentOptions&quot;:\{)/,
        '$1&quot;enableSmokeTestDriver&quot;:true,',
      );
      await route.fulfill({ response, body });
    },
  );
}

function addressOf(
  url: string,
  paths: Readonly<Record<string, string | boolean | undefined>>,
): string {
  const { host } = new URL(url);
  const remote = (name: string): readonly [string, string] => [
    name,
    `vscode-remote://${host}${String(paths[name])}`,
  ];
  const payload = [remote('extensionDevelopmentPath'), remote('extensionTestsPath')];
  return `${url}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

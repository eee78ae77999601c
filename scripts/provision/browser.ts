// A Chromium to look at VS Code with: an installed one, Debian's, or Playwright's.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import which from 'which';
import { canInstallPackages, installPackages } from './debian.ts';
import { outputOf, ProvisionError, run, step } from './run.ts';

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];
const applications: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)']]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]),
};

/** A path to a browser that starts, or undefined. */
function findBrowser(): string | undefined {
  const candidates = [
    ...commands.flatMap((name) => which.sync(name, { nothrow: true }) ?? []),
    ...(applications[process.platform] ?? []),
    chromium.executablePath(),
  ];
  // Ubuntu's chromium-browser may be a script that only says how to get the real one. Windows'
  // browsers open a window when asked for their version, so there the file is enough.
  return candidates.find(
    (path) =>
      existsSync(path) &&
      (process.platform === 'win32' || outputOf(path, ['--version']) !== undefined),
  );
}

export async function ensureBrowser(): Promise<string> {
  const found = findBrowser();
  if (found !== undefined) return found;
  await step('Chromium', async (log) => {
    if (canInstallPackages()) {
      const fonts = ['fonts-dejavu-core', 'fonts-noto-core', 'fonts-droid-fallback'];
      await installPackages(['chromium', ...fonts], log, 'Showing VS Code').catch(() => undefined);
      if (findBrowser() !== undefined) return;
    }
    const cli = createRequire(import.meta.url).resolve('playwright-core/cli.js');
    await run(process.execPath, [cli, 'install', 'chromium'], { log }).catch(() => undefined);
  });
  const installed = findBrowser();
  if (installed === undefined)
    throw new ProvisionError(
      'No Chromium, Chrome or Edge was found, and neither apt-get nor Playwright could install ' +
        'one. Please install any of them (Debian: sudo apt-get install chromium).',
    );
  return installed;
}

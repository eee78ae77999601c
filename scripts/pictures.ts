// Makes the pictures in media: the README's from a real run, the icon from its drawing.
import { spawnSync } from 'node:child_process';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser } from '../test/support/vscode/openBrowser.ts';
import { root } from './test/paths.ts';

const iconSize = 256;

function run(...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

async function renderIcon(): Promise<void> {
  const drawing = await readFile(join(root, 'media/icon.svg'), 'utf8');
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: iconSize, height: iconSize } });
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${drawing}`);
    await page.screenshot({ path: join(root, 'media/icon.png'), omitBackground: true });
  } finally {
    await browser.close();
  }
}

await renderIcon();
run('scripts/package.mjs');
run(
  join(root, 'node_modules/vitest/vitest.mjs'),
  ...['run', '--project', 'ui', 'test/ui/pictures.test.ts'],
);
await copyFile(join(root, 'out/screenshots/overview.png'), join(root, 'media/overview.png'));

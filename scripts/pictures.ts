// Makes the pictures in media: the README's from a real run, the icon from its drawing.
import { spawnSync } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser } from '../test/support/vscode/openBrowser.ts';
import { palettePng } from './palettePng.ts';
import { root } from './test/paths.ts';

const iconSize = 256;

function run(...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** For the page. Four bytes for each pixel. */
const pixelsOf = (drawing: string, size: number) => `(async () => {
  const drawing = new Image();
  drawing.src = 'data:image/svg+xml,${encodeURIComponent(drawing).replaceAll("'", '%27')}';
  await drawing.decode();
  const canvas = new OffscreenCanvas(${size.toString()}, ${size.toString()}).getContext('2d');
  canvas.drawImage(drawing, 0, 0);
  return [...canvas.getImageData(0, 0, ${size.toString()}, ${size.toString()}).data];
})()`;

async function renderIcon(): Promise<void> {
  const drawing = await readFile(join(root, 'media/icon.svg'), 'utf8');
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const pixels = await page.evaluate<number[]>(pixelsOf(drawing, iconSize));
    await writeFile(join(root, 'media/icon.png'), palettePng(iconSize, Uint8Array.from(pixels)));
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

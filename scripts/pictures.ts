// Makes the pictures in media: the README's from a real run, icon and banner from their drawings.
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/support/vscode/openBrowser.ts';
import { gifOf } from './animation.ts';
import { type Pixels, pixelsOf, pngOf } from './drawing.ts';
import { palettePng } from './palettePng.ts';
import { root } from './test/paths.ts';

/** In media, and where they come from in out/screenshots. */
const taken = { overview: 'overview', list: 'picture-list', warning: 'picture-warning' };

/** In ms: as long as it takes to see what has changed. */
const refresh = [
  ['refresh-1', 1800],
  ['refresh-2', 2000],
  ['refresh-3', 1200],
  ['refresh-4', 2500],
] as const;

function run(...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

async function draw(page: Page, name: string, width: number): Promise<void> {
  const svg = await readFile(join(root, `media/${name}.svg`), 'utf8');
  await writeFile(join(root, `media/${name}.png`), await pngOf(page, svg, width));
}

async function shot(page: Page, name: string): Promise<Pixels> {
  const picture = await readFile(join(root, `out/screenshots/${name}.png`), 'base64');
  return pixelsOf(page, `data:image/png;base64,${picture}`);
}

async function animate(page: Page): Promise<void> {
  const shots = [];
  for (const [name, forMs] of refresh) shots.push({ ...(await shot(page, name)), forMs });
  const frames = shots.map(({ data, forMs }) => ({ pixels: Uint8ClampedArray.from(data), forMs }));
  await writeFile(join(root, 'media/refresh.gif'), await gifOf(shots[0]?.width ?? 0, frames));
}

run('scripts/package.mjs');
run(
  join(root, 'node_modules/vitest/vitest.mjs'),
  ...['run', '--project', 'ui', 'test/ui/pictures.test.ts'],
);
const browser = await openBrowser();
try {
  const page = await browser.newPage();
  await draw(page, 'icon', 256);
  await draw(page, 'banner', 1200);
  for (const [name, from] of Object.entries(taken)) {
    const { width, data } = await shot(page, from);
    await writeFile(join(root, `media/${name}.png`), palettePng(width, Uint8Array.from(data)));
  }
  await animate(page);
} finally {
  await browser.close();
}

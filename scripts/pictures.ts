// Makes the pictures in media: the README's from a real run, icon and banner from their drawings.
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/support/vscode/openBrowser.ts';
import { gifOf } from './animation.ts';
import { palettePng } from './palettePng.ts';
import { root } from './test/paths.ts';

interface Pixels {
  readonly width: number;
  readonly data: readonly number[];
}

/** In media, and where they come from in out/screenshots. */
const taken = { overview: 'overview', list: 'picture-list', warning: 'picture-warning' };

/** In ms: as long as it takes to see what has changed. */
const refresh = [
  ['refresh-1', 1800],
  ['refresh-2', 2000],
  ['refresh-3', 1200],
  ['refresh-4', 2500],
] as const;

/** For the page: the pixels of a picture, at its own size or at this width. */
const pixelsOf = (url: string, width?: number) => `(async () => {
  const picture = new Image();
  picture.src = ${JSON.stringify(url)};
  await picture.decode();
  const width = ${width === undefined ? 'picture.naturalWidth' : width.toString()};
  const height = Math.round(picture.naturalHeight * width / picture.naturalWidth);
  const canvas = new OffscreenCanvas(width, height).getContext('2d');
  canvas.drawImage(picture, 0, 0, width, height);
  return { width, data: [...canvas.getImageData(0, 0, width, height).data] };
})()`;

function run(...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

async function urlOf(path: string, type: string): Promise<string> {
  return `data:${type};base64,${await readFile(join(root, path), 'base64')}`;
}

async function draw(page: Page, name: string, width: number): Promise<void> {
  const url = await urlOf(`media/${name}.svg`, 'image/svg+xml');
  const { data } = await page.evaluate<Pixels>(pixelsOf(url, width));
  await writeFile(join(root, `media/${name}.png`), palettePng(width, Uint8Array.from(data)));
}

const shot = async (page: Page, name: string): Promise<Pixels> =>
  page.evaluate<Pixels>(pixelsOf(await urlOf(`out/screenshots/${name}.png`, 'image/png')));

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

// Pictures pixel by pixel, as a browser shows them.
import type { Page } from 'playwright-core';
import { palettePng } from './palettePng.ts';

export interface Pixels {
  readonly width: number;
  /** Four bytes for each pixel, row by row. */
  readonly data: readonly number[];
}

/** Of a picture at its own size, or at this width. */
export function pixelsOf(page: Page, url: string, width?: number): Promise<Pixels> {
  return page.evaluate<Pixels>(`(async () => {
    const picture = new Image();
    picture.src = ${JSON.stringify(url)};
    await picture.decode();
    const width = ${width === undefined ? 'picture.naturalWidth' : width.toString()};
    const height = Math.round(picture.naturalHeight * width / picture.naturalWidth);
    const canvas = new OffscreenCanvas(width, height).getContext('2d');
    canvas.drawImage(picture, 0, 0, width, height);
    return { width, data: [...canvas.getImageData(0, 0, width, height).data] };
  })()`);
}

/** Of a drawing: marketplaces refuse SVG in a README, and as an icon. */
export async function pngOf(page: Page, svg: string, width: number): Promise<Buffer> {
  const url = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  const { data } = await pixelsOf(page, url, width);
  return palettePng(width, Uint8Array.from(data));
}

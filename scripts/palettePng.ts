// A picture of few colours as a PNG with a palette (W3C PNG, colour type 3): a third of the size that a
// browser makes of it.
import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue, alpha. */
type Colour = readonly [number, number, number, number];

/**
 * What covers so many pixels is an area: of a gradient every second step stays. What covers less is the
 * soft edge of something, where nobody sees a difference.
 */
const area = { pixels: 60, leastDifference: 2 };
const edge = { leastDifference: 10 };

/** The most that a palette can hold. */
const mostColours = 256;

/** Four bytes for each pixel, row by row. The colours are made fewer, up to a difference that nobody sees. */
export function palettePng(width: number, pixels: Uint8Array): Buffer {
  const height = pixels.length / 4 / width;
  const colours = Array.from({ length: width * height }, (_, at) => colourAt(pixels, at));
  const { palette, indexOf } = reduce(colours);
  const rows = Array.from({ length: height }, (_, row) => [
    // Not filtered: neighbours in a palette have nothing to do with each other.
    0,
    ...colours.slice(row * width, (row + 1) * width).map(indexOf),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(([red, green, blue]) => [red, green, blue]))),
    chunk('tRNS', Buffer.from(palette.map(([, , , alpha]) => alpha))),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(pixels: Uint8Array, at: number): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at * 4, at * 4 + 4);
  return [red, green, blue, alpha];
}

function difference(one: Colour, other: Colour): number {
  return Math.max(...one.map((value, channel) => Math.abs(value - (other[channel] ?? 0))));
}

/** The commonest colours that differ enough, and for each colour the place of the nearest. */
function reduce(colours: readonly Colour[]) {
  const uses = new Map<string, { readonly colour: Colour; pixels: number }>();
  for (const colour of colours) {
    const use = uses.get(colour.join());
    if (use === undefined) uses.set(colour.join(), { colour, pixels: 1 });
    else use.pixels += 1;
  }
  const palette: Colour[] = [];
  const byUse = [...uses.values()].sort((one, other) => other.pixels - one.pixels);
  for (const { colour, pixels } of byUse) {
    const { leastDifference } = pixels >= area.pixels ? area : edge;
    if (palette.every((kept) => difference(kept, colour) >= leastDifference)) palette.push(colour);
  }
  if (palette.length > mostColours) throw new Error('A picture of too many colours.');
  const places = new Map(
    byUse.map(({ colour }) => [colour.join(), placeOfNearest(palette, colour)]),
  );
  return { palette, indexOf: (colour: Colour) => places.get(colour.join()) ?? 0 };
}

function placeOfNearest(palette: readonly Colour[], colour: Colour): number {
  const differences = palette.map((kept) => difference(kept, colour));
  return differences.indexOf(Math.min(...differences));
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

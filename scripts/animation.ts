// Pictures one after another as a GIF, which is what every place that shows a README can play.
import { encode } from 'modern-gif';

export interface Frame {
  /** Four bytes for each pixel, row by row. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly forMs: number;
}

export async function gifOf(width: number, frames: readonly Frame[]): Promise<Uint8Array> {
  const height = (frames[0]?.pixels.length ?? 0) / 4 / width;
  const buffer = await encode({
    width,
    height,
    frames: frames.map(({ pixels, forMs }) => ({ data: pixels, delay: forMs })),
  });
  return new Uint8Array(buffer);
}

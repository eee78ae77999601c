import { renderSVG } from 'uqr';

/** An SVG with the quiet zone that ISO/IEC 18004 asks for; scanners need it also on a dark page. */
export function qrCode(text: string): string {
  return renderSVG(text, { border: 4, ecc: 'M' });
}

// Texts that no reader is glad to see, and what chance makes of good ones.
import fc from 'fast-check';

/** The size up to which everything is read in no time. */
export const mostUnits = 64 * 1024;

const oddPieces = [
  ...['\0', '\r', '\n', '\r\n', '\t', '\v', '\f', '\x1b', '\x1c', '\x7f', '\x85', '\xa0', ' ', ''],
  ...['\u2028', '\u2029', '\u3000', '\ufeff', '\u200b', '\u202e', '\ufffd', '\uffff'],
  ...['\ud800', '\udfff', '\ud83d\ude00', 'İ', 'ß', 'ſ', 'Σ', 'e\u0301', '日本'],
  ...['[', ']', '=', ':', '#', ';', '"', "'", '\\', '{', '}', ',', '%(x)s', '$HOME', '~'],
  ...['__proto__', 'constructor', 'toString', 'null', 'NaN', '-0', '1e999', '9'.repeat(40)],
];

export const oddPiece = fc.constantFrom(...oddPieces);

/** Short, of any units: lone surrogates as well. */
export const oddText = fc
  .array(
    fc.oneof(oddPiece, fc.string({ maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 4 })),
    {
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(''));

type Change =
  | { readonly kind: 'cut' | 'double' | 'move'; readonly from: number; readonly length: number }
  | { readonly kind: 'put'; readonly from: number; readonly text: string }
  | { readonly kind: 'end'; readonly from: number };

const place = fc.double({ min: 0, max: 1, noNaN: true });
const length = fc.nat({ max: 40 });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constantFrom('cut', 'double', 'move'), from: place, length }),
  fc.record({ kind: fc.constant('put'), from: place, text: oddText }),
  fc.record({ kind: fc.constant('end'), from: place }),
);

function changed(text: string, one: Change): string {
  const at = Math.floor(one.from * text.length);
  if (one.kind === 'end') return text.slice(0, at);
  if (one.kind === 'put') return text.slice(0, at) + one.text + text.slice(at);
  const piece = text.slice(at, at + one.length);
  const rest = text.slice(0, at) + text.slice(at + one.length);
  if (one.kind === 'cut') return rest;
  return one.kind === 'move' ? piece + rest : text.slice(0, at) + piece + text.slice(at);
}

/** What a torn write, a bad editor or a stray key press leaves of a text. */
export function mutated(texts: fc.Arbitrary<string>, mostChanges = 4): fc.Arbitrary<string> {
  return fc
    .tuple(texts, fc.array(change, { minLength: 1, maxLength: mostChanges }))
    .map(([text, changes]) => changes.reduce(changed, text));
}

/** One piece as often as it takes to fill 64 kB, between two others. */
export function huge(pieces: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(pieces, pieces, pieces, fc.integer({ min: 1024, max: mostUnits }))
    .map(([head, piece, tail, size]) => {
      const times = piece === '' ? 0 : Math.floor(size / piece.length);
      return (head + piece.repeat(times) + tail).slice(0, mostUnits);
    });
}

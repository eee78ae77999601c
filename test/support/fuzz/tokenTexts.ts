// Token files and timestamps, as every tool writes them and as none should.
import fc from 'fast-check';
import { huge, mostUnits, mutated, oddPiece, oddText } from './texts.ts';

/** The start of each secret. */
export const plantedToken = 'planted-t0ken';

const digits = (least: number, most: number, width: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((number) => String(number).padStart(width, '0'));

const year = fc.oneof(
  { weight: 6, arbitrary: digits(2000, 2099, 4) },
  { weight: 1, arbitrary: digits(0, 9999, 4) },
  { weight: 1, arbitrary: fc.constantFrom('0000', '0001', '0099', '9999', '10000', '+2026', '26') },
);
const zone = fc.oneof(
  fc.constantFrom('Z', 'Z', 'Z', 'UTC', 'z', 'utc', 'Utc', '', 'GMT', '+0000', '+00', 'EST', ' Z'),
  fc
    .tuple(fc.constantFrom('+', '-'), digits(0, 25, 2), digits(0, 61, 2))
    .map(([sign, h, m]) => `${sign}${h}:${m}`),
);
const fraction = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 10 })
      .chain((width) => digits(0, 10 ** width - 1, width))
      .map((text) => `.${text}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('.', ',5', '.5.5') },
);

/** Mostly in the shape that AWS tools write, with dates that are none among them. */
const shapedTimestamp = fc
  .tuple(
    ...[year, fc.constant('-'), digits(0, 13, 2), fc.constant('-'), digits(0, 32, 2)],
    fc.constantFrom('T', 'T', 'T', 'T', 't', ' ', ''),
    ...[digits(0, 24, 2), fc.constant(':'), digits(0, 60, 2), fc.constant(':'), digits(0, 60, 2)],
    ...[fraction, zone],
  )
  .map((parts) => parts.join(''));

export const timestampText = fc.oneof(
  { weight: 6, arbitrary: shapedTimestamp },
  {
    weight: 4,
    arbitrary: fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
  { weight: 3, arbitrary: mutated(shapedTimestamp, 2) },
  { weight: 1, arbitrary: fc.oneof(oddText, huge(fc.oneof(oddPiece, fc.constantFrom('0', '.9')))) },
);

const secret = fc.oneof(
  { weight: 6, arbitrary: fc.constant(plantedToken) },
  { weight: 1, arbitrary: oddText.map((text) => plantedToken + text) },
);
const usualEnd = fc.constantFrom('2026-01-15T13:00:00Z', '2026-01-15T13:00:00UTC');
const oddValue = fc.oneof(
  oddText,
  fc.constantFrom(null, true, 0, -0, 1e21, 1.5, 1_768_482_000, '', ' ', [], {}, ['x'], { a: 1 }),
  fc.jsonValue({ maxDepth: 3 }),
);
const mostly = (usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: oddValue });

/** What a token file may hold. */
const tokenFields = fc.record(
  {
    startUrl: mostly(fc.constant('https://a.awsapps.com/start')),
    region: mostly(fc.constant('us-east-1')),
    accessToken: mostly(secret),
    expiresAt: mostly(fc.oneof(usualEnd, timestampText)),
    clientId: mostly(secret),
    clientSecret: mostly(secret),
    registrationExpiresAt: mostly(fc.oneof(usualEnd, timestampText)),
    refreshToken: mostly(secret),
    unknown: oddValue,
    ['__proto__']: oddValue,
  },
  { requiredKeys: ['accessToken', 'expiresAt'], noNullPrototype: true },
);

const printed = fc
  .tuple(
    tokenFields,
    fc.constantFrom(undefined, 2, '\t'),
    fc.constantFrom('', '', '', '\ufeff', '\n'),
  )
  .map(([fields, indent, mark]) => mark + JSON.stringify(fields, undefined, indent));

/** One inside the other, up to 64 kB; a token in the midst of it. */
const deep = fc
  .tuple(fc.constantFrom(['[', ']'], ['{"a":', '}']), fc.integer({ min: 1, max: mostUnits / 8 }))
  .map(([[open = '', close = ''], depth]) => `${open.repeat(depth)}1${close.repeat(depth)}`)
  .map((value) => `{"accessToken":"a","expiresAt":"2026-01-15T13:00:00Z","more":${value}}`);

const doubled = fc
  .tuple(tokenFields, tokenFields)
  .map((both) => both.map((fields) => JSON.stringify(fields).slice(1, -1)).join(','))
  .map((fields) => `{${fields}}`);

const number = fc.constantFrom(
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  '01',
  '1.',
  '0x1',
  '9'.repeat(40),
);

export const tokenText = fc.oneof(
  { weight: 12, arbitrary: printed },
  { weight: 6, arbitrary: mutated(printed) },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: doubled },
  {
    weight: 1,
    arbitrary: number.map(
      (one) => `{"accessToken":"a","expiresAt":"2026-01-15T13:00:00Z","more":${one}}`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      oddText,
      huge(fc.oneof(oddPiece, fc.constantFrom('{"a":', '[', '"'))),
      fc.json(),
    ),
  },
);

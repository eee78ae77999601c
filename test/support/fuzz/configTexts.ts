// Config files by their grammar: every way to write a header, a key and a value, good and bad.
import fc from 'fast-check';
import { awkwardConfigs } from '../awkwardConfigs.ts';
import { huge, mutated, oddPiece, oddText } from './texts.ts';

/** Stands in values only, where nothing may quote it. */
export const plantedSecret = 'planted-s3cr3t';

const pick = <T>(...choices: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...choices);

export const sectionName = fc.oneof(
  {
    weight: 6,
    arbitrary: pick('a', 'b-c', 'my-sso', 'x@y.z', 'my sso', 'équipe', "Ada's", '1/2:3'),
  },
  { weight: 1, arbitrary: oddText },
);

const keyword = pick(
  'profile',
  'profile',
  'sso-session',
  'sso-session',
  'services',
  'profiles',
  'x',
);
const gap = pick(' ', ' ', ' ', ' ', '  ', '\t', '\xa0', '');
const quoted = fc
  .tuple(sectionName, pick('', '', '', '"', "'", '\\'), fc.nat({ max: 8 }))
  .map(([name, quote, chance]) => quote + name + (chance === 0 ? '' : quote));
const header = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(keyword, gap, quoted, pick('', '', '', ' # c', '#c', ' ]', ' '))
      .map(([word, blank, name, behind]) => `[${word}${blank}${name}]${behind}`),
  },
  { weight: 2, arbitrary: pick('[default]', '[DEFAULT]', '[]', '[profile x', '[profile]', '[x]') },
);

const keyName = fc.oneof(
  {
    weight: 8,
    arbitrary: pick(
      ...['sso_session', 'sso_start_url', 'sso_region', 'sso_account_id', 'sso_role_name'],
      ...['sso_registration_scopes', 'SSO_Region', 'region', 'output', 'endpoint_url', 'sso_oidc'],
    ),
  },
  { weight: 1, arbitrary: oddText },
);
export const startUrl = pick(
  'https://a.awsapps.com/start',
  'https://b.awsapps.com/start#/',
  'http://localhost:1',
  'https://',
  'a.awsapps.com',
);
const value = fc.oneof(
  { weight: 3, arbitrary: startUrl },
  {
    weight: 5,
    arbitrary: pick(
      'us-east-1',
      'a',
      'my-sso',
      '111122223333',
      'sso:account:access, x',
      '',
      'x # y',
    ),
  },
  { weight: 1, arbitrary: oddText },
);
const delimiter = pick(' = ', ' = ', '=', ': ', ':', '\t=\t', ' := ');
const indent = pick('', '', '', '', '', ' ', '  ', '\t', '\u3000');
const secretKey = pick(
  'aws_secret_access_key',
  'sso_registration_scopes',
  'credential_process',
  's3',
);

/** Such as can be migrated, unless what comes below is in the way. */
const legacyProfile = fc
  .tuple(sectionName, startUrl, pick('us-east-1', 'us-east-1', 'eu-west-1'), indent, pick(0, 0, 1))
  .map(([name, url, region, blank, scopes]) =>
    [
      `[profile ${name}]\n${blank}sso_start_url = ${url}\n${blank}sso_region = ${region}`,
      ...(scopes === 0
        ? []
        : [`${blank}sso_registration_scopes = a,\n# between ${name}\n${blank} b`]),
      `${blank}sso_account_id = 111122223333\n${blank}sso_role_name = ReadOnly`,
    ].join('\n'),
  );

/** Lines, and a few that belong together. */
const line = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(indent, keyName, delimiter, value).map((parts) => parts.join('')),
  },
  { weight: 5, arbitrary: header },
  { weight: 2, arbitrary: legacyProfile },
  {
    weight: 2,
    arbitrary: fc
      .tuple(indent, secretKey, delimiter, pick('', 'x '))
      .map((parts) => `${parts.join('')}${plantedSecret}\n${parts[0]} ${plantedSecret}`),
  },
  { weight: 2, arbitrary: pick('', '  ', '# note', '; note', '  # note', '\f') },
  { weight: 2, arbitrary: fc.tuple(pick(' ', '  ', '\t'), value).map((parts) => parts.join('')) },
  {
    weight: 1,
    arbitrary: pick(plantedSecret, 'nonsense', '= x', ']', '[z:y'),
  },
);
const lineBreak = pick('\n', '\n', '\n', '\r\n', '\r');

/** Files as a person or a tool may have written them. */
export const grammaticalConfig = fc
  .tuple(
    fc.array(line, { maxLength: 24, size: 'max' }),
    lineBreak,
    pick('', '\ufeff'),
    pick('', '\n'),
  )
  .map(([lines, ending, mark, end]) => mark + lines.join(ending) + end);

const awkward = pick(...awkwardConfigs.map(({ text }) => text));

/** Any text, most of it near to what a config may be. */
export const configText = fc.oneof(
  { weight: 10, arbitrary: grammaticalConfig },
  { weight: 3, arbitrary: awkward },
  { weight: 6, arbitrary: mutated(fc.oneof(grammaticalConfig, awkward)) },
  { weight: 1, arbitrary: fc.array(oddPiece, { maxLength: 40 }).map((pieces) => pieces.join('')) },
  {
    weight: 1,
    arbitrary: huge(
      fc.oneof(
        line,
        oddPiece,
        fc.tuple(header, line).map((two) => `${two.join('\n')}\n`),
      ),
    ),
  },
);

const numbered = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join('');

/** What makes a careless reader slow: much of one thing, and much of one thing for each of another. */
export const longConfigs: Readonly<Record<string, string>> = {
  'one line': `[default]\nx = ${'y'.repeat(65_000)}`,
  blanks: ' '.repeat(65_000),
  'blanks in a value': `[default]\nx = a${' '.repeat(60_000)}b`,
  brackets: '['.repeat(65_000),
  'closing brackets': `[${']'.repeat(65_000)}`,
  'quotes in a header': `[profile ${`"'`.repeat(30_000)}]`,
  'backslashes in a header': `[profile ${'\\'.repeat(60_000)}]`,
  'words in a header': `[profile ${'a '.repeat(30_000)}]`,
  delimiters: `[default]\n${'='.repeat(60_000)}`,
  'continuation lines': `[default]\nx = y\n${' z\n'.repeat(20_000)}`,
  'blank lines before a continuation': `[default]\nx = y\n${'\n'.repeat(60_000)} z`,
  'nested lines': `[default]\nx =\n${numbered(6_000, (index) => ` k${index} = v\n`)}`,
  'nested lines of separators': `[default]\nx =\n a = b${'\u2028'.repeat(60_000)}`,
  'defaults again and again': '[DEFAULT]\nregion = a\n'.repeat(3_000),
  comments: '#\n'.repeat(30_000),
  'one key again and again': `[default]\n${'sso_region = x\n'.repeat(4_000)}`,
  'one section again and again': '[profile a]\nsso_session = b\n'.repeat(2_200),
  'many profiles of one session': numbered(
    1_800,
    (index) => `[profile p${index}]\nsso_session = s\n`,
  ),
  'many profiles of one URL': numbered(
    1_100,
    (index) => `[profile p${index}]\nsso_start_url = https://a.example/\nsso_region = r${index}\n`,
  ),
  'two spellings by turns': `[profile a]\nx=1\n[profile "a"]\nx=1\n`.repeat(1_800),
  'many keys inherited by many sections': `[DEFAULT]\n${numbered(
    300,
    (index) => `k${index} = v\n`,
  )}${numbered(1_500, (index) => `[profile p${index}]\n`)}`,
  scopes: `[sso-session a]\nsso_registration_scopes = ${'a,'.repeat(30_000)}`,
  'old line breaks': '[a]\rb = c\r'.repeat(6_000),
};

import { describe, expect, test } from 'vitest';
import { parseConfigFile, type ConfigFile } from '../../src/core/configFile.ts';

const lines = (...text: readonly string[]) => text.join('\n');

/** Section headers, by what they stand for: `kind name`. */
const named = (text: string) => parseConfigFile(text).sections.map((s) => `${s.kind} ${s.name}`);

/** What each name stands for in the end. */
const values = ({ profiles, ssoSessions }: ConfigFile) =>
  Object.fromEntries(
    [...profiles, ...ssoSessions].map(([name, { keys }]) => [
      name,
      keys.map((key) => `${key.name}=${key.value}`),
    ]),
  );

const codes = (text: string) =>
  parseConfigFile(text).problems.map(({ code, line, subject }) =>
    subject === undefined ? `${code} ${String(line)}` : `${code} ${String(line)} ${subject}`,
  );

test('gives sections and keys with their lines', () => {
  const text = lines(
    '# comment',
    '[sso-session my-sso]',
    'SSO_Region : us-east-1',
    '',
    '[profile dev] ; comment',
    '  sso_session = my-sso',
    '  note = one',
    '      two',
    '  # comment',
    '',
    '      three',
    '',
    '[services local]',
    'sso_oidc =',
    '  endpoint_url = https://localhost:1/?a=b',
    '  Retries=3',
    '# the end',
  );
  expect(parseConfigFile(text).sections).toEqual([
    {
      kind: 'ssoSession',
      name: 'my-sso',
      header: 'sso-session my-sso',
      line: 2,
      endLine: 3,
      keys: [
        {
          name: 'sso_region',
          value: 'us-east-1',
          line: 3,
          endLine: 3,
          nested: undefined,
        },
      ],
    },
    {
      kind: 'profile',
      name: 'dev',
      header: 'profile dev',
      line: 5,
      endLine: 11,
      keys: [
        {
          name: 'sso_session',
          value: 'my-sso',
          line: 6,
          endLine: 6,
          nested: undefined,
        },
        {
          name: 'note',
          value: 'one\ntwo\n\nthree',
          line: 7,
          endLine: 11,
          nested: undefined,
        },
      ],
    },
    {
      kind: 'services',
      name: 'local',
      header: 'services local',
      line: 13,
      endLine: 16,
      keys: [
        {
          name: 'sso_oidc',
          value: '',
          line: 14,
          endLine: 16,
          nested: new Map([
            ['endpoint_url', { name: 'endpoint_url', value: 'https://localhost:1/?a=b', line: 15 }],
            ['Retries', { name: 'Retries', value: '3', line: 16 }],
          ]),
        },
      ],
    },
  ]);
});

describe('headers, as the AWS CLI takes them', () => {
  test.each([
    ['[sso-session x]', 'ssoSession x'],
    ['[sso-session\tx]', 'ssoSession x'],
    ['[sso-session  x]', 'ssoSession x'],
    ['[sso-session "x"]', 'ssoSession x'],
    ["[sso-session 'x']", 'ssoSession x'],
    ['[sso-session "my session"]', 'ssoSession my session'],
    ['[sso-session my session]', 'ignored sso-session my session'],
    ['[sso-session x ]', 'ssoSession x'],
    ['[ sso-session x ]', 'other  sso-session x '],
    ['[sso-session équipe]', 'ssoSession équipe'],
    ['[SSO-SESSION x]', 'other SSO-SESSION x'],
    ['[sso-session x] # c', 'ssoSession x'],
    ['[sso-session x]#c', 'ssoSession x'],
    ["[sso-session o'b]", "ignored sso-session o'b"],
    ['[sso-session "o\'b"]', "ssoSession o'b"],
    ['[sso-session a\\ b]', 'ssoSession a b'],
    ['[sso-session "a\\"b\\c"]', 'ssoSession a"b\\c'],
    ["[sso-session 'a\\b']", 'ssoSession a\\b'],
    ['[sso-session a\\]', 'ignored sso-session a\\'],
    ['[sso-session]', 'ignored sso-session'],
    ['[sso-session ]', 'ignored sso-session '],
    ['[sso-session ""]', 'ssoSession '],
    ['[sso-session x] # see [y]', 'ignored sso-session x] # see [y'],
    ['  [sso-session x]', 'ssoSession x'],
    ['[default]', 'profile default'],
    ['["default"]', 'other "default"'],
    ['[profile default]', 'profile default'],
    ['[profile __proto__]', 'profile __proto__'],
    ['[profiles x]', 'profile x'],
    ['[services x]', 'services x'],
    ['[dev]', 'other dev'],
    ['[plugins]', 'other plugins'],
  ])('%s', (header, expected) => {
    expect(named(`${header}\nk = v`)).toEqual([expected]);
  });

  test('are profile names as they stand in a credentials file', () => {
    const { profiles, problems } = parseConfigFile(
      lines('[dev]', 'sso_region = a', '[profile x]', "[o'b]", '[my own]'),
      'credentials',
    );
    expect([[...profiles.keys()], problems]).toEqual([['dev', 'profile x', "o'b", 'my own'], []]);
  });
});

describe('lines', () => {
  const one = { dev: ['a=1', 'b=2'] };
  test.each([
    ['CRLF', '[profile dev]\r\na = 1\r\nb = 2\r\n', one],
    ['CR', '[profile dev]\ra = 1\rb = 2\r', one],
    ['no last line break', '[profile dev]\na = 1\nb = 2', one],
    ['tabs', '[profile dev]\n\ta\t=\t1\n\tb\t=\t2\n', one],
    ['a colon', '[profile dev]\na: 1\nb :2', one],
    ['keys in any case', '[profile dev]\nA=1\nB=2', one],
    ['comments', '# x\n[profile dev]\n ; x\na = 1\n   #x = 3\nb = 2', one],
    ['no inline comment', '[profile dev]\na = 1 # x\nb = #y', { dev: ['a=1 # x', 'b=#y'] }],
    ['a # in a URL', '[profile dev]\na = https://b/start#/', { dev: ['a=https://b/start#/'] }],
    ['a second delimiter', '[profile dev]\na = b = c:d', { dev: ['a=b = c:d'] }],
    ['an empty value', '[profile dev]\na =\n\n[profile x]', { dev: ['a='], x: [] }],
    ['an indented key', '[profile dev]\na = 1\n  b = 2', { dev: ['a=1\nb = 2'] }],
    ['equal indents', '[profile dev]\n  a = 1\n  b = 2', one],
    ['blanks Python knows', '[profile dev]\n\u0085a\u001c=\u001f1\u3000\nb = 2', one],
    ['hostile keys', '[profile __proto__]\n__proto__ = 1', { ['__proto__']: ['__proto__=1'] }],
    ['nothing', '', {}],
    ['only blanks', ' \n\t\n', {}],
  ])('%s', (_, text, expected) => {
    const config = parseConfigFile(text);
    expect({ values: values(config), problems: config.problems }).toEqual({
      values: expected,
      problems: [],
    });
  });
});

describe('what the CLI refuses is reported and the rest is read', () => {
  const session = ['[sso-session s]', 'sso_region = a'];
  test.each([
    [
      'a byte order mark',
      [`\ufeff${session[0] ?? ''}`, 'sso_region = a'],
      'byteOrderMark',
      1,
      undefined,
    ],
    ['a section twice', [...session, '[sso-session s]'], 'duplicateSection', 3, 'sso-session s'],
    [
      'a key twice',
      ['[sso-session s]', 'sso_region = b', 'sso_region = a'],
      'duplicateKey',
      3,
      'sso_region',
    ],
    ['a line before any section', ['x = y', 'z', ...session], 'lineBeforeSection', 1, undefined],
    ['a key without a value', [...session, 'secret'], 'lineWithoutDelimiter', 3, undefined],
    ['an open header', [...session, '[profile x'], 'unclosedHeader', 3, undefined],
    ['a header without a name', [...session, '[]'], 'unclosedHeader', 3, undefined],
    ['a value without a key', [...session, '= x'], 'emptyKey', 3, undefined],
    [
      'a block with another line',
      [...session, 's3 =', '  a: b'],
      'nestedLineWithoutEquals',
      4,
      's3',
    ],
  ] as const)('%s', (_, text, code, line, subject) => {
    const { ssoSessions, problems } = parseConfigFile(lines(...text));
    expect({
      region: ssoSessions.get('s')?.keys.findLast(({ name }) => name === 'sso_region')?.value,
      problems,
    }).toEqual({
      region: 'a',
      problems: [
        {
          code,
          line,
          file: 'config',
          severity: 'error',
          refusedByCli: true,
          ...(subject !== undefined && { subject }),
        },
      ],
    });
  });

  test('later ones win over several repetitions', () => {
    const text = lines('[profile a]', 'x = 1', '[profile a]', 'y = 2', '[profile a]', 'X = 3');
    expect([values(parseConfigFile(text)), codes(text)]).toEqual([
      { a: ['x=1', 'y=2', 'x=3'] },
      ['duplicateSection 3 profile a', 'duplicateSection 5 profile a'],
    ]);
  });

  test('another spelling begins anew, and is repeated on its own', () => {
    const repeated = ['[profile a]', 'x = 1', '[profile a]', 'y = 2'];
    const anew = ['[profile "a"]', 'z = 3', '[profile "a"]', 'w = 4'];
    expect(values(parseConfigFile(lines(...repeated, ...anew)))).toEqual({ a: ['z=3', 'w=4'] });
  });
});

describe('what other tools read differently is reported where it matters to SSO', () => {
  test.each([
    ['[sso-session  x]', ['headerNotPortable 1 sso-session  x']],
    ['[sso-session x ]', ['headerNotPortable 1 sso-session x ']],
    ['[sso-session "x"]', ['headerNotPortable 1 sso-session "x"']],
    ['[sso-session x]#c', ['headerNotPortable 1 sso-session x']],
    ['[sso-session x] # c', []],
    ['[sso-session\tx]', []],
    ['[sso-session "my session"]', ['nameNotPortable 1 my session']],
    ['[sso-session équipe]', ['nameNotPortable 1 équipe']],
    ['[sso-session my session]', ['unquotedName 1 sso-session my session']],
    ["[sso-session o'b]", ["unbalancedQuote 1 sso-session o'b"]],
    ['[sso-session ]', ['emptySectionName 1 sso-session ']],
    ['[sso-session ""]', ['emptySectionName 1 sso-session ""']],
    ['[profile équipe]', []],
    ['[profile équipe]\nsso_session = x\nsso_role_name = r', ['nameNotPortable 1 équipe']],
    ['[profile __proto__]\nsso_session = x', ['nameNotPortable 1 __proto__']],
    ["[profile o'b]\nsso_session = x", ["unbalancedQuote 1 profile o'b"]],
    ["[profile o'b]\nregion = x", []],
    ['[default]\nsso_session = x', []],
    ['[dev]\nregion = x', []],
    ['[dev]\nsso_session = x', ['unknownSection 1 dev']],
    ['[DEFAULT]\nregion = x\n[DEFAULT]\noutput = y', []],
    ['[DEFAULT]\nsso_region = x', ['defaultsNotPortable 1 DEFAULT']],
    ['[profile a]\nsso_region = b # c', ['inlineComment 2 sso_region']],
    ['[profile a]\nsso_region = b ; c', ['inlineComment 2 sso_region']],
    ['[profile a]\nsso_start_url = https://b/start#/', []],
    ['[profile a]\nregion = b # c', []],
    ['[profile a]\nSSO_Region = b', ['keyCase 2 SSO_Region']],
    ['[profile a]\nRegion = b', []],
    ['[profile a]\nsso_region: b', ['colonDelimiter 2 sso_region']],
    ['[profile a]\nsso_region = b\n  x = y', ['multilineValue 2 sso_region']],
    ['[profile a]\nx = b\n  [sso-session y]\n  [z]', ['indentedSection 3 sso-session y']],
    ['[profile a]\nsso_region = b\n[profile "a"]', ['sectionReplaced 1 a']],
    ['[profile a]\nregion = b\n[profile "a"]', []],
    ['[profile default]\nsso_region = b\n[default]', ['sectionReplaced 1 default']],
    [
      '[profile a]\nsso_region = b # c\n[profile "a"]\n',
      ['sectionReplaced 1 a', 'inlineComment 2 sso_region'],
    ],
  ])('%j', (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});

test('replaces a section by another spelling of its name, as the CLI does', () => {
  const text = lines(
    '[profile default]',
    'a = 1',
    '[default]',
    'b = 2',
    '[profile "default"]',
    'c = 3',
  );
  expect(values(parseConfigFile(text))).toEqual({ default: ['c=3'] });
});

test('reads 10,000 profiles in 200 sessions', () => {
  const session = (i: number) => lines(`[sso-session s${String(i)}]`, 'sso_region = eu-west-1');
  const profile = (i: number) =>
    lines(`[profile p${String(i)}]`, `sso_session = s${String(i % 200)}`);
  const text = [
    ...Array.from({ length: 200 }, (_, i) => session(i)),
    ...Array.from({ length: 10_000 }, (_, i) => profile(i)),
  ].join('\n');
  const { profiles, ssoSessions, problems } = parseConfigFile(text);
  expect([ssoSessions.size, profiles.size, problems, profiles.get('p9999')?.line]).toEqual([
    200,
    10_000,
    [],
    20_399,
  ]);
});

test.each([
  ['blank lines', '[a]\nk = v\n' + '\n'.repeat(100_000)],
  ['blanks', '[a]\nk ' + ' '.repeat(100_000)],
  ['brackets', '['.repeat(100_000)],
  ['one section', '[profile a]\n'.repeat(20_000)],
  ['spellings', '[profile a]\n[profile "a"]\n'.repeat(10_000)],
  [
    'keys',
    '[profile a]\n' + Array.from({ length: 50_000 }, (_, i) => `k${String(i)}=v`).join('\n'),
  ],
  ['quotes', `[profile ${'"'.repeat(99_999)}]`],
  [
    'random bytes',
    String.fromCharCode(...Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 65_536)),
  ],
])('does not choke on a hostile file: %s', (_, text) => {
  expect(() => parseConfigFile(text)).not.toThrow();
});

// botocore and the JavaScript SDK read the same files as we do: do we agree?
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseConfigFile, type ConfigSection } from '../../src/core/configFile.ts';
import { seededRandom } from '../support/overviewBuilder.ts';
import { pythonWith } from '../support/python.ts';

type Value = string | readonly Pair[];
type Pair = readonly [name: string, value: Value];
interface Reading {
  readonly profiles: readonly Pair[];
  readonly sso_sessions: readonly Pair[];
  /** undefined where the reader is too old to know them: botocore before 1.31 */
  readonly services: readonly Pair[] | undefined;
}
type Outcome = Reading | 'refused';

const handPicked = [
  '',
  '# only a comment',
  '\ufeff',
  '\ufeff[default]\nregion = eu-west-1',
  '\n\n[default]\r\nregion = eu-west-1\r\n\r\n[profile a]\r\nsso_session = s',
  '[default]\rregion = eu-west-1\r[profile a]\rregion = x',
  'region = eu-west-1\n[default]',
  '[default]\nregion',
  '[default]\n= x',
  '[default]\n: x',
  '[default]\nregion =',
  '[default]\nregion =\n\n\n[profile a]\nx = 1',
  '[default]\na = 1\nA = 2',
  '[default]\na = 1\n[default]\nb = 2',
  '[profile default]\na = 1\n[default]\nb = 2',
  '[default]\nb = 2\n[profile default]\na = 1',
  '[profile a]\nx = 1\n[profile  a]\ny = 1',
  '[profile a]\nx = 1\n[profile "a"]\ny = 1\n[profile\ta]\nz = 1',
  '[DEFAULT]\nregion = eu-west-1\n[default]\nx = 1',
  '[profile a]\nx = 1\n[DEFAULT]\nx = 0\ny = 2\n[sso-session s]\n[DEFAULT]\nz = 3',
  '[DEFAULT]\ns3 =\n  a = 1\n[services x]\n[profile a]\ns3 = 1',
  '[sso-session x]\nsso_region = a\n[sso-session "x"]\nsso_start_url = b',
  '[sso-session]\na = 1\n[sso-session ]\na = 1\n[sso-session ""]\na = 1',
  '[sso-session my session]\na = 1',
  "[sso-session o'b]\na = 1",
  '[sso-session "o\'b"]\na = 1',
  '[sso-session a\\ b]\na = 1\n[sso-session "a\\"b"]\nb = 1\n[sso-session "a\\xb"]\nc = 1\n[sso-session a\\]\nd = 1',
  '[ sso-session x ]\na = 1\n[SSO-SESSION x]\na = 1\n[sso_session x]\na = 1',
  '[sso-sessions x]\na = 1\n[sso-session-x y]\na = 1\n[profiles x]\na = 1\n[servicesx y]\na = 1',
  '[sso-session x] # c\na = 1\n[sso-session y]#c\na = 1\n[sso-session z] c ]\na = 1',
  '[profile équipe]\na = 1\n[profile "mon équipe"]\na = 1',
  '[profile a\u00a0b]\nx = 1\n[profile\u00a0c]\nx = 1',
  '[]\na = 1',
  '[default]\n[]',
  '[default]\n[a:b\nx = 1',
  '[default]\n[a',
  '[profile []]]\na = 1\n[profile a]b]\na = 1',
  '[default]\n  a = 1\n  b = 2\n c = 3\n',
  '[default]\na = 1\n  b = 2\n# c\n\n  d = 3\n\ne = 4',
  '[default]\na = 1\n  [profile x]\n  b = 1',
  '  [default]\n  a = 1\n    more\n  b = 2',
  '[default]\n\ta = 1\n\t\tmore\n    deeper than one tab',
  '[services s]\nsso_oidc =\n  endpoint_url = https://a/?b=c\n  # comment\n\n  Other: x = y\nsso =\n endpoint_url=http://b',
  '[services s]\nsso_oidc =\n  endpoint_url: https://a',
  '[services s]\nsso_oidc =\n\n\n  a = 1\n  a = 2\n  = 3',
  '[services s]\nsso_oidc = x\n  endpoint_url = https://a',
  '[services s]\nsso_oidc =\n  a = 1\u2028b = 2\n  c = 1\u000bd = 2',
  '[services s]\nsso_oidc =\n  a = 1\u000bd',
  '[default]\na = x # y\nb = x ; y\nc = #x\nd = ;x\n ; e = 1\n#f = 1\n;g = 1',
  '[default]\nURL = https://a/start#/\nK:v\nk2 : v = w\nk3 = v : w\nk4=\tv\t',
  '[default]\n\u001ca\u001c=\u001cb\u001c\n\u0085c = d\u00a0\n\u3000e = f\n\ufeffg = h',
  '[__proto__]\na = 1\n[profile __proto__]\n__proto__ = 1\nconstructor = 2\n[profile constructor]\ntoString = 3',
  '[profile A]\nSSO_Session = X\n[profile a]\nsso_session = x',
  '[default]\nİ = 1\nΑΣ = 2',
];

const directory = mkdtempSync(join(tmpdir(), 'config-oracle-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('reads profiles, sessions, services and values as botocore does, and refuses what it refuses', () => {
  const texts = [...handPicked, ...Array.from({ length: 400 }, (_, seed) => wildConfig(seed + 1))];
  const theirs = readWithBotocore(texts);
  const refused = theirs.filter((outcome) => outcome === 'refused').length;
  // Neither side of the comparison may dry up unnoticed.
  expect([refused > 100, theirs.length - refused > 150]).toEqual([true, true]);
  expect(texts.map((text, i) => ({ text, outcome: theirs[i] }))).toEqual(
    texts.map((text, i) => ({ text, outcome: knownTo(theirs[i], ourReading(text)) })),
  );
});

test('reads plain files as the JavaScript SDK does', async () => {
  const texts = Array.from({ length: 100 }, (_, seed) => plainConfig(seed + 1));
  const theirs = await Promise.all(texts.map((text) => readWithJavaScript(text)));
  expect(theirs).toEqual(texts.map(ourReading));
});

test.each([
  ['two blanks', '[sso-session  x]\nk = v', 'headerNotPortable'],
  ['a blank before the bracket', '[sso-session x ]\nk = v', 'headerNotPortable'],
  ['a comment right behind the bracket', '[sso-session x]#c\nk = v', 'headerNotPortable'],
  ['a longer first word', '[sso-sessions x]\nk = v', 'headerNotPortable'],
  ['a name with a blank', '[sso-session "my session"]\nk = v', 'nameNotPortable'],
  ['a name that is not ASCII', '[sso-session équipe]\nk = v', 'nameNotPortable'],
  ['a comment behind a value', '[sso-session x]\nsso_region = a # b', 'inlineComment'],
  ['a semicolon behind a value', '[sso-session x]\nsso_region = a ; b', 'inlineComment'],
  ['a key in upper case', '[sso-session x]\nSSO_region = a', 'keyCase'],
  ['a colon', '[sso-session x]\nsso_region: a', 'colonDelimiter'],
  ['a continued value', '[sso-session x]\nsso_region = a\n  k = b', 'multilineValue'],
  ['an indented header', '[sso-session x]\nk = a\n  [sso-session y]\n  k = b', 'indentedSection'],
  ['one name spelt twice', '[sso-session x]\nk = a\n[sso-session "x"]\nj = b', 'sectionReplaced'],
  ['a session twice', '[sso-session x]\nk = a\n[sso-session x]\nj = b', 'duplicateSection'],
  ['a byte order mark', '\ufeff[sso-session x]\nk = v', 'byteOrderMark'],
])('says so where the CLI and the JavaScript SDK differ: %s', async (_, text, code) => {
  const [cli] = readWithBotocore([text]);
  expect({
    differ: JSON.stringify(cli) !== JSON.stringify(await readWithJavaScript(text)),
    codes: parseConfigFile(text).problems.map((problem) => problem.code),
  }).toEqual({ differ: true, codes: expect.arrayContaining([code]) as unknown });
});

function ourReading(text: string): Outcome {
  const { profiles, ssoSessions, services, problems } = parseConfigFile(text);
  if (problems.some(({ refusedByCli }) => refusedByCli)) return 'refused';
  return {
    profiles: sorted(profiles),
    sso_sessions: sorted(ssoSessions),
    services: sorted(services),
  };
}

function knownTo(theirs: Outcome | undefined, ours: Outcome): Outcome {
  const unaware = typeof theirs === 'object' && theirs.services === undefined;
  return unaware && ours !== 'refused' ? { ...ours, services: undefined } : ours;
}

function sorted(sections: ReadonlyMap<string, ConfigSection>): readonly Pair[] {
  return byName(
    Array.from(sections, ([name, { keys }]): Pair => [
      name,
      byName(
        keys.map(({ name: key, value, nested }): Pair => [
          key,
          nested
            ? byName(Array.from(nested.values(), (sub): Pair => [sub.name, sub.value]))
            : value,
        ]),
      ),
    ]),
  );
}

function byName(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function readWithBotocore(texts: readonly string[]): readonly Outcome[] {
  const program = `
import json, sys
import botocore.configloader as loader
from botocore.exceptions import ConfigParseError
def pairs(value):
    return [[k, pairs(v)] for k, v in value.items()] if isinstance(value, dict) else value
for text in json.load(sys.stdin):
    with open(sys.argv[1], 'wb') as file:
        file.write(text.encode())
    try:
        found = loader.build_profile_map(loader.raw_config_parse(sys.argv[1]))
        print(json.dumps({k: pairs(found[k]) for k in ('profiles', 'sso_sessions', 'services') if k in found}))
    except ConfigParseError:
        print(json.dumps('refused'))
`;
  const { status, stdout, stderr } = spawnSync(
    pythonWith('botocore'),
    ['-c', program, join(directory, 'botocore')],
    { input: JSON.stringify(texts), encoding: 'utf8', env: { ...process.env, PYTHONUTF8: '1' } },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome)
    .map((outcome) => (outcome === 'refused' ? outcome : sortedReading(outcome)));
}

function sortedReading({ profiles, sso_sessions, services }: Reading): Reading {
  const deep = (pairs: readonly Pair[]): readonly Pair[] =>
    byName(pairs.map(([name, value]) => [name, typeof value === 'string' ? value : deep(value)]));
  return {
    profiles: deep(profiles),
    sso_sessions: deep(sso_sessions),
    services: services && deep(services),
  };
}

interface JavaScriptLoader {
  readonly loadSharedConfigFiles: (init: {
    readonly filepath: string;
    readonly configFilepath: string;
  }) => Promise<{ readonly configFile: Record<string, Record<string, string>> }>;
}

/** The loader that the installed AWS clients use; it keeps `key.subkey` flat, which is undone here. */
async function readWithJavaScript(text: string): Promise<Reading> {
  const fromClient = createRequire(
    createRequire(import.meta.url).resolve('@aws-sdk/client-sso-oidc'),
  );
  const { loadSharedConfigFiles } = fromClient('@smithy/core/config') as JavaScriptLoader;
  // A new path each time: it remembers what it has read.
  const configFilepath = join(directory, `javascript-${String(++filesWritten)}`);
  writeFileSync(configFilepath, text);
  const { configFile } = await loadSharedConfigFiles({
    configFilepath,
    filepath: join(directory, 'none'),
  });
  const sections = Object.entries(configFile).map(([name, values]): Pair => [name, nest(values)]);
  const under = (prefix: string) =>
    byName(
      sections
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value]),
    );
  const profiles = sections.filter(([name]) => !/^(sso-session|services)\./.test(name));
  return {
    profiles: byName(profiles),
    sso_sessions: under('sso-session.'),
    services: under('services.'),
  };
}

let filesWritten = 0;

function nest(values: Readonly<Record<string, string>>): readonly Pair[] {
  const found = new Map<string, Value>();
  for (const [key, value] of Object.entries(values)) {
    const [name = '', sub] = key.split('.');
    const above = found.get(name);
    if (sub === undefined) found.set(name, value);
    else
      found.set(name, byName([...(Array.isArray(above) ? (above as Pair[]) : []), [sub, value]]));
  }
  return byName([...found]);
}

const words = [
  'profile',
  'sso-session',
  'services',
  'profiles',
  'sso-sessions',
  'preview',
  'Profile',
];
const gaps = [' ', ' ', ' ', '  ', '\t', ' \t ', '\u00a0', ''];
const sectionNames = ['a', 'b-c', 'my-sso', 'x@y.z', 'équipe', '日本', 'a b', '__proto__', '1/2:3'];
const quotes = ['', '', '', '"', "'", '\\'];
const trailers = ['', '', '', '', ' ', '\t', ' # c', '#c', ' ; c', ' ]', '= x'];
const keyNames = [
  'sso_start_url',
  'sso_region',
  'SSO_Region',
  'sso_session',
  'region',
  'Output',
  'constructor',
  'a key',
  'ключ',
  '[k',
];
const delimiters = [' = ', '=', ' =', '= ', ': ', ':', '\t=\t', ' := ', '\u00a0=\u2003'];
const values = [
  'x',
  '',
  'https://a.awsapps.com/start',
  'https://a.awsapps.com/start#/',
  'us-east-1 # b',
  'a;b ; c',
  '"q"',
  'a = b : c',
  '[profile x]',
  'é\u0085',
  '%(x)s',
  'a\u000bb',
];
const blanks = ['', ' ', '\t', '  \t', '\u00a0', '\u000c'];
const indents = ['', '', '', '', '', ' ', '  ', '\t', '    ', '\u3000'];
const lineBreaks = ['\n', '\n', '\n', '\r\n', '\r'];

/** Everything that may go wrong in a file, at a rate that leaves about half of them readable. */
function wildConfig(seed: number): string {
  const { below } = seededRandom(seed);
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => list[below(list.length)] as T;
  const used = new Set<string>();
  const unless = (likely: number, text: string) => {
    // Duplicates make the CLI refuse the file: now and then only.
    if (used.has(text.toLowerCase()) && below(likely) > 0) return undefined;
    used.add(text.toLowerCase());
    return text;
  };
  const header = () => {
    const quote = pick(quotes);
    const inner =
      below(12) === 0
        ? 'default'
        : pick(words) + pick(gaps) + quote + pick(sectionNames) + (below(8) === 0 ? '' : quote);
    const outer = below(15) === 0 ? ` ${inner} ` : inner;
    const unique = unless(12, outer);
    return unique === undefined ? '' : `[${unique}]${pick(trailers)}`;
  };
  const lines: string[] = [];
  if (below(30) === 0) lines.push('\ufeff');
  for (let section = 0; section < 4; section++) {
    lines.push((below(10) === 0 ? pick(indents) : '') + header());
    const base = below(6) === 0 ? pick(indents) : '';
    for (let i = below(6); i > 0; i--) {
      const kind = below(20);
      if (kind < 11) {
        const key = unless(15, `${pick(keyNames)}${section === 0 ? '' : String(section)}`);
        if (key !== undefined) lines.push(base + key + pick(delimiters) + pick(values));
      } else if (kind < 13) {
        const key = pick(['sso_oidc', 'sso', 's3']) + String(below(1000));
        lines.push(`${base}${key} =`);
        for (let n = below(3); n >= 0; n--) {
          lines.push(
            `${base}  ${pick(['endpoint_url', 'A b', 'c'])}${pick([' = ', '=', ' = ', ': '])}${pick(values)}`,
          );
        }
      } else if (kind < 15) lines.push(`${pick(indents)}  ${pick(values)}`);
      else if (kind < 17) lines.push(pick(blanks));
      else if (kind < 19) lines.push(pick(indents) + pick(['# c', ';c', '#']));
      else if (below(6) === 0)
        lines.push(pick(['nonsense', '= x', '[]', '[profile y', '[z:y', ']']));
    }
  }
  const lineBreak = pick(lineBreaks);
  return lines.join(lineBreak) + (below(3) === 0 ? '' : lineBreak);
}

/** What the two readers have in common: one spelling of everything. */
function plainConfig(seed: number): string {
  const { below } = seededRandom(seed);
  const lines: string[] = [];
  for (let i = 0; i < 6; i++) {
    const name = `n${String(i)}${['', '-a', '_b', '@c', '.d', '/e', '+f'][below(7)] ?? ''}`;
    const quote = ['', '"', "'"][below(3)] ?? '';
    lines.push(i === 0 ? '[default]' : `[${words[below(3)] ?? ''} ${quote}${name}${quote}]`);
    if (below(3) === 0) lines.push('# comment', '  ; comment');
    for (let k = below(4); k >= 0; k--) {
      const value = ['x', 'https://a.awsapps.com/start#/', 'a=b', 'a b', 'a#b;c'][below(5)] ?? '';
      lines.push(`key_${String(k)}${below(2) === 0 ? ' = ' : '='}${value}`);
    }
    if (below(2) === 0) lines.push('sso_oidc =', '  endpoint_url = https://localhost:1/', '');
    if (below(3) === 0) lines.push('');
  }
  return lines.join(below(2) === 0 ? '\n' : '\r\n');
}

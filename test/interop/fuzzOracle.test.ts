// Files that chance made: nothing is valid to us that botocore rejects, and what both read they read alike.
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTokenFile } from '../../src/aws/tokenFile.ts';
import { type ConfigSection, parseConfigFile } from '../../src/core/configFile.ts';
import { parseTimestamp } from '../../src/core/timestamp.ts';
import { configText } from '../support/fuzz/configTexts.ts';
import { timestampText, tokenText } from '../support/fuzz/tokenTexts.ts';
import { pythonWith } from '../support/python.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 1);
const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): readonly T[] =>
  fc.sample(arbitrary, { seed, numRuns });

/** As bytes, since a file need not be text. */
const spoilt = fc
  .tuple(tokenText, fc.nat(), fc.integer({ min: 0x80, max: 0xff }))
  .map(([text, at, byte]) => {
    const bytes = Buffer.from(text);
    if (bytes.length > 0) bytes[at % bytes.length] = byte;
    return bytes;
  });
const tokens = [...sample(tokenText, 500).map((text) => Buffer.from(text)), ...sample(spoilt, 100)];
const timestamps = sample(timestampText, 800);
const configs = sample(configText, 400).filter((text) => text.length < 20_000);

/** In ms since the epoch and, of a token, what else is read. */
interface Oracle {
  readonly tokens: readonly (readonly [accessToken: unknown, at: number] | null)[];
  readonly timestamps: readonly (number | null)[];
  readonly configs: readonly (Readonly<Record<'profiles' | 'sessions', Values>> | null)[];
}
type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const program = `
import datetime, json, sys
import dateutil.parser
import botocore.configloader as loader
from botocore.tokens import _utc_now
from botocore.utils import JSONFileCache, SSOTokenLoader

epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
def instant(text):
    at = dateutil.parser.parse(text)
    # As SSOTokenProvider does: without a zone it cannot be compared.
    (at - _utc_now()).total_seconds()
    return (at - epoch) // datetime.timedelta(milliseconds=1)
def attempt(read):
    try:
        return read()
    except Exception:
        return None
directory, sizes = sys.argv[1], json.loads(sys.argv[2])
load = SSOTokenLoader(cache=JSONFileCache(directory))
load._generate_cache_key = lambda start_url, session_name: session_name
def token(index):
    found = load('', session_name='token' + str(index))
    return [found['accessToken'], instant(found['expiresAt'])]
def config(index):
    found = loader.load_config(directory + '/config' + str(index))
    return {'profiles': found['profiles'], 'sessions': found['sso_sessions']}
with open(directory + '/timestamps') as file:
    timestamps = json.load(file)
json.dump({
    'tokens': [attempt(lambda: token(index)) for index in range(sizes[0])],
    'timestamps': [attempt(lambda: instant(text)) for text in timestamps],
    'configs': [attempt(lambda: config(index)) for index in range(sizes[1])],
}, sys.stdout)
`;

const directory = mkdtempSync(join(tmpdir(), 'fuzz-oracle-'));
afterAll(() => rmSync(directory, { recursive: true }));

let botocore: Oracle;
beforeAll(() => {
  for (const [index, bytes] of tokens.entries()) {
    writeFileSync(join(directory, `token${index}.json`), bytes);
  }
  for (const [index, text] of configs.entries()) {
    writeFileSync(join(directory, `config${index}`), text);
  }
  writeFileSync(join(directory, 'timestamps'), JSON.stringify(timestamps));
  const sizes = JSON.stringify([tokens.length, configs.length]);
  const { status, stdout, stderr } = spawnSync(
    pythonWith('botocore'),
    ['-W', 'ignore', '-c', program, directory, sizes],
    { encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, PYTHONUTF8: '1', TZ: 'UTC' } },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  botocore = JSON.parse(stdout) as Oracle;
});

test('token files', async () => {
  const ours = await Promise.all(
    tokens.map((_bytes, index) => openTokenFile(join(directory, `token${index}.json`), false)),
  );
  const read = ours.map((file) =>
    file.kind === 'token' ? [file.token.accessToken, file.token.expiresAt] : null,
  );
  const differing = read.flatMap((one, index) =>
    one === null || JSON.stringify(one) === JSON.stringify(botocore.tokens[index])
      ? []
      : [
          {
            text: tokens[index]?.toString('latin1').slice(0, 300),
            ours: one,
            theirs: botocore.tokens[index],
          },
        ],
  );
  expect(differing).toEqual([]);
  expect(read.filter((one) => one !== null).length).toBeGreaterThan(50);
});

test('timestamps', () => {
  const differing = timestamps.flatMap((text, index) => {
    const reading = parseTimestamp(text);
    const theirs = botocore.timestamps[index];
    return 'problem' in reading || reading.at === theirs ? [] : [{ text, at: reading.at, theirs }];
  });
  expect(differing).toEqual([]);
  expect(timestamps.filter((text) => 'at' in parseTimestamp(text)).length).toBeGreaterThan(200);
});

const valuesOf = (sections: ReadonlyMap<string, ConfigSection>): Values =>
  Object.fromEntries(
    Array.from(sections, ([name, { keys }]) => [
      name,
      Object.fromEntries(
        keys.map(({ name: key, value, nested }) => [
          key,
          nested
            ? Object.fromEntries(Array.from(nested.values(), (one) => [one.name, one.value]))
            : value,
        ]),
      ),
    ]),
  );

test('config files', () => {
  const ours = configs.map((text) => {
    // What a file holds of a half of a character is not what the text held.
    const { problems, profiles, ssoSessions } = parseConfigFile(Buffer.from(text).toString());
    if (problems.some(({ refusedByCli }) => refusedByCli)) return null;
    return { profiles: valuesOf(profiles), sessions: valuesOf(ssoSessions) };
  });
  const differing = configs.flatMap((text, index) => {
    const [one, other] = [ours[index], botocore.configs[index]];
    const isAlike = isSame(one, other);
    return isAlike ? [] : [{ text: text.slice(0, 600), ours: one, theirs: other }];
  });
  expect(differing).toEqual([]);
  expect(ours.filter((one) => one !== null).length).toBeGreaterThan(50);
});

/** Whatever the order of the keys. */
function isSame(one: unknown, other: unknown): boolean {
  const inOrder = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, inOrder(inner)])
      : value;
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

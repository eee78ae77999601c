// Files that chance made: nothing is valid to us that botocore rejects, and what both read they read alike.
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openTokenFile } from '../../src/aws/tokenFile.ts';
import { type ConfigSection, parseConfigFile } from '../../src/core/configFile.ts';
import { parseTimestamp } from '../../src/core/timestamp.ts';
import { configText } from '../support/fuzz/configTexts.ts';
import { batches, timeout } from '../support/fuzz/fuzz.ts';
import { timestampText, tokenText } from '../support/fuzz/tokenTexts.ts';
import { pythonWith } from '../support/python.ts';

/** As bytes, since a file need not be text. */
const spoilt = fc
  .tuple(tokenText, fc.nat(), fc.integer({ min: 0x80, max: 0xff }))
  .map(([text, at, byte]) => {
    const bytes = Buffer.from(text);
    if (bytes.length > 0) bytes[at % bytes.length] = byte;
    return bytes;
  });
const tokenFile = fc.oneof(
  { weight: 5, arbitrary: tokenText.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: spoilt },
);
const shortConfig = configText.filter((text) => text.length < 20_000);

type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What botocore reads, null where it rejects; times in ms since the epoch. */
interface Answers {
  readonly tokens: readonly [accessToken: unknown, at: number];
  readonly timestamps: number;
  readonly configs: Readonly<Record<'profiles' | 'sessions', Values>>;
}

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
directory, kind, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
load = SSOTokenLoader(cache=JSONFileCache(directory))
load._generate_cache_key = lambda start_url, session_name: session_name
def token(index):
    found = load('', session_name=str(index))
    return [found['accessToken'], instant(found['expiresAt'])]
def config(index):
    found = loader.load_config(directory + '/' + str(index) + '.json')
    return {'profiles': found['profiles'], 'sessions': found['sso_sessions']}
def timestamp(index):
    with open(directory + '/' + str(index) + '.json') as file:
        return instant(json.load(file))
read = {'tokens': token, 'timestamps': timestamp, 'configs': config}[kind]
json.dump([attempt(lambda: read(index)) for index in range(size)], sys.stdout)
`;

const python = pythonWith('botocore');
const directory = mkdtempSync(join(tmpdir(), 'fuzz-oracle-'));
afterAll(() => rmSync(directory, { recursive: true }));
const fileOf = (index: number): string => join(directory, `${index}.json`);

/** Of files with these contents, as they are left there. */
function askBotocore<K extends keyof Answers>(
  kind: K,
  files: readonly (string | Buffer)[],
): readonly (Answers[K] | null)[] {
  for (const [index, content] of files.entries()) writeFileSync(fileOf(index), content);
  const { status, stdout, stderr } = spawnSync(
    python,
    ['-W', 'ignore', '-c', program, directory, kind, String(files.length)],
    { encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, PYTHONUTF8: '1', TZ: 'UTC' } },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as readonly (Answers[K] | null)[];
}

test('no token counts that botocore rejects, or reads otherwise', { timeout }, async () => {
  for (const { seed, inputs } of batches(tokenFile, 600)) {
    const theirs = askBotocore('tokens', inputs);
    const ours = await Promise.all(inputs.map((_, index) => openTokenFile(fileOf(index), false)));
    const read = ours.map((file) =>
      file.kind === 'token' ? [file.token.accessToken, file.token.expiresAt] : null,
    );
    const differing = read.flatMap((one, index) =>
      one === null || JSON.stringify(one) === JSON.stringify(theirs[index])
        ? []
        : [{ text: inputs[index]?.toString('latin1').slice(0, 300), one, other: theirs[index] }],
    );
    expect({ seed, differing }).toEqual({ seed, differing: [] });
    expect(read.filter((one) => one !== null).length).toBeGreaterThan(50);
  }
});

test('no timestamp is read that botocore rejects, or reads otherwise', { timeout }, () => {
  for (const { seed, inputs } of batches(timestampText, 800)) {
    const theirs = askBotocore(
      'timestamps',
      inputs.map((text) => JSON.stringify(text)),
    );
    const read = inputs.map((text) => parseTimestamp(text));
    const differing = read.flatMap((one, index) =>
      'problem' in one || one.at === theirs[index]
        ? []
        : [{ text: inputs[index], at: one.at, other: theirs[index] }],
    );
    expect({ seed, differing }).toEqual({ seed, differing: [] });
    expect(read.filter((one) => 'at' in one).length).toBeGreaterThan(200);
  }
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

test('what a config says, it says to botocore', { timeout }, () => {
  for (const { seed, inputs } of batches(shortConfig, 400)) {
    const theirs = askBotocore('configs', inputs);
    const ours = inputs.map((text) => {
      // What a file holds of a half of a character is not what the text held.
      const { problems, profiles, ssoSessions } = parseConfigFile(Buffer.from(text).toString());
      if (problems.some(({ refusedByCli }) => refusedByCli)) return null;
      return { profiles: valuesOf(profiles), sessions: valuesOf(ssoSessions) };
    });
    const differing = inputs.flatMap((text, index) => {
      const [one, other] = [ours[index], theirs[index]];
      return isSame(one, other) ? [] : [{ text: text.slice(0, 600), one, other }];
    });
    expect({ seed, differing }).toEqual({ seed, differing: [] });
    expect(ours.filter((one) => one !== null).length).toBeGreaterThan(50);
  }
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

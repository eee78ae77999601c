// What is read from disk, whatever lies there: real files in a temporary home.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awsPaths, tokenFilePath } from '../../src/aws/paths.ts';
import { readSnapshot, watchedFiles } from '../../src/aws/readSnapshot.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { nothingShared } from '../support/overviewBuilder.ts';

const startUrl = 'https://my-sso-portal.awsapps.com/start';
const session = (name: string, url = startUrl) =>
  `[sso-session ${name}]\nsso_region = us-east-1\nsso_start_url = ${url}\n`;
const profile = (name: string, of: string) => `[profile ${name}]\nsso_session = ${of}\n`;
const legacy = (name: string, url: string) =>
  `[profile ${name}]\nsso_start_url = ${url}\nsso_region = us-east-1\n`;
const full = JSON.stringify({
  accessToken: 'planted-access',
  expiresAt: '2026-01-15T13:00:00Z',
  refreshToken: 'planted-refresh',
  clientId: 'planted-client',
  clientSecret: 'planted-secret',
  registrationExpiresAt: '2026-03-01T00:00:00Z',
  region: 'us-east-1',
  startUrl,
});
const read = {
  kind: 'token',
  facts: {
    expiresAt: Date.parse('2026-01-15T13:00:00Z'),
    hasRefreshFields: true,
    registrationExpiresAt: Date.parse('2026-03-01T00:00:00Z'),
    region: 'us-east-1',
    startUrl,
  },
  fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
};
const absent = { kind: 'absent' };
const unreadable = (problem: string) => ({ kind: 'unreadable', problem });

let home: string;
let token: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'read-snapshot-'));
  token = tokenFilePath(sources().paths, 'my-sso');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const sources = (environment = {}) => ({
  paths: awsPaths({ HOME: home, ...environment }, 'linux'),
  stateFile: join(home, 'storage', 'state.json'),
  environment,
});
const snapshot = (previous?: Snapshot) => readSnapshot(sources(), previous);
function write(path: string, text: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
function configure(...sections: string[]): void {
  write(sources().paths.config, sections.join(''));
  mkdirSync(dirname(token), { recursive: true });
}
const tokensOf = ({ tokens }: Snapshot) => Object.fromEntries(tokens);
const tokens = async (previous?: Snapshot) => tokensOf(await snapshot(previous));
const cached = (name: string) => join(dirname(token), name);

describe('one token file', () => {
  function moveAndLink(path: string): void {
    write(token, full);
    renameSync(path, join(home, 'real'));
    symlinkSync(join(home, 'real'), path);
  }
  function enlarge(): void {
    write(token, full);
    truncateSync(token, 16 * 1024 * 1024 + 1);
  }
  function replaceDirectory(): void {
    rmSync(dirname(token), { recursive: true });
    write(dirname(token), '');
  }
  const files: [string, () => void, object][] = [
    ['a token', () => write(token, full), read],
    ['missing', () => undefined, absent],
    ['~/.aws/sso missing', () => rmSync(join(home, '.aws', 'sso'), { recursive: true }), absent],
    ['empty', () => write(token, ''), unreadable('empty')],
    ['blank', () => write(token, ' \n'), unreadable('empty')],
    ['cut short', () => write(token, '{"accessToken":"AT","expi'), unreadable('notJson')],
    ['a brace too many', () => write(token, `${full}}`), unreadable('notJson')],
    ...['[]', 'null', '"x"', '42'].map((text): [string, () => void, object] => [
      text,
      () => write(token, text),
      unreadable('notAnObject'),
    ]),
    ['no accessToken', () => write(token, '{}'), unreadable('noAccessToken')],
    ['a directory', () => mkdirSync(token), unreadable('notAFile')],
    ['a named pipe', () => execFileSync('mkfifo', [token]), unreadable('notAFile')],
    ['a device', () => symlinkSync('/dev/zero', token), unreadable('notAFile')],
    ['too large', enlarge, unreadable('tooLarge')],
    ['a link to itself', () => symlinkSync(token, token), unreadable('ioError')],
    ['a link to nowhere', () => symlinkSync(join(home, 'nowhere'), token), absent],
    ['a link to a token', () => moveAndLink(token), read],
    ['a linked ~/.aws', () => moveAndLink(join(home, '.aws')), read],
    ['a file in place of its directory', replaceDirectory, absent],
  ];
  test.each(files)('%s', async (_, arrange, expected) => {
    configure(session('my-sso'));
    arrange();
    expect(await tokens()).toEqual({ 'session:my-sso': expected });
  });

  // The superuser may read everything, so that there is nothing to see.
  test.skipIf(process.getuid?.() === 0)('not allowed', async () => {
    configure(session('my-sso'));
    write(token, full);
    chmodSync(token, 0);
    expect(await tokens()).toEqual({ 'session:my-sso': unreadable('notAllowed') });
  });
});

/** By now a reading that was begun before has looked once, and will look again for half a second. */
async function oneLook(): Promise<void> {
  const elsewhere = { ...sources(), paths: awsPaths({ HOME: join(home, 'elsewhere') }, 'linux') };
  for (let readings = 0; readings < 5; readings += 1) await readSnapshot(elsewhere, undefined);
}

describe('caught in the middle of a write', () => {
  test('an empty file that is filled while it is read again ends as a token', async () => {
    configure(session('my-sso'));
    write(token, '');
    const reading = tokens();
    write(`${token}.tmp`, full);
    await oneLook();
    renameSync(`${token}.tmp`, token);
    expect(await reading).toEqual({ 'session:my-sso': read });
  });

  test('a token that is deleted and comes back was never away', async () => {
    configure(session('my-sso'));
    write(token, full);
    const previous = await snapshot();
    rmSync(token);
    const reading = tokens(previous);
    await oneLook();
    write(token, full);
    expect(await reading).toEqual({ 'session:my-sso': read });
  });

  test('a file that stays broken, or away, is believed, and nothing is deleted', async () => {
    configure(session('my-sso'));
    write(token, full);
    const previous = await snapshot();
    write(token, '{"acc');
    expect(await tokens(previous)).toEqual({ 'session:my-sso': unreadable('notJson') });
    expect(readdirSync(dirname(token)).map(cached)).toEqual([token]);
    rmSync(token);
    expect(await tokens(previous)).toEqual({ 'session:my-sso': absent });
  });

  test('a file as broken as before is believed at once, and holds up no other session', async () => {
    configure(session('my-sso'));
    const unknown = await snapshot();
    write(token, '{"acc');
    const known = await snapshot();
    const read: string[] = [];
    await Promise.all([
      tokens(unknown).then(() => read.push('broken anew')),
      tokens(known).then(() => read.push('as broken as before')),
    ]);
    expect(read).toEqual(['as broken as before', 'broken anew']);
  });

  test('a file that is broken in another way than before is read again', async () => {
    configure(session('my-sso'));
    write(token, '{"acc');
    const previous = await snapshot();
    write(token, '');
    const reading = tokens(previous);
    await oneLook();
    write(token, full);
    expect(await reading).toEqual({ 'session:my-sso': read });
  });

  test('a config that is empty for a moment keeps its sessions', async () => {
    configure(session('my-sso'));
    const previous = await snapshot();
    configure();
    const reading = tokens(previous);
    await oneLook();
    configure(session('my-sso'));
    expect(await reading).toEqual({ 'session:my-sso': absent });
    rmSync(sources().paths.config);
    expect(await tokens(previous)).toEqual({});
  });
});

test('nothing else in the token cache is opened', async () => {
  configure(session('my-sso'));
  const others = [
    'c5cfae6e3e4f067423a532368c8b514b6a4b0ace.json',
    'kiro-auth-token.json',
    'botocore-client-id-us-east-1.json',
    `${'0'.repeat(40)}.json`,
  ];
  write(
    cached(others[0] ?? ''),
    '{"clientId":"C","clientSecret":"S","expiresAt":"2026-04-01T00:00:00Z"}',
  );
  write(cached(others[1] ?? ''), full);
  // Whoever opened one of these as a plain file would wait for ever.
  for (const name of others.slice(2)) execFileSync('mkfifo', [cached(name)]);
  expect(await tokens()).toEqual({ 'session:my-sso': absent });
});

test('sessions and legacy profiles each have their file, named after what is configured', async () => {
  configure(
    session('my-sso'),
    session('other'),
    profile('dev', 'other'),
    legacy('slash', `${startUrl}/`),
    legacy('hash', `${startUrl}#/`),
  );
  write(cached('281a1863574b3787533891e49521f808d4fc0d51.json'), full);
  write(cached('dbb58223772e9bae116ca5a3d089fdc0858ca302.json'), '');
  write(tokenFilePath(sources().paths, 'other'), full);
  const whole = await snapshot();
  expect(tokensOf(whole)).toEqual({
    'session:my-sso': absent,
    'session:other': read,
    [`url:${startUrl}/`]: read,
    [`url:${startUrl}#/`]: unreadable('empty'),
  });
  const { paths, stateFile } = sources();
  expect(watchedFiles(sources(), whole)).toEqual([
    paths.config,
    paths.credentials,
    stateFile,
    ...['my-sso', 'other', `${startUrl}/`, `${startUrl}#/`].map((key) => tokenFilePath(paths, key)),
  ]);
});

test('holds no secret', async () => {
  configure(session('my-sso'));
  write(token, full);
  const { config, ...rest } = await snapshot();
  expect(JSON.stringify([config, tokensOf({ config, ...rest })])).not.toMatch(/planted/);
});

describe('the config', () => {
  test('elsewhere by AWS_CONFIG_FILE, while the token cache stays', async () => {
    const moved = sources({ AWS_CONFIG_FILE: join(home, 'elsewhere') });
    write(moved.paths.config, session('my-sso'));
    write(token, full);
    expect(tokensOf(await readSnapshot(moved, undefined))).toEqual({ 'session:my-sso': read });
  });

  test('missing, with all of ~/.aws', async () => {
    expect(await snapshot()).toEqual({
      config: { sessions: [], problems: [] },
      tokens: new Map(),
      tokenPaths: new Map(),
      endpoints: new Map(),
      endpointProblems: new Map(),
      shared: nothingShared,
    });
  });

  test.each(['config', 'credentials'] as const)('a directory in place of %s', async (kind) => {
    mkdirSync(sources().paths[kind], { recursive: true });
    const { config } = await snapshot();
    expect(config.problems).toEqual([
      { code: 'fileUnreadable', file: kind, line: 1, severity: 'error', subject: 'notAFile' },
    ]);
  });

  test('unreadable credentials hide no session', async () => {
    configure(session('my-sso'));
    execFileSync('mkfifo', [sources().paths.credentials]);
    expect(await tokens()).toEqual({ 'session:my-sso': absent });
  });

  test('tells endpoints apart, wherever they are chosen, and repeats no URL', async () => {
    const url = 'https://user:planted@oidc.example';
    const config = session('my-sso') + profile('dev', 'my-sso');
    const endpointIn = async (text: string, environment = {}) => {
      configure(text);
      const { endpoints } = await readSnapshot(sources(environment), undefined);
      return endpoints.get('session:my-sso');
    };
    const found = [
      await endpointIn(config),
      await endpointIn(`${config}endpoint_url = ${url}\n`),
      await endpointIn(`${config}endpoint_url = ${url}/2\n`),
      await endpointIn(`${config}endpoint_url = http://not.https\n`),
      await endpointIn(config, { AWS_USE_FIPS_ENDPOINT: 'true' }),
    ];
    const digest = expect.stringMatching(/^[0-9a-f]{16}$/) as string;
    expect([found, new Set(found).size]).toEqual([['', ...Array<string>(4).fill(digest)], 5]);
    expect(await endpointIn(config, { AWS_ENDPOINT_URL: url })).toBe(found[1]);
  });

  test.each([
    ['the config', 'endpoint_url = http://not.https\n', {}, { kind: 'config', line: 9 }],
    [
      'the environment',
      '',
      { AWS_ENDPOINT_URL: 'http://not.https' },
      { kind: 'env', variable: 'AWS_ENDPOINT_URL' },
    ],
  ])('an endpoint that nothing may be sent to, by %s', async (_, line, environment, where) => {
    configure(session('other') + session('my-sso') + profile('dev', 'my-sso') + line);
    const { sessions } = deriveOverview(await readSnapshot(sources(environment), undefined), 0);
    const problem = { code: 'endpointNotHttps', where };
    expect(sessions.map(({ endpointProblem }) => endpointProblem)).toEqual([
      where.kind === 'env' ? problem : undefined,
      problem,
    ]);
  });

  test('what windows remember together comes along', async () => {
    const failure = { kind: 'failing', code: 'throttled' };
    const renewal = { attemptedAt: 1, by: 'timer', failure, failures: 2, subject: 's' };
    const clock = { aheadMs: 7, seenAt: 1 };
    const history = { events: [{ at: 1, kind: 'signIn' }] };
    const remembered = { renewals: { 'session:a': renewal }, history: { 'session:b': history } };
    const state = { version: 1, ...remembered, clock };
    write(sources().stateFile, JSON.stringify(state));
    expect((await snapshot()).shared).toEqual({
      ...nothingShared,
      renewals: new Map([['session:a', renewal]]),
      clock,
      histories: new Map([['session:b', history]]),
    });
  });
});

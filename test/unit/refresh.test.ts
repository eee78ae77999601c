// Renewing one session against a real service: what is answered, and what is then on disk.
import {
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awsPaths, tokenFilePath } from '../../src/aws/paths.ts';
import { refresh } from '../../src/aws/refresh.ts';
import { readRenewals } from '../../src/aws/stateFile.ts';
import type { Fault } from '../support/identityCenter/faults.ts';
import {
  type IdentityCenter,
  startIdentityCenter,
} from '../support/identityCenter/identityCenter.ts';

const start = Date.parse('2026-01-15T12:00:00.250Z');
const startUrl = 'https://my-sso-portal.awsapps.com/start';
const region = 'us-east-1';
const configText = `[profile dev]
sso_session = my-sso
[sso-session my-sso]
sso_region = ${region}
sso_start_url = ${startUrl}
[profile old]
sso_start_url = ${startUrl}
sso_region = ${region}
`;
const id = 'session:my-sso';
const expired = { expiresAt: '2026-01-15T11:00:00Z' };
const endsSoon = { expiresAt: '2026-01-15T12:03:00Z' };
const anHourLater = Date.parse('2026-01-15T13:00:00Z');

let home: string;
let center: IdentityCenter;
let now: number;
let path: string;
let issued: Record<string, unknown>;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'refresh-'));
  now = start;
  center = await startIdentityCenter({ now: () => now });
  path = tokenFilePath(paths(), 'my-sso');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(paths().config, configText);
  issued = { ...center.issueToken({ startUrl, region }) };
});
afterEach(async () => {
  await center.close();
  await rm(home, { recursive: true, force: true });
});

const paths = () => awsPaths({ HOME: home }, 'linux');
const stateFile = () => join(home, 'storage', 'state.json');
const run = (sessionId = id, signal = new AbortController().signal, environment = {}) =>
  refresh(
    sessionId,
    {
      paths: paths(),
      stateFile: stateFile(),
      environment: { AWS_ENDPOINT_URL_SSO_OIDC: center.url, ...environment },
      now: () => now,
    },
    signal,
  );
/** Writes what was issued, with some fields changed; `undefined` leaves a field out. */
async function put(fields: object): Promise<string> {
  const text = JSON.stringify({ ...issued, ...fields }, undefined, 2);
  await writeFile(path, text);
  return text;
}
const onDisk = async () => JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
const callsMade = () => center.calls.map(({ operation, grantType }) => `${operation} ${grantType}`);
const oneCall = ['CreateToken refresh_token'];
const newAccess = expect.stringMatching(/^aoa-local-access-/) as string;
const newRefresh = expect.stringMatching(/^aoa-local-refresh-/) as string;
const renewals = () => readRenewals(stateFile());

describe('renewed', () => {
  test('merged into the file: unknown fields stay, the configured values win', async () => {
    const extra = { 'x-extra': { a: 1 }, scopes: ['sso:account:access'] };
    // A region that the SDK would refuse, had it been used.
    await put({ ...expired, ...extra, region: 'no region', startUrl: 'https://old.example.com' });
    expect(await run()).toEqual({ kind: 'refreshed', expiresAt: anHourLater });
    const file = await onDisk();
    expect(file).toEqual({
      ...issued,
      ...extra,
      expiresAt: '2026-01-15T13:00:00Z',
      accessToken: newAccess,
      refreshToken: newRefresh,
    });
    expect([file['accessToken'], file['refreshToken']]).not.toEqual([
      issued['accessToken'],
      issued['refreshToken'],
    ]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dirname(path))).toEqual([basename(path)]);
    expect(callsMade()).toEqual(oneCall);
    now = anHourLater;
    expect(await run()).toEqual({ kind: 'refreshed', expiresAt: anHourLater + 3600_000 });
  });

  const field = (field: string, value?: unknown): Fault => ({ kind: 'setField', field, value });
  const ended = { expiresAt: '2026-01-15T12:00:00Z', refreshToken: newRefresh };
  const answers: [string, Fault, () => object][] = [
    ['no refreshToken', field('refreshToken'), () => issued],
    ['refreshToken null', field('refreshToken', null), () => issued],
    ['refreshToken empty', field('refreshToken', ''), () => issued],
    ['refreshToken R2', field('refreshToken', 'R2'), () => ({ refreshToken: 'R2' })],
    ['no expiresIn', field('expiresIn'), () => ended],
    ['expiresIn null', field('expiresIn', null), () => ended],
    ['expiresIn 0', field('expiresIn', 0), () => ended],
    ['expiresIn -5', field('expiresIn', -5), () => ended],
    ['expiresIn 1e12', field('expiresIn', 1e12), () => ended],
  ];
  test.each(answers)('%s', async (_, fault, changed) => {
    await put(expired);
    center.faults.push(fault);
    const { expiresAt, refreshToken } = { ...issued, ...changed() } as Record<string, string>;
    const at = expiresAt === ended.expiresAt ? expiresAt : '2026-01-15T13:00:00Z';
    expect(await run()).toEqual({ kind: 'refreshed', expiresAt: Date.parse(at) });
    expect(await onDisk()).toEqual({
      ...issued,
      accessToken: newAccess,
      expiresAt: at,
      refreshToken,
    });
  });

  test('through a symbolic link, which stays one', async () => {
    await put(expired);
    await rename(path, join(home, 'real.json'));
    await symlink(join(home, 'real.json'), path);
    expect(await run()).toEqual({ kind: 'refreshed', expiresAt: anHourLater });
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await onDisk()).toMatchObject({ expiresAt: '2026-01-15T13:00:00Z' });
  });
});

const refused = (code: string) => ({ kind: 'refused', code });
const failing = (code: string) => ({ kind: 'failing', code });
const unfit = (because: string) => ({ kind: 'notRenewable', because });
const failures: [string, object, Fault | undefined, object][] = [
  ['invalid_grant', expired, { kind: 'error', error: 'invalid_grant' }, refused('invalid_grant')],
  [
    'invalid_grant, valid',
    endsSoon,
    { kind: 'error', error: 'invalid_grant' },
    refused('invalid_grant'),
  ],
  ['slow_down', expired, { kind: 'error', error: 'slow_down' }, failing('throttled')],
  ['503', endsSoon, { kind: 'status', status: 503 }, failing('serviceError')],
  ['a web page', endsSoon, { kind: 'html', status: 403 }, failing('notTheService')],
  [
    'no accessToken',
    expired,
    { kind: 'missingField', field: 'accessToken' },
    failing('notTheService'),
  ],
  ['a lost answer', expired, { kind: 'drop', afterServing: true }, failing('unreachable')],
  [
    'a secret that is not its own',
    { clientSecret: 'S' },
    { kind: 'missingErrorTypeHeader' },
    refused('invalid_client'),
  ],
  ['another client', { clientId: 'C' }, undefined, refused('invalid_client')],
];
test.each(failures)(
  '%s: the file stays as it is, once asked',
  async (_, fields, fault, outcome) => {
    const text = await put(fields);
    if (fault) center.faults.push(fault);
    const result = await run();
    const fingerprint = expect.stringMatching(/^[0-9a-f]{16}$/) as string;
    expect({ result, text: await readFile(path, 'utf8'), calls: callsMade() }).toEqual({
      result: outcome,
      text,
      calls: oneCall,
    });
    expect(await renewals()).toEqual(
      new Map([[id, { failure: outcome, attemptedAt: start, fingerprint }]]),
    );
    const told = JSON.stringify(result) + (await readFile(stateFile(), 'utf8'));
    const written = JSON.parse(text) as Record<string, string>;
    const planted = ['accessToken', 'refreshToken', 'clientId', 'clientSecret'];
    expect(planted.filter((name) => told.includes(written[name] ?? ''))).toEqual([]);
  },
);

test('nobody answers', async () => {
  const text = await put(endsSoon);
  await center.close();
  expect(await run()).toEqual(failing('unreachable'));
  expect(await readFile(path, 'utf8')).toBe(text);
  center = await startIdentityCenter();
});

test('a success forgets the failure before it', async () => {
  await put(expired);
  center.faults.push({ kind: 'status', status: 503 });
  await run();
  expect([...(await renewals()).keys()]).toEqual([id]);
  await run();
  expect(await renewals()).toEqual(new Map());
});

describe('not sent', () => {
  const incomplete = (fields: object) =>
    [JSON.stringify(fields), fields, 'noRefreshToken'] as const;
  test.each([
    ...['refreshToken', 'clientId', 'clientSecret', 'registrationExpiresAt'].flatMap((name) =>
      [undefined, null, ''].map(
        (value) => [`${name} ${value}`, { [name]: value }, 'noRefreshToken'] as const,
      ),
    ),
    incomplete({ registrationExpiresAt: '2026-03-01T00:00:00' }),
    ['registration over', { registrationExpiresAt: '2026-01-15T11:59:59Z' }, 'registrationEnded'],
    [
      'registration just over',
      { registrationExpiresAt: '2026-01-15T12:00:00.250Z' },
      'registrationEnded',
    ],
    ['no access token', { accessToken: undefined }, 'unreadable'],
  ] as const)('%s', async (_, fields, because) => {
    const text = await put({ ...expired, ...fields });
    expect(await run()).toEqual(unfit(because));
    expect([await readFile(path, 'utf8'), callsMade(), await renewals()]).toEqual([
      text,
      [],
      new Map(),
    ]);
  });

  const notHttps = {
    code: 'endpointNotHttps',
    where: { kind: 'env', variable: 'AWS_ENDPOINT_URL_SSO_OIDC' },
  };
  const others: [string, () => Promise<unknown>, () => Promise<unknown>, object][] = [
    ['signed out', () => rm(path), () => run(), unfit('signedOut')],
    ['half a file', () => writeFile(path, '{"acc'), () => run(), unfit('unreadable')],
    ['unknown session', () => put(expired), () => run('session:none'), unfit('notConfigured')],
    [
      'no region',
      () => writeFile(paths().config, configText.replaceAll(/sso_region.*/g, '')),
      () => run(),
      unfit('misconfigured'),
    ],
    [
      'legacy',
      () => rename(path, tokenFilePath(paths(), startUrl)),
      () => run(`url:${startUrl}`),
      unfit('legacy'),
    ],
    [
      'plain http',
      () => put(expired),
      () => run(id, undefined, { AWS_ENDPOINT_URL_SSO_OIDC: 'http://example.com' }),
      { kind: 'badEndpoint', problem: notHttps },
    ],
    [
      'cancelled before',
      () => put(expired),
      () => run(id, AbortSignal.abort()),
      { kind: 'cancelled' },
    ],
  ];
  test.each(others)('%s', async (_, arrange, act, outcome) => {
    await put(expired);
    await arrange();
    expect([await act(), callsMade()]).toEqual([outcome, []]);
  });
});

describe('while the service answers', () => {
  const other = { accessToken: 'A2', refreshToken: 'R2', expiresAt: '2026-01-15T12:59:00Z' };
  const elsewhere = { kind: 'renewedElsewhere', expiresAt: Date.parse(other.expiresAt) };
  const refreshed = { kind: 'refreshed', expiresAt: anHourLater + 2000 };
  let abort: AbortController;
  beforeEach(() => {
    abort = new AbortController();
  });
  const newer = { expiresAt: '2026-01-15T13:00:02Z' };
  const meanwhile: [string, () => unknown, object, object | undefined][] = [
    ['nothing happens', () => undefined, refreshed, newer],
    ['a person cancels', () => abort.abort(), refreshed, newer],
    ['the file breaks', () => writeFile(path, '{"acc'), refreshed, newer],
    ['a field is added', () => put({ ...expired, added: 1 }), refreshed, { ...newer, added: 1 }],
    ['someone signs out', () => rm(path), { kind: 'signedOutMeanwhile' }, undefined],
    ['someone renews', () => put(other), elsewhere, other],
    [
      'someone renews, and the service refuses',
      () => {
        center.revoke(issued['refreshToken'] as string);
        return put(other);
      },
      elsewhere,
      other,
    ],
    [
      'a directory takes its place',
      () => rm(path).then(() => mkdir(path)),
      { kind: 'notWritten', code: 'EISDIR' },
      undefined,
    ],
  ];
  test.each(meanwhile)('%s', async (_, act, outcome, file) => {
    await put(expired);
    const { arrived, release } = center.hold({ operation: 'CreateToken' });
    const result = run(id, abort.signal);
    await arrived;
    await act();
    now += 2000;
    release();
    expect([await result, callsMade()]).toEqual([outcome, oneCall]);
    const left = await onDisk().catch(() => undefined);
    expect(left).toEqual(
      file && { ...issued, accessToken: newAccess, refreshToken: newRefresh, ...file },
    );
    expect(await renewals()).toEqual(new Map());
  });

  test('a second call waits and takes over the result, a third is cancelled', async () => {
    await put(expired);
    const { arrived, release } = center.hold({ operation: 'CreateToken' });
    const cancel = new AbortController();
    const first = run();
    await arrived;
    const [second, third] = [run(), run(id, cancel.signal)];
    cancel.abort();
    release();
    expect([await first, await second, await third, callsMade()]).toEqual([
      { kind: 'refreshed', expiresAt: anHourLater },
      { kind: 'renewedElsewhere', expiresAt: anHourLater },
      { kind: 'cancelled' },
      oneCall,
    ]);
  });

  test('a second call does not take over what has ended already', async () => {
    await put(expired);
    center.faults.push({ kind: 'setField', field: 'expiresIn', value: 0 });
    const kinds = (await Promise.all([run(), run()])).map(({ kind }) => kind);
    expect([kinds, callsMade()]).toEqual([
      ['refreshed', 'refreshed'],
      [...oneCall, ...oneCall],
    ]);
  });

  test('two at once: one call', async () => {
    await put(expired);
    const kinds = (await Promise.all([run(), run()])).map(({ kind }) => kind);
    expect([kinds.toSorted(), callsMade()]).toEqual([['refreshed', 'renewedElsewhere'], oneCall]);
  });
});

// Renewing one session against a real service: what is sent, and what is then on disk.
import { lstat, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tokenFilePath } from '../../src/aws/paths.ts';
import type { Fault } from '../support/identityCenter/faults.ts';
import {
  type RefreshStage,
  anHourLater,
  anySubject,
  configText,
  endsSoon,
  expired,
  newAccess,
  newRefresh,
  oneCall,
  refreshStage,
  sessionId,
  start,
  startUrl,
} from '../support/refreshStage.ts';

let stage: RefreshStage;
beforeEach(async () => {
  stage = await refreshStage();
});
afterEach(() => stage.close());

describe('renewed', () => {
  test('merged into the file: unknown fields stay, the configured values win', async () => {
    const extra = { 'x-extra': { a: 1 }, scopes: ['sso:account:access'] };
    // A region that the SDK would refuse, had it been used.
    await stage.put({ ...expired, ...extra, region: 'no region', startUrl: 'https://old.example' });
    expect(await stage.refresh()).toEqual({ kind: 'refreshed', expiresAt: anHourLater });
    const file = await stage.onDisk();
    expect(file).toEqual({
      ...stage.issued,
      ...extra,
      expiresAt: '2026-01-15T13:00:00Z',
      accessToken: newAccess,
      refreshToken: newRefresh,
    });
    expect(file?.['accessToken']).not.toBe(stage.issued['accessToken']);
    expect(file?.['refreshToken']).not.toBe(stage.issued['refreshToken']);
    expect((await stat(stage.path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dirname(stage.path))).toEqual([basename(stage.path)]);
    expect(stage.callsMade()).toEqual(oneCall);
    stage.now = anHourLater;
    expect(await stage.refresh()).toEqual({
      kind: 'refreshed',
      expiresAt: anHourLater + 3600_000,
    });
  });

  const field = (field: string, value?: unknown): Fault => ({ kind: 'setField', field, value });
  const kept = () => stage.issued;
  const answers: [string, Fault, () => object][] = [
    ['no refreshToken', field('refreshToken'), kept],
    ['refreshToken null', field('refreshToken', null), kept],
    ['refreshToken empty', field('refreshToken', ''), kept],
    ['refreshToken R2', field('refreshToken', 'R2'), () => ({ refreshToken: 'R2' })],
  ];
  test.each(answers)('%s', async (_, fault, changed) => {
    await stage.put(expired);
    stage.center.faults.push(fault);
    const { refreshToken } = { ...stage.issued, ...changed() } as Record<string, string>;
    expect(await stage.refresh()).toEqual({ kind: 'refreshed', expiresAt: anHourLater });
    expect(await stage.onDisk()).toEqual({
      ...stage.issued,
      accessToken: newAccess,
      expiresAt: '2026-01-15T13:00:00Z',
      refreshToken,
    });
  });

  test('through a symbolic link, which stays one', async () => {
    const { path, home } = stage;
    await stage.put(expired);
    await rename(path, join(home, 'real.json'));
    await symlink(join(home, 'real.json'), path);
    expect(await stage.refresh()).toEqual({ kind: 'refreshed', expiresAt: anHourLater });
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await stage.onDisk()).toMatchObject({ expiresAt: '2026-01-15T13:00:00Z' });
  });
});

test('a success forgets the failure before it, and is remembered itself', async () => {
  const at = (time: number) => ({ attemptedAt: time, sentAt: time });
  const record = { ...at(start), by: 'person', failures: 1, subject: anySubject };
  const failure = { kind: 'failing', code: 'serviceError' };
  await stage.put(expired);
  stage.center.faults.push({ kind: 'status', status: 503, times: 2 });
  await stage.refresh();
  expect(await stage.renewals()).toEqual(new Map([[sessionId, { ...record, failure }]]));
  stage.now += 30_000;
  await stage.refresh({ by: 'timer' });
  expect(await stage.renewals()).toEqual(
    new Map([[sessionId, { ...record, ...at(stage.now), failure, by: 'timer', failures: 2 }]]),
  );
  stage.now += 30_000;
  await stage.refresh();
  expect(await stage.renewals()).toEqual(
    new Map([
      [
        sessionId,
        {
          ...record,
          ...at(stage.now),
          failure: undefined,
          failures: 0,
          issuedAt: stage.now,
        },
      ],
    ]),
  );
});

test('the failures of another token do not count', async () => {
  await stage.put(expired);
  stage.center.faults.push({ kind: 'status', status: 503, times: 2 });
  await stage.refresh();
  await stage.put({ ...expired, signedInAnew: true });
  stage.now += 30_000;
  await stage.refresh();
  expect((await stage.renewals()).get(sessionId)?.failures).toBe(1);
});

const failingOnce = () => {
  let hasFailed = false;
  return () => {
    if (hasFailed) return stage.now;
    hasFailed = true;
    throw new RangeError('planted');
  };
};
const unfit = (because: string) => ({ kind: 'notRenewable', because });

describe('not sent', () => {
  test.each([
    ...['refreshToken', 'clientId', 'clientSecret', 'registrationExpiresAt'].flatMap((name) =>
      [undefined, null, ''].map(
        (value) => [`${name} ${value}`, { [name]: value }, 'noRefreshToken'] as const,
      ),
    ),
    ['no zone', { registrationExpiresAt: '2026-03-01T00:00:00' }, 'noRefreshToken'],
    ['registration over', { registrationExpiresAt: '2026-01-15T11:59:59Z' }, 'registrationEnded'],
    ['just over', { registrationExpiresAt: '2026-01-15T12:00:00.250Z' }, 'registrationEnded'],
    ['no access token', { accessToken: undefined }, 'unreadable'],
  ] as const)('%s', async (_, fields, because) => {
    const text = await stage.put({ ...expired, ...fields });
    const outcome = await stage.refresh();
    expect([outcome, await stage.text(), stage.callsMade(), await stage.renewals()]).toEqual([
      unfit(because),
      text,
      [],
      new Map(),
    ]);
  });

  const plain = 'http://example.com';
  const notHttps = {
    code: 'endpointNotHttps',
    where: { kind: 'env', variable: 'AWS_ENDPOINT_URL_SSO_OIDC' },
  };
  const others: [string, () => Promise<unknown>, () => Promise<unknown>, object][] = [
    ['signed out', () => rm(stage.path), () => stage.refresh(), unfit('signedOut')],
    [
      'half a file',
      () => writeFile(stage.path, '{"acc'),
      () => stage.refresh(),
      unfit('unreadable'),
    ],
    [
      'unknown session',
      () => stage.put(expired),
      () => stage.refresh({ id: 'session:none' }),
      unfit('notConfigured'),
    ],
    [
      'no region',
      () => writeFile(stage.context.paths.config, configText.replaceAll(/sso_region.*/g, '')),
      () => stage.refresh(),
      unfit('misconfigured'),
    ],
    [
      'legacy',
      () => rename(stage.path, tokenFilePath(stage.context.paths, startUrl)),
      () => stage.refresh({ id: `url:${startUrl}` }),
      unfit('legacy'),
    ],
    [
      'plain http',
      () => stage.put(expired),
      () => stage.refresh({ environment: { AWS_ENDPOINT_URL_SSO_OIDC: plain } }),
      { kind: 'badEndpoint', problem: notHttps },
    ],
    [
      'cancelled before',
      () => stage.put(expired),
      () => stage.refresh({ signal: AbortSignal.abort() }),
      { kind: 'cancelled' },
    ],
    [
      'cancelled at the last moment',
      () => stage.put(expired),
      () => {
        const controller = new AbortController();
        // The time is asked for when the file has been locked and read.
        const now = () => {
          controller.abort();
          return stage.now;
        };
        return stage.refresh({ signal: controller.signal, context: { now } });
      },
      { kind: 'cancelled' },
    ],
    [
      'a fault of our own, with the lock',
      () => stage.put(expired),
      () => stage.refresh({ context: { now: failingOnce() } }),
      { kind: 'unexpected', code: 'RangeError' },
    ],
    [
      'a fault of our own, before it',
      () => stage.put(expired),
      () => stage.refresh({ context: { paths: undefined as never } }),
      { kind: 'unexpected', code: 'TypeError' },
    ],
    [
      'a timer that is late: the token has 5 min and more',
      () => stage.put({ expiresAt: '2026-01-15T12:05:01Z' }),
      () => stage.refresh({ by: 'timer' }),
      { kind: 'notDue', expiresAt: Date.parse('2026-01-15T12:05:01Z') },
    ],
  ];
  test.each(others)('%s', async (_, arrange, act, outcome) => {
    await stage.put(expired);
    await arrange();
    expect([await act(), stage.callsMade()]).toEqual([outcome, []]);
  });

  test('no sooner than 30 s after the last attempt', async () => {
    await stage.put(endsSoon);
    stage.center.faults.push({ kind: 'status', status: 503 });
    const asked = [];
    for (const elapsed of [0, 1, 29_999, 30_000]) {
      stage.now = start + elapsed;
      asked.push([(await stage.refresh()).kind, stage.callsMade().length]);
    }
    expect(asked).toEqual([
      ['failing', 1],
      ['tooSoon', 1],
      ['tooSoon', 1],
      ['refreshed', 2],
    ]);
  });

  test('nor after a success, but then there is a good token', async () => {
    await stage.put(endsSoon);
    expect(await stage.refresh()).toEqual({ kind: 'refreshed', expiresAt: anHourLater });
    expect(await stage.refresh()).toEqual({ kind: 'renewedElsewhere', expiresAt: anHourLater });
    expect(stage.callsMade()).toEqual(oneCall);
  });
});

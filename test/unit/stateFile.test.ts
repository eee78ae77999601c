// What windows remember together: written under a lock, and never believed when it is not ours.
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSharedState, recordRenewal } from '../../src/aws/stateFile.ts';
import type { RenewalFailure, RenewalRecord } from '../../src/core/snapshot.ts';
import { nothingShared } from '../support/overviewBuilder.ts';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'state-file-'));
  path = join(directory, 'state.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const record = (failure?: RenewalFailure, attemptedAt = 1): RenewalRecord => ({
  attemptedAt,
  by: 'timer',
  failure,
  failures: 1,
  subject: 'a token, a region, a start URL',
});
const renewalsIn = async (file: string) => (await readSharedState(file)).renewals;
const throttled = record({ kind: 'failing', code: 'throttled' });
const refused = record({ kind: 'refused', code: 'invalid_grant' }, 2);

describe('recordRenewal', () => {
  const refusals = ['invalid_grant', 'expired_token', 'invalid_client', 'unauthorized_client'];
  const troubles = [
    'unreachable',
    'timeout',
    'notTheService',
    'serviceError',
    'throttled',
    'access_denied',
    'invalid_request',
    'otherError',
    'notLocked',
    'notWritten',
    'noLifetime',
  ];
  const failures = [
    ...refusals.map((code) => ({ kind: 'refused', code }) as RenewalFailure),
    ...troubles.map((code) => ({ kind: 'failing', code }) as RenewalFailure),
  ];
  test.each(failures)('%j is read again as it was written', async (failure) => {
    await recordRenewal(path, 'session:a', record(failure));
    expect(await renewalsIn(path)).toEqual(new Map([['session:a', record(failure)]]));
  });

  test('replaces, and keeps the others', async () => {
    await recordRenewal(path, 'session:a', throttled);
    await recordRenewal(path, 'session:b', throttled);
    await recordRenewal(path, 'session:a', refused);
    expect(await renewalsIn(path)).toEqual(
      new Map([
        ['session:a', refused],
        ['session:b', throttled],
      ]),
    );
  });

  test.each([record(), { ...record(), issuedAt: 2 }])(
    'an attempt that has not failed is read again as it was written: %j',
    async (succeeded) => {
      await recordRenewal(path, 'session:a', throttled);
      await recordRenewal(path, 'session:a', succeeded);
      expect(await renewalsIn(path)).toEqual(new Map([['session:a', succeeded]]));
    },
  );

  test('the clock is remembered until another is seen', async () => {
    const clock = async () => (await readSharedState(path)).clock;
    const [wrong, right] = [
      { aheadMs: -300_000, seenAt: 1 },
      { aheadMs: 0, seenAt: 2 },
    ];
    expect(await clock()).toBe(undefined);
    await recordRenewal(path, 'session:a', throttled, { clock: wrong });
    await recordRenewal(path, 'session:b', throttled);
    expect(await clock()).toEqual(wrong);
    await recordRenewal(path, 'session:b', throttled, { clock: right });
    expect(await clock()).toEqual(right);
  });

  test('loses nothing when many write at once', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `session:${index}`);
    await Promise.all(ids.map((id) => recordRenewal(path, id, throttled)));
    expect([...(await renewalsIn(path)).keys()].toSorted()).toEqual(ids);
  });

  test('makes its directory, its owner alone may read it, and nothing is left beside it', async () => {
    const deep = join(directory, 'global', 'storage');
    await recordRenewal(join(deep, 'state.json'), 'session:a', throttled);
    expect((await stat(join(deep, 'state.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(deep)).toEqual(['state.json']);
  });

  test('starts anew from a file that is not ours', async () => {
    await writeFile(path, 'not JSON');
    await recordRenewal(path, 'session:a', throttled);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      version: 1,
      renewals: { 'session:a': throttled },
      said: {},
      registrations: {},
      history: {},
      snoozes: {},
      muted: {},
    });
  });

  test('starts not anew from a file that cannot be read now', async () => {
    await mkdir(path);
    await expect(recordRenewal(path, 'session:a', throttled)).rejects.toThrow('cannot be read');
    expect(await readdir(directory)).toEqual(['state.json']);
  });

  test('forgets what is older than any session, and what nobody can read', async () => {
    const day = 24 * 3600 * 1000;
    const start = Date.parse('2026-01-15T12:00:00Z');
    const ages = { old: -1, hundredDays: 0, younger: 1, ahead: 200 * day };
    const renewals = Object.fromEntries([
      ...Object.entries(ages).map(([id, later]) => [id, record(undefined, start + later)]),
      ['unknown', { x: 1 }],
    ]) as object;
    await writeFile(path, JSON.stringify({ version: 1, renewals }));
    await recordRenewal(path, 'new', record(undefined, start + 100 * day));
    const written = JSON.parse(await readFile(path, 'utf8')) as { renewals: object };
    expect(Object.keys(written.renewals)).toEqual(['younger', 'ahead', 'new']);
  });

  test.each(['__proto__', 'constructor', 'session:é "x"\n'])('an id such as %j', async (id) => {
    await recordRenewal(path, 'session:a', throttled);
    await recordRenewal(path, `session:${id}`, throttled);
    expect((await renewalsIn(path)).get(`session:${id}`)).toEqual(throttled);
  });
});

describe('readSharedState', () => {
  const known = { version: 1, renewals: { 'session:a': throttled } };
  const unknown: [string, unknown][] = [
    ['another version', { ...known, version: 2 }],
    ['no version', { renewals: known.renewals }],
    ['no renewals', { version: 1 }],
    ['an array', [known]],
    ['null', null],
    ['a renewal that is null', { version: 1, renewals: { 'session:a': null } }],
    ...[
      { failure: { kind: 'failing', code: 'of the future' } },
      { failure: { kind: 'refused', code: 'throttled' } },
      { attemptedAt: '1' },
      { by: 'somebody' },
      { failures: -1 },
      { failures: 0.5 },
      { subject: 1 },
      { issuedAt: '1' },
    ].map((spoilt): [string, unknown] => [
      JSON.stringify(spoilt),
      { version: 1, renewals: { 'session:a': { ...throttled, ...spoilt } } },
    ]),
  ];
  test.each(unknown)('%s is nothing known', async (_, content) => {
    await writeFile(path, JSON.stringify(content));
    expect(await renewalsIn(path)).toEqual(new Map());
  });

  test.each(['', '{', '{"version":1'])('nor is %j', async (text) => {
    await writeFile(path, text);
    expect(await renewalsIn(path)).toEqual(new Map());
  });

  test('nor a directory, nor nothing at all', async () => {
    expect(await renewalsIn(path)).toEqual(new Map());
    expect(await renewalsIn(directory)).toEqual(new Map());
  });

  test.each([
    ['of a version that did not tell when', { clockAheadMs: 7 }],
    ['without its time', { clock: { aheadMs: 7 } }],
    ['not a clock', { clock: 7 }],
    ['null', { clock: null }],
  ])('a clock %s is none, and the rest is read', async (_, clock) => {
    await writeFile(path, JSON.stringify({ ...known, ...clock }));
    expect(await readSharedState(path)).toEqual({
      ...nothingShared,
      renewals: new Map([['session:a', throttled]]),
    });
  });

  test('one record that is not known leaves the others, and fields of the future do no harm', async () => {
    const renewals = { 'session:a': throttled, 'session:b': { x: 1 }, 'session:c': refused };
    await writeFile(path, JSON.stringify({ version: 1, renewals, later: true }));
    expect(await renewalsIn(path)).toEqual(
      new Map([
        ['session:a', throttled],
        ['session:c', refused],
      ]),
    );
  });
});

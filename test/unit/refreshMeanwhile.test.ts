// Renewing while others are at work: on the same file, on the config, in other windows.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RefreshOutcome } from '../../src/core/refreshOutcome.ts';
import { startIdentityCenter } from '../support/identityCenter/identityCenter.ts';
import {
  type RefreshStage,
  anHourLater,
  configText,
  endsSoon,
  expired,
  newAccess,
  newRefresh,
  oneCall,
  refreshStage,
  sessionId,
  startUrl,
} from '../support/refreshStage.ts';

let stage: RefreshStage;
beforeEach(async () => {
  stage = await refreshStage();
});
afterEach(() => stage.close());

const refreshed = { kind: 'refreshed', expiresAt: anHourLater };
const kindsOf = async (asked: readonly Promise<RefreshOutcome>[]) =>
  (await Promise.all(asked)).map(({ kind }) => kind);

describe('while the service answers', () => {
  const other = { accessToken: 'A2', refreshToken: 'R2', expiresAt: '2026-01-15T12:59:00Z' };
  const elsewhere = { kind: 'renewedElsewhere', expiresAt: Date.parse(other.expiresAt) };
  const inTwoSeconds = { kind: 'refreshed', expiresAt: anHourLater + 2000 };
  const newer = { expiresAt: '2026-01-15T13:00:02Z' };
  let abort: AbortController;
  beforeEach(() => {
    abort = new AbortController();
  });
  const meanwhile: [string, () => unknown, object, object | undefined][] = [
    ['nothing happens', () => undefined, inTwoSeconds, newer],
    ['a person cancels', () => abort.abort(), inTwoSeconds, newer],
    ['the file breaks', () => writeFile(stage.path, '{"acc'), inTwoSeconds, newer],
    [
      'a field is added',
      () => stage.put({ ...expired, added: 1 }),
      inTwoSeconds,
      { ...newer, added: 1 },
    ],
    ['someone signs out', () => rm(stage.path), { kind: 'signedOutMeanwhile' }, undefined],
    ['someone signs in', () => stage.put(other), elsewhere, other],
    [
      'someone renews, and the service refuses',
      () => {
        stage.center.revoke(stage.issued['refreshToken'] as string);
        return stage.put(other);
      },
      elsewhere,
      other,
    ],
    [
      'a directory takes its place',
      () => rm(stage.path).then(() => mkdir(stage.path)),
      { kind: 'notWritten', code: 'EISDIR' },
      undefined,
    ],
  ];
  test.each(meanwhile)('%s', async (_, act, outcome, file) => {
    await stage.put(expired);
    const { arrived, release } = stage.center.hold({ operation: 'CreateToken' });
    const result = stage.refresh({ signal: abort.signal });
    await arrived;
    await act();
    stage.now += 2000;
    release();
    expect([await result, stage.callsMade()]).toEqual([outcome, oneCall]);
    expect(await stage.onDisk()).toEqual(
      file && { ...stage.issued, accessToken: newAccess, refreshToken: newRefresh, ...file },
    );
    const { kind } = outcome as { readonly kind: string };
    expect((await stage.renewals()).get(sessionId)?.failure).toEqual(
      kind === 'notWritten' ? { kind: 'failing', code: 'notWritten' } : undefined,
    );
  });

  test('someone who has renewed writes only after we were refused: no refusal is ever seen', async () => {
    await stage.put(expired);
    stage.center.revoke(stage.issued['refreshToken'] as string);
    const seen: unknown[] = [];
    const result = stage.refresh();
    await stage.center.waitForCall(({ error }) => error === 'invalid_grant');
    seen.push((await stage.overview()).sessions.map(({ state }) => state)[0]);
    await stage.put(other);
    seen.push(await result, (await stage.overview()).sessions.map(({ state }) => state)[0]);
    expect(seen).toEqual(['renewable', elsewhere, 'active']);
  });

  test('a second call waits and takes over the result, a third is cancelled', async () => {
    await stage.put(expired);
    const { arrived, release } = stage.center.hold({ operation: 'CreateToken' });
    const cancel = new AbortController();
    const first = stage.refresh();
    await arrived;
    const [second, third] = [stage.refresh(), stage.refresh({ signal: cancel.signal })];
    cancel.abort();
    release();
    expect([await first, await second, await third, stage.callsMade()]).toEqual([
      refreshed,
      { kind: 'renewedElsewhere', expiresAt: anHourLater },
      { kind: 'cancelled' },
      oneCall,
    ]);
  });

  test('the new token is written before anything is remembered', async () => {
    await stage.put(expired);
    await mkdir(`${stage.context.stateFile}.lock`, { recursive: true });
    const result = stage.refresh();
    await stage.center.waitForCall(() => true);
    await expect.poll(stage.onDisk).toMatchObject({ expiresAt: '2026-01-15T13:00:00Z' });
    await rm(`${stage.context.stateFile}.lock`, { recursive: true });
    expect(await result).toEqual(refreshed);
  });
});

describe('many at once', () => {
  const crowd = 12;
  const expected = ['refreshed', ...Array<string>(crowd - 1).fill('renewedElsewhere')];

  test('41: all ask for a token that has ended: one call', async () => {
    await stage.put(expired);
    const kinds = await kindsOf(Array.from({ length: crowd }, () => stage.refresh()));
    expect([kinds.toSorted(), stage.callsMade()]).toEqual([expected.toSorted(), oneCall]);
  });

  test('41: one renews a token with 3 min left, the others come late: one call', async () => {
    await stage.put(endsSoon);
    const late = Array.from({ length: crowd }, () => stage.refresh({ by: 'timer' }));
    // Who is so late as to see nothing but the new token has nothing to do.
    const kinds = (await kindsOf(late)).map((kind) =>
      kind === 'notDue' ? 'renewedElsewhere' : kind,
    );
    expect([kinds.toSorted(), stage.callsMade()]).toEqual([expected.toSorted(), oneCall]);
  });

  test('a failure is not tried again by those who waited', async () => {
    await stage.put(expired);
    stage.center.faults.push({ kind: 'status', status: 503, times: Infinity });
    const kinds = await kindsOf([stage.refresh(), stage.refresh(), stage.refresh()]);
    expect([kinds.toSorted(), stage.callsMade()]).toEqual([
      ['failing', 'tooSoon', 'tooSoon'],
      oneCall,
    ]);
  });

  test('what has ended already is not taken over for a renewed token', async () => {
    await stage.put(expired);
    stage.center.faults.push({ kind: 'setField', field: 'expiresIn', value: 0 });
    const kinds = await kindsOf([stage.refresh(), stage.refresh()]);
    expect([kinds.toSorted(), stage.callsMade()]).toEqual([['failing', 'tooSoon'], oneCall]);
  });

  describe('a window that died while it asked: nobody says that it was refreshed', () => {
    test.each<[token: string, arrange: () => Promise<unknown>]>([
      [
        'a token of whoever signed in',
        async () => {
          await stage.put(endsSoon);
          stage.center.faults.push({ kind: 'status', status: 503 });
          await stage.refresh();
        },
      ],
      [
        'a token that came of a refresh',
        async () => {
          await stage.put(expired);
          await stage.refresh();
          stage.now += 57 * 60_000;
        },
      ],
    ])('%s', async (_, arrange) => {
      await arrange();
      const record = (await stage.renewals()).get(sessionId);
      const died = { ...record, attemptedAt: stage.now, sentAt: stage.now, failure: undefined };
      const content = { version: 1, renewals: { [sessionId]: died } };
      await writeFile(stage.context.stateFile, JSON.stringify(content));
      expect(await stage.refresh()).toEqual({ kind: 'tooSoon', until: stage.now + 30_000 });
    });
  });
});

describe('the config, read again under the lock, wins', () => {
  const westUrl = 'https://west.awsapps.com/start';
  const west = configText.replaceAll('us-east-1', 'eu-west-1').replaceAll(startUrl, westUrl);
  const services = (url: string) =>
    `[services local]\nsso_oidc =\n  endpoint_url = ${url}\n[profile dev]\nservices = local\n`;
  const configure = (url: string, sections = configText) =>
    writeFile(stage.context.paths.config, services(url) + sections);

  test('over what was configured when the refresh was asked for', async () => {
    await stage.put(expired);
    const elsewhere = await startIdentityCenter({ now: () => stage.now });
    await configure(elsewhere.url);
    await mkdir(`${stage.path}.lock`);
    const asked = stage.refresh({ environment: { AWS_ENDPOINT_URL_SSO_OIDC: '' } });
    // Reads all that the refresh reads before it waits for the lock, and more.
    await stage.overview();
    await configure(stage.center.url, west);
    await rm(`${stage.path}.lock`, { recursive: true });
    expect([await asked, elsewhere.calls, stage.callsMade()]).toEqual([refreshed, [], oneCall]);
    expect(await stage.onDisk()).toMatchObject({ region: 'eu-west-1', startUrl: westUrl });
    await elsewhere.close();
  });

  test('and a refusal is void when it has changed', async () => {
    await stage.put(expired);
    stage.center.faults.push({ kind: 'error', error: 'invalid_grant' });
    expect((await stage.refresh()).kind).toBe('refused');
    stage.now += 30_000;
    expect((await stage.refresh()).kind).toBe('refused');
    expect(stage.callsMade()).toEqual(oneCall);
    await writeFile(stage.context.paths.config, west);
    const [before] = (await stage.overview()).sessions;
    expect([before?.state, before?.renewal, before?.writtenFor]).toEqual([
      'renewable',
      { kind: 'idle' },
      { region: 'us-east-1', startUrl },
    ]);
    expect((await stage.refresh()).kind).toBe('refreshed');
    const [after] = (await stage.overview()).sessions;
    expect([after?.state, after?.writtenFor]).toEqual(['active', {}]);
  });

  test.each<[where: string, put: (url: string) => unknown]>([
    ['the config', configure],
    [
      'the environment',
      (url) => Object.assign(stage.context, { environment: { AWS_ENDPOINT_URL: url } }),
    ],
  ])('and a refusal is void when the endpoint alone has changed, in %s', async (_, put) => {
    await stage.put(endsSoon);
    Object.assign(stage.context, { environment: {} });
    const wrong = await startIdentityCenter({ now: () => stage.now });
    await put(wrong.url);
    const look = async () => (await stage.overview()).sessions[0]?.renewal.kind;
    const seen = [(await stage.refresh()).kind, await look()];
    await put(stage.center.url);
    seen.push(await look(), (await stage.refresh()).kind);
    stage.now += 30_000;
    seen.push((await stage.refresh()).kind);
    expect([seen, wrong.calls.length, stage.callsMade()]).toEqual([
      ['refused', 'refused', 'idle', 'tooSoon', 'refreshed'],
      1,
      oneCall,
    ]);
    await wrong.close();
  });
});

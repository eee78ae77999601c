// Everything that can go wrong between us and the service: what is answered, what is then shown, how
// often the service was asked, and every byte of the file.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createCertificateAuthority } from '../support/identityCenter/certificates.ts';
import type { Fault } from '../support/identityCenter/faults.ts';
import { startIdentityCenter } from '../support/identityCenter/identityCenter.ts';
import {
  type RefreshStage,
  anHourLater,
  endsSoon,
  expired,
  newAccess,
  newRefresh,
  refreshStage,
} from '../support/refreshStage.ts';

const pointAt = (url: string) => ({ AWS_ENDPOINT_URL_SSO_OIDC: url });
const spoil = (fault: Fault) => (stage: RefreshStage) => {
  stage.center.faults.push(fault);
  return undefined;
};

async function portThatRefuses() {
  const gone = await startIdentityCenter();
  await gone.close();
  return pointAt(gone.url);
}

async function untrusted() {
  const authority = await createCertificateAuthority();
  const server = createServer({
    SNICallback: (host, done) =>
      void authority.contextFor(host).then((context) => done(null, context)),
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  return pointAt(`https://localhost:${(server.address() as AddressInfo).port}`);
}

type Environment = Readonly<Record<string, string>>;
type Arrange = (stage: RefreshStage) => Promise<Environment> | Environment | undefined;
interface Row {
  readonly arrange: Arrange;
  readonly fields?: object;
  readonly outcome: string;
  /** CreateToken calls that reach the service. */
  readonly calls: number;
  /** What comes of another try after 30 s, when all is well again, and the calls until then. */
  readonly later: readonly [outcome: string, calls: number];
}

const failing = (code: string, arrange: Arrange, calls = 1): Row => ({
  arrange,
  outcome: `failing ${code}`,
  calls,
  later: ['refreshed', calls + 1],
});
/** The service has replaced the refresh token, and nobody knows by which. */
const lost = (code: string, fault: Fault): Row => ({
  ...failing(code, spoil(fault)),
  later: ['refused invalid_grant', 2],
});
const refused = (code: string, arrange: Arrange, fields = {}): Row => ({
  arrange,
  fields,
  outcome: `refused ${code}`,
  calls: 1,
  later: [`refused ${code}`, 1],
});

const rows: Readonly<Record<string, Row>> = {
  refused: failing('unreachable', portThatRefuses, 0),
  'name that does not resolve': failing('unreachable', () => pointAt('https://nowhere.invalid'), 0),
  'certificate nobody trusts': failing('unreachable', untrusted, 0),
  reset: failing('unreachable', spoil({ kind: 'drop' })),
  'reset after serving': lost('unreachable', { kind: 'drop', afterServing: true }),
  'reset mid-body': lost('unreachable', { kind: 'dropMidBody' }),
  'empty body': lost('notTheService', { kind: 'emptyBody' }),
  'no answer': failing('timeout', spoil({ kind: 'hang' })),
  'body without an end': lost('timeout', { kind: 'hangMidBody' }),
  500: failing('serviceError', spoil({ kind: 'status', status: 500 })),
  503: failing('serviceError', spoil({ kind: 'status', status: 503 })),
  429: failing('throttled', spoil({ kind: 'status', status: 429 })),
  'HTML 200': failing('notTheService', spoil({ kind: 'html' })),
  'HTML 403': failing('notTheService', spoil({ kind: 'html', status: 403 })),
  slow_down: failing('throttled', spoil({ kind: 'error', error: 'slow_down' })),
  access_denied: failing('access_denied', spoil({ kind: 'error', error: 'access_denied' })),
  invalid_grant: refused('invalid_grant', spoil({ kind: 'error', error: 'invalid_grant' })),
  expired_token: refused('expired_token', spoil({ kind: 'error', error: 'expired_token' })),
  invalid_client: refused('invalid_client', spoil({ kind: 'error', error: 'invalid_client' })),
  'invalid_client without header': refused(
    'invalid_client',
    spoil({ kind: 'missingErrorTypeHeader' }),
    { clientSecret: 'S' },
  ),
};

const outline = (outcome: { readonly kind: string; readonly code?: string }) =>
  [outcome.kind, outcome.code].filter(Boolean).join(' ');

/** What is shown, when the token has ended and while it has not. */
const states: Readonly<Record<string, readonly [ended: string, live: string]>> = {
  failing: ['renewable', 'active'],
  refused: ['expired', 'active'],
};

describe.concurrent.each([
  ['a token that has ended', expired, 0],
  ['a token with 3 min left', endsSoon, 1],
] as const)('%s', (_, token, column) => {
  test.for(Object.entries(rows))('%s', { timeout: 30_000 }, async ([, row], { expect }) => {
    const stage = await refreshStage();
    const text = await stage.put({ ...token, ...row.fields });
    const environment = (await row.arrange(stage)) ?? {};
    const look = async () => {
      const [status] = (await stage.overview(environment)).sessions;
      return {
        shown: [status?.state, status && outline(status.renewal)],
        calls: stage.center.calls.length,
        isSame: (await stage.text()) === text,
      };
    };
    const outcome = outline(await stage.refresh({ environment }));
    const [kind = ''] = row.outcome.split(' ');
    const state = states[kind]?.[column];
    const expected = { shown: [state, row.outcome], calls: row.calls, isSame: true };
    expect({ outcome, ...(await look()) }).toEqual({ outcome: row.outcome, ...expected });
    const remembered = await readFile(stage.context.stateFile, 'utf8');
    const secrets = ['accessToken', 'refreshToken', 'clientId', 'clientSecret'];
    const { issued } = stage;
    expect(secrets.filter((name) => remembered.includes(String(issued[name])))).toEqual([]);

    const again = outline(await stage.refresh({ environment }));
    expect({ again, ...(await look()) }).toEqual({
      again: kind === 'refused' ? row.outcome : 'tooSoon',
      ...expected,
    });

    stage.now += 30_000;
    const later = outline(await stage.refresh());
    expect([later, stage.center.calls.length]).toEqual(row.later);
    await stage.close();
  });
});

describe('an answer without a believable lifetime: its tokens are kept, and not taken for valid', () => {
  test.each([undefined, null, 0, -1, 0.5, 1e12, 'soon', '3600'])('expiresIn %j', async (value) => {
    const stage = await refreshStage();
    await stage.put(endsSoon);
    stage.center.faults.push({ kind: 'setField', field: 'expiresIn', value, times: 2 });
    const noLifetime = { kind: 'failing', code: 'noLifetime' };
    const look = async () => {
      const [status] = (await stage.overview()).sessions;
      return [status?.state, status?.renewal, status?.lastAttempt?.failures];
    };
    expect(await stage.refresh()).toEqual(noLifetime);
    expect([await stage.onDisk(), await look()]).toEqual([
      {
        ...stage.issued,
        accessToken: newAccess,
        expiresAt: '2026-01-15T12:00:00Z',
        refreshToken: newRefresh,
      },
      ['renewable', noLifetime, 1],
    ]);
    expect([(await stage.refresh()).kind, stage.center.calls.length]).toEqual(['tooSoon', 1]);
    stage.now += 30_000;
    expect([await stage.refresh(), await look()]).toEqual([
      noLifetime,
      ['renewable', noLifetime, 2],
    ]);
    stage.now += 30_000;
    expect([(await stage.refresh()).kind, await look()]).toEqual([
      'refreshed',
      ['active', { kind: 'idle' }, 0],
    ]);
    await stage.close();
  });
});

describe('in flight', () => {
  const other = { accessToken: 'A2', refreshToken: 'R2', expiresAt: '2026-01-15T12:59:00Z' };
  test.each([
    ['deleted', (stage: RefreshStage) => rm(stage.path), 'signedOutMeanwhile', 'signedOut'],
    [
      'replaced by what is no token',
      (stage: RefreshStage) => writeFile(stage.path, '["mine"]'),
      'notRenewable',
      'unreadable',
    ],
    ['signed in', (stage: RefreshStage) => stage.put(other), 'renewedElsewhere', 'active'],
  ] as const)('%s: theirs is the last word', async (_, act, kind, state) => {
    const stage = await refreshStage();
    await stage.put(expired);
    const { arrived, release } = stage.center.hold({ operation: 'CreateToken' });
    const result = stage.refresh();
    await arrived;
    await act(stage);
    const text = await stage.text();
    release();
    expect((await result).kind).toBe(kind);
    const [status] = (await stage.overview()).sessions;
    expect([status?.state, await stage.text(), stage.center.calls.length]).toEqual([
      state,
      text,
      1,
    ]);
    await stage.close();
  });
});

describe('clocks', () => {
  const day = 24 * 3600 * 1000;
  test.each([day, -day])('that jump by %i ms between two attempts', async (jump) => {
    const stage = await refreshStage();
    const text = await stage.put(expired);
    stage.center.faults.push({ kind: 'status', status: 503 });
    expect((await stage.refresh()).kind).toBe('failing');
    expect(await stage.text()).toBe(text);
    stage.now += jump;
    stage.aheadMs = jump;
    expect(await stage.refresh()).toEqual({ kind: 'refreshed', expiresAt: anHourLater + jump });
    const { clockAheadMs, sessions } = await stage.overview();
    expect([clockAheadMs, sessions[0]?.state, stage.center.calls.length]).toEqual([
      jump + 250,
      'active',
      2,
    ]);
    await stage.close();
  });

  test.each([600_000, -600_000])('%i ms ahead, and then put right', async (ahead) => {
    const stage = await refreshStage();
    await stage.put(expired);
    stage.aheadMs = ahead;
    await stage.refresh();
    const told = [(await stage.overview()).clockAheadMs];
    stage.now -= ahead;
    stage.aheadMs = 0;
    for (const passes of [0, 600_000]) {
      stage.now += passes;
      told.push((await stage.overview()).clockAheadMs);
    }
    expect(told).toEqual([ahead + 250, undefined, undefined]);
    await stage.close();
  });

  test.each<[seconds: number, fault: Fault | undefined, shown: number | undefined]>([
    [300, undefined, -299_750],
    [-300, undefined, 300_250],
    [-300, { kind: 'status', status: 503 }, 300_250],
    [-300, { kind: 'error', error: 'invalid_grant' }, 300_250],
    [-300, { kind: 'html' }, undefined],
    [119, undefined, undefined],
    [-119, undefined, undefined],
  ])('a service that is %i s ahead, %j', async (seconds, fault, shown) => {
    const stage = await refreshStage();
    await stage.put(expired);
    stage.center.settings.dateSkewSeconds = seconds;
    if (fault !== undefined) stage.center.faults.push(fault);
    await stage.refresh();
    expect((await stage.overview()).clockAheadMs).toBe(shown);
    await stage.close();
  });
});

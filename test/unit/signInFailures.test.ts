// Everything that can go wrong with a sign-in: how it ends, what was asked, that the former session is as
// it was, byte for byte, and that the next sign-in works.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import type { SignInFlow, SignInOutcome } from '../../src/core/signInOutcome.ts';
import type { Fault } from '../support/identityCenter/faults.ts';
import {
  type Asked,
  type SignInStage,
  configText,
  newAccess,
  region,
  signInStage,
  start,
  startUrl,
} from '../support/signInStage.ts';
import { type SmallDisk, mountSmallDisk, whyNoSmallDisk } from '../support/smallDisk.ts';
import { toProgram } from '../support/toProgram.ts';

interface Row {
  readonly arrange: (stage: SignInStage) => Promise<Asked | undefined> | Asked | undefined;
  readonly outcome: SignInOutcome;
  readonly calls: readonly string[];
}

const spoil =
  (...faults: Fault[]) =>
  ({ center }: SignInStage) => {
    center.faults.push(...faults);
    return undefined;
  };
const person = (act: SignInStage['person']) => (stage: SignInStage) => {
  stage.person = act;
  return undefined;
};
const config = (change: (text: string) => string) => async (stage: SignInStage) => {
  await writeFile(stage.context.paths.config, change(configText));
  return undefined;
};
/** Where AWS itself would be asked. */
const inRegion = (name: string) => async (stage: SignInStage) => {
  await config((text) => text.replace(region, name))(stage);
  return { context: { environment: {} } };
};
/** Leaves while a call is under way. */
const leaveDuring = (operation: 'RegisterClient' | 'StartDeviceAuthorization' | 'CreateToken') => {
  return ({ center }: SignInStage): Asked => {
    const leaving = new AbortController();
    const { arrived, release } = center.hold({ operation });
    void arrived.then(() => {
      leaving.abort();
      setImmediate(release);
    });
    return { signal: leaving.signal };
  };
};
/** The browser comes back with something else. */
const comeBackWith = (change: (callback: URLSearchParams) => void) =>
  person(async (url) => {
    const { searchParams } = new URL(url);
    const callback = new URL(searchParams.get('redirect_uri') ?? '');
    callback.searchParams.set('state', searchParams.get('state') ?? '');
    callback.searchParams.set('code', 'a code');
    change(callback.searchParams);
    await fetch(callback);
  });
const error = (code: string) =>
  comeBackWith((callback) => {
    callback.delete('code');
    callback.set('error', code);
  });

const failing = (code: Extract<SignInOutcome, { kind: 'failing' }>['code']) =>
  ({ kind: 'failing', code }) as const;
const rejected = (code: Extract<SignInOutcome, { kind: 'rejected' }>['code']) =>
  ({ kind: 'rejected', code }) as const;
const kind = (name: 'cancelled' | 'denied' | 'timedOut' | 'wrongAnswer') =>
  ({ kind: name }) as const;

const register = ['RegisterClient'];
const startDevice = ['RegisterClient', 'StartDeviceAuthorization'];
const poll = 'CreateToken device_code';
const authorize = ['RegisterClient', 'AuthorizePage', 'AuthorizeDecision'];
const redeem = 'CreateToken authorization_code';

const either: Readonly<Record<string, Row>> = {
  'no network': {
    arrange: () => ({
      context: { environment: { AWS_ENDPOINT_URL_SSO_OIDC: 'http://127.0.0.1:1' } },
    }),
    outcome: failing('unreachable'),
    calls: [],
  },
  'a name that does not resolve': {
    arrange: () => ({
      context: { environment: { AWS_ENDPOINT_URL_SSO_OIDC: 'https://nowhere.invalid' } },
    }),
    outcome: failing('unreachable'),
    calls: [],
  },
  'a region that does not exist': {
    arrange: inRegion('us-esat-1'),
    outcome: { kind: 'unknownRegion', region: 'us-esat-1' },
    calls: [],
  },
  'a region that does not exist, at an endpoint of its own': {
    arrange: async (stage) => {
      await inRegion('us-esat-1')(stage);
      return {
        context: { environment: { AWS_ENDPOINT_URL_SSO_OIDC: 'http://127.0.0.1:1' } },
      };
    },
    outcome: failing('unreachable'),
    calls: [],
  },
  'a region out of reach': {
    arrange: inRegion('us-iso-east-1'),
    outcome: failing('unreachable'),
    calls: [],
  },
  'FIPS where the endpoint is given': {
    arrange: ({ context: { environment } }) => ({
      context: { environment: { ...environment, AWS_USE_FIPS_ENDPOINT: 'true' } },
    }),
    outcome: {
      kind: 'badEndpoint',
      problem: {
        code: 'endpointWithFips',
        where: { kind: 'env', variable: 'AWS_ENDPOINT_URL_SSO_OIDC' },
      },
    },
    calls: [],
  },
  'a page in between': {
    arrange: spoil({ kind: 'html' }),
    outcome: failing('notTheService'),
    calls: register,
  },
  503: {
    arrange: spoil({ kind: 'status', status: 503 }),
    outcome: failing('serviceError'),
    calls: register,
  },
  429: {
    arrange: spoil({ kind: 'status', status: 429 }),
    outcome: failing('throttled'),
    calls: register,
  },
  'a registration without an id': {
    arrange: spoil({ kind: 'setField', field: 'clientId', value: '' }),
    outcome: failing('notTheService'),
    calls: register,
  },
  'a registration without a secret': {
    arrange: spoil({ kind: 'missingField', field: 'clientSecret' }),
    outcome: failing('notTheService'),
    calls: register,
  },
  'a registration without an end': {
    arrange: spoil({ kind: 'missingField', field: 'clientSecretExpiresAt' }),
    outcome: failing('notTheService'),
    calls: register,
  },
  'a registration until the end of time': {
    arrange: spoil({ kind: 'setField', field: 'clientSecretExpiresAt', value: 1e300 }),
    outcome: failing('notTheService'),
    calls: register,
  },
  'scopes that do not exist': {
    arrange: config((text) => text.replace(startUrl, `${startUrl}\nsso_registration_scopes = x`)),
    outcome: rejected('scopes'),
    calls: ['RegisterClient invalid_scope'],
  },
  'a client that is not liked': {
    arrange: spoil({ kind: 'error', error: 'invalid_client_metadata' }),
    outcome: rejected('client'),
    calls: ['RegisterClient invalid_client_metadata'],
  },
  'left before': {
    arrange: () => ({ signal: AbortSignal.abort() }),
    outcome: kind('cancelled'),
    calls: [],
  },
  'left while it registers': {
    arrange: leaveDuring('RegisterClient'),
    outcome: kind('cancelled'),
    calls: register,
  },
  'left while the token comes': {
    arrange: leaveDuring('CreateToken'),
    outcome: kind('cancelled'),
    calls: [],
  },
  'left when the token has come': {
    arrange: ({ context, center }) => {
      const leaving = new AbortController();
      const now = () => {
        if (center.calls.some(({ operation }) => operation === 'CreateToken')) leaving.abort();
        return context.now();
      };
      return { signal: leaving.signal, context: { now } };
    },
    outcome: kind('cancelled'),
    calls: [],
  },
  'an unknown session': {
    arrange: () => ({ id: 'session:none' }),
    outcome: { kind: 'notConfigured' },
    calls: [],
  },
  'a config that cannot be read': {
    arrange: async ({ context: { paths } }) => {
      await rm(paths.config);
      await mkdir(paths.config);
      return undefined;
    },
    outcome: { kind: 'configUnreadable' },
    calls: [],
  },
  'no region': {
    arrange: config((text) => text.replaceAll(/sso_region.*/g, '')),
    outcome: { kind: 'misconfigured' },
    calls: [],
  },
  'plain http': {
    arrange: () => ({
      context: { environment: { AWS_ENDPOINT_URL_SSO_OIDC: 'http://example.com' } },
    }),
    outcome: {
      kind: 'badEndpoint',
      problem: {
        code: 'endpointNotHttps',
        where: { kind: 'env', variable: 'AWS_ENDPOINT_URL_SSO_OIDC' },
      },
    },
    calls: [],
  },
};

const byCode: Readonly<Record<string, Row>> = {
  'a start URL that does not exist': {
    arrange: config((text) => text.replace(startUrl, 'https://nobody.awsapps.com/start')),
    outcome: rejected('startUrl'),
    calls: ['RegisterClient', 'StartDeviceAuthorization invalid_request'],
  },
  'an invalid registration': {
    arrange: spoil({ kind: 'error', error: 'invalid_request' }),
    outcome: rejected('other'),
    calls: ['RegisterClient invalid_request'],
  },
  'a key that cannot be used': {
    arrange: spoil({
      kind: 'error',
      operation: 'StartDeviceAuthorization',
      error: 'invalid_request',
      reason: 'KMS_DisabledException',
    }),
    outcome: rejected('other'),
    calls: ['RegisterClient', 'StartDeviceAuthorization invalid_request'],
  },
  'no device code': {
    arrange: spoil({
      kind: 'missingField',
      operation: 'StartDeviceAuthorization',
      field: 'deviceCode',
    }),
    outcome: failing('notTheService'),
    calls: startDevice,
  },
  ...Object.fromEntries(
    ['javascript:alert(1)', 'http://example.com/device', ''].map((value) => [
      `a page at ${value}`,
      {
        arrange: spoil({
          kind: 'setField',
          operation: 'StartDeviceAuthorization',
          field: 'verificationUri',
          value,
        }),
        outcome: failing('notTheService'),
        calls: startDevice,
      },
    ]),
  ),
  'left while a code is asked for': {
    arrange: leaveDuring('StartDeviceAuthorization'),
    outcome: kind('cancelled'),
    calls: startDevice,
  },
  denied: {
    arrange: (stage) => person(stage.deny)(stage),
    outcome: kind('denied'),
    calls: [...startDevice, `${poll} access_denied`],
  },
  'nobody enters it': {
    arrange: (stage) => {
      stage.center.settings.deviceCodeSeconds = 12;
      person(() => undefined)(stage);
      return undefined;
    },
    outcome: kind('timedOut'),
    calls: [
      ...startDevice,
      `${poll} authorization_pending`,
      `${poll} authorization_pending`,
      `${poll} authorization_pending`,
      `${poll} expired_token`,
    ],
  },
  'the answer is lost': {
    arrange: spoil({ kind: 'drop', afterServing: true, operation: 'CreateToken' }),
    outcome: failing('unreachable'),
    calls: [...startDevice, poll, `${poll} invalid_grant`],
  },
  'the answer breaks off': {
    arrange: spoil({ kind: 'dropMidBody', operation: 'CreateToken' }),
    outcome: failing('unreachable'),
    calls: [...startDevice, poll, `${poll} invalid_grant`],
  },
  'no network until the end of the code': {
    arrange: (stage) => {
      stage.center.settings.deviceCodeSeconds = 12;
      spoil({ kind: 'drop', operation: 'CreateToken', times: Infinity })(stage);
      return undefined;
    },
    outcome: failing('unreachable'),
    calls: [...startDevice, poll, poll, poll],
  },
};

const byBrowser: Readonly<Record<string, Row>> = {
  'a start URL that does not exist': {
    arrange: config((text) => text.replace(startUrl, 'https://nobody.awsapps.com/start')),
    outcome: rejected('startUrl'),
    calls: ['RegisterClient', 'AuthorizePage'],
  },
  'a start URL that cannot be registered': {
    arrange: spoil({ kind: 'error', error: 'invalid_request' }),
    outcome: rejected('startUrl'),
    calls: ['RegisterClient invalid_request'],
  },
  denied: {
    arrange: (stage) => person(stage.deny)(stage),
    outcome: kind('denied'),
    calls: authorize,
  },
  'nobody comes back': {
    arrange: (stage) => {
      person(() => undefined)(stage);
      return { context: { browserTimeLimitMs: 50 } };
    },
    outcome: kind('timedOut'),
    calls: register,
  },
  'another state': {
    arrange: comeBackWith((callback) => callback.set('state', 'another')),
    outcome: kind('wrongAnswer'),
    calls: register,
  },
  'a code of nobody': {
    arrange: comeBackWith(() => undefined),
    outcome: kind('wrongAnswer'),
    calls: [...register, `${redeem} invalid_grant`],
  },
  'an error that is none': {
    arrange: error('<b>'),
    outcome: kind('wrongAnswer'),
    calls: register,
  },
  'an error that is not known': {
    arrange: error('no_idea'),
    outcome: failing('otherError'),
    calls: register,
  },
  'an error of the service': {
    arrange: error('server_error'),
    outcome: failing('serviceError'),
    calls: register,
  },
  'an error of the scopes': {
    arrange: error('invalid_scope'),
    outcome: rejected('scopes'),
    calls: register,
  },
  'the answer to the code is lost': {
    arrange: spoil({ kind: 'drop', afterServing: true, operation: 'CreateToken' }),
    outcome: failing('unreachable'),
    calls: [...authorize, redeem],
  },
  'the answer to the code has no token': {
    arrange: spoil({ kind: 'missingField', field: 'accessToken', operation: 'CreateToken' }),
    outcome: failing('notTheService'),
    calls: [...authorize, redeem],
  },
  'a token of nobody knows what lifetime': {
    arrange: spoil({ kind: 'missingField', field: 'expiresIn', operation: 'CreateToken' }),
    outcome: failing('notTheService'),
    calls: [...authorize, redeem],
  },
  'left while the browser is open': {
    arrange: (stage) => {
      const leaving = new AbortController();
      person(() => leaving.abort())(stage);
      return { signal: leaving.signal };
    },
    outcome: kind('cancelled'),
    calls: register,
  },
  'a display that fails': {
    arrange: () => ({ display: { isLoopbackReachable: () => Promise.reject(new Error('no')) } }),
    outcome: failing('otherError'),
    calls: [],
  },
};

const organisations = ['https://other.example/start', startUrl].map((url) => ({
  startUrl: url,
  name: 'An organisation',
  accounts: [],
}));
const formers = [
  ['after a session that has ended', { expiresAt: '2026-01-15T11:00:00Z' }],
  ['over one that has not', {}],
  ['where there was none', undefined],
] as const;

const table = (flow: SignInFlow, rows: Readonly<Record<string, Row>>) =>
  Object.entries(rows).map(([name, row]) => [flow, name, row] as const);
const rows = [
  ...table('deviceCode', { ...either, ...byCode }),
  ...table('browser', { ...either, ...byBrowser }),
];

const beside = async ({ path }: SignInStage) =>
  (await readdir(dirname(path)).catch(() => [])).filter((name) => name !== basename(path));

describe.concurrent.each(formers)('%s', (_, former) => {
  test.for(rows)('%s, %s', { timeout: 40_000 }, async ([flow, , row], { expect }) => {
    const stage = await signInStage({ organisations });
    const before = former && (await stage.put(former));
    const asked = await row.arrange(stage);
    const outcome = await stage.signIn({ flow, ...asked });
    // What was on its way when somebody left may arrive, or may not.
    const isLeft = row.outcome.kind === 'cancelled';
    expect({
      outcome,
      ...(!isLeft && { calls: stage.callsMade() }),
      text: await stage.text(),
      beside: await beside(stage),
    }).toEqual({
      outcome: row.outcome,
      ...(!isLeft && { calls: row.calls }),
      text: before,
      beside: [],
    });

    stage.center.faults.length = 0;
    stage.center.settings.deviceCodeSeconds = 600;
    stage.person = stage.allow;
    await rm(stage.context.paths.config, { recursive: true, force: true });
    await writeFile(stage.context.paths.config, configText);
    expect((await stage.signIn({ flow })).kind).toBe('signedIn');
    await stage.close();
  });
});

test('a network that fails for a while does not end a sign-in by code', async () => {
  const stage = await signInStage();
  stage.person = () => undefined;
  stage.center.faults.push(
    { kind: 'drop', operation: 'CreateToken' },
    { kind: 'html', operation: 'CreateToken' },
    { kind: 'status', status: 503, operation: 'CreateToken' },
  );
  const wait = async (ms: number) => {
    await stage.context.wait?.(ms);
    const [code] = stage.shown;
    if (stage.pauses.length === 3 && code?.kind === 'code') await stage.allow(code.userCode);
  };
  const outcome = await stage.signIn({ context: { wait } });
  expect([outcome.kind, stage.pauses]).toEqual(['signedIn', [10_000, 20_000, 30_000]]);
  await stage.close();
});

test.each([
  ['the cache is a file', '.aws/sso/cache', 'EEXIST'],
  ['the directory above it is one', '.aws/sso', 'ENOTDIR'],
])('%s: nothing is asked', async (_, path, code) => {
  const stage = await signInStage();
  await mkdir(dirname(join(stage.home, path)), { recursive: true });
  await writeFile(join(stage.home, path), '');
  expect(await stage.signIn()).toEqual({ kind: 'notLocked', code });
  expect(stage.callsMade()).toEqual([]);
  await stage.close();
});

const whyNotHere = whyNoSmallDisk();
describe.skipIf(whyNotHere !== undefined)(`a disk${whyNotHere ? ` (${whyNotHere})` : ''}`, () => {
  const onSmallDisk = async (run: (stage: SignInStage, disk: SmallDisk) => Promise<void>) => {
    const stage = await signInStage();
    await mkdir(dirname(stage.path), { recursive: true });
    const disk = mountSmallDisk(dirname(stage.path));
    try {
      await run(stage, disk);
    } finally {
      disk.unmount();
      await stage.close();
    }
  };

  test.each<[string, string, (disk: SmallDisk) => Promise<void> | void]>([
    ['that is full', 'ENOSPC', (disk) => disk.fill()],
    ['that is all but full', 'ENOSPC', (disk) => disk.fill(8192)],
    ['that is read-only', 'EROFS', (disk) => disk.setReadOnly(true)],
  ])('%s is found so before anybody is asked', async (_, code, spoilDisk) => {
    await onSmallDisk(async (stage, disk) => {
      const former = await stage.put();
      await spoilDisk(disk);
      const outcome = await stage.signIn();
      expect([outcome, stage.callsMade(), await stage.text()]).toEqual([
        { kind: 'notLocked', code },
        [],
        former,
      ]);
    });
  });

  test.each<[string, string, (disk: SmallDisk) => Promise<void> | void]>([
    ['fills up', 'ENOSPC', (disk) => disk.fill()],
    ['becomes read-only', 'EROFS', (disk) => disk.setReadOnly(true)],
  ])('that %s while a person allows it keeps the former session', async (_, code, spoilDisk) => {
    await onSmallDisk(async (stage, disk) => {
      const former = await stage.put();
      stage.person = async (userCode) => {
        await spoilDisk(disk);
        await stage.allow(userCode);
      };
      stage.center.settings.pollIntervalSeconds = 0.001;
      const outcome = await stage.signIn();
      expect([outcome, await stage.text()]).toEqual([{ kind: 'notWritten', code }, former]);
    });
  });

  test('that is full for a moment costs nobody the session that they have allowed', async () => {
    await onSmallDisk(async (stage, disk) => {
      stage.person = async (url) => {
        await disk.fill();
        await stage.allow(url);
      };
      const pauses: number[] = [];
      const wait = async (ms: number) => {
        pauses.push(ms);
        if (pauses.length === 2) await disk.free();
      };
      const outcome = await stage.signIn({ flow: 'browser', context: { wait } });
      const { accessToken } = (await stage.onDisk()) ?? {};
      expect([outcome.kind, pauses, accessToken]).toEqual(['signedIn', [500, 1_000], newAccess]);
    });
  });
});

const takesItsOnlyPort =
  'echo "50000 50000" > /proc/sys/net/ipv4/ip_local_port_range && exec "$0" "$@" 50000';
const run = promisify(execFile);
const canHaveItsOwnNetwork = await run('unshare', ['-rn', 'true']).then(
  () => true,
  () => false,
);
test.runIf(canHaveItsOwnNetwork)('no port is left: the code says why', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'no-port-'));
  const stage = await signInStage();
  const former = await stage.put();
  try {
    const program = join(directory, 'signInOnce.mjs');
    const entry = join(import.meta.dirname, '..', 'support', 'signInOnce.ts');
    await build({ ...toProgram, entryPoints: [entry], outfile: program });
    const { stdout } = await run('unshare', [
      ...['-rn', 'sh', '-c', takesItsOnlyPort],
      ...[process.execPath, program, stage.home, String(start), stage.center.url],
    ]);
    expect([JSON.parse(stdout), await stage.text(), stage.callsMade()]).toEqual([
      { kind: 'portNotBound', code: 'EADDRINUSE' },
      former,
      [],
    ]);
  } finally {
    await rm(directory, { recursive: true, force: true });
    await stage.close();
  }
});

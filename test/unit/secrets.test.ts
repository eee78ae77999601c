// No secret comes out, whatever happens: tokens, client secrets and codes are planted in files and in
// answers, and everything that comes of it is searched for them, but for the token file itself.
import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addProfiles, addSession } from '../../src/aws/changeConfig.ts';
import { errorCode } from '../../src/aws/errorCode.ts';
import { listRoles } from '../../src/aws/listRoles.ts';
import { outcomeForLog, signInForLog, signOutForLog } from '../../src/commands/outcomeForLog.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import { readSnapshot } from '../../src/aws/readSnapshot.ts';
import { filesBelow } from '../support/filesBelow.ts';
import {
  filesChanged,
  hostileAnswers,
  inFull,
  logOf,
  planted,
  secretsIn,
  verifierIn,
} from '../support/planted.ts';
import { type RefreshStage, refreshStage, sessionId } from '../support/refreshStage.ts';
import { type SignInStage, signInStage } from '../support/signInStage.ts';
import { type SignOutStage, signOutStage } from '../support/signOutStage.ts';

interface Home {
  readonly home: string;
  readonly path: string;
  readonly context: RefreshStage['context'] | SignInStage['context'];
}

/** What the views get, what the log says, and what is on disk now that was not, but for the token file. */
async function whatComesOut({ home, path, context }: Home, before = {}): Promise<string> {
  const snapshot = await readSnapshot(context, undefined);
  const overview = deriveOverview(snapshot, context.now());
  const files = await filesChanged(home, before);
  Reflect.deleteProperty(files, relative(home, path));
  return [inFull(snapshot), inFull(overview), logOf(overview), inFull(files)].join('\n');
}

/** What is written to the terminal of the extension host. */
let printed = '';
/** Made here and sent to the service: no pattern tells them. */
let verifiers: string[] = [];
beforeEach(() => {
  printed = '';
  verifiers = [];
  const hear = (...parts: readonly unknown[]) => (printed += parts.map(inFull).join(' ')) !== '';
  for (const method of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation(hear);
  }
  vi.spyOn(process.stderr, 'write').mockImplementation(hear);
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(secretsIn(printed, verifiers)).toEqual([]);
});

test('what is planted is found', () => {
  const nested = new Error('x', { cause: { planted, list: [['aoa-local-access-1']] } });
  expect(secretsIn(inFull(nested))).toEqual([...Object.values(planted), 'aoa-local-access-1']);
  const verifier = verifierIn('{"grantType":"authorization_code","codeVerifier":"a-b_c"}');
  expect(secretsIn('https://a.example/?x=a-b_c', verifier)).toEqual(['a-b_c']);
});

const answers = Object.entries(hostileAnswers);
const seen = new Set<string>();
const ended = ({ kind }: { readonly kind: string }) => seen.add(kind);

describe('a refresh', () => {
  const attempt = async (act: (stage: RefreshStage) => Promise<unknown>) => {
    const stage = await refreshStage();
    await act(stage);
    const outcome = await stage.refresh();
    ended(outcome);
    const out = [inFull(outcome), outcomeForLog(outcome), await whatComesOut(stage)];
    await stage.close();
    return secretsIn(out.join('\n'));
  };

  test.each(answers)('with the answer %s', async (_, fault) => {
    const leaks = await attempt(async (stage) => {
      await stage.put({ expiresAt: '2026-01-15T11:00:00Z' });
      stage.center.faults.push(fault);
    });
    expect(leaks).toEqual([]);
  });

  const put = (text: string) => (stage: RefreshStage) => writeFile(stage.path, text);
  const whole = { ...planted, expiresAt: '2026-01-15T11:00:00Z' };
  test.each<[string, (stage: RefreshStage) => Promise<unknown>]>([
    ['that succeeds', (stage) => stage.put({ expiresAt: '2026-01-15T11:00:00Z' })],
    ['of a token of nobody', put(JSON.stringify(whole))],
    ['of half a file', put(JSON.stringify(whole).slice(0, 60))],
    [
      'of a file with a secret for a time',
      put(JSON.stringify({ ...whole, expiresAt: 'planted-at' })),
    ],
    ['of a file with a secret for a region', put(JSON.stringify({ ...whole, extra: 'planted-x' }))],
    ['of a list', put(JSON.stringify([whole]))],
    ['of a bare secret', put('planted-access')],
    ['of a token without a registration', put(JSON.stringify({ ...whole, clientSecret: null }))],
    [
      'that cannot be locked',
      async ({ path }) => {
        await writeFile(path, JSON.stringify(whole));
        await writeFile(`${path}.lock`, '');
      },
    ],
  ])('%s', async (_, act) => expect(await attempt(act)).toEqual([]));
});

describe.each(['deviceCode', 'browser'] as const)('a sign-in by %s', (flow) => {
  const operations =
    flow === 'browser'
      ? (['RegisterClient', 'CreateToken'] as const)
      : (['RegisterClient', 'StartDeviceAuthorization', 'CreateToken'] as const);
  const attempt = async (act: (stage: SignInStage) => unknown) => {
    const onBody = (body: string) => void verifiers.push(...verifierIn(body));
    const stage = await signInStage({ onBody });
    stage.center.settings.deviceCodeSeconds = 12;
    // A page that the service does not give cannot be clicked through.
    stage.person = (page) => Promise.resolve(stage.allow(page)).catch(() => undefined);
    act(stage);
    const outcome = await stage.signIn({ flow, context: { browserTimeLimitMs: 2_000 } });
    ended(outcome);
    // The browser is given the client, the state and the challenge: no secret of the client, no verifier.
    const shown = stage.shown.map((each) =>
      each.kind === 'browser' ? each.url.replace(/client_id=aoa-local-client-\w+/, '') : each,
    );
    const out = [inFull(outcome), signInForLog(outcome), inFull(shown), await whatComesOut(stage)];
    const written = (await stage.text()) ?? '';
    await stage.close();
    // A verifier is not in the token file either.
    const leaked = verifiers.filter((verifier) => written.includes(verifier));
    return [...secretsIn(out.join('\n'), verifiers), ...leaked];
  };

  test('that succeeds', async () => {
    expect(await attempt(() => undefined)).toEqual([]);
    expect(verifiers.length).toBe(flow === 'browser' ? 1 : 0);
  });
  test.each(operations.flatMap((operation) => answers.map((row) => [operation, ...row] as const)))(
    'with %s answered by %s',
    async (operation, _, fault) => {
      const leaks = await attempt(({ center }) => center.faults.push({ ...fault, operation }));
      expect(leaks).toEqual([]);
    },
  );
  test('over a session whose registration is at hand', async () => {
    expect(await attempt(({ put }) => put({ clientSecret: 'planted-secret' }))).toEqual([]);
  });
});

describe('at the portal', () => {
  let stage: SignOutStage;
  beforeEach(async () => {
    stage = await signOutStage();
  });
  afterEach(() => stage.close());

  test.each(answers)('a sign-out with the answer %s', async (_, fault) => {
    const before = await filesBelow(stage.home);
    stage.center.faults.push({ ...fault, operation: 'Logout', times: Infinity });
    const outcome = await stage.signOut();
    ended(outcome);
    const out = [inFull(outcome), signOutForLog(outcome), await whatComesOut(stage, before)];
    expect(secretsIn(out.join('\n'))).toEqual([]);
  });

  test.each(answers)('a list of roles with the answer %s', async (_, fault) => {
    stage.center.faults.push({ ...fault, operation: 'ListAccounts', times: Infinity });
    const outcome = await listRoles(
      sessionId,
      { ...stage.context, environment: stage.center.environment },
      () => undefined,
      AbortSignal.timeout(200),
    );
    ended(outcome);
    expect(secretsIn(inFull(outcome))).toEqual([]);
  });
});

test('all that may come of an answer came of these', () => {
  expect([...seen].sort()).toEqual([
    'failing',
    'listed',
    'notLocked',
    'notRenewable',
    'refreshed',
    'refused',
    'registrationForgotten',
    'rejected',
    'signedIn',
    'signedOut',
    'wrongAnswer',
  ]);
});

describe('a config with secrets in it', () => {
  const lines = [
    'aws_secret_access_key = planted-key',
    'aws_session_token: planted-key',
    'aws_session_token = a # planted-key',
    'planted-key',
    ' = planted-key',
    '  planted-key',
    's3 =\n  planted-key',
    's3 =\n  x = planted-key',
    'sso_region = a\n  planted-key',
    'credential_process = planted-key',
    'aws_secret_access_key = planted-key\naws_secret_access_key = planted-key',
    'endpoint_url = https://user:planted-key@example.com',
    'endpoint_url = http://user:planted-key@example.com',
    '[profile planted-key\n',
  ];
  test.each(lines)('%j', async (line) => {
    const stage = await refreshStage();
    const { config, credentials } = stage.context.paths;
    const text = `[profile dev]\n${line}\n[default]\n${line}\n[sso-session my-sso]\n`;
    await writeFile(config, `${text}sso_region = us-east-1\nsso_start_url = https://a.example\n`);
    await writeFile(credentials, `[dev]\n${line}\n`);
    await stage.put({ expiresAt: '2026-01-15T11:00:00Z' });
    const before = await filesBelow(stage.home);
    const outcome = await stage.refresh();
    const out = [inFull(outcome), outcomeForLog(outcome), await whatComesOut(stage, before)];
    await stage.close();
    expect(secretsIn(out.join('\n'))).toEqual([]);
  });

  test('that is edited: the backup is for its owner, and says what stood there, and no more', async () => {
    const stage = await refreshStage();
    const { paths, now } = stage.context;
    await writeFile(paths.credentials, '[dev]\naws_secret_access_key = planted-key\n');
    const before = await filesBelow(stage.home);
    const startUrl = 'https://b.example/start';
    const session = { name: 'new', startUrl, region: 'us-east-1', scopes: [] };
    const profile = { name: 'p', sessionName: 'new', accountId: '111122223333', roleName: 'R' };
    const outcomes = [
      await addSession({ paths, now }, session),
      await addProfiles({ paths, now }, [profile]),
    ];
    expect(outcomes.map(({ kind }) => kind)).toEqual(['edited', 'edited']);
    const out = [inFull(outcomes), await whatComesOut(stage, before)];
    await stage.close();
    expect(secretsIn(out.join('\n'))).toEqual([]);
  });
});

test.each([
  [{ code: 'ENOSPC' }, 'ENOSPC'],
  [{ code: 'planted-code' }, 'unknown'],
  [Object.assign(new TypeError('planted-text'), { code: 'planted-code' }), 'TypeError'],
  [Object.assign(new Error('planted-text'), { name: 'planted-name' }), 'unknown'],
  [{ code: 'A'.repeat(41) }, 'unknown'],
  ['planted-text', 'unknown'],
  [undefined, 'unknown'],
])('of an error, %j, its code is known and nothing else', (error, code) => {
  expect(errorCode(error)).toBe(code);
});

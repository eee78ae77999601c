// One sign-in at a time, whoever else is at it: another window, one that died, or the AWS CLI.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withFileLock } from '../../src/aws/fileLock.ts';
import { refresh } from '../../src/aws/refresh.ts';
import { findTarget } from '../../src/aws/refreshTarget.ts';
import { writeSession } from '../../src/aws/writeSignIn.ts';
import type { SignInOutcome } from '../../src/core/signInOutcome.ts';
import { formatTimestamp } from '../../src/core/timestamp.ts';
import { deferred } from '../support/deferred.ts';
import {
  type Asked,
  type SignInStage,
  anHourLater,
  newAccess,
  region,
  sessionId,
  signInStage,
  startUrl,
} from '../support/signInStage.ts';
import { toProgram } from '../support/toProgram.ts';

const signedIn = { kind: 'signedIn', expiresAt: anHourLater, renewable: true };
const elsewhere = { kind: 'signedInElsewhere', expiresAt: anHourLater };
const browserCalls = [
  'RegisterClient',
  'AuthorizePage',
  'AuthorizeDecision',
  'CreateToken authorization_code',
];

let stage: SignInStage;
beforeEach(async () => {
  stage = await signInStage();
});
afterEach(() => stage.close());

/** A window with a browser, or a code, in which nobody has clicked yet. */
function openWindow(on = stage, asked: Asked = {}) {
  const leaving = new AbortController();
  const leavingBrowser = new AbortController();
  const opened = deferred<string>();
  const code = deferred<string>();
  const waiting = deferred<undefined>();
  const ended = on.signIn({
    flow: 'browser',
    signal: leaving.signal,
    ...asked,
    display: {
      wantsCode: leavingBrowser.signal,
      openBrowser: (url) => opened.resolve(url),
      showCode: ({ userCode }) => code.resolve(userCode),
      waitForOther: () => waiting.resolve(undefined),
      ...asked.display,
    },
  });
  return {
    opened: opened.promise,
    code: code.promise,
    waiting: waiting.promise,
    ended,
    leave: () => leaving.abort(),
    useCode: () => leavingBrowser.abort(),
  };
}

test('what was allowed is not lost where somebody then asks for a code', async () => {
  const window = openWindow();
  const redeeming = stage.center.hold({ operation: 'CreateToken' });
  const allowed = stage.allow(await window.opened);
  await redeeming.arrived;
  window.useCode();
  redeeming.release();
  await allowed;
  expect([await window.ended, stage.callsMade()]).toEqual([signedIn, browserCalls]);
});

describe('a second window', () => {
  test('waits for the first, and has its session', async () => {
    const first = openWindow();
    const url = await first.opened;
    const second = openWindow();
    await second.waiting;
    await stage.allow(url);
    expect([await first.ended, await second.ended, stage.callsMade()]).toEqual([
      signedIn,
      elsewhere,
      browserCalls,
    ]);
    expect(await readdir(dirname(stage.path))).toEqual([basename(stage.path)]);
  });

  test('and a third, of which one asks by code', async () => {
    const first = openWindow();
    const url = await first.opened;
    const others = [openWindow(), openWindow(stage, { flow: 'deviceCode' })];
    await Promise.all(others.map(({ waiting }) => waiting));
    await stage.allow(url);
    const ended = await Promise.all([first, ...others].map((window) => window.ended));
    expect([ended, stage.callsMade()]).toEqual([[signedIn, elsewhere, elsewhere], browserCalls]);
  });

  test('waits while the first shows a code', async () => {
    const allowed = deferred<undefined>();
    const first = openWindow(stage, {
      flow: 'deviceCode',
      context: { wait: () => allowed.promise },
    });
    const code = await first.code;
    const second = openWindow();
    await second.waiting;
    await stage.allow(code);
    allowed.resolve(undefined);
    expect([await first.ended, await second.ended]).toEqual([signedIn, elsewhere]);
    expect(stage.callsMade().filter((call) => call === 'RegisterClient')).toEqual([
      'RegisterClient',
    ]);
  });

  test('goes on waiting when the first leaves its browser for a code', async () => {
    const allowed = deferred<undefined>();
    const first = openWindow(stage, { context: { wait: () => allowed.promise } });
    const url = await first.opened;
    const second = openWindow();
    await second.waiting;
    first.useCode();
    await stage.allow(await first.code);
    allowed.resolve(undefined);
    expect([await first.ended, await second.ended]).toEqual([signedIn, elsewhere]);
    // The browser that was opened may still be there.
    await expect(stage.allow(url)).rejects.toThrow('fetch failed');
  });

  test.each<[string, (url: string) => unknown, SignInOutcome]>([
    ['leaves', () => undefined, { kind: 'cancelled' }],
    ['is denied', (url) => stage.deny(url), { kind: 'denied' }],
  ])('is told when the first %s', async (_, act, outcome) => {
    const former = await stage.put({ expiresAt: '2026-01-15T11:00:00Z' });
    const first = openWindow();
    const url = await first.opened;
    const second = openWindow();
    await second.waiting;
    await act(url);
    if (outcome.kind === 'cancelled') first.leave();
    expect([await first.ended, await second.ended]).toEqual([outcome, { kind: 'endedElsewhere' }]);
    expect(await stage.text()).toBe(former);
    // Nobody opened a browser that nobody asked for.
    expect(stage.callsMade().filter((call) => call === 'RegisterClient')).toEqual([
      'RegisterClient',
    ]);
  });

  test('that leaves does not disturb the first', async () => {
    const first = openWindow();
    const url = await first.opened;
    const second = openWindow();
    await second.waiting;
    second.leave();
    expect(await second.ended).toEqual({ kind: 'cancelled' });
    await stage.allow(url);
    expect(await first.ended).toEqual(signedIn);
  });

  test('that comes when the first has just signed in, signs in anew', async () => {
    const first = openWindow();
    await stage.allow(await first.opened);
    await first.ended;
    const second = openWindow();
    await stage.allow(await second.opened);
    expect(await second.ended).toEqual(signedIn);
  });

  test('to another session goes its own way', async () => {
    const first = openWindow();
    await first.opened;
    const url = 'https://legacy.awsapps.com/start';
    expect((await stage.signIn({ id: `url:${url}` })).kind).toBe('signedIn');
    first.leave();
    await first.ended;
  });
});

describe('another tool that signs in meanwhile', () => {
  const ended = { expiresAt: '2026-01-15T11:00:00Z' };
  const active = { expiresAt: '2026-01-15T12:30:00Z' };
  test.each([
    ['nobody was signed in', undefined, false],
    ['the session had ended', ended, false],
    ['the session had ended, by the same registration', ended, true],
    ['the session had half an hour left', active, false],
    // As the AWS CLI does, which reuses its own.
    ['the session had half an hour left, by the same registration', active, true],
  ])('ends ours, when %s', async (_, before, isSameClient) => {
    const former = before && (JSON.parse(await stage.put(before)) as { clientId: string });
    const window = openWindow();
    const url = await window.opened;
    const theirs = await stage.put(isSameClient ? { clientId: former?.clientId } : {});
    expect([await window.ended, await stage.text()]).toEqual([elsewhere, theirs]);
    // The browser that was opened may still be there.
    await expect(stage.allow(url)).rejects.toThrow('fetch failed');
    expect(await stage.text()).toBe(theirs);
  });

  test('ends the wait for another window, too', async () => {
    const first = openWindow();
    await first.opened;
    const second = openWindow();
    await second.waiting;
    await stage.put();
    expect([await first.ended, await second.ended]).toEqual([elsewhere, elsewhere]);
  });

  test('ends it even where the other window takes no notice', async () => {
    await mkdir(dirname(stage.path), { recursive: true });
    const over = deferred<undefined>();
    const busy = withFileLock(`${stage.path}.signIn`, () => over.promise);
    const window = openWindow();
    await window.waiting;
    await stage.put();
    expect(await window.ended).toEqual(elsewhere);
    over.resolve(undefined);
    await busy;
  });

  const byTool = async (issued: object) => {
    const renewed = { ...issued, accessToken: 'A2', refreshToken: 'R2' };
    await stage.put({ ...renewed, expiresAt: formatTimestamp(anHourLater - 60_000) });
  };
  const byWindow = async () => {
    const { signal } = new AbortController();
    const memory = { unwritten: new Map(), unrecorded: new Map(), running: new Set<never>() };
    const context = { ...stage.context, ...memory };
    const { kind } = await refresh(sessionId, context, { by: 'person', signal });
    expect(kind).toBe('refreshed');
  };
  test.each([
    ['of a tool, in time', { expiresAt: '2026-01-15T12:20:00Z' }, byTool],
    ['of a window of ours, whenever', active, byWindow],
    ['of a window of ours, after the end', { expiresAt: '2026-01-15T11:50:00Z' }, byWindow],
  ])('a renewal %s, is none: who signs in means it', async (_, before, renew) => {
    const issued = JSON.parse(await stage.put(before)) as Readonly<Record<string, unknown>>;
    let onLook: () => void = () => undefined;
    const now = () => {
      onLook();
      return stage.now;
    };
    const window = openWindow(stage, { context: { now } });
    const url = await window.opened;
    await renew(issued);
    const { accessToken: renewed } = (await stage.onDisk()) ?? {};
    // The file is looked at before it is asked what time it is: the second look has seen it.
    for (let look = 0; look < 2; look++) await new Promise<void>((resolve) => (onLook = resolve));
    await stage.allow(url);
    expect(await window.ended).toEqual(signedIn);
    const { accessToken } = (await stage.onDisk()) ?? {};
    expect(new Set([issued['accessToken'], renewed, accessToken]).size).toBe(3);
  });
});

describe('who is at work on the token file when it is to be written', () => {
  /** As a renewal, or a sign-out, of another window. */
  const hold = async () => {
    await mkdir(dirname(stage.path), { recursive: true });
    const over = deferred<undefined>();
    const held = deferred<undefined>();
    const busy = withFileLock(stage.path, () => {
      held.resolve(undefined);
      return over.promise;
    });
    await held.promise;
    return async () => {
      over.resolve(undefined);
      await busy;
    };
  };

  test('is waited for', async () => {
    const letGo = await hold();
    const window = openWindow();
    await stage.allow(await window.opened);
    await letGo();
    expect([await window.ended, (await stage.onDisk())?.['accessToken']]).toEqual([
      signedIn,
      newAccess,
    ]);
  });

  test('until somebody leaves, and no longer', async () => {
    const letGo = await hold();
    const asked = await findTarget(sessionId, stage.context);
    if ('outcome' in asked) throw new Error('there is a session');
    const purpose = { flow: 'browser', region, startUrl, scopes: [] } as const;
    const session = {
      kind: 'session',
      token: { accessToken: 'A', refreshToken: 'R', lifetimeMs: 3_600_000 },
      registration: { clientId: 'C', clientSecret: 'S', expiresAt: 0, purpose, isNew: true },
      answeredAt: stage.now,
    } as const;
    const until = { signal: AbortSignal.abort(), wait: () => Promise.resolve() };
    await expect(writeSession(asked, session, until)).rejects.toMatchObject({ code: 'ELOCKED' });
    expect(await stage.text()).toBe(undefined);
    await letGo();
  });
});

describe.concurrent('a window in another process', () => {
  let directory: string;
  let program: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sign-in-once-'));
    program = join(directory, 'signInOnce.mjs');
    const entry = join(import.meta.dirname, '..', 'support', 'signInOnce.ts');
    await build({ ...toProgram, entryPoints: [entry], outfile: program });
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  function start({ home, now, center }: SignInStage) {
    const child: ChildProcess = spawn(process.execPath, [program, home, String(now), center.url], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exited = once(child, 'exit');
    const lines = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]();
    const nextLine = async () => String((await lines.next()).value);
    const kill = async () => {
      child.kill('SIGKILL');
      await exited;
    };
    return { nextLine, kill };
  }

  test('is waited for', async ({ expect }) => {
    const own = await signInStage();
    const child = start(own);
    const url = await child.nextLine();
    const window = openWindow(own);
    await window.waiting;
    await own.allow(url);
    expect([await window.ended, JSON.parse(await child.nextLine())]).toEqual([elsewhere, signedIn]);
    await own.close();
  });

  test('waits for ours', async ({ expect }) => {
    const own = await signInStage();
    const window = openWindow(own);
    const url = await window.opened;
    const child = start(own);
    expect(await child.nextLine()).toBe('waiting');
    await own.allow(url);
    expect([await window.ended, JSON.parse(await child.nextLine())]).toEqual([signedIn, elsewhere]);
    await own.close();
  });

  test(
    "that dies is not waited for any longer, and is nobody's obstacle",
    { timeout: 40_000 },
    async ({ expect }) => {
      const own = await signInStage();
      const former = await own.put({ expiresAt: '2026-01-15T11:00:00Z' });
      const child = start(own);
      await child.nextLine();
      const window = openWindow(own);
      await window.waiting;
      await child.kill();
      expect([await window.ended, await own.text()]).toEqual([{ kind: 'endedElsewhere' }, former]);
      expect(await own.signIn()).toEqual(signedIn);
      await own.close();
    },
  );

  test(
    'that died long ago costs a while, and nobody is told to wait',
    { timeout: 40_000 },
    async ({ expect }) => {
      const own = await signInStage();
      await mkdir(`${own.path}.signIn.lock`, { recursive: true });
      const fields = { expiresAt: '2026-01-15T12:15:00Z' };
      const issued = JSON.parse(await own.put(fields)) as object;
      const waiting = deferred<undefined>();
      let looks = 0;
      const now = () => {
        looks += 1;
        // The first is at the file as it was.
        if (looks === 2) waiting.resolve(undefined);
        return own.now;
      };
      const ended = own.signIn({ context: { now } });
      await waiting.promise;
      // A renewal meanwhile is no reason not to.
      await own.put({ ...issued, accessToken: 'A2' });
      expect([await ended, own.shown.map(({ kind }) => kind)]).toEqual([signedIn, ['code']]);
      await own.close();
    },
  );
});

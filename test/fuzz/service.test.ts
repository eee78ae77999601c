// Whatever the service answers: an outcome comes of it that tells nothing of the answer, and what is on
// disk stays whole.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createToken } from '../../src/aws/createToken.ts';
import { oidcClient } from '../../src/aws/oidcClient.ts';
import { listAccountRoles, listAccounts, logout } from '../../src/aws/portal.ts';
import { portalClient } from '../../src/aws/portalClient.ts';
import { registerClient } from '../../src/aws/registerClient.ts';
import type { DeviceCode } from '../../src/aws/signInAttempt.ts';
import { parseCachedToken } from '../../src/core/cachedToken.ts';
import { formatTimestamp, parseTimestamp } from '../../src/core/timestamp.ts';
import { urlTrouble } from '../../src/core/urlTrouble.ts';
import { inTimeAwaited, mustHold, runs, timeout } from '../support/fuzz/fuzz.ts';
import { hostileAnswer } from '../support/fuzz/serviceAnswers.ts';
import { plantedToken } from '../support/fuzz/tokenTexts.ts';
import { type RefreshStage, expired, refreshStage } from '../support/refreshStage.ts';
import { type SignInStage, signInStage } from '../support/signInStage.ts';

let stage: RefreshStage;
let signInAt: SignInStage;
beforeAll(async () => {
  stage = await refreshStage();
  signInAt = await signInStage();
});
afterAll(async () => {
  await stage.close();
  await signInAt.close();
});

const signal = new AbortController().signal;
const soon = { wait: () => Promise.resolve() };
const latest = 8.64e15;

/** What failed is told by a code alone. */
function mustTellNothing(outcome: unknown): void {
  mustHold(!fc.stringify(outcome).includes(plantedToken), 'it tells nothing', outcome);
}

test('each call has an answer', { timeout }, async () => {
  const { center } = stage;
  const endpoint = { region: 'us-east-1', url: center.url, useFips: false, useDualStack: false };
  const grant = { clientId: 'a', clientSecret: 'b', refreshToken: 'c' };
  const purpose = {
    flow: 'browser',
    region: 'us-east-1',
    startUrl: 'https://a',
    scopes: [],
  } as const;
  const calls = [
    async () => {
      const answer = await createToken(endpoint, grant, () => stage.now, 2_000);
      if ('failure' in answer) return answer;
      const { accessToken, lifetimeMs } = answer.token;
      mustHold(
        accessToken !== '' && lifetimeMs >= 0 && lifetimeMs <= latest,
        'a token',
        lifetimeMs,
      );
      return answer.clock;
    },
    async () => {
      using client = oidcClient(endpoint, 2_000);
      const answer = await registerClient(client, purpose, signal);
      if ('failure' in answer) return answer.failure.status;
      const { clientId, clientSecret, expiresAt } = answer.answer;
      mustHold(
        clientId !== '' &&
          clientSecret !== '' &&
          'at' in parseTimestamp(formatTimestamp(expiresAt)),
        'a client',
        expiresAt,
      );
      return undefined;
    },
    async () => {
      using client = portalClient(endpoint, 2_000);
      const list = await listAccounts(client, 'token', soon);
      mustHold(
        list.kind !== 'complete' || list.items.every(({ id }) => id !== ''),
        'accounts',
        list,
      );
      return list.kind === 'complete' ? undefined : list;
    },
    async () => {
      using client = portalClient(endpoint, 2_000);
      const list = await listAccountRoles(client, 'token', '111122223333', soon);
      return list.kind === 'complete' ? undefined : list;
    },
    async () => {
      using client = portalClient(endpoint, 2_000);
      return await logout(client, 'token');
    },
  ];
  for (const call of calls) await call();
  await fc.assert(
    fc.asyncProperty(hostileAnswer, fc.constantFrom(...calls), async (fault, call) => {
      // Pages that never end are another matter: the second is an honest one.
      const outcome = await inTimeAwaited(async () => {
        center.faults.splice(0, Infinity, fault);
        return await call();
      });
      mustTellNothing(outcome);
    }),
    runs(500),
  );
});

test('a renewal leaves a token, and the way to the next one', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(hostileAnswer, async (fault) => {
      stage.now += 3_600_000;
      const { center } = stage;
      const before = await stage.put({
        ...center.issueToken({ startUrl: String(stage.issued['startUrl']), region: 'us-east-1' }),
        ...expired,
      });
      center.faults.splice(0, Infinity, fault);
      const outcome = await stage.refresh();
      mustTellNothing(outcome);
      const text = (await stage.text()) ?? '';
      const reading = parseCachedToken(text);
      mustHold('token' in reading && reading.token.refreshToken !== undefined, 'it is whole', text);
      const isNew = text !== before;
      const mayBe = isNew ? ['refreshed', 'failing'] : ['refused', 'failing'];
      mustHold(mayBe.includes(outcome.kind), 'the outcome is of this file', outcome);
      if (outcome.kind === 'refreshed') expect(reading.token.expiresAt).toBe(outcome.expiresAt);
      const [status] = (await stage.overview()).sessions;
      mustHold(status !== undefined && status.state !== 'unreadable', 'it can be shown', status);
    }),
    runs(120),
  );
});

test('a sign-in begins a session, or leaves all as it was', { timeout }, async () => {
  const { center } = signInAt;
  const answers = fc.array(fc.tuple(fc.nat({ max: 3 }), hostileAnswer), {
    minLength: 1,
    maxLength: 2,
  });
  const operations = [
    'RegisterClient',
    'StartDeviceAuthorization',
    'CreateToken',
    'CreateToken',
  ] as const;
  const codes: DeviceCode[] = [];
  const display = {
    openBrowser: (url: string) => void Promise.resolve(signInAt.allow(url)).catch(() => undefined),
    showCode: (code: DeviceCode) => {
      codes.push(code);
      // Not one that the service knows, where it was spoilt on the way.
      void Promise.resolve()
        .then(() => signInAt.allow(code.userCode))
        .catch(() => undefined);
    },
  };
  const flow = fc.constantFrom('deviceCode' as const, 'browser' as const);
  await fc.assert(
    fc.asyncProperty(answers, flow, async (faults, by) => {
      signInAt.now += 3_600_000;
      const before = await signInAt.put();
      const spoilt = faults.map(([which, fault]) => ({
        ...fault,
        operation: operations[which] ?? 'CreateToken',
      }));
      center.faults.splice(0, Infinity, ...spoilt);
      const context = { browserTimeLimitMs: 300 };
      const outcome = await signInAt.signIn({ flow: by, display, context });
      mustTellNothing(outcome);
      const text = (await signInAt.text()) ?? '';
      if (outcome.kind === 'signedIn') {
        const reading = parseCachedToken(text);
        mustHold('token' in reading, 'a session was written', text);
        expect(reading.token.expiresAt).toBe(outcome.expiresAt);
      } else {
        expect(text).toBe(before);
        const kinds = ['notWritten', 'notLocked', 'misconfigured', 'notConfigured'];
        // What the browser brought is to blame only where the service says so.
        const isGrantRefused = /invalid_?grant/i.test(fc.stringify(faults));
        if (by === 'deviceCode' || !isGrantRefused) kinds.push('wrongAnswer');
        mustHold(!kinds.includes(outcome.kind), 'it is blamed on the service', outcome);
      }
      for (const { verificationUri, verificationUriComplete, expiresAt } of codes.splice(0)) {
        const areGood = [verificationUri, verificationUriComplete].every(
          (uri) => urlTrouble(uri) === undefined,
        );
        mustHold(areGood && expiresAt <= signInAt.now + 3_600_000, 'what is shown can be opened');
      }
    }),
    runs(100),
  );
});

// What must hold between the extension and any tool that renews the token of an SSO session.
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RefreshOutcome } from '../../src/core/refreshOutcome.ts';
import type { Call } from '../support/identityCenter/calls.ts';
import { type InteropStage, type ToolAnswer, type ToolCommand, setStage } from './stage.ts';

export interface Tool {
  readonly name: string;
  /** How to start it, or why that is not possible here. */
  readonly find: () => Promise<ToolCommand | { readonly missing: string }>;
  /** It keeps the fields of a token file that it does not know. */
  readonly keepsUnknownFields: boolean;
}

const answerTravelsMs = 150;
/** Of a program that has to be compiled, together with what it has to fetch. */
const longestBuildMs = 600_000;

let stage: InteropStage;
let tool: ToolCommand;

export function describeTool({ name, find, keepsUnknownFields }: Tool): void {
  describe(name, () => {
    // Once for all: what cannot be built takes its time to fail.
    let finding: ReturnType<Tool['find']> | undefined;
    beforeEach(async (context) => {
      const found = await (finding ??= find());
      if ('missing' in found) context.skip(found.missing);
      else tool = found;
      stage = await setStage();
      return () => stage.close();
    }, longestBuildMs);

    test('uses a token that we have renewed, and leaves it alone', async () => {
      await stage.putExpired();
      expect(await stage.refresh()).toMatchObject({ kind: 'refreshed' });
      const written = await stage.home.readToken('my-sso');

      expect(await useTool()).toEqual(credentials);
      expect(stage.renewals()).toEqual([200]);
      expect(await stage.home.readToken('my-sso')).toEqual(written);
    });

    test('renews an expired token, and we read and renew what it wrote', async () => {
      const issued = await stage.putExpired({ 'x-extra': { kept: true } });

      expect(await useTool()).toEqual(credentials);
      expect(stage.renewals()).toEqual([200]);
      const written = await stage.home.readToken('my-sso');
      expect(written['refreshToken']).not.toBe(issued['refreshToken']);
      expect('x-extra' in written).toBe(keepsUnknownFields);
      await expectLive();
      const { clientId, clientSecret, registrationExpiresAt, region, startUrl } = issued;
      // The registration end is written in each tool's own form, so that it is compared as a time.
      expect({ ...written, registrationExpiresAt: time(written) }).toMatchObject({
        ...{ clientId, clientSecret, region, startUrl },
        registrationExpiresAt: time({ registrationExpiresAt }),
      });

      await stage.expire();
      expect(await stage.refresh()).toMatchObject({ kind: 'refreshed' });
      await expectLive();
    });

    test.each<[string, Race]>([
      ['it asks, and we are served before it', { first: 'it', held: 'question', wins: 'we' }],
      ['we ask, and it is served before us', { first: 'we', held: 'question', wins: 'it' }],
      ['it is renewing when we are refused', { first: 'it', held: 'answer', wins: 'it' }],
      ['we are renewing when it is refused', { first: 'we', held: 'answer', wins: 'we' }],
    ])('both at once: %s', async (_, race) => {
      await stage.putExpired();
      const { outcome, answer } = await run(race);

      expect(stage.renewals().toSorted()).toEqual([200, 'invalid_grant']);
      expect(outcome.kind).toBe(race.wins === 'we' ? 'refreshed' : 'renewedElsewhere');
      if (race.wins === 'it') expect(answer).toEqual(credentials);
      await expectLive();
      // Whatever it came to say when it lost, it goes on with our token.
      expect(await useTool()).toEqual(credentials);
      expect(stage.renewals()).toHaveLength(2);
    });
  });
}

const credentials = { accessKeyId: expect.stringMatching(/^ASIA/) as string };

async function useTool(): Promise<ToolAnswer> {
  const { begin } = await stage.prepare(tool);
  return await begin();
}

async function expectLive(): Promise<void> {
  const { state, renewable, renewal } = (await stage.status()) ?? {};
  expect({ state, renewable, renewal }).toEqual({
    state: 'active',
    renewable: true,
    renewal: { kind: 'idle' },
  });
  expect(await stage.isTaken()).toBe(true);
}

interface Race {
  readonly first: 'it' | 'we';
  /** On its way to the service, so that the other is served first, or on its way back. */
  readonly held: 'question' | 'answer';
  readonly wins: 'it' | 'we';
}

/** The second begins when the question of the first, who has read the file, is on its way. */
async function run({ first, held }: Race): Promise<{
  outcome: RefreshOutcome;
  answer: ToolAnswer;
}> {
  const { identityCenter } = stage;
  const it = await stage.prepare(tool);
  const arrived = signal();
  const released = signal();
  identityCenter.faults.push({
    operation: 'CreateToken',
    kind: 'wait',
    until: released.given,
    arrived: arrived.give,
    afterServing: held === 'answer',
  });
  const isRefusal = ({ error }: Call) => error === 'invalid_grant';
  const atOnce = <T>(begin: () => Promise<T>): Promise<T> => begin();
  const whenSecond = async <T>(begin: () => Promise<T>): Promise<T> => {
    await arrived.given;
    const ended = begin();
    await (held === 'answer' ? identityCenter.waitForCall(isRefusal) : ended);
    // It is still on its way when the second knows of its refusal, and not yet in the file.
    if (held === 'answer') await wait(answerTravelsMs);
    released.give();
    return await ended;
  };
  const [itsTurn, ourTurn] = first === 'it' ? [atOnce, whenSecond] : [whenSecond, atOnce];
  const [answer, outcome] = await Promise.all([
    itsTurn(() => it.begin()),
    ourTurn(() => stage.refresh()),
  ]);
  return { answer, outcome };
}

const time = (token: Readonly<Record<string, unknown>>) =>
  Date.parse(String(token['registrationExpiresAt']));

/** `Promise.withResolvers` is younger than Node 20. */
function signal() {
  let give!: () => void;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

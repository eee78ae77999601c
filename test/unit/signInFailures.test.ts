// Everything that can go wrong with a sign-in: how it ends, what was asked, that the former session is as
// it was, byte for byte, and that the next sign-in works.
import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SignInFlow } from '../../src/core/signInOutcome.ts';
import type { Row } from '../support/signInFailures/arranging.ts';
import { byBrowser } from '../support/signInFailures/byBrowser.ts';
import { byCode } from '../support/signInFailures/byCode.ts';
import { either } from '../support/signInFailures/either.ts';
import { type SignInStage, configText, signInStage, startUrl } from '../support/signInStage.ts';

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

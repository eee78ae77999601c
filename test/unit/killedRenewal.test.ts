// Windows that are killed at random moments of a renewal. 60 of them unless KILLED_RENEWALS says
// more, because each one that dies with the lock costs its successor seconds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../support/overviewBuilder.ts';
import {
  type RefreshStage,
  expired,
  newAccess,
  newRefresh,
  refreshStage,
} from '../support/refreshStage.ts';
import { toProgram } from '../support/toProgram.ts';

const kills = Number(process.env['KILLED_RENEWALS'] ?? 60);
const longestStaleLockMs = 15_000;

let directory: string;
let program: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'killed-renewal-'));
  program = join(directory, 'renewOnce.mjs');
  const entry = join(import.meta.dirname, '..', 'support', 'renewOnce.ts');
  await build({ ...toProgram, entryPoints: [entry], outfile: program });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Starts a window and tells it to renew; kills it after so long, or lets it end. */
async function renewInWindow({ home, now, center }: RefreshStage, killAfterMs?: number) {
  const child = spawn(process.execPath, [program, home, String(now), center.url], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  const began = performance.now();
  child.stdin.write('go');
  if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const said = await lines.next();
  await exited;
  return { said: said.done === true ? undefined : said.value, ms: performance.now() - began };
}

/** `beside`: the new token was whole, but not yet in the place of the old one. */
type Left = 'old' | 'new' | 'beside' | 'answer lost';
interface Survived {
  readonly left: Left;
  readonly wasLocked: boolean;
  readonly waitedMs: number;
}

/** What a killed window has left, and what the next one makes of it. */
async function succeed(stage: RefreshStage, before: string): Promise<Survived> {
  const text = await stage.text();
  const isOld = text === before;
  const renewed = {
    ...stage.issued,
    accessToken: newAccess,
    expiresAt: '2026-01-15T13:00:00Z',
    refreshToken: newRefresh,
  };
  // Whole, and one of the two: there is no third.
  if (!isOld) expect(JSON.parse(text ?? '')).toEqual(renewed);
  const textBeside = await readFile(`${stage.path}.new`, 'utf8').catch(() => '');
  const isBeside = isOld && textBeside.endsWith('}');
  const files = await readdir(dirname(stage.path));
  expect(files.filter((name) => name.endsWith('.json'))).toEqual([basename(stage.path)]);

  stage.now += 30_000;
  const began = performance.now();
  const { kind } = await stage.refresh();
  const waitedMs = performance.now() - began;
  const served = stage.center.calls.filter(({ status }) => status === 200).length;
  const isLost = isOld && kind === 'refused';
  // A sign-in is needed when the service has answered a window that could not write it any more,
  // and then only.
  expect([kind, served]).toEqual(
    isBeside ? ['renewedElsewhere', 1] : isLost ? ['refused', 1] : ['refreshed', isOld ? 1 : 2],
  );
  if (isBeside) expect(await stage.onDisk()).toEqual(renewed);
  const [status] = (await stage.overview()).sessions;
  expect(status?.state).toBe(isLost ? 'expired' : 'active');
  const wasLocked = files.includes(`${basename(stage.path)}.lock`);
  const left = isBeside ? 'beside' : isLost ? 'answer lost' : isOld ? 'old' : 'new';
  return { left, wasLocked, waitedMs };
}

test(`${kills} windows are killed`, { timeout: 30_000 + kills * 1_000 }, async () => {
  const { below } = seededRandom(3);
  const stages: RefreshStage[] = [];
  const stageOf = async () => {
    const stage = await refreshStage();
    stages.push(stage);
    return { stage, before: await stage.put(expired) };
  };

  // As many side by side as are killed later, since they slow each other down.
  const renewUndisturbed = async () => renewInWindow((await stageOf()).stage);
  const undisturbed = await Promise.all([1, 2, 3].map(renewUndisturbed));
  expect(undisturbed.map(({ said }) => said)).toEqual(['refreshed', 'refreshed', 'refreshed']);
  // Later ones are slower, beside those who wait for the locks of the dead.
  const longestMs = 1.5 * Math.max(...undisturbed.map(({ ms }) => ms));

  const successors: Promise<Survived>[] = [];
  const moments = Array.from({ length: kills }, () => below(Math.ceil(longestMs * 1000)) / 1000);
  const killAll = async () => {
    for (let moment = moments.pop(); moment !== undefined; moment = moments.pop()) {
      const { stage, before } = await stageOf();
      await renewInWindow(stage, moment);
      // Those who wait for a dead window's lock wait side by side.
      successors.push(succeed(stage, before));
    }
  };
  await Promise.all([killAll(), killAll(), killAll()]);
  const survived = await Promise.all(successors);
  await Promise.all(stages.map((stage) => stage.close()));

  const count = (left: Left) => survived.filter((one) => one.left === left).length;
  const stale = survived.filter(({ wasLocked }) => wasLocked);
  const figures = {
    kills,
    old: count('old'),
    new: count('new'),
    beside: count('beside'),
    answerLost: count('answer lost'),
    diedWithTheLock: stale.length,
    longestWaitMs: Math.round(Math.max(...survived.map(({ waitedMs }) => waitedMs))),
  };
  if (process.env['KILLED_RENEWALS'] !== undefined) console.log(figures);
  expect(figures.longestWaitMs).toBeLessThan(longestStaleLockMs);
  // Otherwise the moments were not those of a renewal.
  expect([figures.old > 0, figures.new > 0, figures.diedWithTheLock > 0]).toEqual([
    true,
    true,
    true,
  ]);
});

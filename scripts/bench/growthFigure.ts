// What grows with the number of sessions, and how fast.
import { join } from 'node:path';
import { awsPaths } from '../../src/aws/paths.ts';
import { readConfig, readSnapshot } from '../../src/aws/readSnapshot.ts';
import { nextChange } from '../../src/core/nextChange.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import { activateOnce } from './activationFigure.ts';
import { measureLatency } from './changeToStatusFigure.ts';
import { benchHome } from './homes.ts';
import type { ActivationResult } from './host/activation.ts';
import { measureIdle, shortestIdleMinutes } from './idleFigure.ts';
import { ourPackage, probedPackage } from './packages.ts';
import { renewInTurns } from './refreshFigure.ts';
import type { BenchOptions, Figure } from './result.ts';
import { signInRepeatedly } from './signInFigure.ts';
import { growthExponent, quantile, type Spread, spreadOf } from './statistics.ts';

const sizes = [1, 10, 100, 1000] as const;

type Samples = Readonly<Record<string, readonly number[]>>;

export const growthFigure: Figure = async (options) => {
  const measured: (readonly [size: number, samples: Samples])[] = [];
  for (const size of sizes) {
    measured.push([size, await readings(size, options)]);
    measured.push([size, await acts(size, options)]);
    measured.push([size, await inVsCode(size, options)]);
  }
  measured.push(...(await idleMinutes(options)));
  const all = new Map<string, (readonly [size: number, samples: readonly number[]])[]>();
  for (const [size, figures] of measured)
    for (const [figure, samples] of Object.entries(figures))
      all.set(figure, [...(all.get(figure) ?? []), [size, samples]]);
  const growth: Record<string, number> = {};
  const spread: Record<string, Spread> = {};
  for (const [figure, points] of all) {
    const medians = points.map(([size, samples]) => [size, quantile(samples, 0.5)] as const);
    growth[figure] = growthExponent(medians);
    for (const [size, samples] of points) spread[`${figure}, ${size} sessions`] = spreadOf(samples);
  }
  return { result: { growth }, spread };
};

/** The parts of one look at the files. */
async function readings(sessions: number, { quick, progress }: BenchOptions) {
  progress(`reading ${sessions} sessions`);
  const home = await benchHome({ sessions });
  const paths = awsPaths({ HOME: home.path }, 'linux');
  const sources = { paths, stateFile: join(home.path, 'state.json'), environment: {} };
  const samples = { config: [] as number[], snapshot: [] as number[], overview: [] as number[] };
  const rounds = quick ? 10 : 40;
  try {
    // The first five only warm up.
    for (let round = -5; round < rounds; round += 1) {
      const started = performance.now();
      await readConfig(paths, false);
      const configAt = performance.now();
      const snapshot = await readSnapshot(sources, undefined);
      const snapshotAt = performance.now();
      nextChange(deriveOverview(snapshot, Date.now()));
      const endedAt = performance.now();
      if (round < 0) continue;
      samples.config.push(configAt - started);
      samples.snapshot.push(snapshotAt - configAt);
      samples.overview.push(endedAt - snapshotAt);
    }
  } finally {
    await home.remove();
  }
  return samples;
}

/** One session is renewed or signed in to, among the others. */
async function acts(sessions: number, { quick, progress }: BenchOptions) {
  progress(`refresh among ${sessions} sessions`);
  const { ours: refresh } = await renewInTurns(['ours'], { sessions, rounds: quick ? 5 : 20 });
  progress(`sign-in among ${sessions} sessions`);
  const signIn = await signInRepeatedly({ sessions, rounds: quick ? 3 : 10 });
  return { refresh, signIn };
}

async function inVsCode(sessions: number, { quick, progress }: BenchOptions) {
  const rounds = quick ? 10 : 30;
  progress(`changes among ${sessions} sessions in VS Code`);
  const { ours } = await measureLatency({ age: 'newest', sessions, rounds });
  const extension = ourPackage();
  const activations: ActivationResult[] = [];
  for (let start = 0; start < (quick ? 1 : 3); start += 1) {
    progress(`activation with ${sessions} sessions`);
    activations.push(await activateOnce('newest', extension, sessions));
  }
  return {
    activation: activations.map(({ activationMs }) => activationMs),
    heap: activations.map(({ heapMB }) => heapMB),
    changeToStatus: ours,
  };
}

/** All at the same time: what counts is the CPU time of each, not how long anything takes. */
async function idleMinutes({ progress }: BenchOptions) {
  progress('an idle minute');
  const extension = probedPackage();
  const run = { age: 'newest', extension, minutes: shortestIdleMinutes } as const;
  return Promise.all(
    sizes.map(async (sessions) => {
      const { wakeupsPerMin, cpuMsPerMin } = (await measureIdle({ ...run, sessions })).idle;
      return [sessions, { idleWakeups: [wakeupsPerMin], idleCpu: [cpuMsPerMin] }] as const;
    }),
  );
}

// Five minutes in which nothing happens, with 50 sessions, in one VS Code after the other: two at a time
// take the processor's caches from each other, and CPU time with them.
import { vsCodeVersions, type VsCodeAge } from '../provision/vsCodeVersions.ts';
import { runInExtensionHost, vsCodeAges } from './extensionHost.ts';
import { benchHome } from './homes.ts';
import type { IdleInput, IdleResult } from './host/idle.ts';
import { type ExtensionPackage, probedPackage } from './packages.ts';
import type { BenchResult, Figure } from './result.ts';
import { rounded, spreadOf } from './statistics.ts';

/** What opens or reads a file, rather than asking whether it is still the same. */
const reads = new Set([
  'open',
  'openSync',
  'readFile',
  'readFileSync',
  'readdir',
  'createReadStream',
]);

/** What of them the extension's own timers are, in the spreads of a report. */
export const ownWakeups = 'idle wake-ups by its own timers';

/** Longer than the extension ever waits. */
export const shortestIdleMinutes = 1.2;

interface IdleRun {
  readonly age: VsCodeAge;
  readonly extension: ExtensionPackage;
  readonly sessions: number;
  readonly minutes: number;
}

interface Idle {
  readonly idle: BenchResult['idle'];
  readonly ownWakeupsPerMin: number;
}

export async function measureIdle(run: IdleRun): Promise<Idle> {
  const { age, extension, sessions, minutes } = run;
  const home = await benchHome({ sessions });
  const input: IdleInput = { id: extension.id, minutes };
  const program = { age, program: 'idle', extension, home: home.path, input };
  try {
    const result = (await runInExtensionHost(program)) as IdleResult;
    const { vsCode } = vsCodeVersions[age];
    console.error(`idle, ${sessions} sessions, VS Code ${vsCode}: ${JSON.stringify(result)}`);
    const { wakeups, ownWakeups, fsCalls, cpuMs } = result;
    // It never waits for more than a minute: fewer were overlooked, not saved.
    if (ownWakeups < Math.floor(minutes - 0.1))
      throw new Error(
        `The meter of wake-ups is broken: it saw ${ownWakeups} in ${minutes} minutes.`,
      );
    const idle = {
      wakeupsPerMin: wakeups / minutes,
      fileReads: Object.entries(fsCalls)
        .filter(([name]) => reads.has(name))
        .reduce((sum, [, times]) => sum + times, 0),
      cpuMsPerMin: cpuMs / minutes,
    };
    return { idle, ownWakeupsPerMin: ownWakeups / minutes };
  } finally {
    await home.remove();
  }
}

export const idleFigure: Figure = async ({ quick, progress }) => {
  const minutes = quick ? shortestIdleMinutes : 5;
  const extension = probedPackage();
  const results: Idle[] = [];
  for (const age of vsCodeAges) {
    progress(`${minutes} minutes, VS Code ${vsCodeVersions[age].vsCode}`);
    results.push(await measureIdle({ age, extension, sessions: 50, minutes }));
  }
  const of = (name: keyof BenchResult['idle']) => results.map(({ idle }) => idle[name]);
  const worst = (name: keyof BenchResult['idle']) => rounded(Math.max(...of(name)));
  return {
    result: {
      idle: {
        wakeupsPerMin: worst('wakeupsPerMin'),
        fileReads: worst('fileReads'),
        cpuMsPerMin: worst('cpuMsPerMin'),
      },
    },
    spread: {
      'idle wake-ups': spreadOf(of('wakeupsPerMin')),
      [ownWakeups]: spreadOf(results.map(({ ownWakeupsPerMin }) => ownWakeupsPerMin)),
      'idle file reads': spreadOf(of('fileReads')),
      'idle CPU': spreadOf(of('cpuMsPerMin')),
    },
  };
};

// Five minutes in which nothing happens, with 50 sessions, in both VS Codes at the same time.
import { vsCodeVersions } from '../provision/vsCodeVersions.ts';
import { runInExtensionHost, vsCodeAges } from './extensionHost.ts';
import { benchHome } from './homes.ts';
import type { IdleInput, IdleResult } from './host/idle.ts';
import { probedPackage } from './packages.ts';
import type { Figure } from './result.ts';
import { rounded } from './statistics.ts';

/** What opens or reads a file, rather than asking whether it is still the same. */
const reads = new Set([
  'open',
  'openSync',
  'readFile',
  'readFileSync',
  'readdir',
  'createReadStream',
]);

export const idleFigure: Figure = async ({ quick, progress }) => {
  const minutes = quick ? 1 : 5;
  const ours = probedPackage();
  progress(`${minutes} minutes`);
  const results = await Promise.all(
    vsCodeAges.map(async (age) => {
      const home = await benchHome({ sessions: 50 });
      const input: IdleInput = { id: ours.id, minutes };
      const run = { age, program: 'idle', extension: ours, home: home.path, input };
      try {
        return (await runInExtensionHost(run)) as IdleResult;
      } finally {
        await home.remove();
      }
    }),
  );
  for (const [index, result] of results.entries()) {
    const version = vsCodeVersions[vsCodeAges[index] ?? 'newest'].vsCode;
    console.error(`idle in VS Code ${version}: ${JSON.stringify(result)}`);
  }
  const worst = (of: (result: IdleResult) => number) => rounded(Math.max(...results.map(of)));
  return {
    result: {
      idle: {
        wakeupsPerMin: worst(({ wakeups }) => wakeups / minutes),
        fileReads: worst(({ fsCalls }) =>
          Object.entries(fsCalls)
            .filter(([name]) => reads.has(name))
            .reduce((sum, [, times]) => sum + times, 0),
        ),
        cpuMsPerMin: worst(({ cpuMs }) => cpuMs / minutes),
      },
    },
  };
};

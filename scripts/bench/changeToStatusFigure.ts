// From a changed token file to the new text in the status bar, beside a bare fs.watch.
import { vsCodeVersions, type VsCodeAge } from '../provision/vsCodeVersions.ts';
import { runInExtensionHost, vsCodeAges } from './extensionHost.ts';
import { benchHome } from './homes.ts';
import type { LatencyInput, LatencyResult } from './host/latency.ts';
import { probedPackage } from './packages.ts';
import type { Figure, Latency } from './result.ts';
import { type Spread, spreadOf } from './statistics.ts';

interface Place {
  readonly age: VsCodeAge;
  readonly sessions: number;
  readonly otherFiles?: number;
  readonly rounds: number;
}

export async function measureLatency({ age, rounds, ...place }: Place): Promise<LatencyResult> {
  const ours = probedPackage();
  const home = await benchHome(place);
  const input: LatencyInput = { id: ours.id, tokenFile: home.tokenFile('org-0'), rounds };
  const run = { age, program: 'latency', extension: ours, home: home.path, input };
  try {
    return (await runInExtensionHost(run)) as LatencyResult;
  } finally {
    await home.remove();
  }
}

export const changeToStatusFigure: Figure = async ({ quick, progress }) => {
  const rounds = quick ? 40 : 120;
  const spread: Record<string, Spread> = {};
  for (const age of vsCodeAges) {
    for (const otherFiles of [1, 5000]) {
      const place = `VS Code ${vsCodeVersions[age].vsCode}, ${otherFiles} other files`;
      progress(place);
      const { ours, raw } = await measureLatency({ age, sessions: 1, otherFiles, rounds });
      spread[`change to status, ${place}`] = spreadOf(ours);
      spread[`fs.watch, ${place}`] = spreadOf(raw);
    }
  }
  /** The slower VS Code counts; of what it is held against, the quicker. */
  const worst = (begin: string, end: string, pick = Math.max): Latency => {
    const all = Object.entries(spread).filter(
      ([name]) => name.startsWith(begin) && name.endsWith(end),
    );
    return {
      p50: pick(...all.map(([, { p50 }]) => p50)),
      p99: pick(...all.map(([, { p99 }]) => p99)),
    };
  };
  return {
    result: {
      changeToStatusMs: worst('change', ' 1 other files'),
      changeToStatus5kMs: worst('change', ' 5000 other files'),
      rawWatchMs: worst('fs.watch', '', Math.min),
    },
    spread,
  };
};

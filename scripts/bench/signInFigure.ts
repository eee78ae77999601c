// A sign-in with the browser, whose person clicks at once: registration, listener, page, code, token file.
import { join } from 'node:path';
import { awsPaths } from '../../src/aws/paths.ts';
import { signIn } from '../../src/aws/signIn.ts';
import { clickThrough } from '../../test/support/identityCenter/browser.ts';
import { startIdentityCenter } from '../../test/support/identityCenter/identityCenter.ts';
import { benchHome, noteSessions } from './homes.ts';
import type { Figure } from './result.ts';
import { median, spreadOf } from './statistics.ts';

const session = 'org-0';

export const signInFigure: Figure = async ({ quick, progress }) => {
  const rounds = quick ? 5 : 20;
  const samples = await signInRepeatedly({
    sessions: 1,
    rounds,
    after: (round) => progress(`${round} of ${rounds} rounds`),
  });
  return { result: { signInMs: median(samples) }, spread: { signIn: spreadOf(samples) } };
};

interface SignIns {
  /** One of them is signed in to: the others are already. */
  readonly sessions: number;
  readonly rounds: number;
  readonly after?: (round: number) => void;
}

/** Gives how many ms each took. */
export async function signInRepeatedly(run: SignIns): Promise<readonly number[]> {
  const { sessions, rounds, after } = run;
  const identityCenter = await startIdentityCenter();
  const samples: number[] = [];
  try {
    // The first only warms up.
    for (let round = 0; round <= rounds; round += 1) {
      // A home without a registration: the longest way.
      const home = await benchHome({ sessions });
      await home.removeToken(session);
      const stateFile = join(home.path, 'storage', 'state.json');
      await noteSessions(stateFile, sessions, Date.now());
      const ms = await signInOnce(home.path, stateFile, identityCenter.environment);
      if (round > 0) samples.push(ms);
      await home.remove();
      after?.(round);
    }
  } finally {
    await identityCenter.close();
  }
  return samples;
}

async function signInOnce(
  home: string,
  stateFile: string,
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const context = {
    paths: awsPaths({ HOME: home }, 'linux'),
    stateFile,
    environment,
    now: Date.now,
  };
  const display = {
    openBrowser: (url: string) => void clickThrough(url, 'allow'),
    isLoopbackReachable: () => Promise.resolve(true),
    showCode: () => undefined,
    waitForOther: () => undefined,
  };
  const { signal } = new AbortController();
  const started = performance.now();
  const outcome = await signIn(`session:${session}`, 'browser', context, display, signal);
  if (outcome.kind !== 'signedIn') throw new Error(`The sign-in ended as ${outcome.kind}.`);
  return performance.now() - started;
}

// A sign-in with the browser, whose person clicks at once: registration, listener, page, code, token file.
import { join } from 'node:path';
import { awsPaths } from '../../src/aws/paths.ts';
import { signIn } from '../../src/aws/signIn.ts';
import { createAwsHome } from '../../test/support/awsHome.ts';
import { clickThrough } from '../../test/support/identityCenter/browser.ts';
import { startIdentityCenter } from '../../test/support/identityCenter/identityCenter.ts';
import type { Figure } from './result.ts';
import { configText } from './sampleConfig.ts';
import { median, spreadOf } from './statistics.ts';

export const signInFigure: Figure = async ({ quick, progress }) => {
  const identityCenter = await startIdentityCenter();
  const samples: number[] = [];
  const rounds = quick ? 5 : 20;
  try {
    // The first only warms up.
    for (let round = 0; round <= rounds; round += 1) {
      // A home without a registration: the longest way.
      const home = await createAwsHome();
      await home.writeConfig(configText(1, 1));
      const ms = await signInOnce(home.path, identityCenter.environment);
      if (round > 0) samples.push(ms);
      await home.remove();
      progress(`${round} of ${rounds} rounds`);
    }
  } finally {
    await identityCenter.close();
  }
  return { result: { signInMs: median(samples) }, spread: { signIn: spreadOf(samples) } };
};

async function signInOnce(
  home: string,
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const context = {
    paths: awsPaths({ HOME: home }, 'linux'),
    stateFile: join(home, 'storage', 'state.json'),
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
  const outcome = await signIn('session:org-0', 'browser', context, display, signal);
  if (outcome.kind !== 'signedIn') throw new Error(`The sign-in ended as ${outcome.kind}.`);
  return performance.now() - started;
}

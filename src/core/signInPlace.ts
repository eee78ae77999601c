// Which way of signing in suits the place where a person and VS Code are.
import type { SignInFlow } from './signInOutcome.ts';

/** Setting `ssoSession.signIn.flow`. */
export type SignInWish = 'automatic' | SignInFlow;

/** Where a window is, seen from where its extensions run. */
export interface WindowPlace {
  /** As VS Code has it; undefined on the same machine. */
  readonly remoteName: string | undefined;
  /** The window is a page in a browser, which may run anywhere. */
  readonly isInBrowser: boolean;
}

/**
 * The browser comes back to a port of the machine where the extension runs. Only when the person sits at
 * that machine is it certain to get there; elsewhere a code needs no way back.
 */
export function flowFor(wish: SignInWish, { remoteName, isInBrowser }: WindowPlace): SignInFlow {
  if (wish !== 'automatic') return wish;
  return remoteName === undefined && !isInBrowser ? 'browser' : 'deviceCode';
}

// Which way of signing in suits the place where a person and VS Code are.
import type { SignInFlow } from './signInOutcome.ts';

/** Setting `ssoSession.signIn.flow`. */
export type SignInWish = 'automatic' | SignInFlow;

/**
 * The browser comes back to a port of the machine where the extension runs. Only when the person sits at
 * that machine is it certain to get there; elsewhere a code needs no way back.
 */
export function flowFor(wish: SignInWish, isSameMachine: boolean): SignInFlow {
  if (wish !== 'automatic') return wish;
  return isSameMachine ? 'browser' : 'deviceCode';
}

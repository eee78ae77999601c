// What to offer a person after a sign-in, most helpful first.
import type { SignInFlow, SignInOutcome } from './signInOutcome.ts';

export type SignInWayOn =
  | 'signInAgain'
  /** By device authorization. */
  | 'useCode'
  | 'openConfig'
  | 'showLog';

/** Nothing where nothing is wrong, or where only something outside can put it right; `flow` was tried. */
export function waysOn(outcome: SignInOutcome, flow: SignInFlow): readonly SignInWayOn[] {
  const ways = waysAfter(outcome);
  return flow === 'deviceCode' ? ways.filter((way) => way !== 'useCode') : ways;
}

function waysAfter(outcome: SignInOutcome): readonly SignInWayOn[] {
  switch (outcome.kind) {
    case 'signedIn':
    case 'signedInElsewhere':
    case 'cancelled':
      return [];
    case 'endedElsewhere':
    case 'denied':
    case 'registrationForgotten':
    case 'notLocked':
    case 'notWritten':
      return ['signInAgain'];
    // The browser may be one that cannot come back.
    case 'timedOut':
    case 'wrongAnswer':
      return ['signInAgain', 'useCode'];
    case 'portNotBound':
      return ['useCode', 'signInAgain'];
    case 'failing':
      return outcome.code === 'otherError' ? ['signInAgain', 'showLog'] : ['signInAgain'];
    case 'rejected':
      return waysAfterRejection[outcome.code];
    // It may be newer than this list, and only the network be missing.
    case 'unknownRegion':
      return ['openConfig', 'signInAgain'];
    case 'notConfigured':
    case 'configUnreadable':
    case 'misconfigured':
      return ['openConfig'];
    case 'badEndpoint':
      return outcome.problem.where.kind === 'config' ? ['openConfig'] : [];
  }
}

type Rejection = Extract<SignInOutcome, { kind: 'rejected' }>['code'];

const waysAfterRejection: Readonly<Record<Rejection, readonly SignInWayOn[]>> = {
  startUrl: ['openConfig'],
  scopes: ['openConfig'],
  client: ['useCode', 'showLog'],
  other: ['signInAgain', 'showLog'],
};

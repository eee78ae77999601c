import { expect, test } from 'vitest';
import type { SignInOutcome } from '../../src/core/signInOutcome.ts';
import { type SignInWayOn, waysOn } from '../../src/core/signInWayOn.ts';

const badEndpoint = (where: { kind: 'env'; variable: string } | { kind: 'config'; line: number }) =>
  ({ kind: 'badEndpoint', problem: { code: 'endpointInvalid', where } }) as const;

type Row = readonly [outcome: SignInOutcome, byBrowser: SignInWayOn[], byCode?: SignInWayOn[]];

const rows: readonly Row[] = [
  [{ kind: 'signedIn', expiresAt: 0, renewable: true }, []],
  [{ kind: 'signedInElsewhere', expiresAt: 0 }, []],
  [{ kind: 'cancelled' }, []],
  [{ kind: 'endedElsewhere' }, ['signInAgain']],
  [{ kind: 'denied' }, ['signInAgain']],
  [{ kind: 'timedOut' }, ['signInAgain', 'useCode'], ['signInAgain']],
  [{ kind: 'wrongAnswer' }, ['signInAgain', 'useCode'], ['signInAgain']],
  [{ kind: 'portNotBound', code: 'EMFILE' }, ['useCode', 'signInAgain'], ['signInAgain']],
  [{ kind: 'registrationForgotten' }, ['signInAgain']],
  [{ kind: 'rejected', code: 'startUrl' }, ['openConfig']],
  [{ kind: 'rejected', code: 'scopes' }, ['openConfig']],
  [{ kind: 'rejected', code: 'client' }, ['useCode', 'showLog'], ['showLog']],
  [{ kind: 'rejected', code: 'other' }, ['signInAgain', 'showLog']],
  [{ kind: 'unknownRegion', region: 'eu-centrall-1' }, ['openConfig', 'signInAgain']],
  [{ kind: 'failing', code: 'unreachable' }, ['signInAgain']],
  [{ kind: 'failing', code: 'otherError' }, ['signInAgain', 'showLog']],
  [{ kind: 'notConfigured' }, ['openConfig']],
  [{ kind: 'configUnreadable' }, ['openConfig']],
  [{ kind: 'misconfigured' }, ['openConfig']],
  [badEndpoint({ kind: 'config', line: 3 }), ['openConfig']],
  [badEndpoint({ kind: 'env', variable: 'AWS_ENDPOINT_URL' }), []],
  [{ kind: 'notLocked', code: 'ELOCKED' }, ['signInAgain']],
  [{ kind: 'notWritten', code: 'ENOSPC' }, ['signInAgain']],
];
test.for(rows)('%j', ([outcome, byBrowser, byCode = byBrowser]) => {
  expect([waysOn(outcome, 'browser'), waysOn(outcome, 'deviceCode')]).toEqual([byBrowser, byCode]);
});

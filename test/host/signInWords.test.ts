import { deepStrictEqual } from 'node:assert';
import { hourMs } from '../../src/core/durations.ts';
import type { SignInOutcome } from '../../src/core/signInOutcome.ts';
import { signInSentence, wayOnTitle } from '../../src/words/signInWords.ts';

type SignInEnd = Exclude<SignInOutcome, { kind: 'cancelled' }>;

/** One key a kind, so that the compiler asks for a row when a kind is added. */
const signInEnds: {
  readonly [K in SignInEnd['kind']]: readonly (readonly [
    Omit<Extract<SignInEnd, { kind: K }>, 'kind'>,
    string,
  ])[];
} = {
  signedIn: [
    [{ expiresAt: hourMs, renewable: true }, 'signed in.'],
    [
      { expiresAt: 8 * hourMs, renewable: false },
      'signed in for 8 h 00 min. This session cannot be refreshed.',
    ],
  ],
  signedInElsewhere: [[{ expiresAt: hourMs }, 'signed in by another window or tool.']],
  endedElsewhere: [
    [{}, 'not signed in: the sign-in in another window ended without a session. Sign in again.'],
  ],
  denied: [[{}, 'not signed in: access was denied in the browser. Sign in again and allow it.']],
  timedOut: [[{}, 'not signed in: it took too long. Sign in again.']],
  wrongAnswer: [
    [
      {},
      'not signed in: the browser came back with something that does not belong to this sign-in. Close old sign-in tabs, then sign in again.',
    ],
  ],
  portNotBound: [
    [
      { code: 'EMFILE' },
      'not signed in: there is no free port for the browser to come back to (EMFILE). Use a code instead.',
    ],
  ],
  registrationForgotten: [
    [
      {},
      'not signed in: AWS does not know the client registration any more. Sign in again to get a new one.',
    ],
  ],
  rejected: [
    [
      { code: 'startUrl' },
      'not signed in: AWS knows no such start URL in eu-central-1. Check sso_start_url and sso_region at config:12.',
    ],
    [
      { code: 'scopes' },
      'not signed in: AWS does not accept the scopes. Check sso_registration_scopes at config:12.',
    ],
    [
      { code: 'client' },
      'not signed in: AWS does not accept this extension as a client. Use a code, or sign in with the AWS CLI.',
    ],
    [
      { code: 'other' },
      'not signed in: AWS refused it. Ask who manages IAM Identity Center for you.',
    ],
  ],
  unknownRegion: [
    [
      { region: 'eu-centrall-1' },
      'not signed in: AWS could not be reached, and no region eu-centrall-1 is known. Check sso_region at config:12.',
    ],
  ],
  failing: [
    [
      { code: 'unreachable' },
      'not signed in: AWS could not be reached. Check the network or VPN, then sign in again.',
    ],
    [
      { code: 'timeout' },
      'not signed in: AWS did not answer in time. Check the network or VPN, then sign in again.',
    ],
    [
      { code: 'notTheService' },
      'not signed in: something other than AWS answered, such as a proxy or the sign-in page of a network. Open a web page to see it, then sign in again.',
    ],
    [
      { code: 'serviceError' },
      'not signed in: AWS answered with an error of its own. Sign in again in a minute.',
    ],
    [{ code: 'throttled' }, 'not signed in: AWS asks to wait. Sign in again in a minute.'],
    [{ code: 'otherError' }, 'not signed in: AWS gave an unexpected answer. Sign in again.'],
  ],
  notConfigured: [
    [{}, 'not signed in: the session is not in the AWS config any more. Add it again.'],
  ],
  configUnreadable: [[{}, 'not signed in: the AWS config cannot be read. Check its permissions.']],
  misconfigured: [
    [
      {},
      'not signed in: the AWS config does not say enough at config:12. Open it to see what is missing.',
    ],
  ],
  badEndpoint: [
    [
      { problem: { code: 'endpointNotHttps', where: { kind: 'config', line: 20 } } },
      'not signed in. The endpoint in config:20 is not https. Use https, or a loopback address.',
    ],
  ],
  notLocked: [
    [
      { code: 'EROFS' },
      'not signed in: ~/.aws/sso/cache cannot be written (EROFS). Check the disk and its permissions.',
    ],
  ],
  notWritten: [
    [
      { code: 'ELOCKED' },
      'not signed in: AWS agreed, but another window is at work on the token file. Sign in again in a minute.',
    ],
    [
      { code: 'ENOSPC' },
      'not signed in: AWS agreed, but the token file cannot be written (ENOSPC). Check the disk and its permissions, then sign in again.',
    ],
  ],
};

describe('words of a sign-in', () => {
  it('say how it ended, where the fault is and what to do', () => {
    const place = { file: 'config', line: 12 } as const;
    const session = { name: '$(key) corp', region: 'eu-central-1', ...place };
    const rows = Object.entries(signInEnds).flatMap(([kind, ends]) =>
      ends.map(([rest, words]) => [{ kind, ...rest } as SignInEnd, words] as const),
    );
    deepStrictEqual(
      rows.map(([outcome]) => signInSentence(session, outcome, 0)),
      rows.map(([, words]) => `$\u200B(key) corp: ${words}`),
    );
    deepStrictEqual(
      (['signInAgain', 'useCode', 'openConfig', 'showLog'] as const).map(wayOnTitle),
      ['Sign In Again', 'Use a Code', 'Open AWS Config', 'Show Log'],
    );
  });
});

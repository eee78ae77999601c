import { deepStrictEqual, match } from 'node:assert';
import type { RemoteSignOut, SignOutOutcome } from '../../src/core/signOutOutcome.ts';
import type { TroubleCode } from '../../src/core/snapshot.ts';
import { isCompleteSignOut, signOutSentence } from '../../src/words/signOutWords.ts';

type Ended = Exclude<SignOutOutcome, { kind: 'cancelled' }>;

const signedOut = (remote: RemoteSignOut, left = 0): Ended => ({
  kind: 'signedOut',
  remote,
  roleCredentials: { deleted: 0, left },
});
const notAtAws = (why: string) =>
  `corp: signed out on this machine, but not at AWS: ${why}. There the sign-in ends by itself.`;

/** One key a code, so that the compiler asks for a row when a code is added. */
const troubles: Record<TroubleCode, string> = {
  unreachable: 'it could not be reached',
  timeout: 'it did not answer in time',
  notTheService: 'a proxy or the sign-in page of a network answered in its place',
  serviceError: 'it answered with an error of its own',
  throttled: 'it asks to wait',
  access_denied: 'it denied the request',
  invalid_request: 'it gave an unexpected answer',
  otherError: 'it gave an unexpected answer',
  notLocked: 'it gave an unexpected answer',
  notWritten: 'it gave an unexpected answer',
  noLifetime: 'it gave an unexpected answer',
};

describe('the words of a sign-out', () => {
  it('tell how it ended, by name, and whether that is all', () => {
    const rows: readonly (readonly [Ended, string, boolean])[] = [
      [signedOut('ended'), 'corp: signed out.', true],
      [signedOut('alreadyEnded'), 'corp: signed out.', true],
      [
        { kind: 'wasSignedOut', roleCredentials: { deleted: 1, left: 0 } },
        'corp: already signed out.',
        true,
      ],
      [
        { kind: 'wasSignedOut', roleCredentials: { deleted: 0, left: 1 } },
        'corp: already signed out. Role credentials in ~/.aws/cli/cache cannot be deleted. Check its permissions.',
        false,
      ],
      [
        { kind: 'signedInMeanwhile', remote: 'ended' },
        'corp: signed out, but another tool has written a new token meanwhile. Sign out again to end that too.',
        false,
      ],
      [
        { kind: 'signedInMeanwhile', remote: 'tokenEnded' },
        'corp: not signed out at AWS: the access token had ended. Another tool has written a new token meanwhile. Sign out again.',
        false,
      ],
      [
        { kind: 'notDeleted', code: 'EPERM', remote: 'ended' },
        'corp: signed out at AWS, but the token file cannot be deleted (EPERM), and still looks like a session. Check its permissions, then sign out again.',
        false,
      ],
      [
        signedOut('ended', 1),
        'corp: signed out. Role credentials in ~/.aws/cli/cache cannot be deleted. Check its permissions.',
        false,
      ],
      [signedOut('tokenEnded'), notAtAws('the access token had ended'), false],
      [signedOut({ notAsked: 'unreadable' }), notAtAws('the token could not be read'), false],
      [
        { kind: 'notDeleted', code: 'EPERM', remote: 'tokenEnded' },
        'corp: not signed out: the token file cannot be deleted (EPERM). Check its permissions, then sign out again.',
        false,
      ],
      [
        { kind: 'notLocked', code: 'EROFS' },
        'corp: not signed out: ~/.aws/sso/cache cannot be written (EROFS). Check the disk and its permissions.',
        false,
      ],
      [
        { kind: 'notLocked', code: 'ELOCKED' },
        'corp: not signed out: another window is at work on it. Sign out again.',
        false,
      ],
    ];
    deepStrictEqual(
      rows.map(([outcome]) => [
        outcome,
        signOutSentence('corp', outcome),
        isCompleteSignOut(outcome),
      ]),
      rows,
    );
  });

  it('have a reason for everything that keeps AWS from being told', () => {
    for (const [code, why] of Object.entries(troubles)) {
      const outcome = signedOut({ failing: code as TroubleCode });
      deepStrictEqual(signOutSentence('corp', outcome), notAtAws(why));
    }
    for (const notAsked of ['misconfigured', 'badEndpoint'] as const) {
      match(signOutSentence('corp', signedOut({ notAsked })), /, but not at AWS: the .*\.$/);
    }
  });
});

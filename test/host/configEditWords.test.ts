import { deepStrictEqual } from 'node:assert';
import type { EditRefusal } from '../../src/core/configEdit.ts';
import { configProblem } from '../../src/core/configProblem.ts';
import {
  type NotEdited,
  type NotListed,
  notEditedSentence,
  notListedReason,
  profilesSentence,
  refusalSentence,
} from '../../src/words/configEditWords.ts';

const place = { file: 'config', line: 12 } as const;
const name = '$(key) corp';
const shown = '$\u200B(key) corp';

/** One key a code, so that the compiler asks for a row when a code is added. */
const refusals: {
  readonly [C in EditRefusal['code']]: readonly [
    Omit<EditRefusal & { readonly code: C }, 'code'>,
    string,
  ];
} = {
  sessionExists: [
    { name, ...place },
    `There is a session “${shown}” already, in config:12. Choose another name.`,
  ],
  profileExists: [
    { name, file: 'credentials', line: 3 },
    `There is a profile “${shown}” already, in credentials:3. Choose another name.`,
  ],
  notWritable: [
    { name },
    `“${shown}” cannot be written to the AWS config. Use letters, digits and - only.`,
  ],
  reservedName: [{ name }, 'The default profile is left alone. Choose another name.'],
  namedTwice: [{ name }, `Two profiles would have the name “${shown}”. Choose another name.`],
  sessionMissing: [{ name }, `There is no [sso-session ${shown}] any more. Add it again.`],
  inherited: [
    place,
    '[DEFAULT] in config:12 would give it another meaning. Put its sso_ keys into the sections that need them.',
  ],
  inCredentials: [
    { name, file: 'credentials', line: 3 },
    `Profile ${shown} has an sso_ key in credentials:3. Move it to the AWS config first.`,
  ],
  misconfigured: [
    { problem: configProblem('missingRegion', 'config', 12, 'dev') },
    'config:12 No sso_region in dev. Add it.',
  ],
  notLegacy: [{}, 'No profile in the AWS config has this start URL any more.'],
  changedMeanwhile: [
    {},
    'The AWS config has changed meanwhile. Migrate again, and look at it again.',
  ],
};

type Rows<T extends { readonly kind: string }> = {
  readonly [K in T['kind']]: readonly (readonly [Omit<Extract<T, { kind: K }>, 'kind'>, string])[];
};

const notEdited: Rows<NotEdited> = {
  refused: [
    [
      { refusal: { code: 'notLegacy' } },
      'No profile in the AWS config has this start URL any more.',
    ],
  ],
  unreadable: [
    [
      { problem: 'notUtf8' },
      'The AWS config is not UTF-8: changing it could lose letters. Save it as UTF-8.',
    ],
    [{ problem: 'notAFile' }, 'There is something other than a file in its place. Move it away.'],
  ],
  restless: [[{}, 'Another program keeps changing the AWS config. Wait until it is done.']],
  notLocked: [
    [{ code: 'ELOCKED' }, 'Another program is changing the AWS config. Wait until it is done.'],
    [
      { code: 'EROFS' },
      'The AWS config was not changed: it, or its folder, is read-only (EROFS). Make it writable.',
    ],
  ],
  notWritten: [
    [{ code: 'ENOSPC' }, 'The AWS config was not changed: the disk is full. Make room on it.'],
    [
      { code: 'EIO' },
      'The AWS config was not changed: it cannot be written (EIO). Check the disk.',
    ],
    [
      { code: 'ENOSPC', backup: '/home/me/.aws/config.20260115T120000Z.backup' },
      'Writing the AWS config failed halfway (ENOSPC). What stood there before is in /home/me/.aws/config.20260115T120000Z.backup.',
    ],
  ],
};

const notListed: Rows<NotListed> = {
  signedOut: [[{}, 'signed out. Sign in first.']],
  failing: [
    [
      { code: 'unreachable' },
      'AWS could not be reached. Check the network or VPN, then list again.',
    ],
    [{ code: 'timeout' }, 'AWS did not answer in time. Check the network or VPN, then list again.'],
    [
      { code: 'notTheService' },
      'something other than AWS answered, such as a proxy or the sign-in page of a network. Open a web page to see it, then list again.',
    ],
    [{ code: 'serviceError' }, 'AWS answered with an error of its own. List again in a minute.'],
    [{ code: 'throttled' }, 'AWS asks to wait. List again in a minute.'],
    [
      { code: 'access_denied' },
      'AWS denied it. Check that the session has the scope sso:account:access.',
    ],
    [{ code: 'otherError' }, 'AWS gave an unexpected answer. List again.'],
  ],
  notConfigured: [[{}, 'the session is not in the AWS config any more.']],
  configUnreadable: [[{}, 'the AWS config cannot be read. Check its permissions.']],
  misconfigured: [[{}, 'the AWS config does not say enough. Open it to see what is missing.']],
  badEndpoint: [
    [
      { problem: { code: 'endpointNotHttps', where: { kind: 'config', line: 20 } } },
      'The endpoint in config:20 is not https. Use https, or a loopback address.',
    ],
  ],
};

function rowsOf<T extends { readonly kind: string }>(
  rows: Rows<T>,
): readonly (readonly [T, string])[] {
  const entries = Object.entries<readonly (readonly [object, string])[]>(rows);
  return entries.flatMap(([kind, each]) =>
    each.map(([rest, words]) => [{ kind, ...rest } as unknown as T, words] as const),
  );
}

describe('words of a change to the config', () => {
  it('say why there was none, and what to do', () => {
    const rows = Object.entries(refusals);
    deepStrictEqual(
      rows.map(([code, [rest]]) => refusalSentence({ code, ...rest } as EditRefusal)),
      rows.map(([, [, words]]) => words),
    );
    deepStrictEqual(
      rowsOf(notEdited).map(([outcome]) => notEditedSentence(outcome)),
      rowsOf(notEdited).map(([, words]) => words),
    );
  });

  it('say why accounts are not known', () => {
    deepStrictEqual(
      rowsOf(notListed).map(([outcome]) => notListedReason(outcome)),
      rowsOf(notListed).map(([, words]) => words),
    );
  });

  it('name profiles as long as they are few', () => {
    deepStrictEqual(
      [['a'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd']].map((names) => profilesSentence(names, name)),
      [
        `The profile a uses the session ${shown}.`,
        `The profiles a, b, c use the session ${shown}.`,
        `4 profiles use the session ${shown}.`,
      ],
    );
  });
});

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert';
import { env } from 'vscode';
import { configProblem, type ConfigProblemCode } from '../../src/core/configProblem.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../src/core/durations.ts';
import type { TokenFile } from '../../src/core/snapshot.ts';
import { escapeMarkdown, linkTo } from '../../src/views/markdown.ts';
import { endpointProblem, renewalReason } from '../../src/words/failureWords.ts';
import { configProblemSentence, tokenProblem } from '../../src/words/problemWords.ts';
import { refreshSentence } from '../../src/words/refreshWords.ts';
import { remarks } from '../../src/words/sessionWords.ts';
import {
  aboutTimeLeft,
  compactTimeLeft,
  pointInTime,
  shortTimeLeft,
  spokenDuration,
  steadyTimeLeft,
} from '../../src/words/timeWords.ts';
import { statusOf } from '../support/overviewBuilder.ts';

type TokenTrouble = Extract<TokenFile, { kind: 'unreadable' }>['problem'];

/** One key a code, so that the compiler asks for a row when a code is added. */
const configCodes: Record<ConfigProblemCode, string> = {
  fileUnreadable: 'notAllowed',
  byteOrderMark: '',
  duplicateSection: 'profile a',
  duplicateKey: 'sso_region',
  lineBeforeSection: '',
  lineWithoutDelimiter: '',
  unclosedHeader: '',
  emptyKey: '',
  nestedLineWithoutEquals: 's3',
  emptySectionName: 'sso-session',
  unquotedName: 'sso-session a b',
  unbalancedQuote: "profile o'b",
  unknownSection: 'dev',
  defaultsNotPortable: 'DEFAULT',
  sectionReplaced: 'a',
  nameNotPortable: 'équipe',
  headerNotPortable: 'profile  a',
  indentedSection: 'profile a',
  multilineValue: 'sso_region',
  inlineComment: 'sso_region',
  keyCase: 'SSO_Region',
  colonDelimiter: 'sso_region',
  sessionNotFound: 'corp',
  emptySessionName: 'dev',
  missingStartUrl: 'corp',
  missingRegion: 'corp',
  startUrlInvalid: 'corp',
  startUrlNotHttps: 'corp',
  regionInvalid: 'corp',
  conflict: 'sso_region',
  regionsDiffer: 'dev',
};

const tokenTroubles: Record<TokenTrouble, true> = {
  empty: true,
  notJson: true,
  notAnObject: true,
  noAccessToken: true,
  noExpiresAt: true,
  'expiresAt:noZone': true,
  'expiresAt:notATimestamp': true,
  'expiresAt:notADate': true,
  notAllowed: true,
  notAFile: true,
  tooLarge: true,
  ioError: true,
};

function isSentence(text: string): void {
  match(text, /^[\p{Lu}\p{L}[“].*\.$/u);
  ok(!/\{\d\}|undefined/.test(text), text);
}

describe('words', () => {
  it('has a sentence for every problem of a config, with its subject', () => {
    for (const [code, subject] of Object.entries(configCodes)) {
      const text = configProblemSentence(
        configProblem(code as ConfigProblemCode, 'config', 3, subject),
      );
      isSentence(text);
      if (code !== 'fileUnreadable') ok(text.includes(subject), text);
    }
  });

  it('has a sentence for every way in which a token file is no token', () => {
    for (const code of Object.keys(tokenTroubles)) isSentence(tokenProblem(code as TokenTrouble));
  });

  it('says how a refresh ended, by name', () => {
    deepStrictEqual(
      [
        refreshSentence('corp', { kind: 'refreshed', expiresAt: 0 }, 0),
        refreshSentence('corp', { kind: 'refused', code: 'invalid_grant' }, 0),
        refreshSentence('corp', { kind: 'failing', code: 'unreachable' }, 0),
        refreshSentence('corp', { kind: 'notRenewable', because: 'legacy' }, 0),
        refreshSentence('corp', { kind: 'failing', code: 'noLifetime' }, 0),
        refreshSentence('corp', { kind: 'notWritten', code: 'ENOSPC' }, 0),
        refreshSentence('corp', { kind: 'notDue', expiresAt: 0 }, 0),
        refreshSentence('corp', { kind: 'unexpected', code: 'TypeError' }, 0),
      ],
      [
        'corp: refreshed.',
        'corp: refresh refused: the sign-in has ended. Sign in again.',
        'corp: not refreshed: AWS could not be reached. Check the network or VPN, then refresh again.',
        'corp: a profile without an sso-session cannot be refreshed. Sign in again.',
        'corp: not refreshed: the new token came without a believable lifetime, and counts as ended. Refresh again, or sign in again.',
        'corp: refreshed, but the token file cannot be written (ENOSPC). Check the disk and keep VS Code open: it tries again.',
        'corp: valid for long enough, so that AWS was not asked.',
        'corp: the refresh ended in an unexpected error (TypeError). Refresh again.',
      ],
    );
    isSentence(renewalReason({ kind: 'failing', code: 'notTheService' }));
  });

  it('says of a token that died with its window that it may be lost, and what to do', () => {
    const [{ about, sentence } = { about: '', sentence: '' }, ...others] = remarks({
      ...statusOf({}),
      renewal: { kind: 'lost', code: 'notWritten' },
    });
    isSentence(sentence);
    strictEqual(about, 'renewal');
    match(sentence, /may be lost.*Refresh again.*sign in again/);
    deepStrictEqual(others, []);
  });

  it('says of a session that nothing may be sent for it, and why', () => {
    const where = { kind: 'env', variable: 'AWS_ENDPOINT_URL' } as const;
    const problem = { code: 'endpointNotHttps', where } as const;
    for (const code of ['endpointNotHttps', 'endpointWithFips', 'endpointWithDualStack'] as const) {
      isSentence(endpointProblem({ code, where }));
    }
    deepStrictEqual(remarks({ ...statusOf({}), endpointProblem: problem }), [
      { about: 'endpoint', sentence: endpointProblem(problem) },
    ]);
  });

  it('says time left in the same few forms, rounded down', () => {
    const rows: readonly (readonly [number, string, string, string])[] = [
      [0, 'under 1 min', '<1m', 'less than a minute'],
      [minuteMs - 1, 'under 1 min', '<1m', 'less than a minute'],
      [minuteMs, '1 min', '1m', '1 minute'],
      [42 * minuteMs + 59 * secondMs, '42 min', '42m', '42 minutes'],
      [hourMs, '1 h 00 min', '1h 00m', '1 hour'],
      [hourMs + 5 * minuteMs, '1 h 05 min', '1h 05m', '1 hour 5 minutes'],
      [23 * hourMs + 59 * minuteMs, '23 h 59 min', '23h 59m', '23 hours 59 minutes'],
      [30 * hourMs, '30 h', '30h', '30 hours'],
      [2 * dayMs, '2 d', '2d', '2 days'],
      [90 * dayMs, '90 d', '90d', '90 days'],
    ];
    deepStrictEqual(
      rows.map(([ms]) => [ms, shortTimeLeft(ms), compactTimeLeft(ms, false), spokenDuration(ms)]),
      rows,
    );
  });

  it('says roughly what is only known roughly', () => {
    const rows: readonly (readonly [number, string, string, string])[] = [
      [0, 'under 1 min', '~<1m', 'less than a minute'],
      [42 * minuteMs, '42 min', '~42m', '42 minutes'],
      [hourMs + 59 * minuteMs, '1 h 59 min', '~1h 59m', '1 hour 59 minutes'],
      [2 * hourMs + 59 * minuteMs, '2 h', '~2h', '2 hours'],
      [6 * dayMs, '6 d', '~6d', '6 days'],
    ];
    deepStrictEqual(
      rows.map(([ms]) => [
        ms,
        aboutTimeLeft(ms),
        compactTimeLeft(ms, true),
        spokenDuration(ms, true),
      ]),
      rows,
    );
  });

  it('takes as much room for one digit of minutes as for two', () => {
    const rows: readonly (readonly [number, string, string])[] = [
      [0, '<1m', '~<1m'],
      [minuteMs - 1, '<1m', '~<1m'],
      [minuteMs, '\u20071m', '\u2007~1m'],
      [10 * minuteMs - 1, '\u20079m', '\u2007~9m'],
      [10 * minuteMs, '10m', '~10m'],
      [hourMs + 5 * minuteMs, '1h 05m', '~1h 05m'],
      [30 * hourMs, '30h', '~30h'],
      [6 * dayMs, '6d', '~6d'],
    ];
    deepStrictEqual(
      rows.map(([ms]) => [ms, steadyTimeLeft(ms, false), steadyTimeLeft(ms, true)]),
      rows,
    );
  });

  it('names the day only when it is another one, and the year', () => {
    const now = new Date(2026, 0, 15, 12).getTime();
    const at = (days: number): string => pointInTime(now + days * dayMs, now).replace(/\s/g, ' ');
    const zone = new Intl.DateTimeFormat('en', { timeZoneName: 'short' })
      .formatToParts(now)
      .find(({ type }) => type === 'timeZoneName');
    // Of the machine that this runs on; on that of the person nobody asks.
    const inZone = env.remoteName === undefined ? '' : ` ${zone?.value ?? '?'}`;
    deepStrictEqual([0, 1, 6, -6, 7, -14, -15, 360].map(at), [
      `12:00 PM${inZone}`,
      `Fri 12:00 PM${inZone}`,
      `Wed 12:00 PM${inZone}`,
      `Fri 12:00 PM${inZone}`,
      'January 22',
      'January 1',
      'December 31, 2025',
      'January 10, 2027',
    ]);
  });

  it('lets nothing from a file become markup, a link or an icon', () => {
    deepStrictEqual(
      escapeMarkdown('[x](command:y) $(key)\n# z'),
      String.raw`\[x\]\(command\:y\) \$\(key\) \# z`,
    );
    deepStrictEqual(
      linkTo('https://corp.awsapps.com/start#/'),
      String.raw`[https\://corp\.awsapps\.com/start\#/](https://corp.awsapps.com/start#/)`,
    );
    deepStrictEqual(linkTo('javascript:alert(1)'), String.raw`javascript\:alert\(1\)`);
    deepStrictEqual(
      linkTo('https://x/) [y](command:z'),
      String.raw`https\://x/\) \[y\]\(command\:z`,
    );
  });
});

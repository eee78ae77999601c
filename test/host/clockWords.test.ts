// Which clock runs, until when, and how sure that is: in a few words, in sentences and for a voice.
import { deepStrictEqual } from 'node:assert';
import { dayMs, hourMs, minuteMs } from '../../src/core/durations.ts';
import type { SessionHistory } from '../../src/core/history.ts';
import { type Preferences, defaultPreferences } from '../../src/core/preferences.ts';
import type { RenewalFailure } from '../../src/core/snapshot.ts';
import { clockSentences } from '../../src/words/clockWords.ts';
import {
  glance,
  glanceBesideIcon,
  spokenGlance,
  spokenInFull,
} from '../../src/words/sessionWords.ts';
import { pointInTime } from '../../src/words/timeWords.ts';
import { type Entry, absent, now, statusOf, tokenWith } from '../support/overviewBuilder.ts';

const at = (hours: number): number => now + hours * hourMs;
const point = (ms: number): string => pointInTime(ms, now);
const registrationExpiresAt = now + 50 * dayMs;
const registered = `Client registration: until ${point(registrationExpiresAt)}.`;
const unknown = 'Sign-in: end not known.';

const token = (minutes: number, registrationEndsAt = registrationExpiresAt): Entry => ({
  file: tokenWith({
    expiresAt: now + minutes * minuteMs,
    registrationExpiresAt: registrationEndsAt,
  }),
});
const lastToken = (minutes: number): Entry => ({
  file: tokenWith({ expiresAt: now + minutes * minuteMs, hasRefreshFields: false }),
});
const refused: RenewalFailure = { kind: 'refused', code: 'invalid_grant' };

/** Sign-ins that lasted for eight hours or a little less, and another since so many hours ago. */
const history = (ago: number, count = 2): SessionHistory => ({
  events: [
    ...Array.from({ length: count }, (_, day) => [
      { at: at(-24 * (day + 2)), kind: 'signIn' } as const,
      { at: at(-24 * (day + 2) + 8), kind: 'renewal' } as const,
      { at: at(-24 * (day + 2) + 8.5), kind: 'refused' } as const,
    ])
      .toReversed()
      .flat(),
    { at: at(-ago), kind: 'signIn', token: 'of this file' },
  ],
});
const seen = (ago: number, after: number): SessionHistory => ({
  events: [{ at: at(-ago), after: at(-after), kind: 'signIn', token: 'of this file' }],
});
const set = (hours: number): Preferences => ({
  ...defaultPreferences,
  signInDurations: new Map([['*', hours * hourMs]]),
});
const auto: Preferences = { ...defaultPreferences, autoRefresh: true };

interface Case {
  readonly entry: Entry;
  readonly wish?: Preferences;
  /** In the status bar, and elsewhere, if that is not the same. */
  readonly short: string | readonly [bar: string, elsewhere: string];
  readonly spoken: string;
  readonly sentences: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  'renewed by hand, for nobody knows how long': {
    entry: token(42),
    short: ['', 'signed in'],
    spoken: 'signed in',
    sentences: [
      'Access token: 42 min left, can be refreshed without a browser.',
      unknown,
      registered,
    ],
  },
  'renewed by itself, for nobody knows how long': {
    entry: token(42),
    wish: auto,
    short: ['', 'signed in'],
    spoken: 'signed in, refreshes by itself',
    sentences: ['Access token: 42 min left, refreshes by itself.', unknown, registered],
  },
  'learnt from several': {
    entry: { ...token(42), history: history(2.5) },
    wish: auto,
    short: '~5h',
    spoken: `signed in until about ${point(at(5.5))}`,
    sentences: [
      'Access token: 42 min left, refreshes by itself.',
      'Sign-in: about 5 h left (estimate: your last sign-ins lasted at least 8 h).',
      registered,
    ],
  },
  'learnt from one': {
    entry: { ...token(42), history: history(6.5, 1) },
    short: '~1h 30m',
    spoken: `signed in until about ${point(at(1.5))}`,
    sentences: [
      'Access token: 42 min left, can be refreshed without a browser.',
      'Sign-in: about 1 h 30 min left (estimate: your last sign-in lasted at least 8 h).',
      registered,
    ],
  },
  'as set': {
    entry: { ...token(42), history: history(2.5) },
    wish: set(8),
    short: '5h 30m',
    spoken: `signed in until ${point(at(5.5))}`,
    sentences: [
      'Access token: 42 min left, can be refreshed without a browser.',
      `Sign-in: 5 h 30 min, until ${point(at(5.5))} (you have set 8 h).`,
      registered,
    ],
  },
  'as set, since about': {
    entry: { ...token(42), history: seen(2, 3) },
    wish: set(8),
    short: '~5h',
    spoken: `signed in until about ${point(at(5))}`,
    sentences: [
      'Access token: 42 min left, can be refreshed without a browser.',
      'Sign-in: about 5 h left (you have set 8 h).',
      registered,
    ],
  },
  'past the estimate, with a token that works': {
    entry: { ...token(42), history: history(8.25) },
    short: '~42m',
    spoken: `signed in until about ${point(now + 42 * minuteMs)}`,
    sentences: [
      'Access token: 42 min left, can be refreshed without a browser.',
      'Sign-in: may have ended (estimate: your last sign-ins lasted at least 8 h).',
      registered,
    ],
  },
  'past the estimate, with one that has ended': {
    entry: { ...token(-3), history: history(8.25, 1) },
    short: 'sign-in may have ended',
    spoken: 'sign-in may have ended',
    sentences: [
      `Access token ended: ${point(now - 3 * minuteMs)}. A refresh, or the next AWS command, brings a new one without a browser.`,
      'Sign-in: may have ended (estimate: your last sign-in lasted at least 8 h).',
      registered,
    ],
  },
  'past what is set': {
    entry: { ...token(-3), history: history(8.25) },
    wish: { ...set(8), autoRefresh: true },
    short: 'sign-in may have ended',
    spoken: 'sign-in may have ended',
    sentences: [
      `Access token ended: ${point(now - 3 * minuteMs)}. It refreshes by itself.`,
      'Sign-in: may have ended (you have set 8 h).',
      registered,
    ],
  },
  'estimated, of a token that has ended': {
    entry: { ...token(-3), history: history(2.5) },
    short: '~5h',
    spoken: `ready to refresh until about ${point(at(5.5))}`,
    sentences: [
      `Access token ended: ${point(now - 3 * minuteMs)}. A refresh, or the next AWS command, brings a new one without a browser.`,
      'Sign-in: about 5 h left (estimate: your last sign-ins lasted at least 8 h).',
      registered,
    ],
  },
  'by a registration that ends soon, of a token that has ended': {
    entry: token(-3, now + 21 * minuteMs),
    short: '20m',
    spoken: `ready to refresh until ${point(now + 20 * minuteMs)} at most`,
    sentences: [
      `Access token ended: ${point(now - 3 * minuteMs)}. A refresh, or the next AWS command, brings a new one without a browser.`,
      unknown,
      `Client registration: until ${point(now + 21 * minuteMs)}.`,
    ],
  },
  'not known, of a token that has ended': {
    entry: token(-3),
    short: 'ready to refresh',
    spoken: 'ready to refresh',
    sentences: [
      `Access token ended: ${point(now - 3 * minuteMs)}. A refresh, or the next AWS command, brings a new one without a browser.`,
      unknown,
      registered,
    ],
  },
  'by the registration, which ends soon': {
    entry: token(5, now + 21 * minuteMs),
    short: '20m',
    spoken: `signed in until ${point(now + 20 * minuteMs)} at most`,
    sentences: [
      'Access token: 5 min left, can be refreshed without a browser.',
      unknown,
      `Client registration: until ${point(now + 21 * minuteMs)}.`,
    ],
  },
  'with a token that cannot be renewed': {
    entry: lastToken(42),
    short: '42m',
    spoken: `signed in until ${point(now + 42 * minuteMs)}`,
    sentences: [
      `Access token: 42 min, until ${point(now + 42 * minuteMs)}. It cannot be refreshed: sign in again by then.`,
    ],
  },
  'with one that has minutes left': {
    entry: lastToken(9),
    // In the status bar as wide as before.
    short: ['\u20079m', '9m'],
    spoken: `signed in until ${point(now + 9 * minuteMs)}`,
    sentences: [
      `Access token: 9 min, until ${point(now + 9 * minuteMs)}. It cannot be refreshed: sign in again by then.`,
    ],
  },
  'with one whose registration has ended': {
    entry: token(42, now - hourMs),
    short: '42m',
    spoken: `signed in until ${point(now + 42 * minuteMs)}`,
    sentences: [
      `Access token: 42 min, until ${point(now + 42 * minuteMs)}. It cannot be refreshed: sign in again by then.`,
      `Client registration ended: ${point(now - hourMs)}.`,
    ],
  },
  refused: {
    entry: { ...token(-3), failure: refused },
    short: 'sign-in needed',
    spoken: 'sign-in needed',
    sentences: [`Access token ended: ${point(now - 3 * minuteMs)}.`],
  },
  'signed out': {
    entry: { file: absent },
    short: 'signed out',
    spoken: 'signed out',
    sentences: [],
  },
};

describe('the clocks of a session', () => {
  for (const [name, { entry, wish, short, spoken, sentences }] of Object.entries(cases)) {
    it(`are in words: ${name}`, () => {
      const status = statusOf(entry, now, wish);
      const [bar, elsewhere] = typeof short === 'string' ? [short, short] : short;
      deepStrictEqual(
        [
          glanceBesideIcon(status, now),
          glance(status, now),
          spokenGlance(status, now),
          clockSentences(status, now).map(({ sentence }) => sentence),
        ],
        [bar, elsewhere, spoken, sentences],
      );
    });
  }

  it('are rows that fit into a narrow view, an estimate too', () => {
    const rows = (entry: Entry, wish?: Preferences) =>
      clockSentences(statusOf(entry, now, wish), now).map(({ name, short }) => `${name}: ${short}`);
    const ends = `Registration: until ${point(registrationExpiresAt)}`;
    deepStrictEqual(
      [
        rows(token(42)),
        rows({ ...token(42), history: history(2.5) }),
        rows({ ...token(42), history: history(2.5) }, set(8)),
        rows({ ...token(-3), history: history(9) }),
        rows(token(42, now - hourMs)),
      ],
      [
        ['Access token: 42 min left', 'Sign-in: end not known', ends],
        ['Access token: 42 min left', 'Sign-in: about 5 h left (estimate)', ends],
        ['Access token: 42 min left', `Sign-in: 5 h 30 min, until ${point(at(5.5))}`, ends],
        [
          `Access token: ended ${point(now - 3 * minuteMs)}`,
          'Sign-in: may have ended (estimate)',
          ends,
        ],
        [
          `Access token: 42 min, until ${point(now + 42 * minuteMs)}`,
          `Registration: ended ${point(now - hourMs)}`,
        ],
      ],
    );
  });

  it('are said in full, with what to do next', () => {
    const full = (entry: Entry, wish?: Preferences) =>
      spokenInFull(statusOf(entry, now, wish), now);
    deepStrictEqual(
      [
        full({ ...token(42), history: history(2.5) }, auto),
        full(lastToken(-3)),
        full({ file: absent }),
      ],
      [
        `my-sso: signed in. Access token: until ${point(now + 42 * minuteMs)}, refreshes by itself. Sign-in: until about ${point(at(5.5))} (estimate: your last sign-ins lasted at least 8 hours). ${registered}`,
        `my-sso: sign-in needed. Access token ended: ${point(now - 3 * minuteMs)}. Sign in to get a new one.`,
        'my-sso: signed out. There is no token. Sign in to get one.',
      ],
    );
  });

  it('are not said anew each minute', () => {
    const said = ({ entry, wish }: Case, time: number) => {
      const status = statusOf(entry, time, wish);
      return [spokenGlance(status, time), spokenInFull(status, time, ['muted'])];
    };
    const all = (time: number) => Object.values(cases).map((each) => said(each, time));
    deepStrictEqual(all(now + minuteMs), all(now));
    deepStrictEqual(all(now + 3 * minuteMs), all(now));
  });
});

// What is said of a notice, to whom, and with which buttons.
import { deepStrictEqual } from 'node:assert';
import { window } from 'vscode';
import { hourMs, minuteMs } from '../../src/core/durations.ts';
import type { SessionHistory } from '../../src/core/history.ts';
import { type Overview, deriveOverview } from '../../src/core/overview.ts';
import type { RefusalCode } from '../../src/core/snapshot.ts';
import { ExpiryNotifier, type NotifierServices } from '../../src/views/expiryNotifier.ts';
import { pointInTime } from '../../src/words/timeWords.ts';
import {
  type Entry,
  fileOf,
  fullToken,
  now,
  sessionNamed,
  snapshotOf,
} from '../support/overviewBuilder.ts';

const untilTwelve = fullToken('2026-01-15T12:00:00Z');
const active: Entry = { file: fileOf(fullToken('2026-01-15T14:00:00Z')) };
const ended: Entry = { file: fileOf(fullToken('2026-01-15T12:00:00Z', { refreshToken: null })) };
const endsIn29: Entry = { file: fileOf(fullToken('2026-01-15T12:29:30Z', { refreshToken: null })) };
const nearEnd: Entry = { file: fileOf(fullToken('2026-01-15T12:04:00Z')) };
const refused = (code: RefusalCode): Entry => ({
  file: fileOf(untilTwelve),
  failure: { kind: 'refused', code },
});

/** As learnt from one before, the sign-in ends in so many minutes. */
const endsByEstimate = (minutes: number): Entry => {
  const beganAt = now + minutes * minuteMs - 7 * hourMs;
  const history: SessionHistory = {
    events: [
      { at: now - 50 * hourMs, kind: 'signIn' },
      { at: now - 43 * hourMs, kind: 'renewal' },
      { at: now - 42 * hourMs, kind: 'refused' },
      { at: beganAt, kind: 'signIn', token: 'of this file', expiresAt: now - hourMs },
    ],
  };
  return { file: fileOf(fullToken('2026-01-15T11:00:00Z')), history };
};

const overviewOf = (entries: readonly Entry[], at = now): Overview =>
  deriveOverview(
    snapshotOf(
      entries.map((entry, index) => ({ ...entry, session: sessionNamed(['a', 'b'][index] ?? '') })),
    ),
    at,
  );

const point = (minutes: number): string => pointInTime(now + minutes * minuteMs, now);
const usual = ['Sign In', 'Snooze…', "Don't Warn for This Session"];

describe('what is said', () => {
  const { showWarningMessage, showInformationMessage } = window;
  let heard: (readonly string[])[] = [];

  const say = (method: 'showWarningMessage' | 'showInformationMessage', value: unknown): void => {
    Object.defineProperty(window, method, { value, configurable: true, writable: true });
  };
  beforeEach(() => {
    heard = [];
    const hearing =
      (how: string) =>
      (...parts: readonly string[]) => {
        heard.push([how, ...parts]);
        return Promise.resolve(undefined);
      };
    say('showWarningMessage', hearing('warning'));
    say('showInformationMessage', hearing('info'));
  });
  afterEach(() => {
    say('showWarningMessage', showWarningMessage);
    say('showInformationMessage', showInformationMessage);
  });

  /** Gives a voice these overviews, and returns when it has said what it says of them. */
  const voice = (services: Partial<NotifierServices> = {}) => {
    const acts: Promise<void>[] = [];
    const notifier = new ExpiryNotifier({
      isEnabled: () => true,
      isSomebodyThere: () => true,
      mayOfferRefresh: () => true,
      claim: () => Promise.resolve(true),
      run: () => undefined,
      unawaited: (act) => acts.push(act),
      refreshAlways: () => Promise.resolve(),
      ...services,
    });
    return async (...overviews: readonly Overview[]): Promise<void> => {
      for (const overview of overviews) notifier.render(overview);
      for (let act = acts.shift(); act !== undefined; act = acts.shift()) await act;
    };
  };
  const told = async (before: readonly Entry[], then: readonly Entry[]) => {
    await voice()(overviewOf(before), overviewOf(then));
    return heard;
  };

  const ends: readonly (readonly [string, Entry, string])[] = [
    ['a token', ended, 'The access token has ended.'],
    ['a sign-in', refused('invalid_grant'), 'The sign-in has ended.'],
    ['a client registration', refused('invalid_client'), 'The client registration has ended.'],
  ];
  for (const [what, entry, sentence] of ends) {
    it(`names what has ended: ${what}`, async () => {
      deepStrictEqual(await told([active], [entry]), [
        ['warning', `a: sign-in needed. ${sentence}`, ...usual],
      ]);
    });
  }

  it('says at the start by the same names what has ended, quietly', async () => {
    const seen = { at: now - hourMs, kind: 'renewal', token: 'of this file' } as const;
    const history = { events: [{ ...seen, expiresAt: now }] };
    await voice()(overviewOf([{ ...ended, history }]));
    await voice()(overviewOf([{ ...refused('expired_token'), history }]));
    deepStrictEqual(heard, [
      ['info', 'a: the access token has ended. Sign in when you need it.', ...usual],
      ['info', 'a: the sign-in has ended. Sign in when you need it.', ...usual],
    ]);
  });

  it('says quietly of an estimate that has passed that it may have ended', async () => {
    deepStrictEqual(await told([endsByEstimate(60)], [endsByEstimate(0)]), [
      [
        'info',
        'a: the sign-in may have ended (estimate). Refresh to see, or sign in.',
        'Refresh',
        ...usual,
      ],
    ]);
  });

  it('says of an estimate that is about to pass nothing more exact than a minute', async () => {
    deepStrictEqual(await told([endsByEstimate(60)], [endsByEstimate(0.5)]), [
      [
        'warning',
        `a: the sign-in ends in about 1 min (estimate). Sign in again by ${point(0.5)}.`,
        ...usual,
      ],
    ]);
  });

  it('says of several what is true of all of them', async () => {
    const before = [endsByEstimate(60), endsByEstimate(60)];
    await told([active, active], [endsIn29, endsIn29]);
    await told([active, before[1] ?? active], [endsIn29, endsByEstimate(25)]);
    await told([active, active], [ended, endsIn29]);
    await told(before, [endsByEstimate(0), endsByEstimate(0)]);
    await told([active, before[1] ?? active], [ended, endsByEstimate(0)]);
    await told([active, before[1] ?? active], [endsIn29, endsByEstimate(0)]);
    deepStrictEqual(
      heard.map(([how, sentence]) => `${how}: ${sentence}`),
      [
        `warning: 2 sessions need a sign-in by ${point(29)}: a, b`,
        `warning: 2 sessions need a sign-in by about ${point(25)} (estimate): a, b`,
        `warning: 2 sessions need a sign-in: a now, b by ${point(29)}`,
        'info: 2 sign-ins may have ended: a, b. Refresh to see, or sign in.',
        'warning: 2 sessions have ended, or may have: a, b. Refresh to see, or sign in when you need them.',
        `warning: a: access token valid for 29 min. It cannot be refreshed: sign in again by ${point(29)}.`,
        'info: b: the sign-in may have ended (estimate). Refresh to see, or sign in.',
      ],
    );
  });

  it('does what is picked, whatever it is about', async () => {
    const run: unknown[] = [];
    const pick = async (title: string, before: readonly Entry[], then: readonly Entry[]) => {
      say('showWarningMessage', () => Promise.resolve(title));
      say('showInformationMessage', () => Promise.resolve(title));
      const services = { run: (...request: unknown[]) => void run.push(request) };
      await voice(services)(overviewOf(before), overviewOf(then));
    };
    const [before, over] = [endsByEstimate(60), endsByEstimate(0)];
    for (const title of ['Refresh', ...usual]) await pick(title, [before], [over]);
    for (const title of usual) await pick(title, [active], [ended]);
    for (const title of ['Show Sessions', 'Snooze…']) {
      await pick(title, [before, before], [over, over]);
    }
    const [a, both] = [{ sessionId: 'session:a' }, { sessionIds: ['session:a', 'session:b'] }];
    deepStrictEqual(run, [
      ['refresh', a],
      ['signIn', a],
      ['snooze', a],
      ['mute', a],
      ['signIn', a],
      ['snooze', a],
      ['mute', a],
      ['showSessions'],
      ['snooze', both],
    ]);
  });

  it('waits for somebody to be there', async () => {
    let isThere = false;
    const tell = voice({ isSomebodyThere: () => isThere });
    await tell(overviewOf([active]), overviewOf([ended]), overviewOf([ended], now + minuteMs));
    deepStrictEqual(heard, []);
    isThere = true;
    await tell(overviewOf([ended], now + hourMs));
    deepStrictEqual(heard.length, 1);
  });

  it('offers nothing, either, where nothing is to be said', async () => {
    await voice({ isEnabled: () => false })(overviewOf([active]), overviewOf([nearEnd]));
    deepStrictEqual(heard, []);
    await voice()(overviewOf([active]), overviewOf([nearEnd]));
    deepStrictEqual(heard.length, 1);
  });
});

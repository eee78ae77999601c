// The three clocks of a session in plain words: which one runs, until when, and how sure that is.
import { l10n } from 'vscode';
import type { ActBy } from '../core/clocks.ts';
import type { SessionStatus } from '../core/overview.ts';
import type { SignInEnd } from '../core/signInEstimate.ts';
import {
  aboutTimeLeft,
  compactTimeLeft,
  pointInTime,
  shortDuration,
  shortTimeLeft,
  spokenDuration,
} from './timeWords.ts';

export interface ClockWords {
  readonly clock: 'token' | 'signIn' | 'registration';
  readonly sentence: string;
  /** For a narrow view: which clock it is, and what it says at least. */
  readonly name: string;
  readonly short: string;
}

type Words = Omit<ClockWords, 'clock'>;

/** How times are said. Those of a voice stand still: what changes each minute is read out each minute. */
interface Times {
  /** Until when, ms since the epoch. */
  readonly left: (at: number, now: number) => string;
  /** The same where nothing else says when that is. */
  readonly leftUntil: (at: number, now: number) => string;
  readonly aboutLeft: (at: number, now: number) => string;
  /** What has been set, and what has been learnt; in ms. */
  readonly lasting: (ms: number) => string;
  readonly atLeast: (ms: number) => string;
}
const written: Times = {
  left: (at, now) => l10n.t('{0} left', shortTimeLeft(at - now)),
  leftUntil: (at, now) => l10n.t('{0}, until {1}', shortTimeLeft(at - now), pointInTime(at, now)),
  aboutLeft: (at, now) => l10n.t('about {0} left', aboutTimeLeft(at - now)),
  lasting: shortDuration,
  atLeast: aboutTimeLeft,
};
const spoken: Times = {
  left: until,
  leftUntil: until,
  aboutLeft: untilAbout,
  lasting: spokenDuration,
  atLeast: (ms) => spokenDuration(ms, true),
};

/** Those clocks that run, or have run down, for a voice. */
export function spokenClocks(status: SessionStatus, now: number): readonly string[] {
  return clockSentences(status, now, spoken).map(({ sentence }) => sentence);
}

/** Those clocks that run, or have run down; `now` is ms since the epoch. */
export function clockSentences(
  status: SessionStatus,
  now: number,
  times = written,
): readonly ClockWords[] {
  const token = tokenWords(status, now, times);
  if (token === undefined) return [];
  const { renewable, signIn } = status;
  const registration = registrationWords(status, now);
  return [
    { clock: 'token', ...token },
    ...(renewable ? [{ clock: 'signIn', ...signInWords(signIn.end, now, times) } as const] : []),
    ...(registration === undefined ? [] : [{ clock: 'registration', ...registration } as const]),
  ];
}

/** The clock that tells when to act, where one does; else the first. */
export function leadingClock(status: SessionStatus, now: number): string | undefined {
  const clocks = clockSentences(status, now);
  const kind = saysWhen(status) ? status.actBy?.kind : undefined;
  return (clocks.find(({ clock }) => clock === kind) ?? clocks[0])?.sentence;
}

/**
 * When who is signed in must act, as short as it can be said: "42m", "~5h"; undefined if nobody knows. A
 * token that has ended and can be renewed says nothing of that: the sign-in may end at any moment.
 */
export function timeToAct(
  status: SessionStatus,
  now: number,
  timeLeft = compactTimeLeft,
): string | undefined {
  const { actBy } = status;
  if (actBy === undefined || !saysWhen(status)) return undefined;
  return actBy.at <= now
    ? l10n.t('sign-in may have ended')
    : timeLeft(actBy.at - now, actBy.isEstimate);
}

/** The same for a voice; undefined where the state says it all. */
export function spokenTimeToAct(status: SessionStatus, now: number): string | undefined {
  const { state, actBy, renewsByItself } = status;
  const isActive = state === 'active';
  if (actBy === undefined || !saysWhen(status)) {
    return isActive && renewsByItself ? l10n.t('signed in, refreshes by itself') : undefined;
  }
  if (actBy.at <= now) return l10n.t('sign-in may have ended');
  const until = untilActBy(actBy, now);
  return isActive ? l10n.t('signed in {0}', until) : l10n.t('ready to refresh {0}', until);
}

function untilActBy({ kind, at, isEstimate }: ActBy, now: number): string {
  // The sign-in itself may end before that.
  if (kind === 'registration') return l10n.t('until {0} at most', pointInTime(at, now));
  return isEstimate ? untilAbout(at, now) : until(at, now);
}

/** A far end of the registration reads as if the sign-in lasted until then. */
export function saysWhen({ actBy, signIn, attention }: SessionStatus): boolean {
  return actBy?.kind !== 'registration' || signIn.end !== undefined || attention !== 'none';
}

function tokenWords(status: SessionStatus, now: number, times: Times): Words | undefined {
  const { expiresAt, renewable } = status;
  const sentence = tokenSentence(status, now, times);
  if (sentence === undefined || expiresAt === undefined) return undefined;
  const left = renewable ? times.left : times.leftUntil;
  const short = expiresAt <= now ? ended(expiresAt, now) : left(expiresAt, now);
  return { sentence, name: l10n.t('Access token'), short };
}

function tokenSentence(status: SessionStatus, now: number, times: Times): string | undefined {
  const { state, expiresAt, renewable, renewsByItself } = status;
  if (expiresAt === undefined) return undefined;
  const left = times.left(expiresAt, now);
  const point = pointInTime(expiresAt, now);
  switch (state) {
    case 'active':
      if (!renewable) {
        return l10n.t(
          'Access token: {0}. It cannot be refreshed: sign in again by then.',
          times.leftUntil(expiresAt, now),
        );
      }
      return renewsByItself
        ? l10n.t('Access token: {0}, refreshes by itself.', left)
        : l10n.t('Access token: {0}, can be refreshed without a browser.', left);
    case 'renewable':
      return renewsByItself
        ? l10n.t('Access token ended: {0}. It refreshes by itself.', point)
        : l10n.t(
            'Access token ended: {0}. A refresh, or the next AWS command, brings a new one without a browser.',
            point,
          );
    case 'expired':
      return l10n.t('Access token ended: {0}.', point);
    case 'signedOut':
    case 'unreadable':
    case 'misconfigured':
      return undefined;
  }
}

function signInWords(end: SignInEnd | undefined, now: number, times: Times): Words {
  const name = l10n.t('Sign-in');
  if (end === undefined) {
    return { sentence: l10n.t('Sign-in: end not known.'), name, short: l10n.t('end not known') };
  }
  const left = signInLeft(end, now, times);
  const short = end.basis === 'setting' ? left : l10n.t('{0} (estimate)', left);
  return { sentence: signInSentence(end, now, times), name, short };
}

function signInSentence(end: SignInEnd, now: number, times: Times): string {
  const { basis, durationMs, samples } = end;
  const left = signInLeft(end, now, times);
  if (basis === 'setting') {
    return l10n.t('Sign-in: {0} (you have set {1}).', left, times.lasting(durationMs));
  }
  const atLeast = times.atLeast(durationMs);
  return samples === 1
    ? l10n.t('Sign-in: {0} (estimate: your last sign-in lasted at least {1}).', left, atLeast)
    : l10n.t('Sign-in: {0} (estimate: your last sign-ins lasted at least {1}).', left, atLeast);
}

function signInLeft({ at, isEstimate }: SignInEnd, now: number, times: Times): string {
  if (at <= now) return l10n.t('may have ended');
  return isEstimate ? times.aboutLeft(at, now) : times.leftUntil(at, now);
}

/** Where the token cannot be renewed, the registration is worth a word only as the reason. */
function registrationWords(
  { renewable, registrationEndsAt: at }: SessionStatus,
  now: number,
): Words | undefined {
  if (at === undefined) return undefined;
  const name = l10n.t('Registration');
  const point = pointInTime(at, now);
  if (at <= now) {
    const sentence = l10n.t('Client registration ended: {0}.', point);
    return { sentence, name, short: ended(at, now) };
  }
  const sentence = l10n.t('Client registration: until {0}.', point);
  return renewable ? { sentence, name, short: until(at, now) } : undefined;
}

function ended(at: number, now: number): string {
  return l10n.t('ended {0}', pointInTime(at, now));
}

function until(at: number, now: number): string {
  return l10n.t('until {0}', pointInTime(at, now));
}

function untilAbout(at: number, now: number): string {
  return l10n.t('until about {0}', pointInTime(at, now));
}

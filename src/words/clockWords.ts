// The three clocks of a session in plain words: which one runs, until when, and how sure that is.
import { l10n } from 'vscode';
import type { SessionStatus } from '../core/overview.ts';
import type { SignInEnd } from '../core/signInEstimate.ts';
import {
  aboutTimeLeft,
  compactTimeLeft,
  pointInTime,
  shortDuration,
  shortTimeLeft,
  spokenTimeLeft,
} from './timeWords.ts';

export interface ClockWords {
  readonly clock: 'token' | 'signIn' | 'registration';
  readonly sentence: string;
}

/** How times are said; each takes ms. */
interface Durations {
  readonly exactly: (ms: number) => string;
  /** Of what does not run down. */
  readonly lasting: (ms: number) => string;
  readonly about: (ms: number) => string;
}
const written: Durations = {
  exactly: shortTimeLeft,
  lasting: shortDuration,
  about: aboutTimeLeft,
};
const spoken: Durations = {
  exactly: spokenTimeLeft,
  lasting: spokenTimeLeft,
  about: (ms) => spokenTimeLeft(ms, true),
};

/** Those clocks that run, or have run down, for a voice. */
export function spokenClocks(status: SessionStatus, now: number): readonly string[] {
  return clockSentences(status, now, spoken).map(({ sentence }) => sentence);
}

/** Those clocks that run, or have run down; `now` is ms since the epoch. */
export function clockSentences(
  status: SessionStatus,
  now: number,
  durations = written,
): readonly ClockWords[] {
  const token = tokenSentence(status, now, durations);
  if (token === undefined) return [];
  const registration = registrationSentence(status, now);
  return [
    { clock: 'token', sentence: token },
    ...(status.renewable
      ? [{ clock: 'signIn', sentence: signInSentence(status.signIn.end, now, durations) } as const]
      : []),
    ...(registration === undefined
      ? []
      : [{ clock: 'registration', sentence: registration } as const]),
  ];
}

/** When who is signed in must act, as short as it can be said: "42m", "~5h"; undefined if nobody knows. */
export function timeToAct(status: SessionStatus, now: number): string | undefined {
  const { actBy, state } = status;
  if (state !== 'active' || actBy === undefined || !saysWhen(status)) return undefined;
  return compactTimeLeft(actBy.at - now, actBy.isEstimate);
}

/** The same in a sentence for a voice, for a session that is signed in. */
export function spokenTimeToAct(status: SessionStatus, now: number): string {
  const { actBy, renewsByItself } = status;
  if (actBy === undefined || !saysWhen(status)) {
    return renewsByItself ? l10n.t('signed in, renews by itself') : l10n.t('signed in');
  }
  const left = spokenTimeLeft(actBy.at - now, actBy.isEstimate);
  switch (actBy.kind) {
    case 'token':
      return l10n.t('signed in, access token valid for {0}', left);
    case 'signIn':
      return actBy.isEstimate
        ? l10n.t('signed in for about {0}', left)
        : l10n.t('signed in for {0}', left);
    case 'registration':
      return l10n.t('signed in for {0} at most', left);
  }
}

/** A far end of the registration reads as if the sign-in lasted until then. */
function saysWhen({ actBy, signIn, attention }: SessionStatus): boolean {
  return actBy?.kind !== 'registration' || signIn.end !== undefined || attention !== 'none';
}

function tokenSentence(
  status: SessionStatus,
  now: number,
  { exactly }: Durations,
): string | undefined {
  const { state, expiresAt, renewable, renewsByItself } = status;
  if (expiresAt === undefined) return undefined;
  const left = exactly(expiresAt - now);
  const point = pointInTime(expiresAt, now);
  switch (state) {
    case 'active':
      if (!renewable) {
        return l10n.t(
          'Access token: {0}, until {1}. It cannot be refreshed: sign in again by then.',
          left,
          point,
        );
      }
      return renewsByItself
        ? l10n.t('Access token: {0}, renews by itself.', left)
        : l10n.t('Access token: {0}, can be refreshed without a browser.', left);
    case 'renewable':
      return renewsByItself
        ? l10n.t('Access token ended: {0}. It renews by itself.', point)
        : l10n.t(
            'Access token ended: {0}. A refresh, or the next AWS command, renews it without a browser.',
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

function signInSentence(
  end: SignInEnd | undefined,
  now: number,
  { exactly, lasting, about }: Durations,
): string {
  if (end === undefined) return l10n.t('Sign-in: end not known.');
  const { at, isEstimate, basis, durationMs, samples } = end;
  const hasPassed = at <= now;
  const left = about(at - now);
  const atLeast = about(durationMs);
  if (basis === 'setting') {
    const set = lasting(durationMs);
    if (hasPassed) return l10n.t('Sign-in: may have ended (you have set {0}).', set);
    return isEstimate
      ? l10n.t('Sign-in: about {0} left (you have set {1}).', left, set)
      : l10n.t(
          'Sign-in: {0} left, until {1} (you have set {2}).',
          exactly(at - now),
          pointInTime(at, now),
          set,
        );
  }
  if (hasPassed) {
    return samples === 1
      ? l10n.t(
          'Sign-in: may have ended (estimate: your last sign-in lasted at least {0}).',
          atLeast,
        )
      : l10n.t(
          'Sign-in: may have ended (estimate: your last sign-ins lasted at least {0}).',
          atLeast,
        );
  }
  return samples === 1
    ? l10n.t(
        'Sign-in: about {0} left (estimate: your last sign-in lasted at least {1}).',
        left,
        atLeast,
      )
    : l10n.t(
        'Sign-in: about {0} left (estimate: your last sign-ins lasted at least {1}).',
        left,
        atLeast,
      );
}

/** Where the token cannot be renewed, the registration is worth a word only as the reason. */
function registrationSentence(
  { renewable, registrationEndsAt }: SessionStatus,
  now: number,
): string | undefined {
  if (registrationEndsAt === undefined) return undefined;
  const point = pointInTime(registrationEndsAt, now);
  if (registrationEndsAt <= now) return l10n.t('Client registration ended: {0}.', point);
  return renewable ? l10n.t('Client registration: until {0}.', point) : undefined;
}

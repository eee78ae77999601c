// What state.json may say, checked when it is read: whatever is not known of it is left out.
import * as v from 'valibot';
import type { SessionHistory } from '../core/history.ts';
import type { Snooze } from '../core/snooze.ts';

/** ms since the epoch, such as `Date` can hold: what is beyond throws where it is to be shown. */
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));

/** ms */
const span = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));

const failure = v.variant('kind', [
  v.object({
    kind: v.literal('refused'),
    code: v.picklist(['invalid_grant', 'expired_token', 'invalid_client', 'unauthorized_client']),
  }),
  v.object({
    kind: v.literal('failing'),
    code: v.picklist([
      'unreachable',
      'timeout',
      'notTheService',
      'serviceError',
      'throttled',
      'access_denied',
      'invalid_request',
      'otherError',
      'notLocked',
      'notWritten',
      'noLifetime',
    ]),
  }),
]);

const renewalRecord = v.object({
  attemptedAt: time,
  sentAt: v.optional(time),
  by: v.picklist(['person', 'timer']),
  failure: v.optional(failure),
  failures: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  subject: v.string(),
  issuedAt: v.optional(time),
});

const registration = v.object({
  /** What it was made for; absent when it is set aside: the service has forgotten it, or may have. */
  purpose: v.optional(
    v.object({
      flow: v.picklist(['browser', 'deviceCode']),
      region: v.string(),
      startUrl: v.string(),
      scopes: v.array(v.string()),
    }),
  ),
  /** Nothing needs to be known of it after that, in ms since the epoch. */
  until: time,
});

const historyEvent = v.object({
  at: time,
  after: v.optional(time),
  kind: v.picklist(['signIn', 'renewal', 'refused', 'signOut']),
  token: v.optional(v.string()),
  expiresAt: v.optional(time),
  isLast: v.optional(v.literal(true)),
});

const history = v.object({
  events: v.pipe(
    v.array(v.fallback(v.nullable(historyEvent), null)),
    v.transform((events) => events.filter((event) => event !== null)),
  ),
  registrationExpiresAt: v.optional(time),
});

const snooze = v.union([
  v.object({ until: time, about: v.optional(v.string()), token: v.optional(v.string()) }),
  // As it was written when it was for any sign-in.
  v.pipe(
    time,
    v.transform((until) => ({ until })),
  ),
]);

/** What cannot be read of it is not known; the rest is. */
const stateFile = v.object({
  version: v.literal(1),
  renewals: v.fallback(v.record(v.string(), v.fallback(v.nullable(renewalRecord), null)), {}),
  clock: v.fallback(
    v.optional(v.object({ aheadMs: span, seenAt: time, bootedAt: v.optional(span) })),
    undefined,
  ),
  /** Notices already given in some window: when, by their key. */
  said: v.fallback(v.record(v.string(), time), {}),
  /** Client registrations, by a digest of the client id. */
  registrations: v.fallback(v.record(v.string(), v.fallback(v.nullable(registration), null)), {}),
  /** By session id. */
  history: v.fallback(v.record(v.string(), v.fallback(history, { events: [] })), {}),
  /** By session id. */
  snoozes: v.fallback(v.record(v.string(), v.fallback(v.nullable(snooze), null)), {}),
  /** The sessions that are to be left alone; by session id. */
  muted: v.fallback(v.record(v.string(), v.fallback(v.boolean(), false)), {}),
});

export interface StateFile extends Omit<v.InferOutput<typeof stateFile>, 'history' | 'snoozes'> {
  readonly history: Readonly<Record<string, SessionHistory>>;
  readonly snoozes: Readonly<Record<string, Snooze | null>>;
}

export const nothingKnown: StateFile = {
  version: 1,
  renewals: {},
  clock: undefined,
  said: {},
  registrations: {},
  history: {},
  snoozes: {},
  muted: {},
};

/** What is not ours is nothing known. */
export function parseState(text: string): StateFile {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stateFile), text);
  return parsed.success ? parsed.output : nothingKnown;
}

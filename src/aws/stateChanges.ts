// What state.json says, step by step: each change gives the next state, and the very same one where there
// is nothing new.
import { dayMs } from '../core/durations.ts';
import {
  type SessionHistory,
  type Sighting,
  ageAmong,
  noHistory,
  observed,
  pruned,
  recorded,
} from '../core/history.ts';
import { onceForAll } from '../core/notices.ts';
import type { ClockSeen, RenewalRecord, SharedState } from '../core/snapshot.ts';
import { isTooFar, lastSignIn } from '../core/snooze.ts';
import type { StateFile } from './stateSchema.ts';

export type StateChange = (state: StateFile) => StateFile;

export type HistoryChange = (before: SessionHistory) => SessionHistory;

/** Longer than any session lasts. */
const rememberMs = 100 * dayMs;

export function sharedStateOf(state: StateFile): SharedState {
  const { renewals, clock, history, snoozes, muted } = state;
  return {
    renewals: new Map(
      Object.entries(renewals).flatMap(([id, record]) =>
        record === null ? [] : [[id, { ...record, failure: record.failure }] as const],
      ),
    ),
    clock,
    histories: new Map(Object.entries(history)),
    snoozes: new Map(
      Object.entries(snoozes).flatMap(([id, snooze]) => (snooze === null ? [] : [[id, snooze]])),
    ),
    muted: new Set(Object.keys(muted).filter((id) => muted[id])),
  };
}

/** What came of an attempt to renew, beside its record. */
export interface RenewalNews {
  /** Where the answer told the time. */
  readonly clock?: ClockSeen | undefined;
  /** What became of the session. */
  readonly history?: HistoryChange;
}

/** With an attempt to renew a session. */
export function withRenewal(
  sessionId: string,
  record: RenewalRecord,
  { clock, history = (before) => before }: RenewalNews = {},
): StateChange {
  const noted = withHistories(new Map([[sessionId, history]]));
  return (state) => ({
    ...noted(state),
    renewals: { ...state.renewals, [sessionId]: definedOnly(record) },
    clock: clock ?? state.clock,
  });
}

/** Without the attempts for a session that was signed out of then, ms since the epoch. */
export function withSignOut(sessionId: string, at: number): StateChange {
  const signedOut: HistoryChange = (before) => recorded(before, { at, kind: 'signOut' });
  const noted = withHistories(new Map([[sessionId, signedOut]]));
  return (state) => ({
    ...noted(state),
    renewals: entriesWith(state.renewals, (id) => id !== sessionId),
  });
}

/** With other histories of sessions, by their ids. */
export function withHistories(changes: ReadonlyMap<string, HistoryChange>): StateChange {
  return (state) => {
    const changed = Array.from(changes).flatMap(([id, change]) => {
      const before = historyIn(state, id);
      const after = change(before);
      return after === before ? [] : [[id, after] as const];
    });
    if (changed.length === 0) return state;
    return { ...state, history: { ...state.history, ...Object.fromEntries(changed) } };
  };
}

/** With what was seen of token files, by session id. */
export function withSightings(sightings: ReadonlyMap<string, Sighting>): StateChange {
  const changes = Array.from(sightings, ([id, sighting]) => {
    return [id, (before: SessionHistory) => observed(before, sighting)] as const;
  });
  return withHistories(new Map(changes));
}

/** With a notice that some window gives then, ms since the epoch; the same state where one has. */
export function withNotice(key: string, at: number): StateChange {
  return (state) =>
    Object.hasOwn(state.said, key) ? state : { ...state, said: { ...state.said, [key]: at } };
}

/**
 * Silent about these sessions until then, ms since the epoch, or the next sign-in; `undefined` ends that.
 * `tokens` has the fingerprints of the token files that are there, by session id.
 */
export function withSnooze(
  sessionIds: readonly string[],
  until: number | undefined,
  tokens: ReadonlyMap<string, string> = new Map(),
): StateChange {
  return (state) => ({
    ...state,
    snoozes: withEach(state.snoozes, sessionIds, (id) =>
      until === undefined
        ? null
        : { until, about: lastSignIn(historyIn(state, id)), token: tokens.get(id) },
    ),
  });
}

/** Silent about these sessions, or no more. */
export function withMuted(sessionIds: readonly string[], isMuted: boolean): StateChange {
  return (state) => ({ ...state, muted: withEach(state.muted, sessionIds, () => isMuted) });
}

/** Without what is too old to matter. `now` is ms since the epoch. */
export function withoutOld(
  { renewals, said, registrations, history, snoozes, muted, ...rest }: StateFile,
  now: number,
): StateFile {
  const saidAge = ageAmong(Object.values(said), now);
  return {
    ...rest,
    renewals: entriesWith(renewals, (_id, record) =>
      record === null ? false : now - record.attemptedAt < rememberMs,
    ),
    registrations: entriesWith(registrations, (_id, one) => one !== null && now < one.until),
    history: pruned(history, now),
    snoozes: entriesWith(snoozes, (_id, snooze) => {
      return snooze !== null && now - snooze.until < rememberMs && !isTooFar(snooze, now);
    }),
    muted: entriesWith(muted, (_id, isMuted) => isMuted),
    said: entriesWith(said, (key, at) => saidAge(at) < rememberMs || key.startsWith(onceForAll)),
  };
}

function historyIn({ history }: StateFile, id: string): SessionHistory {
  return (Object.hasOwn(history, id) ? history[id] : undefined) ?? noHistory;
}

function withEach<T extends StateFile['snoozes'][string] | StateFile['muted'][string]>(
  record: Readonly<Record<string, T>>,
  ids: readonly string[],
  valueOf: (id: string) => T,
): Record<string, T> {
  return { ...record, ...Object.fromEntries(ids.map((id) => [id, valueOf(id)])) };
}

function entriesWith<T>(
  record: Readonly<Record<string, T>>,
  isWanted: (key: string, value: T) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter((entry) => isWanted(...entry)));
}

function definedOnly({
  failure: failed,
  issuedAt,
  sentAt,
  ...rest
}: RenewalRecord): StateFile['renewals'][string] {
  return {
    ...rest,
    ...(failed !== undefined && { failure: failed }),
    ...(issuedAt !== undefined && { issuedAt }),
    ...(sentAt !== undefined && { sentAt }),
  };
}

// What windows must remember together: one small file in the extension's global storage.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
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
import { isTooFar } from '../core/snooze.ts';
import { deadAfterMs, withFileLock } from './fileLock.ts';
import { readTextFile } from './readFile.ts';
import { replaceFile } from './replaceFile.ts';
import { type StateFile, nothingKnown, parseState } from './stateSchema.ts';

/** Longer than any session lasts. */
const rememberMs = 100 * dayMs;

/** Never throws: state that cannot be read is state that is not known. */
export async function readSharedState(path: string): Promise<SharedState> {
  const { renewals, clock, history, snoozes, muted } = (await readState(path)) ?? nothingKnown;
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
  readonly history?: (before: SessionHistory) => SessionHistory;
}

/** Remembers an attempt to renew a session. Throws where the state cannot be read or written. */
export async function recordRenewal(
  path: string,
  sessionId: string,
  record: RenewalRecord,
  { clock, history = (before) => before }: RenewalNews = {},
): Promise<void> {
  await changeState(path, record.attemptedAt, (state) => ({
    ...withHistories(state, new Map([[sessionId, history]])),
    renewals: { ...state.renewals, [sessionId]: definedOnly(record) },
    clock: clock ?? state.clock,
  }));
}

/**
 * Forgets the attempts for a session that was signed out of, and notes that. `now` is ms since the
 * epoch. Throws as `recordRenewal` does.
 */
export async function recordSignOut(path: string, sessionId: string, now: number): Promise<void> {
  const signedOut = (before: SessionHistory) => recorded(before, { at: now, kind: 'signOut' });
  await changeState(path, now, (state) => ({
    ...withHistories(state, new Map([[sessionId, signedOut]])),
    renewals: entriesWith(state.renewals, (id) => id !== sessionId),
  }));
}

/**
 * Changes the histories of sessions, by their ids. Nothing is written where none comes out differently.
 * Throws as `recordRenewal` does.
 */
export async function changeHistories(
  path: string,
  changes: ReadonlyMap<string, (before: SessionHistory) => SessionHistory>,
  now: number,
): Promise<void> {
  await changeState(path, now, (state) => withHistories(state, changes));
}

/** Notes what was seen of token files, by session id. Throws as `recordRenewal` does. */
export async function noteSightings(
  path: string,
  sightings: ReadonlyMap<string, Sighting>,
  now: number,
): Promise<void> {
  const changes = Array.from(sightings, ([id, sighting]) => {
    return [id, (before: SessionHistory) => observed(before, sighting)] as const;
  });
  await changeHistories(path, new Map(changes), now);
}

function withHistories(
  state: StateFile,
  changes: ReadonlyMap<string, (before: SessionHistory) => SessionHistory>,
): StateFile {
  const changed = Array.from(changes).flatMap(([id, change]) => {
    const before = Object.hasOwn(state.history, id) ? state.history[id] : undefined;
    const after = change(before ?? noHistory);
    return after === (before ?? noHistory) ? [] : [[id, after] as const];
  });
  if (changed.length === 0) return state;
  return { ...state, history: { ...state.history, ...Object.fromEntries(changed) } };
}

/**
 * Whether this window is the one to say it: true once for a key, over all windows and restarts. Where
 * that cannot be known or remembered, saying it twice is better than never; but what is said once for
 * all (see `onceForAll`) waits for another time, when it can. `now` is ms since the epoch. Never throws.
 */
export async function claimNotice(path: string, key: string, now: number): Promise<boolean> {
  let isFirst = false;
  try {
    await changeState(path, now, (state) => {
      isFirst = !Object.hasOwn(state.said, key);
      return isFirst ? { ...state, said: { ...state.said, [key]: now } } : state;
    });
    return isFirst;
  } catch {
    return !key.startsWith(onceForAll);
  }
}

/** Throws where the state cannot be read or written. `now` is ms since the epoch. */
export async function changeState(
  path: string,
  now: number,
  change: (state: StateFile) => StateFile,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const changeLocked = async () => {
    const before = await readState(path);
    // What may come back must not be replaced by nothing.
    if (before === undefined) {
      throw Object.assign(new Error(`cannot be read: ${path}`), { code: 'unreadable' });
    }
    const after = change(before);
    if (after !== before) await replaceFile(path, JSON.stringify(withoutOld(after, now)));
  };
  await withFileLock(path, changeLocked, deadAfterMs.remark);
}

function withoutOld(
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

function entriesWith<T>(
  record: Readonly<Record<string, T>>,
  isWanted: (key: string, value: T) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter((entry) => isWanted(...entry)));
}

/** Undefined when there may be a state that cannot be read now. */
export async function readState(path: string): Promise<StateFile | undefined> {
  const reading = await readTextFile(path);
  if (reading.kind === 'unreadable') return undefined;
  if (reading.kind === 'absent') return nothingKnown;
  return parseState(reading.text);
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

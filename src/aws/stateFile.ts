// What windows must remember together: one small file in the extension's global storage.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Sighting } from '../core/history.ts';
import { onceForAll } from '../core/notices.ts';
import type { RenewalRecord, SharedState } from '../core/snapshot.ts';
import { deadAfterMs, withFileLock } from './fileLock.ts';
import { readTextFile } from './readFile.ts';
import { replaceFile } from './replaceFile.ts';
import {
  type HistoryChange,
  type RenewalNews,
  type StateChange,
  sharedStateOf,
  withHistories,
  withNotice,
  withRenewal,
  withSightings,
  withSignOut,
  withoutOld,
} from './stateChanges.ts';
import { type StateFile, nothingKnown, parseState } from './stateSchema.ts';

/** Never throws: state that cannot be read is state that is not known. */
export async function readSharedState(path: string): Promise<SharedState> {
  return sharedStateOf((await readState(path)) ?? nothingKnown);
}

/** Remembers an attempt to renew a session. Throws where the state cannot be read or written. */
export async function recordRenewal(
  path: string,
  sessionId: string,
  record: RenewalRecord,
  news?: RenewalNews,
): Promise<void> {
  await changeState(path, record.attemptedAt, withRenewal(sessionId, record, news));
}

/**
 * Forgets the attempts for a session that was signed out of, and notes that. `now` is ms since the
 * epoch. Throws as `recordRenewal` does.
 */
export async function recordSignOut(path: string, sessionId: string, now: number): Promise<void> {
  await changeState(path, now, withSignOut(sessionId, now));
}

/**
 * Changes the histories of sessions, by their ids. Nothing is written where none comes out differently.
 * Throws as `recordRenewal` does.
 */
export async function changeHistories(
  path: string,
  changes: ReadonlyMap<string, HistoryChange>,
  now: number,
): Promise<void> {
  await changeState(path, now, withHistories(changes));
}

/** Notes what was seen of token files, by session id. Throws as `recordRenewal` does. */
export async function noteSightings(
  path: string,
  sightings: ReadonlyMap<string, Sighting>,
  now: number,
): Promise<void> {
  await changeState(path, now, withSightings(sightings));
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
      const next = withNotice(key, now)(state);
      isFirst = next !== state;
      return next;
    });
    return isFirst;
  } catch {
    return !key.startsWith(onceForAll);
  }
}

/** Throws where the state cannot be read or written. `now` is ms since the epoch. */
export async function changeState(path: string, now: number, change: StateChange): Promise<void> {
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

/** Undefined when there may be a state that cannot be read now. */
export async function readState(path: string): Promise<StateFile | undefined> {
  const reading = await readTextFile(path);
  if (reading.kind === 'unreadable') return undefined;
  if (reading.kind === 'absent') return nothingKnown;
  return parseState(reading.text);
}

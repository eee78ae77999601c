// What windows must remember together: one small file in the extension's global storage.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { dayMs } from '../core/durations.ts';
import { onceForAll } from '../core/notices.ts';
import type { ClockSeen, RenewalRecord, SharedState } from '../core/snapshot.ts';
import { deadAfterMs, withFileLock } from './fileLock.ts';
import { readTextFile } from './readFile.ts';
import { replaceFile } from './replaceFile.ts';

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
  attemptedAt: v.number(),
  by: v.picklist(['person', 'timer']),
  failure: v.optional(failure),
  failures: v.pipe(v.number(), v.integer(), v.minValue(0)),
  subject: v.string(),
  issuedAt: v.optional(v.number()),
});

const registration = v.object({
  /** What it was made for; absent when the service has forgotten it, so that it is good for nothing. */
  purpose: v.optional(
    v.object({
      flow: v.picklist(['browser', 'deviceCode']),
      region: v.string(),
      startUrl: v.string(),
      scopes: v.array(v.string()),
    }),
  ),
  /** Nothing needs to be known of it after that, in ms since the epoch. */
  until: v.number(),
});

/** What cannot be read of it is not known; the rest is. */
const stateFile = v.object({
  version: v.literal(1),
  renewals: v.fallback(v.record(v.string(), v.fallback(v.nullable(renewalRecord), null)), {}),
  clock: v.fallback(v.optional(v.object({ aheadMs: v.number(), seenAt: v.number() })), undefined),
  /** Notices already given in some window: when, by their key. */
  said: v.fallback(v.record(v.string(), v.number()), {}),
  /** Client registrations, by a digest of the client id. */
  registrations: v.fallback(v.record(v.string(), v.fallback(v.nullable(registration), null)), {}),
});

export type StateFile = v.InferOutput<typeof stateFile>;

const nothingKnown: StateFile = {
  version: 1,
  renewals: {},
  clock: undefined,
  said: {},
  registrations: {},
};

/** Longer than any session lasts. */
const rememberMs = 100 * dayMs;

/** Never throws: state that cannot be read is state that is not known. */
export async function readSharedState(path: string): Promise<SharedState> {
  const { renewals, clock } = (await readState(path)) ?? nothingKnown;
  return {
    renewals: new Map(
      Object.entries(renewals).flatMap(([id, record]) =>
        record === null ? [] : [[id, { ...record, failure: record.failure }] as const],
      ),
    ),
    clock,
  };
}

/**
 * Remembers an attempt to renew a session, and the clock where one was seen. Throws where the state
 * cannot be read or written.
 */
export async function recordRenewal(
  path: string,
  sessionId: string,
  record: RenewalRecord,
  clock?: ClockSeen,
): Promise<void> {
  await changeState(path, record.attemptedAt, (state) => ({
    ...state,
    renewals: { ...state.renewals, [sessionId]: definedOnly(record) },
    clock: clock ?? state.clock,
  }));
}

/** Forgets the attempts for a session, `now` in ms since the epoch. Throws as `recordRenewal` does. */
export async function forgetRenewal(path: string, sessionId: string, now: number): Promise<void> {
  await changeState(path, now, (state) => {
    const others = entriesWith(state.renewals, (id) => id !== sessionId);
    return Object.hasOwn(state.renewals, sessionId) ? { ...state, renewals: others } : state;
  });
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
  await mkdir(dirname(path), { recursive: true });
  const changeLocked = async () => {
    const before = await readState(path);
    // What may come back must not be replaced by nothing.
    if (before === undefined) throw new Error(`cannot be read: ${path}`);
    const after = change(before);
    if (after !== before) await replaceFile(path, JSON.stringify(withoutOld(after, now)));
  };
  await withFileLock(path, changeLocked, deadAfterMs.remark);
}

function withoutOld({ renewals, said, registrations, ...rest }: StateFile, now: number): StateFile {
  return {
    ...rest,
    renewals: entriesWith(renewals, (_id, record) =>
      record === null ? false : now - record.attemptedAt < rememberMs,
    ),
    registrations: entriesWith(registrations, (_id, one) => one !== null && now < one.until),
    said: entriesWith(said, (key, at) => now - at < rememberMs || key.startsWith(onceForAll)),
  };
}

function entriesWith<T>(
  record: Readonly<Record<string, T>>,
  isWanted: (key: string, value: T) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter((entry) => isWanted(...entry)));
}

/** Undefined when there may be a state that cannot be read now. What is not ours is nothing known. */
export async function readState(path: string): Promise<StateFile | undefined> {
  const reading = await readTextFile(path);
  if (reading.kind === 'unreadable') return undefined;
  if (reading.kind === 'absent') return nothingKnown;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stateFile), reading.text);
  return parsed.success ? parsed.output : nothingKnown;
}

function definedOnly({
  failure: failed,
  issuedAt,
  ...rest
}: RenewalRecord): StateFile['renewals'][string] {
  return {
    ...rest,
    ...(failed !== undefined && { failure: failed }),
    ...(issuedAt !== undefined && { issuedAt }),
  };
}

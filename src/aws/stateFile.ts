// What windows must remember together: one small file in the extension's global storage.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { onceForAll } from '../core/notices.ts';
import type { RenewalRecord, SharedState } from '../core/snapshot.ts';
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
    ]),
  }),
]);

const renewalRecord = v.object({
  attemptedAt: v.number(),
  by: v.picklist(['person', 'timer']),
  failure: v.optional(failure),
  failures: v.pipe(v.number(), v.integer(), v.minValue(0)),
  subject: v.string(),
});

/** What cannot be read of it is not known; the rest is. */
const stateFile = v.object({
  version: v.literal(1),
  renewals: v.fallback(v.record(v.string(), v.fallback(v.nullable(renewalRecord), null)), {}),
  clockAheadMs: v.fallback(v.number(), 0),
  /** Notices already given in some window: when, by their key. */
  said: v.fallback(v.record(v.string(), v.number()), {}),
});

type StateFile = v.InferOutput<typeof stateFile>;

const nothingKnown: StateFile = {
  version: 1,
  renewals: {},
  clockAheadMs: 0,
  said: {},
};

/** Longer than any session lasts. */
const rememberSaidMs = 100 * 24 * 3600 * 1000;

/** Never throws: state that cannot be read is state that is not known. */
export async function readSharedState(path: string): Promise<SharedState> {
  const { renewals, clockAheadMs } = await readState(path);
  return {
    renewals: new Map(
      Object.entries(renewals).flatMap(([id, record]) =>
        record === null ? [] : [[id, { ...record, failure: record.failure }] as const],
      ),
    ),
    clockAheadMs,
  };
}

/** Remembers an attempt to renew a session, and the clock where it was seen. Throws file-system errors. */
export async function recordRenewal(
  path: string,
  sessionId: string,
  record: RenewalRecord,
  clockAheadMs?: number,
): Promise<void> {
  await changeState(path, (state) => ({
    ...state,
    renewals: { ...state.renewals, [sessionId]: definedOnly(record) },
    ...(clockAheadMs !== undefined && { clockAheadMs }),
  }));
}

/**
 * Whether this window is the one to say it: true once for a key, over all windows and restarts. Where
 * nothing can be remembered, saying it twice is better than never.
 */
export async function claimNotice(path: string, key: string, now: number): Promise<boolean> {
  let isFirst = true;
  try {
    await changeState(path, (state) => {
      isFirst = !Object.hasOwn(state.said, key);
      const recent = Object.entries(state.said).filter(
        ([known, at]) => now - at < rememberSaidMs || known.startsWith(onceForAll),
      );
      return isFirst ? { ...state, said: { ...Object.fromEntries(recent), [key]: now } } : state;
    });
  } catch {
    return isFirst;
  }
  return isFirst;
}

async function changeState(path: string, change: (state: StateFile) => StateFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const changeLocked = async () => {
    const before = await readState(path);
    const after = change(before);
    if (after !== before) await replaceFile(path, JSON.stringify(after));
  };
  await withFileLock(path, changeLocked, deadAfterMs.remark);
}

async function readState(path: string): Promise<StateFile> {
  const reading = await readTextFile(path);
  if (reading.kind !== 'text') return nothingKnown;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stateFile), reading.text);
  return parsed.success ? parsed.output : nothingKnown;
}

function definedOnly({ failure: failed, ...rest }: RenewalRecord): StateFile['renewals'][string] {
  return failed === undefined ? rest : { ...rest, failure: failed };
}

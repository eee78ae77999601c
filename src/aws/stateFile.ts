// What windows must remember together: one small file in the extension's global storage.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import type { RenewalRecord } from '../core/snapshot.ts';
import { withFileLock } from './fileLock.ts';
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
    ]),
  }),
]);
const renewalRecord = v.object({ failure, attemptedAt: v.number(), fingerprint: v.string() });
const state = v.object({
  version: v.literal(1),
  renewals: v.record(v.string(), v.fallback(v.nullable(renewalRecord), null)),
});

type Renewals = ReadonlyMap<string, RenewalRecord>;

/** Never throws: state that cannot be read is state that is not known. */
export async function readRenewals(path: string): Promise<Renewals> {
  const reading = await readTextFile(path);
  if (reading.kind !== 'text') return new Map();
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), state), reading.text);
  if (!parsed.success) return new Map();
  return new Map(
    Object.entries(parsed.output.renewals).flatMap(([id, record]) =>
      record === null ? [] : [[id, record] as const],
    ),
  );
}

/** Remembers how the last renewal of a session ended; `undefined` forgets it. Throws file-system errors. */
export async function recordRenewal(
  path: string,
  sessionId: string,
  record: RenewalRecord | undefined,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await withFileLock(path, async () => {
    const renewals = new Map(await readRenewals(path));
    if (record === undefined && !renewals.has(sessionId)) return;
    if (record === undefined) renewals.delete(sessionId);
    else renewals.set(sessionId, record);
    await replaceFile(path, JSON.stringify({ version: 1, renewals: Object.fromEntries(renewals) }));
  });
}

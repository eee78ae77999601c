// Whatever is in state.json: what is shown and done because of it stays within what can be shown and done.
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { claimNotice, readSharedState, recordRenewal } from '../../src/aws/stateFile.ts';
import { parseState } from '../../src/aws/stateSchema.ts';
import { nextChange } from '../../src/core/nextChange.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import { automaticRefreshAt } from '../../src/core/renewalPlan.ts';
import { possibleActions } from '../../src/core/sessionActions.ts';
import type { RenewalRecord, Snapshot } from '../../src/core/snapshot.ts';
import { timelineOf } from '../../src/core/timeline.ts';
import { timelineRanges } from '../../src/core/timelineRange.ts';
import { inTime, mustHold, runs, timeout } from '../support/fuzz/fuzz.ts';
import { fingerprint, stateText } from '../support/fuzz/stateTexts.ts';
import { heldOver } from '../support/heldOver.ts';
import { now, sessionsOf, tokenWith, usualConfig } from '../support/overviewBuilder.ts';

const directory = mkdtempSync(join(tmpdir(), 'fuzz-state-'));
const file = join(directory, 'state.json');
afterAll(() => rmSync(directory, { recursive: true }));

const token = { ...tokenWith(), fingerprint };
const sessions = sessionsOf(usualConfig);
const first = sessions[0]?.id ?? '';

const snapshotWith = (shared: Snapshot['shared']): Snapshot => ({
  readAt: now,
  config: { sessions, problems: [] },
  tokens: new Map([[first, token]]),
  tokenPaths: new Map(),
  endpoints: new Map(),
  endpointProblems: new Map(),
  shared,
});

/** Every number in it, with the way there. */
function numbersIn(value: unknown, path = ''): readonly (readonly [string, number])[] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, `${path}.${key}`));
}

/** What `Date` can hold: whatever is beyond throws as soon as it is to be written in words. */
const latest = 8.64e15;

test('what is read is known, or is not, and is read again as it is written', { timeout }, () => {
  fc.assert(
    fc.property(stateText, (text) => {
      const state = inTime(() => parseState(text));
      expect(parseState(JSON.stringify(state))).toEqual(state);
    }),
    runs(1_500),
  );
});

test('what is shown can be shown', { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(stateText, async (text) => {
      writeFileSync(file, text);
      const shared = await readSharedState(file);
      const snapshot = snapshotWith(shared);
      const overview = inTime(() => deriveOverview(snapshot, now));
      for (const [path, number] of numbersIn(overview)) {
        if (path.endsWith('.failures')) continue;
        mustHold(Math.abs(number) <= latest, `it is a time: ${path}`, number);
      }
      const next = inTime(() => nextChange(overview));
      mustHold(next === undefined || (next > now && next <= latest), 'it is looked at again', next);
      for (const status of overview.sessions) {
        const due = automaticRefreshAt(status, now, 0.5);
        mustHold(due === undefined || Math.abs(due) <= latest, 'it is renewed at a time', due);
      }
      inTime(() => possibleActions(overview, { show: 'all', pinnedSession: first }));
      const before = deriveOverview(snapshot, now - 3_600_000);
      inTime(() => heldOver(before, overview));
      for (const range of timelineRanges) {
        const { rows, from, to } = inTime(() => timelineOf(overview, range));
        const places = rows.flatMap(({ spans, marks }) => [
          ...spans.flatMap((span) => [span.from, span.to]),
          ...marks.map(({ at }) => at),
        ]);
        mustHold(
          places.every((at) => at >= from && at <= to),
          'it is in the picture',
          places,
        );
      }
    }),
    runs(800),
  );
});

test('what is noted is kept beside what was known', { timeout }, async () => {
  const written = { attemptedAt: now, by: 'timer', failures: 0, subject: 'of this test' } as const;
  const record: RenewalRecord = { ...written, failure: undefined };
  await fc.assert(
    fc.asyncProperty(stateText, async (text) => {
      writeFileSync(file, text);
      const before = parseState(await readFile(file, 'utf8'));
      await recordRenewal(file, first, record);
      const isFirst = await claimNotice(file, 'a notice', now);
      const after = parseState(await readFile(file, 'utf8'));
      expect(after.renewals[first]).toEqual(written);
      mustHold(isFirst !== Object.hasOwn(before.said, 'a notice'), 'a notice is claimed once');
      expect(after.muted).toEqual(
        Object.fromEntries(Object.entries(before.muted).filter(([, isMuted]) => isMuted)),
      );
      expect(after.clock).toEqual(before.clock);
      const others = Object.entries(before.renewals).filter(
        ([id, one]) => id !== first && one !== null && one.attemptedAt > now - 86_400_000,
      );
      expect(Object.entries(after.renewals)).toEqual(expect.arrayContaining(others));
    }),
    runs(120),
  );
});

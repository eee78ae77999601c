// What a run of one kind of tests came to.
import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const countsSchema = v.object({
  passed: v.number(),
  failed: v.number(),
  /** Titles, with what went wrong and where. */
  failures: v.optional(v.array(v.string()), []),
  /** Titles, with the reason where one was given. */
  skipped: v.array(v.string()),
});

export type Counts = Readonly<v.InferOutput<typeof countsSchema>>;

export const onePassed: Counts = { passed: 1, failed: 0, failures: [], skipped: [] };
export const oneFailed: Counts = { passed: 0, failed: 1, failures: [], skipped: [] };
export const nothing: Counts = { passed: 0, failed: 0, failures: [], skipped: [] };

export const sum = (all: readonly Counts[]): Counts => ({
  passed: all.reduce((total, { passed }) => total + passed, 0),
  failed: all.reduce((total, { failed }) => total + failed, 0),
  failures: all.flatMap(({ failures }) => failures),
  skipped: all.flatMap(({ skipped }) => skipped),
});

/**
 * A runner's report, held against how the runner ended. No report, no tests, or a bad end that
 * the report knows nothing of: each is a failure, else a crash would look like success.
 */
export function judge(report: Counts | undefined, succeeded: boolean): Counts {
  if (report === undefined) return oneFailed;
  const { passed, failed, skipped } = report;
  if (passed + failed + skipped.length === 0) return oneFailed;
  return !succeeded && failed === 0 ? sum([report, oneFailed]) : report;
}

export function readReport(path: string): Counts | undefined {
  try {
    const report: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return v.parse(countsSchema, report);
  } catch {
    return undefined;
  }
}

/** The last line of every run: what was skipped is told above it, by name and reason. */
export function summary({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}

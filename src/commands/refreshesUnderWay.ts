// What is to be waited for when VS Code stops the extension. It outlives `activate`, because
// `deactivate` is handed nothing.
import type { SnapshotSources } from '../aws/readSnapshot.ts';
import type { RefreshContext } from '../aws/refresh.ts';
import type { UnwrittenTokens } from '../aws/unwrittenTokens.ts';

const running = new Set<Promise<unknown>>();
const unwritten: UnwrittenTokens = new Map();
export const stopping = new AbortController();

/** What every refresh of this window shares. */
export function newRefreshContext(
  sources: SnapshotSources,
  clock: Required<Pick<RefreshContext, 'now' | 'bootedAt'>>,
  onUnrecorded: () => void,
): RefreshContext {
  const memory = { unwritten, unrecorded: new Map(), onUnrecorded, running };
  return { ...sources, ...memory, ...clock, environment: process.env };
}

/**
 * Sends nothing more, and gives what is under way the time to write its answer, and with it the session.
 * VS Code waits about five seconds: `limitMs` has to be less.
 */
export async function settleRefreshes(limitMs = 4_000): Promise<void> {
  stopping.abort();
  const limit = new Promise((resolve) => setTimeout(resolve, limitMs).unref());
  await Promise.race([writeWhatCame(), limit]);
}

async function writeWhatCame(): Promise<void> {
  // What is kept does not wait for what is slow, and that may have come to be kept in the end.
  const atOnce = writeKept();
  await Promise.allSettled(running);
  await Promise.all([atOnce, writeKept()]);
}

async function writeKept(): Promise<void> {
  // Loading what acts takes its time, and is seldom worth it.
  if (unwritten.size === 0) return;
  const { writeKeptTokens } = await import('../aws/awsSdk.ts');
  await writeKeptTokens(unwritten);
}

// What is to be waited for when VS Code stops the extension. It outlives `activate`, because
// `deactivate` is handed nothing.

import type { SnapshotSources } from '../aws/readSnapshot.ts';
import type { RefreshContext } from '../aws/refresh.ts';

const running = new Set<Promise<unknown>>();
export const stopping = new AbortController();

/** What every refresh of this window shares. `now` is ms since the epoch. */
export function newRefreshContext(sources: SnapshotSources, now: () => number): RefreshContext {
  const memory = { unwritten: new Map(), unrecorded: new Map(), running };
  return { ...sources, ...memory, environment: process.env, now };
}

/** VS Code waits about five seconds: time to write an answer that is on its way, and with it the session. */
export async function settleRefreshes(): Promise<void> {
  stopping.abort();
  const limit = new Promise((resolve) => setTimeout(resolve, 4_000).unref());
  await Promise.race([Promise.allSettled(running), limit]);
}

// What is to be waited for when VS Code stops the extension. It outlives `activate`, because
// `deactivate` is handed nothing.

export const running = new Set<Promise<unknown>>();
export const stopping = new AbortController();

/** VS Code waits about five seconds: time to write an answer that is on its way, and with it the session. */
export async function settleRefreshes(): Promise<void> {
  stopping.abort();
  const limit = new Promise((resolve) => setTimeout(resolve, 4_000).unref());
  await Promise.race([Promise.allSettled(running), limit]);
}

import { type Notice, pendingNotices } from '../../src/core/notices.ts';
import type { Overview } from '../../src/core/overview.ts';

/** What is said at `next` by a window that started with `previous` and has said what there was to say then. */
export function noticesBetween(previous: Overview | undefined, next: Overview): readonly Notice[] {
  if (previous !== undefined) pendingNotices([], undefined, previous);
  return pendingNotices([], previous, next);
}

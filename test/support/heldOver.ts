import { type Notice, pendingNotices } from '../../src/core/notices.ts';
import type { Overview } from '../../src/core/overview.ts';

/** What is pending after the last of these, if a window sees one after the other and nobody is there. */
export function heldOver(...overviews: readonly Overview[]): readonly Notice[] {
  let held: readonly Notice[] = [];
  let previous: Overview | undefined;
  for (const next of overviews) {
    held = pendingNotices(held, previous, next);
    previous = next;
  }
  return held;
}

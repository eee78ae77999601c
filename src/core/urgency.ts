// Which session needs a person most.
import type { Attention, SessionState, SessionStatus } from './overview.ts';

const attentionOrder: readonly Attention[] = ['now', 'soon', 'none'];
const stateOrder: readonly SessionState[] = [
  // Of those that ask for no attention, who works comes first.
  'active',
  'renewable',
  'expired',
  'misconfigured',
  'unreadable',
  'signedOut',
];

/**
 * Sessions by need: who must act now, then who soonest; among those with time, the usable first, and
 * of these again who must act soonest. Equals stay in the order of the config file.
 */
export function byUrgency(sessions: readonly SessionStatus[]): readonly SessionStatus[] {
  const known = sorted.get(sessions);
  if (known !== undefined) return known;
  const added = sortedByUrgency(sessions);
  sorted.set(sessions, added);
  return added;
}

/** Those of an overview, which several ask for. */
const sorted = new WeakMap<readonly SessionStatus[], readonly SessionStatus[]>();

function sortedByUrgency(sessions: readonly SessionStatus[]): readonly SessionStatus[] {
  return sessions.toSorted(
    (a, b) =>
      attentionOrder.indexOf(a.attention) - attentionOrder.indexOf(b.attention) ||
      (a.attention === 'soon' ? 0 : stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state)) ||
      compareTimes(a.actBy?.at, b.actBy?.at) ||
      // Of those that have ended, the latest is the one that was in use.
      (a.state === 'expired'
        ? compareTimes(b.expiresAt, a.expiresAt)
        : compareTimes(a.expiresAt, b.expiresAt)),
  );
}

/** No time comes last. */
function compareTimes(a = Infinity, b = Infinity): number {
  return a === b ? 0 : a - b;
}

// When to look again: something that people see will differ.
import { dayMs, timeLeftChangesIn } from './durations.ts';
import type { Overview, SessionStatus } from './overview.ts';
import { pointFormChange } from './pointForm.ts';
import { soonMs } from './preferences.ts';
import { heldUntil } from './renewalPlan.ts';

/**
 * The earliest instant (ms since the epoch) at which the state of a session or a shown text differs, or it
 * is to be spoken of; undefined when only a file can change one. However many sessions there are, their
 * minutes are counted in one go: exact is the time left of who must act first, and no other is behind it by a
 * minute. For those that somebody sees there is `nextTimeLeft`.
 */
export function nextChange({ now, sessions, warnBeforeMs }: Overview): number | undefined {
  const warnings = [soonMs(warnBeforeMs), ...warnBeforeMs];
  const instants = sessions.flatMap((status) => {
    const { renewableUntil, actBy, renewal, lastAttempt, muted } = status;
    return [
      ...pointsOf(status),
      renewableUntil,
      ...(actBy !== undefined && !muted ? warnings.map((ms) => actBy.at - ms) : []),
      renewal.kind === 'failing' ? heldUntil(lastAttempt, now) : undefined,
    ];
  });
  const next = earliest([...instants, nextCount(sessions, now)], now);
  const midnight = new Date(now).setHours(24, 0, 0, 0);
  if (next !== undefined && next <= midnight) return next;
  // Days, and with them the form of a point in time, change at midnight and at no other time.
  const forms = sessions.flatMap((status) =>
    pointsOf(status).map((at) => at && pointFormChange(at, now)),
  );
  return earliest([next, ...forms], now);
}

/** What is said as a point in time. */
function pointsOf(status: SessionStatus): readonly (number | undefined)[] {
  const { registrationEndsAt, snoozedUntil } = status;
  return [...countedOf(status), registrationEndsAt, snoozedUntil];
}

/** What is said as the time left until then. */
function countedOf({ actBy, expiresAt, signIn }: SessionStatus): readonly (number | undefined)[] {
  return [actBy?.at, expiresAt, signIn.end?.at];
}

/** When the time left is to be counted anew. */
function nextCount(sessions: readonly SessionStatus[], now: number): number | undefined {
  const leading = [sessions.map(({ actBy }) => actBy?.at), sessions.flatMap(countedOf)]
    .map((points) => earliest(points, now))
    .find((first) => first !== undefined && first - now < dayMs);
  return nextCountTo(leading === undefined ? sessions.flatMap(countedOf) : [leading], now);
}

/** The earliest instant (ms since the epoch) at which the time left of one of these sessions reads otherwise. */
export function nextTimeLeft(sessions: readonly SessionStatus[], now: number): number | undefined {
  return nextCountTo(sessions.flatMap(countedOf), now);
}

function nextCountTo(ends: readonly (number | undefined)[], now: number): number | undefined {
  const changes = ends.map((end) => {
    const changesIn = end && timeLeftChangesIn(end - now);
    return changesIn && now + changesIn;
  });
  return earliest(changes, now);
}

/** Of those to come. */
function earliest(instants: readonly (number | undefined)[], now: number): number | undefined {
  let first: number | undefined;
  for (const instant of instants) {
    const isAhead = instant !== undefined && instant > now;
    if (isAhead && instant < (first ?? Infinity)) first = instant;
  }
  return first;
}

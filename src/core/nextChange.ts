// When to look again: something that people see will differ.
import { timeLeftChangesIn } from './durations.ts';
import type { Overview } from './overview.ts';
import { pointFormChange } from './pointForm.ts';
import { soonMs } from './preferences.ts';
import { heldUntil } from './renewalPlan.ts';

/**
 * The earliest instant (ms since the epoch) at which a shown text or the state of a session differs, or it
 * is to be spoken of; undefined when only a file can change one.
 */
export function nextChange({ now, sessions, warnBeforeMs }: Overview): number | undefined {
  const warnings = [soonMs(warnBeforeMs), ...warnBeforeMs];
  const instants = sessions.flatMap((status) => {
    const { expiresAt, renewableUntil, signIn, actBy, renewal, lastAttempt } = status;
    const { registrationEndsAt, snoozedUntil } = status;
    const points = [expiresAt, signIn.end?.at, actBy?.at, registrationEndsAt, snoozedUntil];
    const isSpokenOf = actBy !== undefined && !status.muted;
    return [
      nextText(expiresAt, now),
      nextText(signIn.end?.at, now),
      nextText(actBy?.at, now),
      renewableUntil,
      registrationEndsAt,
      ...points.map((at) => at && pointFormChange(at, now)),
      ...(isSpokenOf ? warnings.map((ms) => actBy.at - ms) : []),
      snoozedUntil,
      renewal.kind === 'failing' ? heldUntil(lastAttempt, now) : undefined,
    ];
  });
  const ahead = instants.filter((instant) => instant !== undefined && instant > now) as number[];
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

function nextText(end: number | undefined, now: number): number | undefined {
  if (end === undefined) return undefined;
  const changesIn = timeLeftChangesIn(end - now);
  return changesIn === undefined ? undefined : now + changesIn;
}

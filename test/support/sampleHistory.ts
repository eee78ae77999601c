// A believable past of sessions, as it would have been noted, in days of work that began at this hour.
import { dayMs, hourMs, minuteMs } from '../../src/core/durations.ts';
import type { HistoryEvent, SessionHistory } from '../../src/core/history.ts';

const tokenLastsMs = hourMs;
const renewedEveryMs = tokenLastsMs - 5 * minuteMs;

/** By the name of the session; `now` is ms since the epoch. Each last token is the one that there is. */
export function sampleHistories(now: number): Readonly<Record<string, SessionHistory>> {
  const registrationExpiresAt = now + 62 * dayMs;
  return {
    corp: { events: corp(now), registrationExpiresAt },
    sandbox: { events: sandbox(now), registrationExpiresAt: now + 15 * hourMs },
    partner: { events: partner(now) },
    archive: { events: archive(now), registrationExpiresAt },
  };
}

/** Sign-ins of 8 hours, in days of more: in the evening one is needed, and in the morning the next. */
function corp(now: number): readonly HistoryEvent[] {
  return [8, 7, 6, 5, 4, 1, 0].flatMap((daysAgo) => {
    const begin = now - daysAgo * dayMs - 5 * hourMs;
    const evening = begin + 8 * hourMs + 15 * minuteMs;
    return [
      { kind: 'refused', at: begin - minuteMs } as const,
      ...signedIn(begin, Math.min(now, evening - minuteMs)),
      { kind: 'refused', at: evening } as const,
      ...signedIn(evening + 2 * minuteMs, evening + 2 * hourMs),
    ].filter(({ at }) => at <= now);
  });
}

/** Used now and then, in a terminal while VS Code was closed too. */
function sandbox(now: number): readonly HistoryEvent[] {
  const terminal = now - 2 * dayMs + 3 * hourMs;
  return [
    ...signedIn(now - 2 * dayMs - 6 * hourMs, now - 2 * dayMs - 2 * hourMs),
    {
      kind: 'renewal',
      at: terminal,
      after: terminal - 2 * hourMs,
      expiresAt: terminal + 20 * minuteMs,
    },
    { kind: 'refused', at: now - 5 * hourMs },
    ...signedIn(now - 5 * hourMs + minuteMs, now - 3 * hourMs),
  ];
}

/** Tokens that cannot be renewed, and somebody who signs out. */
function partner(now: number): readonly HistoryEvent[] {
  const lastsMs = 8 * hourMs;
  return [5, 4, 1, 0].flatMap((daysAgo) => {
    const at = now - daysAgo * dayMs - 3 * hourMs;
    return [
      { kind: 'signIn', at, expiresAt: at + lastsMs, isLast: true } as const,
      ...(daysAgo % 4 === 1 ? [{ kind: 'signOut', at: at + 6 * hourMs } as const] : []),
    ];
  });
}

function archive(now: number): readonly HistoryEvent[] {
  const begin = now - 3 * dayMs;
  return [...signedIn(begin, begin + 3 * hourMs), { kind: 'refused', at: now - 25 * minuteMs }];
}

function signedIn(begin: number, until: number): readonly HistoryEvent[] {
  const events: HistoryEvent[] = [];
  for (let at = begin; at <= until; at += renewedEveryMs) {
    const kind = at === begin ? 'signIn' : 'renewal';
    events.push({ kind, at, expiresAt: at + tokenLastsMs });
  }
  return events;
}

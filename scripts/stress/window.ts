// One window of a stress run: the extension's own reading, deriving and renewing in a process of its
// own, as each VS Code window has them. Told where things are by its environment.
import { setTimeout as wait } from 'node:timers/promises';
import { awsPaths } from '../../src/aws/paths.ts';
import { readSnapshot } from '../../src/aws/readSnapshot.ts';
import { refresh } from '../../src/aws/refresh.ts';
import type { UnwrittenTokens } from '../../src/aws/unwrittenTokens.ts';
import { type SessionStatus, deriveOverview } from '../../src/core/overview.ts';
import type { RefreshOutcome } from '../../src/core/refreshOutcome.ts';
import { attemptIntervalMs, refreshWindowMs } from '../../src/core/renewalPlan.ts';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { type Turn, type TurnResult, takeTurns } from './turns.ts';

const sources = {
  paths: awsPaths(process.env, process.platform),
  stateFile: process.env['STRESS_STATE_FILE'] ?? '',
  environment: process.env,
};
const sessionId = process.env['STRESS_SESSION'] ?? '';
/** How often a window looks while its renewal is under way: more often than any file event. */
const lookEveryMs = 25;
/** How a refresh ends after which there is a good token. */
const renewed: ReadonlySet<RefreshOutcome['kind']> = new Set([
  'refreshed',
  'renewedElsewhere',
  'notDue',
]);
/** More refreshes in one turn than any window has a reason for. */
const mostRefreshes = 5;

let now = 0;
let previous: Snapshot | undefined;
const unwritten: UnwrittenTokens = new Map();

async function takeTurn(turn: Turn): Promise<TurnResult> {
  const alarms: string[] = [];
  const counts: Record<string, number> = {};
  const count = (what: string) => (counts[what] = (counts[what] ?? 0) + 1);

  async function look(): Promise<SessionStatus | undefined> {
    previous = await readSnapshot(sources, previous);
    const status = deriveOverview(previous, now).sessions.find(
      ({ session }) => session.id === sessionId,
    );
    count('looks');
    const alarm = alarmIn(status);
    if (alarm !== undefined) alarms.push(alarm);
    return status;
  }

  async function refreshWatched(): Promise<RefreshOutcome> {
    const ended = new AbortController();
    const { signal } = new AbortController();
    const refreshing = refresh(
      sessionId,
      {
        ...sources,
        now: () => now,
        unwritten,
        running: new Set(),
        unrecorded: new Map(),
      },
      { by: 'timer', signal },
    ).finally(() => ended.abort());
    while (!ended.signal.aborted) {
      await look();
      // Ends with the refresh, not after it.
      await wait(lookEveryMs, undefined, { signal: ended.signal }).catch(() => undefined);
    }
    return await refreshing;
  }

  ({ now } = turn);
  await wait(turn.delayMs);
  let until = now + attemptIntervalMs;
  for (let tries = 0; tries <= mostRefreshes; tries += 1) {
    const status = await look();
    if (status?.state === 'active' && (status.expiresAt ?? 0) - now > refreshWindowMs) {
      return { isContent: true, counts, alarms };
    }
    const outcome = await refreshWatched();
    count(outcome.kind);
    if (outcome.kind === 'tooSoon') ({ until } = outcome);
    if (!renewed.has(outcome.kind)) break;
  }
  const isContent = (await look())?.state === 'active';
  return { isContent, until, counts, alarms };
}

/** What would make a person sign in again. */
function alarmIn(status: SessionStatus | undefined): string | undefined {
  if (status === undefined) return 'not configured';
  const { state, renewal, tokenProblem } = status;
  if (state !== 'active' && state !== 'renewable') return [state, tokenProblem].join(' ').trim();
  return renewal.kind === 'refused' ? `refused ${renewal.code}` : undefined;
}

await takeTurns(takeTurn);

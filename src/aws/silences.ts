// What a person does not want to hear, for a while or for good: remembered for all windows.
import { withMuted, withSnooze } from './stateChanges.ts';
import { changeState } from './stateFile.ts';

/**
 * Says nothing of these sessions until then, ms since the epoch, or until they are signed in to anew;
 * `undefined` ends that at once. `now` is ms since the epoch; for `tokens` see `withSnooze`. Throws where the state cannot be read or written.
 */
export async function recordSnooze(
  stateFile: string,
  sessionIds: readonly string[],
  until: number | undefined,
  now: number,
  tokens?: ReadonlyMap<string, string>,
): Promise<void> {
  await changeState(stateFile, now, withSnooze(sessionIds, until, tokens));
}

/** Says nothing of these sessions until that is taken back. Throws as `recordSnooze` does. */
export async function recordMuted(
  stateFile: string,
  sessionIds: readonly string[],
  isMuted: boolean,
  now: number,
): Promise<void> {
  await changeState(stateFile, now, withMuted(sessionIds, isMuted));
}

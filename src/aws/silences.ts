// What a person does not want to hear, for a while or for good: remembered for all windows.
import { noHistory } from '../core/history.ts';
import { lastSignIn } from '../core/snooze.ts';
import { changeState } from './stateFile.ts';
import type { StateFile } from './stateSchema.ts';

/**
 * Says nothing of these sessions until then, ms since the epoch, or until they are signed in to anew;
 * `undefined` ends that at once. `now` is ms since the epoch. Throws where the state cannot be read or written.
 */
export async function recordSnooze(
  stateFile: string,
  sessionIds: readonly string[],
  until: number | undefined,
  now: number,
): Promise<void> {
  await changeState(stateFile, now, (state) => ({
    ...state,
    snoozes: withEach(state.snoozes, sessionIds, (id) => {
      const history = Object.hasOwn(state.history, id) ? state.history[id] : undefined;
      return until === undefined ? null : { until, about: lastSignIn(history ?? noHistory) };
    }),
  }));
}

/** Says nothing of these sessions until that is taken back. Throws as `recordSnooze` does. */
export async function recordMuted(
  stateFile: string,
  sessionIds: readonly string[],
  isMuted: boolean,
  now: number,
): Promise<void> {
  await changeState(stateFile, now, (state) => ({
    ...state,
    muted: withEach(state.muted, sessionIds, () => isMuted),
  }));
}

function withEach<T extends StateFile['snoozes'][string] | StateFile['muted'][string]>(
  record: Readonly<Record<string, T>>,
  ids: readonly string[],
  valueOf: (id: string) => T,
): Record<string, T> {
  return { ...record, ...Object.fromEntries(ids.map((id) => [id, valueOf(id)])) };
}

// What a person does not want to hear, for a while or for good: remembered for all windows.
import { changeState } from './stateFile.ts';
import type { StateFile } from './stateSchema.ts';

/**
 * Says nothing of these sessions until then, ms since the epoch; `undefined` ends that at once. `now` is ms
 * since the epoch. Throws where the state cannot be read or written.
 */
export async function recordSnooze(
  stateFile: string,
  sessionIds: readonly string[],
  until: number | undefined,
  now: number,
): Promise<void> {
  await changeState(stateFile, now, (state) => ({
    ...state,
    snoozes: withEach(state.snoozes, sessionIds, until ?? null),
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
    muted: withEach(state.muted, sessionIds, isMuted),
  }));
}

function withEach<T extends StateFile['snoozes'][string] | StateFile['muted'][string]>(
  record: Readonly<Record<string, T>>,
  ids: readonly string[],
  value: T,
): Record<string, T> {
  return { ...record, ...Object.fromEntries(ids.map((id) => [id, value])) };
}

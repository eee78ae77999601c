// One window of a soak: the extension's own loop in a process of its own, without what VS Code draws.
import { createInterface } from 'node:readline';
import { FileWatcher } from '../../../src/aws/fileWatcher.ts';
import { awsPaths } from '../../../src/aws/paths.ts';
import { readSnapshot, watchedFiles } from '../../../src/aws/readSnapshot.ts';
import { type RefreshContext, refresh } from '../../../src/aws/refresh.ts';
import { noteSightings } from '../../../src/aws/stateFile.ts';
import { writeKeptTokens } from '../../../src/aws/unwrittenTokens.ts';
import { AutoRefresh } from '../../../src/commands/autoRefresh.ts';
import { HistoryRecorder } from '../../../src/commands/historyRecorder.ts';
import { defaultPreferences } from '../../../src/core/preferences.ts';
import { SessionMonitor } from '../../../src/sessionMonitor.ts';
import { heldHere } from './held.ts';
import { type Answer, type Request, type SoakStage, stageVariable, timeOn } from './protocol.ts';
import { shownOf } from './shown.ts';

const stage = JSON.parse(process.env[stageVariable] ?? '') as SoakStage;
let aheadMs = 0;
const now = (): number => timeOn(stage) + aheadMs;
const startTimer = (callback: () => void, ms: number): { dispose(): void } => {
  const timer = setTimeout(callback, ms / stage.speed);
  return { dispose: () => clearTimeout(timer) };
};

let faults: string[] = [];
let outcomes: Record<string, number> = {};
const count = (what: string): void => {
  outcomes[what] = (outcomes[what] ?? 0) + 1;
};
const stopping = new AbortController();
process.on('warning', ({ name, message }) => {
  if (name === 'MaxListenersExceededWarning') faults.push(`${name}: ${message}`);
});

const paths = awsPaths(process.env, process.platform);
const context: RefreshContext = {
  paths,
  stateFile: stage.stateFile,
  environment: process.env,
  now,
  unwritten: new Map(),
  unrecorded: new Map(),
  onUnrecorded: () => void monitor.reload(),
  running: new Set(),
};

const watcher = new FileWatcher(
  () => void monitor.reload(),
  // What a window only logs. It looks again with every timer.
  () => count('watching failed'),
);
const monitor = new SessionMonitor({
  readSnapshot: async (previous) => {
    const snapshot = await readSnapshot(context, previous);
    watcher.watch(watchedFiles(context, snapshot));
    return snapshot;
  },
  isUnchanged: () => watcher.look(),
  now,
  preferences: () => ({ ...defaultPreferences, autoRefresh: true }),
  startTimer,
  nextWishes: (overview) => [autoRefresh.nextDue(overview)],
});
const recorder = new HistoryRecorder({
  note: (sightings) => noteSightings(stage.stateFile, sightings, now()),
  startTimer,
  // A state file that cannot be written is noted in the log, and tried again.
  unawaited: (act) => void act.catch(() => undefined),
});

const autoRefresh = new AutoRefresh({
  isWished: () => true,
  isSomebodyThere: () => true,
  refresh: ({ id }) => refreshNow(id, 'timer'),
});

async function refreshNow(id: string, by: 'timer' | 'person'): Promise<void> {
  const outcome = await refresh(id, context, { by, signal: stopping.signal });
  count(outcome.kind);
  if (outcome.kind === 'unexpected') faults.push(`A refresh ended unexpectedly: ${outcome.code}.`);
}

monitor.onDidChange((overview) => {
  recorder.render(overview);
  autoRefresh.render(overview);
});

async function act(request: Request): Promise<Partial<Answer>> {
  switch (request.kind) {
    case 'clock':
      ({ aheadMs } = request);
      return {};
    case 'show':
      return {
        shown: shownOf(await monitor.firstOverview()),
        held: await heldHere(stopping.signal),
      };
    case 'refresh': {
      const { sessions } = await monitor.firstOverview();
      const refreshed = Promise.all(
        sessions.map(({ session }) => refreshNow(session.id, 'person')),
      );
      if (request.isAwaited) await refreshed;
      return {};
    }
    case 'stop':
      stopping.abort();
      for (const one of [watcher, monitor, recorder]) one.dispose();
      await Promise.allSettled(context.running);
      await writeKeptTokens(context.unwritten);
      return {};
  }
}

void monitor.reload();
for await (const line of createInterface({ input: process.stdin })) {
  const done = await act(JSON.parse(line) as Request);
  const answer: Answer = { ...done, outcomes, faults };
  outcomes = {};
  faults = [];
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
// From here on, whatever still holds something open keeps the process alive, and is found out.

// Build, connect, push: the one place that knows everything.
import { type ExtensionContext, window } from 'vscode';
import { errorCode } from './aws/errorCode.ts';
import { FileWatcher } from './aws/fileWatcher.ts';
import { machineClock } from './aws/machineClock.ts';
import { awsPaths } from './aws/paths.ts';
import { readSnapshot, watchedFiles } from './aws/readSnapshot.ts';
import { BusySessions } from './commands/busySessions.ts';
import { newHistoryRecorder } from './commands/historyRecorder.ts';
import { newAutoRefresh } from './commands/newAutoRefresh.ts';
import { noticeServices } from './commands/noticeServices.ts';
import { newRefreshContext, settleRefreshes, stopping } from './commands/refreshesUnderWay.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { onReturn } from './core/windowReturn.ts';
import { SessionMonitor, startTimer } from './sessionMonitor.ts';
import {
  logUnreadable,
  onDidChangeSettings,
  readPreferences,
  readSettings,
  setPinnedSession,
  turnOnAutoRefresh,
} from './settings.ts';
import { ExpiryNotifier } from './views/expiryNotifier.ts';
import { SessionTree } from './views/sessionTree.ts';
import { StateLog } from './views/stateLog.ts';
import { StatusBar } from './views/statusBar.ts';
import { TimelinePanel } from './views/timelinePanel.ts';

export { settleRefreshes as deactivate };
export function activate({ subscriptions, globalStorageUri }: ExtensionContext): void {
  const log = window.createOutputChannel('AWS SSO', { log: true });
  const paths = awsPaths(process.env, process.platform);
  const stateFile = `${globalStorageUri.fsPath}/state.json`;
  const reload = (): void => void monitor.reload();
  const context = newRefreshContext({ paths, stateFile }, machineClock, reload);

  const watcher = new FileWatcher(reload, (error) =>
    log.warn(`watching files: ${errorCode(error)}`),
  );
  const monitor = new SessionMonitor({
    readSnapshot: async (previous) => {
      const snapshot = await readSnapshot(context, previous);
      watcher.watch(watchedFiles(context, snapshot));
      return snapshot;
    },
    isUnchanged: () => watcher.look(),
    ...machineClock,
    preferences: readPreferences,
    startTimer,
    nextWishes: (overview) => [autoRefresh, statusBar, tree].map((each) => each.nextDue(overview)),
  });

  const statusBar = new StatusBar(readSettings);
  const tree = new SessionTree(readSettings, () => monitor.tick());
  const timeline = new TimelinePanel();
  const busy = new BusySessions((sessionIds) => statusBar.renderBusy(sessionIds));
  const settings = { settings: readSettings, setPinnedSession, turnOnAutoRefresh };
  const services = { log, context, ...settings, busy, signal: stopping.signal };
  const notifier = new ExpiryNotifier(noticeServices(services));
  const autoRefresh = newAutoRefresh(services);
  const recorder = newHistoryRecorder(log, context, startTimer);
  const stateLog = new StateLog(log);
  const consumers = [statusBar, tree, timeline, notifier, stateLog, autoRefresh, recorder];

  subscriptions.push(log, watcher, monitor, statusBar, tree, timeline);
  subscriptions.push(
    monitor.onDidChange((overview) => {
      for (const consumer of consumers) consumer.render(overview);
    }),
    // Whoever returns sees what is true now, also after a sleep in which no timer ran.
    window.onDidChangeWindowState(onReturn(window.state, reload)),
    onDidChangeSettings(() => monitor.tick()),
    registerCommands({ ...services, monitor, timeline }, paths),
    recorder,
    logUnreadable(log),
  );
  const { config, credentials, tokenCache } = paths;
  log.info(`config ${config}, credentials ${credentials}, token cache ${tokenCache}`);
  log.info(`what windows remember ${stateFile}`);
  reload();
}

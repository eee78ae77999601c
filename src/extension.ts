// Build, connect, push: the one place that knows everything.
import { commands, type ExtensionContext, window, workspace } from 'vscode';
import { FileWatcher } from './aws/fileWatcher.ts';
import { awsPaths } from './aws/paths.ts';
import { readSnapshot, watchedFiles } from './aws/readSnapshot.ts';
import { AutoRefresh } from './commands/autoRefresh.ts';
import { BusySessions } from './commands/busySessions.ts';
import { HistoryRecorder } from './commands/historyRecorder.ts';
import { inBackground } from './commands/inBackground.ts';
import { newRefreshContext, settleRefreshes, stopping } from './commands/refreshesUnderWay.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { onReturn } from './core/windowReturn.ts';
import { SessionMonitor, startTimer } from './sessionMonitor.ts';
import {
  logUnreadable,
  readPreferences,
  readSettings,
  setPinnedSession,
  settingsSection,
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
  const now = (): number => Date.now();
  const context = newRefreshContext({ paths, stateFile }, now);
  const isActive = (): boolean => window.state.active;

  const watcher = new FileWatcher(
    () => void monitor.reload(),
    (error) => log.warn('watching files:', error instanceof Error ? error.message : String(error)),
  );
  const monitor = new SessionMonitor({
    readSnapshot: async (previous) => {
      const snapshot = await readSnapshot(context, previous);
      watcher.watch(watchedFiles(context, snapshot));
      return snapshot;
    },
    now,
    preferences: readPreferences,
    startTimer,
    nextWish: (overview) => autoRefresh.nextDue(overview),
  });

  const run = (command: string, argument?: object): void =>
    inBackground(log, command, commands.executeCommand(`ssoSession.${command}`, argument));
  const statusBar = new StatusBar(readSettings);
  const busy = new BusySessions((sessionIds) => statusBar.renderBusy(sessionIds));
  const tree = new SessionTree(readSettings);
  const timeline = new TimelinePanel();
  const stateLog = new StateLog(log);
  const notifier = new ExpiryNotifier({
    isEnabled: () => readSettings().notifications,
    isSomebodyThere: () => window.state.focused && isActive(),
    mayOfferRefresh: () => readSettings().autoRefresh === undefined && isActive(),
    claim: async (key) => (await import('./aws/awsSdk.ts')).claimNotice(stateFile, key, now()),
    run,
    unawaited: (act) => inBackground(log, 'a notice', act),
    refreshAlways: turnOnAutoRefresh,
  });
  const isEnabled = (): boolean => readSettings().autoRefresh === true;
  const { signal } = stopping;
  const autoRefresh = new AutoRefresh({ log, context, busy, signal, isEnabled, isActive });
  const recorder = new HistoryRecorder({
    ...{ stateFile, now, startTimer },
    unawaited: (act) => inBackground(log, 'noting the history', act),
  });
  const services = {
    monitor,
    log,
    context,
    busy,
    signal,
    settings: readSettings,
    setPinnedSession,
  };
  const consumers = [statusBar, tree, timeline, notifier, stateLog, autoRefresh, recorder];

  subscriptions.push(log, watcher, monitor, statusBar, tree, timeline);
  subscriptions.push(
    monitor.onDidChange((overview) => {
      for (const consumer of consumers) consumer.render(overview);
      watcher.look();
    }),
    // Whoever returns sees what is true now, also after a sleep in which no timer ran.
    window.onDidChangeWindowState(onReturn(window.state, () => void monitor.reload())),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingsSection)) monitor.tick();
    }),
    registerCommands(services, paths),
    recorder,
    logUnreadable(log),
  );
  log.info(`config ${paths.config}, token cache ${paths.tokenCache}`);
  void monitor.reload();
}

// Build, connect, push: the one place that knows everything.
import { commands, type ExtensionContext, window, workspace } from 'vscode';
import { FileWatcher } from './aws/fileWatcher.ts';
import { awsPaths } from './aws/paths.ts';
import { readSnapshot, watchedFiles } from './aws/readSnapshot.ts';
import { openConfig } from './commands/openConfig.ts';
import { refreshAllSessions, refreshSession } from './commands/refreshSession.ts';
import { signIn } from './commands/signIn.ts';
import { SessionMonitor } from './sessionMonitor.ts';
import { readSettings, settingsSection } from './settings.ts';
import { ExpiryNotifier } from './views/expiryNotifier.ts';
import { SessionTree } from './views/sessionTree.ts';
import { StateLog } from './views/stateLog.ts';
import { StatusBar } from './views/statusBar.ts';

export function activate({ subscriptions, globalStorageUri }: ExtensionContext): void {
  const log = window.createOutputChannel('AWS SSO', { log: true });
  const paths = awsPaths(process.env, process.platform);
  const stateFile = `${globalStorageUri.fsPath}/state.json`;
  const sources = { paths, stateFile };
  const now = (): number => Date.now();

  const watcher = new FileWatcher(
    () => void monitor.reload(),
    (error) => log.warn('watching files:', error instanceof Error ? error.message : String(error)),
  );
  const monitor = new SessionMonitor({
    readSnapshot: async (previous) => {
      const snapshot = await readSnapshot(sources, previous);
      watcher.watch(watchedFiles(sources, snapshot));
      return snapshot;
    },
    now,
    startTimer: (callback, ms) => {
      const timer = setTimeout(callback, ms);
      return { dispose: () => clearTimeout(timer) };
    },
  });

  const statusBar = new StatusBar(readSettings);
  const tree = new SessionTree();
  const stateLog = new StateLog(log);
  const notifier = new ExpiryNotifier(
    {
      signIn: (sessionId) => void commands.executeCommand('ssoSession.signIn', { sessionId }),
      showSessions: () => void commands.executeCommand('ssoSession.sessions.focus'),
    },
    () => readSettings().notifications,
  );

  const services = { monitor, log, context: { ...sources, environment: process.env, now } };
  subscriptions.push(
    log,
    watcher,
    monitor,
    statusBar,
    tree,
    monitor.onDidChange((overview) => {
      statusBar.render(overview);
      tree.render(overview);
      notifier.render(overview);
      stateLog.render(overview);
    }),
    window.onDidChangeWindowState(({ focused }) => void (focused && monitor.reload())),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingsSection)) statusBar.render(monitor.overview);
    }),
    commands.registerCommand('ssoSession.refresh', (argument: unknown) =>
      refreshSession(services, argument),
    ),
    commands.registerCommand('ssoSession.refreshAll', () => refreshAllSessions(services)),
    commands.registerCommand('ssoSession.signIn', (argument: unknown) => signIn(monitor, argument)),
    commands.registerCommand('ssoSession.openConfig', (argument: unknown) =>
      openConfig(monitor, paths, argument),
    ),
    commands.registerCommand('ssoSession.showLog', () => log.show()),
  );
  log.info(`config ${paths.config}, token cache ${paths.tokenCache}`);
  void monitor.reload();
}

// Pin, and unpin: the session that the status bar shows whatever the others need.
import { commands, l10n, window } from 'vscode';
import type { SessionMonitor } from '../sessionMonitor.ts';
import { setPinnedSession } from '../settings.ts';
import { chooseSession } from './sessionArgument.ts';

export async function pinSession(monitor: SessionMonitor, argument: unknown): Promise<void> {
  const question = l10n.t('Which session is the status bar always to show?');
  const status = await chooseSession(argument, await monitor.firstOverview(), question);
  if (status !== undefined) await remember(status.session.name);
}

export async function unpinSession(): Promise<void> {
  await remember(undefined);
}

async function remember(name: string | undefined): Promise<void> {
  try {
    await setPinnedSession(name);
  } catch {
    const sentence = l10n.t(
      'This could not be saved. Change ssoSession.statusBar.pinnedSession in your user settings.',
    );
    const open = l10n.t('Open User Settings');
    if ((await window.showErrorMessage(sentence, open)) !== open) return;
    await commands.executeCommand('workbench.action.openSettingsJson');
  }
}

// Pin, and unpin: the session that the status bar shows whatever the others need.
import { l10n } from 'vscode';
import type { SessionMonitor } from '../sessionMonitor.ts';
import { saveSetting } from './saveSetting.ts';
import { chooseSession } from './sessionArgument.ts';

export interface PinServices {
  readonly monitor: SessionMonitor;
  /** Undefined for no session; rejects when that cannot be saved. */
  readonly setPinnedSession: (name: string | undefined) => Promise<void>;
}

export async function pinSession(services: PinServices, argument: unknown): Promise<void> {
  const question = l10n.t('Which session is the status bar always to show?');
  const status = await chooseSession(argument, await services.monitor.firstOverview(), question);
  if (status !== undefined) await remember(services, status.session.name);
}

export async function unpinSession(services: PinServices): Promise<void> {
  await remember(services, undefined);
}

async function remember(
  { setPinnedSession }: PinServices,
  name: string | undefined,
): Promise<void> {
  const sentence = l10n.t(
    'This could not be saved. Change ssoSession.statusBar.pinnedSession in your user settings.',
  );
  await saveSetting(() => setPinnedSession(name), sentence);
}

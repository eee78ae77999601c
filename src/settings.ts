// The settings `ssoSession.*`, read as one value.
import { ConfigurationTarget, workspace } from 'vscode';
import type { SignInWish } from './core/signInPlace.ts';

export interface Settings {
  /** One status bar text for the session in most need, or for every session. */
  readonly show: 'mostUrgent' | 'all';
  /** Name of the session to show whatever the others need; empty for none. */
  readonly pinnedSession: string;
  readonly notifications: boolean;
  /** Undefined until somebody has chosen: then refreshing may be offered. */
  readonly autoRefresh: boolean | undefined;
  readonly signInFlow: SignInWish;
}

export const settingsSection = 'ssoSession';

export function readSettings(): Settings {
  const configuration = workspace.getConfiguration(settingsSection);
  return {
    show: configuration.get<string>('statusBar.show') === 'all' ? 'all' : 'mostUrgent',
    pinnedSession: configuration.get<string>('statusBar.pinnedSession', ''),
    notifications: configuration.get<boolean>('notifications', true),
    autoRefresh: configuration.inspect<boolean>('autoRefresh')?.globalValue,
    signInFlow: signInWish(configuration.get<string>('signIn.flow')),
  };
}

function signInWish(setting: string | undefined): SignInWish {
  return setting === 'browser' || setting === 'deviceCode' ? setting : 'automatic';
}

/** For every window: the consent is the person's, not a workspace's. */
export async function turnOnAutoRefresh(): Promise<void> {
  await workspace
    .getConfiguration(settingsSection)
    .update('autoRefresh', true, ConfigurationTarget.Global);
}

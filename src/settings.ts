// The settings `ssoSession.*`, read as one value.
import { workspace } from 'vscode';

export interface Settings {
  /** One status bar text for the session in most need, or for every session. */
  readonly show: 'mostUrgent' | 'all';
  /** Name of the session to show whatever the others need; empty for none. */
  readonly pinnedSession: string;
  readonly notifications: boolean;
}

export const settingsSection = 'ssoSession';

export function readSettings(): Settings {
  const configuration = workspace.getConfiguration(settingsSection);
  return {
    show: configuration.get<string>('statusBar.show') === 'all' ? 'all' : 'mostUrgent',
    pinnedSession: configuration.get<string>('statusBar.pinnedSession', ''),
    notifications: configuration.get<boolean>('notifications', true),
  };
}

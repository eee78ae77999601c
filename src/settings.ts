// The settings `ssoSession.*`, read as one value.
import { ConfigurationTarget, type Disposable, type LogOutputChannel, workspace } from 'vscode';
import type { Preferences } from './core/preferences.ts';
import { type SignInDurations, readSignInDurations } from './core/signInDurations.ts';
import type { SignInWish } from './core/signInPlace.ts';
import { readThresholds } from './core/warning.ts';

interface Settings {
  /** One status bar text for the session in most need, or for every session. */
  readonly show: 'mostUrgent' | 'all';
  /** Name of the session to show whatever the others need; empty for none. */
  readonly pinnedSession: string;
  readonly notifications: boolean;
  /** How long before its end to warn of a session, in ms; none for not at all. */
  readonly warnBeforeMs: readonly number[];
  /** Undefined until somebody has chosen: then refreshing may be offered. */
  readonly autoRefresh: boolean | undefined;
  readonly signInFlow: SignInWish;
  readonly signInDurations: SignInDurations;
}

const settingsSection = 'ssoSession';
const pinnedSession = 'statusBar.pinnedSession';
const signInDuration = 'signInDuration';

/** What was read last: a look asks several times, and to read takes VS Code longer than the look itself. */
let known: Settings | undefined;

/** Read anew after each change, as long as somebody listens to `onDidChangeSettings`. */
export function readSettings(): Settings {
  return (known ??= readAnew());
}

function readAnew(): Settings {
  const configuration = workspace.getConfiguration(settingsSection);
  return {
    show: configuration.get<string>('statusBar.show') === 'all' ? 'all' : 'mostUrgent',
    pinnedSession: configuration.get<string>(pinnedSession, ''),
    notifications: configuration.get<boolean>('notifications', true),
    warnBeforeMs: readThresholds(configuration.get<unknown>('warnBefore')),
    autoRefresh: configuration.inspect<boolean>('autoRefresh')?.globalValue,
    signInFlow: signInWish(configuration.get<string>('signIn.flow')),
    signInDurations: readSignInDurations(configuration.get<unknown>(signInDuration)),
  };
}

/** Those settings that change what is true of the sessions. */
export function readPreferences(): Preferences {
  const { signInDurations, warnBeforeMs, autoRefresh } = readSettings();
  const { durations } = signInDurations;
  return {
    signInDurations: durations,
    warnBeforeMs,
    autoRefresh: autoRefresh === true,
  };
}

export function onDidChangeSettings(listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((change) => {
    if (!change.affectsConfiguration(settingsSection)) return;
    known = undefined;
    listener();
  });
}

/** One line for what is set and cannot be read, now and when it is changed: nothing else comes of it. */
export function logUnreadable(log: Pick<LogOutputChannel, 'warn'>): Disposable {
  warnOfUnreadable(log);
  return workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`${settingsSection}.${signInDuration}`)) warnOfUnreadable(log);
  });
}

function warnOfUnreadable(log: Pick<LogOutputChannel, 'warn'>): void {
  const { unreadable } = readAnew().signInDurations;
  if (unreadable.length === 0) return;
  const names = unreadable.map((name) => JSON.stringify(name)).join(', ');
  log.warn(
    `${settingsSection}.${signInDuration}: ignored for ${names}: not a duration such as "8h", "30m" or "7d"`,
  );
}

function signInWish(setting: string | undefined): SignInWish {
  return setting === 'browser' || setting === 'deviceCode' ? setting : 'automatic';
}

/** The name of a session, or undefined for none: for every window, but in a workspace that has its own wish. */
export async function setPinnedSession(name: string | undefined): Promise<void> {
  const configuration = workspace.getConfiguration(settingsSection);
  const own = configuration.inspect<string>(pinnedSession)?.workspaceValue !== undefined;
  const target = own ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await configuration.update(pinnedSession, name ?? (own ? '' : undefined), target);
}

/** For every window: the consent is the person's, not a workspace's. */
export async function turnOnAutoRefresh(): Promise<void> {
  await workspace
    .getConfiguration(settingsSection)
    .update('autoRefresh', true, ConfigurationTarget.Global);
}

// Which command an action is, and the icon it has everywhere.
import type { GeneralAction, SessionAction } from '../core/sessionActions.ts';

export interface Call {
  readonly command: string;
  readonly argument?: unknown;
  /** A codicon. */
  readonly icon: string;
}

const sessionIcons: Readonly<Record<SessionAction, string>> = {
  refresh: 'refresh',
  signIn: 'sign-in',
  snooze: 'clockface',
  mute: 'bell-slash',
  unmute: 'bell',
  pin: 'pin',
  unpin: 'pinned',
  addProfiles: 'person-add',
  migrate: 'arrow-up',
  openConfig: 'go-to-file',
  signOut: 'sign-out',
};

export function sessionCall(action: SessionAction, sessionId: string): Call {
  const icon = sessionIcons[action];
  return { command: `ssoSession.${action}`, argument: { sessionId }, icon };
}

const generalCalls: Readonly<Record<GeneralAction, Call>> = {
  addSession: { command: 'ssoSession.addSession', icon: 'add' },
  refreshAll: { command: 'ssoSession.refreshAll', icon: 'refresh' },
  showTree: { command: 'ssoSession.sessions.focus', icon: 'list-tree' },
  showTimeline: { command: 'ssoSession.showTimeline', icon: 'graph-line' },
  openConfig: { command: 'ssoSession.openConfig', icon: 'go-to-file' },
  signOutAll: { command: 'ssoSession.signOutAll', icon: 'sign-out' },
  openSettings: {
    command: 'workbench.action.openSettings',
    argument: '@ext:sso-session-status.sso-session-status',
    icon: 'gear',
  },
  showLog: { command: 'ssoSession.showLog', icon: 'output' },
};

export function generalCall(action: GeneralAction): Call {
  return generalCalls[action];
}

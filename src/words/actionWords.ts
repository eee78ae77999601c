// What can be done, by name: the same words in every menu, list and message.
import { l10n } from 'vscode';
import type { GeneralAction, SessionAction } from '../core/sessionActions.ts';
import type { SnoozeChoice } from '../core/snooze.ts';

export function sessionActionTitle(action: SessionAction): string {
  switch (action) {
    case 'refresh':
      return l10n.t('Refresh');
    case 'signIn':
      return l10n.t('Sign In');
    case 'snooze':
      return l10n.t('Snooze…');
    case 'mute':
      return l10n.t("Don't Warn for This Session");
    case 'unmute':
      return l10n.t('Warn for This Session Again');
    case 'pin':
      return l10n.t('Pin in Status Bar');
    case 'unpin':
      return l10n.t('Unpin from Status Bar');
    case 'addProfiles':
      return l10n.t('Add Profiles…');
    case 'migrate':
      return l10n.t('Migrate to sso-session…');
    case 'openConfig':
      return l10n.t('Open AWS Config');
    case 'signOut':
      return l10n.t('Sign Out');
  }
}

export function generalActionTitle(action: GeneralAction): string {
  switch (action) {
    case 'addSession':
      return l10n.t('Add Session…');
    case 'refreshAll':
      return l10n.t('Refresh All');
    case 'showTree':
      return l10n.t('Show in Side Bar');
    case 'showTimeline':
      return l10n.t('Session Timeline');
    case 'openConfig':
      return l10n.t('Open AWS Config');
    case 'signOutAll':
      return l10n.t('Sign Out of All Sessions');
    case 'openSettings':
      return l10n.t('Settings');
    case 'showLog':
      return l10n.t('Show Log');
  }
}

export function snoozeTitle(choice: SnoozeChoice): string {
  switch (choice) {
    case 'quarterHour':
      return l10n.t('15 Minutes');
    case 'hour':
      return l10n.t('1 Hour');
    case 'tomorrow':
      return l10n.t('Until Tomorrow');
  }
}

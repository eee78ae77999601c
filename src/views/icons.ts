// The colour of a state, where a theme has one.
import { ThemeColor, ThemeIcon } from 'vscode';
import { type SessionStatus, isSnoozed } from '../core/overview.ts';
import { statusIcon } from '../core/statusIcon.ts';

/** Of one that is silenced, that it is: its state stands beside it in words. */
export function treeIcon(status: SessionStatus, now: number): ThemeIcon {
  // Colour asks for attention.
  return status.muted || isSnoozed(status, now)
    ? new ThemeIcon('bell-slash', new ThemeColor('disabledForeground'))
    : new ThemeIcon(statusIcon(status), new ThemeColor(colour(status)));
}

function colour({ state, attention }: SessionStatus): string {
  switch (state) {
    case 'active':
      return attention === 'none' ? 'charts.green' : 'list.warningForeground';
    case 'renewable':
      return attention === 'none' ? 'charts.blue' : 'list.warningForeground';
    case 'expired':
      return 'list.errorForeground';
    case 'signedOut':
      return 'disabledForeground';
    case 'unreadable':
    case 'misconfigured':
      return 'list.warningForeground';
  }
}

// The colour of a state, where a theme has one.
import { ThemeColor, ThemeIcon } from 'vscode';
import type { SessionStatus } from '../core/overview.ts';
import { statusIcon } from '../core/statusIcon.ts';

export function treeIcon(status: SessionStatus): ThemeIcon {
  const icon = statusIcon(status);
  // Colour asks for attention.
  return status.muted
    ? new ThemeIcon(icon, new ThemeColor('disabledForeground'))
    : new ThemeIcon(icon, new ThemeColor(colour(status)));
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

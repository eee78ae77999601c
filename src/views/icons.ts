// One codicon a state, and its colour where a theme has one.
import { ThemeColor, ThemeIcon } from 'vscode';
import type { SessionStatus } from '../core/overview.ts';

export function statusIcon({ state, attention }: SessionStatus): string {
  switch (state) {
    case 'active':
      return attention === 'none' ? 'check' : 'watch';
    case 'renewable':
      return 'sync';
    case 'expired':
      return 'sign-in';
    case 'signedOut':
      return 'circle-slash';
    case 'unreadable':
    case 'misconfigured':
      return 'warning';
  }
}

export function treeIcon(status: SessionStatus): ThemeIcon {
  return new ThemeIcon(statusIcon(status), new ThemeColor(colour(status)));
}

function colour({ state, attention }: SessionStatus): string {
  switch (state) {
    case 'active':
      return attention === 'none' ? 'charts.green' : 'list.warningForeground';
    case 'renewable':
      return 'charts.blue';
    case 'expired':
      return 'list.errorForeground';
    case 'signedOut':
      return 'disabledForeground';
    case 'unreadable':
    case 'misconfigured':
      return 'list.warningForeground';
  }
}

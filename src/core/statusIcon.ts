import type { SessionStatus } from './overview.ts';

const soonIcon = 'history';

/** One codicon a state. Who is not to be warned of what comes soon is not shown it either. */
export function statusIcon({ state, attention }: SessionStatus): string {
  switch (state) {
    case 'active':
      return attention === 'none' ? 'check' : soonIcon;
    case 'renewable':
      return attention === 'none' ? 'sync' : soonIcon;
    case 'expired':
      return 'sign-in';
    case 'signedOut':
      return 'circle-slash';
    case 'unreadable':
    case 'misconfigured':
      return 'warning';
  }
}

import type { SessionStatus } from './overview.ts';

/** One codicon a state. Who is not to be warned of what comes soon is not shown it either. */
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

import type { SessionStatus } from './overview.ts';

/** Whether there is a token file, be it a token or not: something to sign out of. */
export function hasTokenFile({ expiresAt, tokenProblem }: SessionStatus): boolean {
  return expiresAt !== undefined || tokenProblem !== undefined;
}

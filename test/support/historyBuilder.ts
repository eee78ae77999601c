// Histories of a session for tests, in minutes from a fixed now.
import { minuteMs } from '../../src/core/durations.ts';
import type { HistoryEvent, SeenToken, SessionHistory, Sighting } from '../../src/core/history.ts';

export const now = Date.parse('2026-01-15T12:00:00Z');
export const at = (minutes: number): number => now + minutes * minuteMs;
export const registrationExpiresAt = at(90 * 24 * 60);

export const token = (fingerprint: string, changes: Partial<SeenToken> = {}): SeenToken => ({
  fingerprint,
  expiresAt: at(60),
  registrationExpiresAt,
  hasRefreshFields: true,
  ...changes,
});
export const sees = (
  minutes: number,
  what: string | SeenToken | undefined,
  notBefore?: number,
): Sighting => ({
  at: at(minutes),
  ...(notBefore !== undefined && { notBefore: at(notBefore) }),
  token: typeof what === 'string' ? token(what) : what,
});
export const history = (...events: readonly HistoryEvent[]): SessionHistory => ({
  events,
  registrationExpiresAt,
});
export const signIn = (
  minutes: number,
  name: string,
  rest: Partial<HistoryEvent> = {},
): HistoryEvent => ({
  at: at(minutes),
  kind: 'signIn',
  token: name,
  expiresAt: at(60),
  ...rest,
});
export const renewal = (
  minutes: number,
  name: string,
  rest: Partial<HistoryEvent> = {},
): HistoryEvent => ({
  ...signIn(minutes, name, rest),
  kind: 'renewal',
});
export const refused = (minutes: number, name: string): HistoryEvent => ({
  at: at(minutes),
  kind: 'refused',
  token: name,
});
export const signOut = (minutes: number, rest: Partial<HistoryEvent> = {}): HistoryEvent => ({
  at: at(minutes),
  kind: 'signOut',
  ...rest,
});

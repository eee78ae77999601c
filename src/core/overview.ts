// The one answer: what is true of every session at one moment, derived from a snapshot and a time.
import type { ActBy } from './clocks.ts';
import type { ConfigProblem } from './configFile.ts';
import type { EndpointProblem } from './endpointOverride.ts';
import { type SeenToken, type SessionHistory, noHistory } from './history.ts';
import { type Preferences, defaultPreferences } from './preferences.ts';
import type { CurrentSignIn } from './signInEstimate.ts';
import type { RenewalFailure, RenewalRecord, Snapshot, TokenFile } from './snapshot.ts';
import { type Snooze, snoozedUntil } from './snooze.ts';
import type { ConfiguredSession } from './ssoConfig.ts';
import { type TokenSources, toldByToken, toldWithoutToken } from './tokenStatus.ts';
import { wrongClock } from './wrongClock.ts';

export type SessionState =
  'active' | 'renewable' | 'expired' | 'signedOut' | 'unreadable' | 'misconfigured';

export type Attention = 'none' | 'soon' | 'now';

export type Renewal =
  | { readonly kind: 'idle' }
  | RenewalFailure
  /** The window that kept the new token gives no sign of life any more. */
  | { readonly kind: 'lost'; readonly code: 'notWritten' };

export interface SessionStatus {
  readonly session: ConfiguredSession;
  readonly state: SessionState;
  /** End of the access token, where there is one. */
  readonly expiresAt: number | undefined;
  /** How long the access token lasts in all, in ms; undefined when that is not known. */
  readonly lifetimeMs: number | undefined;
  /** The token can be renewed without a browser. */
  readonly renewable: boolean;
  /** The last moment (exclusive) at which a renewal is possible; undefined when none is. */
  readonly renewableUntil: number | undefined;
  /** It is renewed without being asked, while somebody is at work. */
  readonly renewsByItself: boolean;
  /** The second clock: `end` is undefined when nobody knows it, or the token cannot be renewed anyway. */
  readonly signIn: CurrentSignIn;
  /** The third clock: when the client registration ends, ms since the epoch. */
  readonly registrationEndsAt: number | undefined;
  readonly actBy: ActBy | undefined;
  readonly renewal: Renewal;
  /** The last attempt to renew, by whichever window. */
  readonly lastAttempt: RenewalRecord | undefined;
  readonly attention: Attention;
  /** Somebody wants to be left alone by it: nothing is said of it, and it asks for no attention. */
  readonly muted: boolean;
  /** Nothing is said of it till then, ms since the epoch; it stays when that has passed. */
  readonly snoozedUntil: number | undefined;
  /** Where the token file is, or would be. */
  readonly tokenPath: string | undefined;
  /** Why nothing may be sent for this session. */
  readonly endpointProblem: EndpointProblem | undefined;
  /** Why the token file is not taken for a token; set in the state `unreadable`. */
  readonly tokenProblem: Extract<TokenFile, { kind: 'unreadable' }>['problem'] | undefined;
  /** The copies in the token file that differ from what is configured. */
  readonly writtenFor: { readonly region?: string; readonly startUrl?: string };
  /** What is in the place of the token file. */
  readonly file: 'absent' | 'unreadable' | SeenToken;
  /** What has become of the session, as far as it is noted. */
  readonly history: SessionHistory;
}

export interface Overview {
  readonly now: number;
  /** When reading what it is made of began, or when that was last found unchanged; undefined when not known. */
  readonly readAt: number | undefined;
  /** In the order of the config file. */
  readonly sessions: readonly SessionStatus[];
  /** Problems of the config that belong to no one session. */
  readonly problems: readonly ConfigProblem[];
  /** How far this machine's clock is wrong, in ms; undefined when it is right enough. */
  readonly clockAheadMs: number | undefined;
  /** How long before `actBy` it is to be spoken of; see `Preferences`. */
  readonly warnBeforeMs: readonly number[];
}

/** `bootedAt` is when the machine started, by its clock as it stands; see `ClockSeen`. */
export function deriveOverview(
  snapshot: Snapshot,
  now: number,
  preferences: Preferences = defaultPreferences,
  bootedAt?: number,
): Overview {
  return {
    now,
    readAt: snapshot.readAt,
    sessions: snapshot.config.sessions.map((session) => ({
      tokenPath: snapshot.tokenPaths.get(session.id),
      ...statusOf(
        session,
        {
          file: snapshot.tokens.get(session.id) ?? { kind: 'absent' },
          endpoint: snapshot.endpoints.get(session.id) ?? '',
          endpointProblem: snapshot.endpointProblems.get(session.id),
          record: snapshot.shared.renewals.get(session.id),
          history: snapshot.shared.histories.get(session.id) ?? noHistory,
          muted: snapshot.shared.muted.has(session.id),
          snooze: snapshot.shared.snoozes.get(session.id),
        },
        now,
        preferences,
      ),
    })),
    problems: snapshot.config.problems,
    clockAheadMs: wrongClock(snapshot.shared.clock, now, bootedAt),
    warnBeforeMs: preferences.warnBeforeMs,
  };
}

/** What was read that is about one session. */
interface Read extends TokenSources {
  readonly file: TokenFile;
  readonly muted: boolean;
  readonly snooze: Snooze | undefined;
}

function statusOf(
  session: ConfiguredSession,
  read: Read,
  now: number,
  preferences: Preferences,
): Omit<SessionStatus, 'tokenPath'> {
  const { file, endpointProblem, history, muted, snooze } = read;
  const told =
    file.kind === 'token'
      ? toldByToken(session, file, read, now, preferences)
      : toldWithoutToken(session, file);
  return {
    session,
    endpointProblem,
    history,
    ...told,
    attention: muted ? 'none' : told.attention,
    muted,
    snoozedUntil: snoozedUntil(snooze, history, now),
  };
}

/** Whether somebody wants to hear nothing of it for now. */
export function isSnoozed({ snoozedUntil = 0 }: SessionStatus, now: number): boolean {
  return now < snoozedUntil;
}

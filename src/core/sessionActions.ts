// What can be done, ordered by need: about one session, and about all of them.
import type { Overview, SessionStatus } from './overview.ts';
import { type StatusBarWish, pinChoice } from './statusBarChoice.ts';
import { byUrgency } from './urgency.ts';
import { hasTokenFile } from './tokenPresence.ts';

export type SessionAction =
  | 'refresh'
  | 'signIn'
  | 'snooze'
  | 'mute'
  | 'unmute'
  | 'pin'
  | 'unpin'
  | 'addProfiles'
  | 'migrate'
  | 'openConfig'
  | 'signOut';

export type GeneralAction =
  | 'addSession'
  | 'refreshAll'
  | 'showTree'
  | 'showTimeline'
  | 'openConfig'
  | 'signOutAll'
  | 'openSettings'
  | 'showLog';

export interface PossibleActions {
  /** Who needs a person soonest comes first. */
  readonly sessions: readonly {
    readonly status: SessionStatus;
    readonly actions: readonly SessionAction[];
  }[];
  readonly general: readonly GeneralAction[];
}

export function possibleActions(
  { sessions, problems }: Overview,
  wish: StatusBarWish,
): PossibleActions {
  const isBroken = problems.some(({ severity }) => severity === 'error');
  return {
    sessions: byUrgency(sessions).map((status) => ({
      status,
      actions: actionsOn(status, pinChoice(status, sessions, wish)),
    })),
    general: [
      // Nothing else helps before that.
      ...only(isBroken, 'openConfig'),
      ...only(sessions.filter(({ renewable }) => renewable).length > 1, 'refreshAll'),
      'addSession',
      ...only(sessions.length > 0, 'showTree', 'showTimeline'),
      // The only session's own way to it is there already.
      ...only(!isBroken && sessions.length !== 1, 'openConfig'),
      ...only(sessions.filter(hasTokenFile).length > 1, 'signOutAll'),
      'openSettings',
      'showLog',
    ],
  };
}

/** The first is what helps most now; what takes something away comes last. */
export function actionsOn(status: SessionStatus, pin?: 'pin' | 'unpin'): readonly SessionAction[] {
  const { state, muted, session } = status;
  const isBroken = state === 'misconfigured';
  return [
    ...only(isBroken, 'openConfig'),
    ...waysToSession(status),
    ...only(!muted && mayBeSpokenOf(status), 'snooze'),
    muted ? 'unmute' : 'mute',
    ...(pin === undefined ? [] : [pin]),
    ...only(session.kind === 'legacy', 'migrate'),
    ...only(session.kind === 'session' && !isBroken, 'addProfiles'),
    ...only(!isBroken, 'openConfig'),
    ...only(hasTokenFile(status), 'signOut'),
  ];
}

/** A refresh comes first as long as it is enough. */
function waysToSession({ state, renewable, attention }: SessionStatus): readonly SessionAction[] {
  if (state === 'misconfigured') return [];
  if (!renewable) return ['signIn'];
  return attention === 'soon' ? ['signIn', 'refresh'] : ['refresh', 'signIn'];
}

/** Now or later: there is something that ends, or has ended. */
function mayBeSpokenOf({ state }: SessionStatus): boolean {
  return state === 'active' || state === 'renewable' || state === 'expired';
}

function only<T extends string>(isPossible: boolean, ...actions: readonly T[]): readonly T[] {
  return isPossible ? actions : [];
}

// What has become of a session, as far as anybody saw: sign-ins, renewals, refusals, sign-outs. No secret.
import { dayMs, minuteMs } from './durations.ts';
import { renewedWithinMs } from './renewalPlan.ts';

export interface HistoryEvent {
  /** When it happened; of what was seen in the token file, when at the latest. ms since the epoch. */
  readonly at: number;
  /** Of what was seen in the token file, and of nothing else: it happened after this; 0 for any time. */
  readonly after?: number | undefined;
  /** A renewal that was seen in time may as well have been a sign-in: a token file does not tell. */
  readonly kind: 'signIn' | 'renewal' | 'refused' | 'signOut';
  /** The token file that came of it, or whose token was refused: its fingerprint. */
  readonly token?: string | undefined;
  /** Of the access token that came of it, ms since the epoch. */
  readonly expiresAt?: number | undefined;
  /** The token that came of it is of no use for a renewal, so that the next one comes of a sign-in. */
  readonly isLast?: true | undefined;
}

export interface SessionHistory {
  /** In the order in which they were noted. Times that go back tell of a clock that was put back. */
  readonly events: readonly HistoryEvent[];
  /** Of the last token that told; ms since the epoch. */
  readonly registrationExpiresAt?: number | undefined;
}

export interface SeenToken {
  readonly fingerprint: string;
  readonly expiresAt: number;
  readonly registrationExpiresAt: number | undefined;
  readonly hasRefreshFields: boolean;
}

/** What somebody found in the place of the token file. */
export interface Sighting {
  /** ms since the epoch */
  readonly at: number;
  /** When the same eyes last saw something else there. */
  readonly notBefore?: number | undefined;
  /** Undefined where there is no file. */
  readonly token: SeenToken | undefined;
}

export const noHistory: SessionHistory = { events: [] };

/** Who looks a moment late has missed what was noted meanwhile; who looks earlier still has another clock. */
export const clockToleranceMs = minuteMs;

/** Whoever renews has an answer by then. */
const raceMs = 5 * minuteMs;

/** A time that is known by less than this more precisely is not worth another note. */
const precisionMs = minuteMs;

/**
 * The history with what was seen; the very same one when that is not new, so that however many windows
 * see a thing it is noted once.
 */
export function observed(history: SessionHistory, sighting: Sighting): SessionHistory {
  const last = history.events.at(-1);
  const lateByMs = last === undefined ? 0 : last.at - sighting.at;
  if (lateByMs > 0 && lateByMs <= clockToleranceMs) return history;
  const { token } = sighting;
  if (token === undefined) {
    if (last?.kind === 'signOut') return history;
    return withEvent(history, { kind: 'signOut', ...timeOf(sighting, last) });
  }
  const known = history.events.findLastIndex((event) => event.token === token.fingerprint);
  if (known >= 0) return seenAgain(history, known, sighting);
  const { expiresAt, hasRefreshFields } = token;
  return withEvent(
    { ...history, ...registrationOf(token) },
    {
      kind: isOfSignIn(history, token, sighting) ? 'signIn' : 'renewal',
      ...timeOf(sighting, last),
      token: token.fingerprint,
      expiresAt,
      ...(!hasRefreshFields && { isLast: true }),
    },
  );
}

/** The history with what somebody did; it takes the place of what others have seen of it. */
export function recorded(
  history: SessionHistory,
  event: HistoryEvent,
  registrationExpiresAt?: number,
): SessionHistory {
  const { events } = history;
  const twin = events.findLastIndex((other, index) =>
    event.kind === 'signIn' || event.kind === 'renewal'
      ? bringsToken(other) && other.token !== undefined && other.token === event.token
      : index === events.length - 1 && other.kind === event.kind && other.token === event.token,
  );
  const found = events[twin];
  const isKnown = found !== undefined && found.after === undefined;
  if (isKnown || isOfThePast(history, event)) return history;
  const next = {
    ...history,
    ...(registrationExpiresAt !== undefined && { registrationExpiresAt }),
  };
  return found === undefined
    ? withEvent(next, event)
    : { ...next, events: events.with(twin, event) };
}

/** A refusal of a token that another one has replaced meanwhile says nothing of this one. */
function isOfThePast({ events }: SessionHistory, { kind, token }: HistoryEvent): boolean {
  return kind === 'refused' && events.findLast(bringsToken)?.token !== token;
}

/** Whether a token came of this. */
export function bringsToken({ kind }: HistoryEvent): boolean {
  return kind === 'signIn' || kind === 'renewal';
}

/** Whether it cannot have come of a renewal. */
function isOfSignIn(
  { events, registrationExpiresAt: before }: SessionHistory,
  { registrationExpiresAt: now }: SeenToken,
  sighting: Sighting,
): boolean {
  const last = events.at(-1);
  if (last === undefined) return false;
  // A renewal keeps the registration.
  const isNewClient = before !== undefined && now !== undefined && before !== now;
  return !bringsToken(last) || last.isLast === true || isNewClient || isTooEarly(last, sighting);
}

/** Whether nobody could want another token yet. Two who renew at once bring two tokens in a row. */
function isTooEarly({ at: cameAt, expiresAt = 0 }: HistoryEvent, sighting: Sighting): boolean {
  const { at, notBefore = 0 } = sighting;
  return notBefore >= cameAt + raceMs && at >= notBefore && at < expiresAt - renewedWithinMs;
}

function timeOf(
  { at, notBefore = 0 }: Sighting,
  last: HistoryEvent | undefined,
): Pick<HistoryEvent, 'at' | 'after'> {
  // What lies ahead was noted by a clock that has been put back since.
  const bounds = [notBefore, last?.at ?? 0].filter((bound) => bound <= at);
  return { at, after: Math.max(0, ...bounds) };
}

function seenAgain(
  history: SessionHistory,
  known: number,
  { at, notBefore = 0 }: Sighting,
): SessionHistory {
  const { events } = history;
  const last = events.at(-1);
  const event = events[known];
  // It was only away, such as with the disk that it is on.
  if (last?.kind === 'signOut' && last.after !== undefined && known === events.length - 2) {
    return { ...history, events: events.slice(0, -1) };
  }
  if (event === undefined || event !== last || event.after === undefined) return history;
  const earliest = notBefore > event.at ? event.after : Math.max(event.after, notBefore);
  const latest = at < earliest ? event.at : Math.min(event.at, at);
  const gainMs = earliest - event.after + event.at - latest;
  if (gainMs < precisionMs) return history;
  return { ...history, events: events.with(known, { ...event, after: earliest, at: latest }) };
}

function registrationOf({
  registrationExpiresAt,
}: SeenToken): Pick<SessionHistory, 'registrationExpiresAt'> {
  return registrationExpiresAt === undefined ? {} : { registrationExpiresAt };
}

function withEvent(history: SessionHistory, event: HistoryEvent): SessionHistory {
  return { ...history, events: [...history.events, event] };
}

const longestMs = 60 * dayMs;
const mostEvents = 500;
const fewestEvents = 12;
/** Over all sessions: as a file they take about 80 kB. */
const mostInAll = 700;

/** Longer than that nobody is away; a clock can jump by a year. */
const longestGapMs = 14 * dayMs;

/**
 * Tells how old, in ms, is what was noted at one of these times, as far as more was noted since: where
 * nothing was, only two weeks count, so that a clock that has jumped makes nothing old. All times are ms
 * since the epoch.
 */
export function ageAmong(times: Iterable<number>, now: number): (at: number) => number {
  const ages = new Map<number, number>();
  let [later, age] = [now, 0];
  for (const at of [...times].filter((time) => time <= now).toSorted((a, b) => b - a)) {
    age += Math.min(later - at, longestGapMs);
    later = at;
    ages.set(at, age);
  }
  return (at) => ages.get(at) ?? 0;
}

/** Keeps what is 60 days old at most, and so much of it that the file stays small. `now` is ms since the epoch. */
export function pruned(
  histories: Readonly<Record<string, SessionHistory>>,
  now: number,
): Record<string, SessionHistory> {
  const entries = Object.entries(histories).filter(([, { events }]) => events.length > 0);
  const share = Math.floor(mostInAll / Math.max(1, entries.length));
  const limit = Math.min(mostEvents, Math.max(fewestEvents, share));
  const times = entries.flatMap(([, { events }]) => events.map(({ at }) => at));
  const ageAt = ageAmong(times, now);
  return Object.fromEntries(
    entries.flatMap(([id, history]) => {
      const events = keptOf(history.events, ageAt, limit);
      return events.length === 0 ? [] : [[id, { ...history, events }] as const];
    }),
  );
}

/** The last sign-in is kept however old it is: some last for 90 days. */
function keptOf(
  events: readonly HistoryEvent[],
  ageAt: (at: number) => number,
  limit: number,
): readonly HistoryEvent[] {
  const lastSignIn = events.findLast(({ kind }) => kind === 'signIn');
  const young = events.filter((event) => ageAt(event.at) < longestMs || event === lastSignIn);
  const excess = young.length - limit;
  if (excess <= 0) return young;
  // Of the renewals that follow each other the last tells most.
  const dispensable = young.filter(
    ({ kind }, index) => kind === 'renewal' && young[index + 1]?.kind === 'renewal',
  );
  const dropped = new Set(dispensable.slice(0, excess));
  return young.filter((event) => !dropped.has(event)).slice(-limit);
}

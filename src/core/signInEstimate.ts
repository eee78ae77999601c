// When a sign-in ends. It is in no file and in no answer: a person may know it, or it is learnt from how
// long the last ones lasted. An estimate is early rather than late, and what is not known is not guessed.
import { minuteMs } from './durations.ts';
import {
  type HistoryEvent,
  type SessionHistory,
  bringsToken,
  clockToleranceMs,
} from './history.ts';
import { renewedWithinMs } from './renewalPlan.ts';

export interface SignInEnd {
  /** ms since the epoch */
  readonly at: number;
  /** False where a person has set how long sign-ins last, and it is sure when this one began. */
  readonly isEstimate: boolean;
  readonly basis: 'setting' | 'learnt';
  /** How long sign-ins last: as set, or at least, as learnt. */
  readonly durationMs: number;
  /** What was learnt leaves room for anything between; undefined where it is set. */
  readonly lowerMs?: number;
  readonly upperMs?: number;
  /** How many sign-ins it was learnt from. */
  readonly samples: number;
}

export interface CurrentSignIn {
  /** At the earliest, ms since the epoch; undefined when nobody saw it. */
  readonly beganAt?: number;
  /** Undefined when it is not known. */
  readonly end?: SignInEnd;
}

/** How long a sign-in lasted whose renewal was refused: longer than the one bound, at most as long as the other. */
interface CompletedSignIn {
  readonly refusedAt: number;
  /** If each token that looks like one that was renewed in time was. */
  readonly lowerMs: number;
  /** Whatever was seen. */
  readonly sureLowerMs: number;
  readonly upperMs: number;
}

/** When a sign-in began: between these two; `earliest` is undefined when nobody saw what was before. */
interface Beginning {
  readonly earliest: number | undefined;
  readonly latest: number;
}

interface Running {
  /** Where it may have begun, in order: more than one where a token that was seen may hide a sign-in. */
  readonly beginnings: readonly [Beginning, ...Beginning[]];
  /** It is known by its token alone, which came while there was one to work with. */
  readonly isDeduced: boolean;
  /** When there may have been another one: to all appearance, and to be sure. */
  readonly restartedAt: number;
  readonly seenAt: number;
  /** It lasted at least until then. */
  readonly aliveAt: number;
  /** By when the last token had come, and when that one ends. */
  readonly tokenAt: number;
  readonly tokenEndsAt: number | undefined;
}

/** A beginning that is known by this is known well. */
const precisionMs = 5 * minuteMs;

/** So long after it came, a token is seen at the latest. */
const seenWithinMs = minuteMs;

const mostSamples = 5;

/**
 * The sign-in that a session has now; `{}` when there is none, or nobody saw it begin. `durationMs`, in ms,
 * is what a person has set.
 */
export function currentSignIn(
  history: SessionHistory,
  durationMs: number | undefined,
): CurrentSignIn {
  const { running, completed } = signInsOf(history, durationMs);
  const { earliest, latest } = running?.beginnings[0] ?? {};
  if (running === undefined || earliest === undefined || latest === undefined) return {};
  const livedMs = running.aliveAt - running.restartedAt;
  const lasting = durationMs === undefined ? learnt(completed, livedMs) : set(durationMs);
  if (lasting === undefined) return { beganAt: earliest };
  const at = earliest + lasting.durationMs;
  const isVague = (latest - earliest) * 2 > lasting.durationMs;
  // What was to be over when the last token came was not.
  if (isVague || at <= running.tokenAt) return { beganAt: earliest };
  const isUnsure = running.isDeduced || running.beginnings.length > 1;
  const isEstimate = lasting.basis === 'learnt' || isUnsure || latest - earliest > precisionMs;
  return { beganAt: earliest, end: { at, isEstimate, ...lasting } };
}

type Lasting = Omit<SignInEnd, 'at' | 'isEstimate'>;

function set(durationMs: number): Lasting {
  return { basis: 'setting', durationMs, samples: 0 };
}

/**
 * If they may all have lasted equally long: that long at least. Else: as long as the shortest did. Those that
 * ended sooner than this one, which has lived for so long to all appearance, were cut short: revoked, say.
 */
function learnt(completed: readonly CompletedSignIn[], livedMs: number): Lasting | undefined {
  const last = completed.slice(-mostSamples);
  const samples = last.filter(({ upperMs }) => upperMs > livedMs);
  const lower = Math.max(...samples.map(({ lowerMs }) => lowerMs));
  const upper = Math.min(...samples.map(({ upperMs }) => upperMs));
  const [shortest] = samples.toSorted((a, b) => a.lowerMs - b.lowerMs);
  if (shortest === undefined) return undefined;
  const deciding = lower < upper ? { lowerMs: lower, upperMs: upper } : shortest;
  // An end that may as well be twice as far is not known.
  if (deciding.lowerMs * 2 < deciding.upperMs) return undefined;
  return {
    basis: 'learnt',
    durationMs: deciding.lowerMs,
    lowerMs: Math.min(...last.map(({ sureLowerMs }) => sureLowerMs)),
    upperMs: Math.max(...samples.map(({ upperMs }) => upperMs)),
    samples: samples.length,
  };
}

interface SignIns {
  readonly running: Running | undefined;
  /** Those that came to a known end, oldest first. */
  readonly completed: readonly CompletedSignIn[];
}

/** Of each history what it was last followed to: each minute asks anew, in each window. */
const followed = new WeakMap<SessionHistory, SignIns & { readonly durationMs?: number }>();

/** What a history tells of the sign-ins of its session. `durationMs`, in ms, is what a person has set. */
export function signInsOf(history: SessionHistory, durationMs: number | undefined): SignIns {
  const known = followed.get(history);
  if (known !== undefined && known.durationMs === durationMs) return known;
  const found = followAnew(history, durationMs);
  followed.set(history, { ...found, ...(durationMs !== undefined && { durationMs }) });
  return found;
}

function followAnew({ events }: SessionHistory, durationMs: number | undefined): SignIns {
  const completed: CompletedSignIn[] = [];
  let running: Running | undefined;
  let previous: HistoryEvent | undefined;
  for (const event of events) {
    // Nobody knows what time has passed when the clock was put back meanwhile.
    if (previous !== undefined && previous.at - event.at > clockToleranceMs) running = undefined;
    if (event.kind === 'refused') completed.push(...ended(running, event.at));
    running = step(running, event, durationMs);
    previous = event;
  }
  return { running, completed };
}

function step(
  running: Running | undefined,
  event: HistoryEvent,
  durationMs: number | undefined,
): Running | undefined {
  if (!bringsToken(event)) return undefined;
  const { at, after, expiresAt: tokenEndsAt } = event;
  const beginning = { earliest: after === 0 ? undefined : (after ?? at), latest: at };
  const isDeduced = after !== undefined && running !== undefined;
  if (event.kind === 'signIn') return begun(event, beginning, isDeduced);
  if (running === undefined) return begun(event, { ...beginning, earliest: undefined }, false);
  const aliveAt = Math.max(running.aliveAt, after ?? at);
  const beginnings = after === undefined ? running.beginnings : [...running.beginnings, beginning];
  const next = {
    ...running,
    beginnings: reaching(aliveAt, beginnings, durationMs) ?? [{ earliest: undefined, latest: at }],
    aliveAt,
    tokenAt: at,
    tokenEndsAt,
  } as const;
  if (after === undefined) return next;
  const restartedAt = isInTime(at, after, running.tokenEndsAt) ? running.restartedAt : at;
  return { ...next, restartedAt, seenAt: at };
}

function begun({ at, expiresAt }: HistoryEvent, beginning: Beginning, isDeduced: boolean): Running {
  const began = { beginnings: [beginning], isDeduced, restartedAt: at, seenAt: at } as const;
  return { ...began, aliveAt: at, tokenAt: at, tokenEndsAt: expiresAt };
}

/** Where a sign-in may have begun that was to last so long and was alive at this time; undefined: nowhere. */
function reaching(
  aliveAt: number,
  beginnings: readonly Beginning[],
  durationMs: number | undefined,
): Running['beginnings'] | undefined {
  const soonest = aliveAt - (durationMs ?? Infinity);
  const [first, ...others] = beginnings
    .filter(({ latest }) => latest > soonest)
    .map(({ earliest = -Infinity, latest }) => {
      const bound = Math.max(earliest, soonest);
      return { earliest: bound === -Infinity ? undefined : bound, latest };
    });
  return first && [first, ...others];
}

/** Whether a token came when AWS tools renew the one before; what comes later may as well be of a sign-in. */
function isInTime(at: number, after: number, endsAt: number | undefined): boolean {
  return endsAt !== undefined && after >= endsAt - renewedWithinMs && at <= endsAt + seenWithinMs;
}

function ended(running: Running | undefined, refusedAt: number): readonly CompletedSignIn[] {
  const beganAt = running?.beginnings[0].earliest;
  if (running === undefined || beganAt === undefined) return [];
  const { aliveAt, restartedAt, seenAt } = running;
  return [
    {
      refusedAt,
      lowerMs: Math.max(0, aliveAt - restartedAt),
      sureLowerMs: Math.max(0, aliveAt - seenAt),
      upperMs: Math.max(0, refusedAt - beganAt),
    },
  ];
}

// When nothing goes wrong any more: is all as it should be?
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { clearAway } from './mishaps.ts';
import type { Answer, Held, ShownSession } from './protocol.ts';
import { type Soak, configText, sessionNames } from './stage.ts';

/** No event tells of a directory that was renamed: it is found out when a timer rings, within a minute. */
const longestUntilTrueMs = 30_000;
const lookEveryMs = 250;

/** Asks again and again, until there is nothing to say against it or no more time. */
async function untilNothing(
  objections: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const began = performance.now();
  for (;;) {
    const found = await objections();
    if (found.length === 0 || performance.now() - began > longestUntilTrueMs) return found;
    await wait(lookEveryMs);
  }
}

/** What a person would do: undoing each mishap is not enough where two have met. */
export async function putRight(soak: Soak): Promise<void> {
  const { home, windows, signIn, identityCenter } = soak;
  identityCenter.faults.length = 0;
  for (const window of windows) window.thaw();
  await clearAway(soak);
  await home.writeConfig(configText);
  // Some have ended by the service, or are refused for good.
  for (const name of sessionNames) await signIn(name);
  await Promise.all(windows.map((window) => window.ask({ kind: 'clock', aheadMs: 0 })));
}

const idOf = (name: string): string => `session:${name}`;

const isSignedIn = (session: ShownSession | undefined): boolean =>
  session?.state === 'active' || session?.state === 'renewable';

export interface Look {
  /** A sentence each; none when every window shows what a new one would, and holds no more than that takes. */
  readonly faults: readonly string[];
  /** Of each window. */
  readonly held: readonly Held[];
}

/** `before` is what each window held when nothing had gone wrong yet. */
export async function lookAround({ windows, afresh }: Soak, before?: Held): Promise<Look> {
  let held: readonly Held[] = [];
  const faults = await untilNothing(async () => {
    const answers = await Promise.all(windows.map((window) => window.ask({ kind: 'show' })));
    held = answers.flatMap((answer) => answer.held ?? []);
    const truth = await afresh();
    const like = before ?? held[0];
    return [
      ...truth.flatMap((one) => complaint(one)),
      ...answers.flatMap((answer, index) => {
        const name = windows[index]?.name ?? '';
        return objectionsTo(answer, truth, like).map((objection) => `${name} ${objection}.`);
      }),
    ];
  });
  return { faults, held };
}

const complaint = (session: ShownSession): readonly string[] =>
  sessionNames.some((name) => idOf(name) === session.id) && !isSignedIn(session)
    ? [`${session.id} was signed in to, and is ${session.state}.`]
    : [];

function objectionsTo(
  { shown, held }: Answer,
  truth: readonly ShownSession[],
  like: Held | undefined,
): readonly string[] {
  const [seen, true_] = [shown, truth].map((sessions) => JSON.stringify(sessions));
  return [
    ...(seen === true_ ? [] : [`shows ${seen} where the files say ${true_}`]),
    ...(held?.fileWatches === like?.fileWatches
      ? []
      : [`watches by ${held?.fileWatches} handles instead of ${like?.fileWatches}`]),
    ...(held?.listeners === like?.listeners
      ? []
      : [`has ${held?.listeners} listeners instead of ${like?.listeners}`]),
  ];
}

/** Every session is renewed once more, by which also goes what the dead have left. */
export async function renewAll(soak: Soak): Promise<readonly string[]> {
  const tokens = (sessions: readonly ShownSession[]) =>
    sessions.filter(isSignedIn).map(({ id, file }) => `${id} ${file}`);
  const before = new Set(tokens(await soak.afresh()));
  return untilNothing(async () => {
    await soak.windows[0]?.ask({ kind: 'refresh', isAwaited: true });
    const now = tokens(await soak.afresh());
    const left = await leftBehind(soak);
    return [
      ...(now.length === sessionNames.length ? [] : ['A session got lost at the end.']),
      ...now.filter((one) => before.has(one)).map((one) => `Not renewed at the end: ${one}.`),
      ...left.map((name) => `Left behind: ${name}.`),
    ];
  });
}

/** Files that are only there while something is done. */
async function leftBehind({ home, cache, stateFile }: Soak): Promise<readonly string[]> {
  const directories = [join(home.path, '.aws'), cache, dirname(stateFile)];
  const names = await Promise.all(directories.map((path) => readdir(path)));
  return names.flat().filter((name) => /\.(lock|removal|new|room|unwritten)$/.test(name));
}

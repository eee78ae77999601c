// Sessions with a past: token files and what was noted of them, as both would be after weeks.
import { readFile, writeFile } from 'node:fs/promises';
import { fingerprintOf } from '../../src/aws/tokenFile.ts';
import { hourMs } from '../../src/core/durations.ts';
import { type HistoryEvent, type SessionHistory, bringsToken } from '../../src/core/history.ts';
import { formatTimestamp } from '../../src/core/timestamp.ts';
import { sampleHistories } from '../support/sampleHistory.ts';
import { inTurnForState, sessionSection, startUrlOf, type Stage } from './stage.ts';

/** One has no past. `now` is in ms since the epoch, and a whole second. */
export async function writePast(stage: Stage, now: number): Promise<void> {
  const histories = sampleHistories(now);
  const noted: Record<string, SessionHistory> = {};
  for (const [name, history] of Object.entries(histories)) {
    const token = await writeLastToken(stage, name, history);
    const last = history.events.findLastIndex(bringsToken);
    const events = history.events.map((event, index) =>
      index < last ? event : { ...event, token },
    );
    noted[`session:${name}`] = { ...history, events };
  }
  await writeHistories(stage.stateFile, noted);
  // The last of all: what was noted is known when the sessions are.
  const names = [...Object.keys(histories), 'staging'];
  await stage.home.writeConfig(names.map(sessionSection).join('\n'));
}

/** Sign-ins that were renewed after eight hours and refused a little later, and one that began so many hours ago. */
export async function writeSignIns(
  { home, stateFile }: Stage,
  name: string,
  hoursAgo: number,
): Promise<void> {
  const text = await readFile(home.tokenFile(name), 'utf8');
  const now = Date.now();
  const at = (hours: number) => now + hours * hourMs;
  const past = [-80, -56, -32].flatMap((begin): readonly HistoryEvent[] => [
    { kind: 'signIn', at: at(begin) },
    { kind: 'renewal', at: at(begin + 8) },
    { kind: 'refused', at: at(begin + 8.25) },
  ]);
  const running = { kind: 'signIn', at: at(-hoursAgo), token: fingerprintOf(text) } as const;
  const events = [...past, running];
  await writeHistories(stateFile, { [`session:${name}`]: { events } });
}

async function writeHistories(
  stateFile: string,
  history: Readonly<Record<string, SessionHistory>>,
): Promise<void> {
  await inTurnForState(stateFile, () =>
    writeFile(stateFile, JSON.stringify({ version: 1, history })),
  );
}

/** Gives the fingerprint of the file. */
async function writeLastToken(
  { home, identityCenter }: Stage,
  name: string,
  { events, registrationExpiresAt }: SessionHistory,
): Promise<string> {
  const last = events.findLast(bringsToken);
  if (last?.expiresAt === undefined) throw new Error(`There was no token of ${name}.`);
  const isRenewable = last.isLast !== true && events.at(-1)?.kind !== 'refused';
  const token = identityCenter.issueToken({
    startUrl: startUrlOf(name),
    region: 'eu-central-1',
    ...(!isRenewable && { scopes: [] }),
  });
  const text = JSON.stringify({
    ...token,
    expiresAt: formatTimestamp(last.expiresAt),
    ...(registrationExpiresAt !== undefined && {
      registrationExpiresAt: formatTimestamp(registrationExpiresAt),
    }),
  });
  await home.writeToken(name, text);
  return fingerprintOf(text);
}

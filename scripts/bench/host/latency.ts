// From the rename of a token file to the new text of the status bar, and beside it from the rename of
// another file in the same directory to the callback of a bare fs.watch; in turns.
import { renameSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigurationTarget, extensions, workspace } from 'vscode';
import { sampleToken } from '../homes.ts';
import { input, report } from './hostProgram.ts';
import { sight } from './sight.ts';

export interface LatencyInput {
  readonly id: string;
  /** Of the session `org-0`. */
  readonly tokenFile: string;
  readonly rounds: number;
}

export interface LatencyResult {
  readonly ours: readonly number[];
  readonly raw: readonly number[];
}

/** Longer than any event takes to come. */
const limitMs = 15_000;
/** Pauses differ, so that rounds do not fall in step with anything. */
const shortestPauseMs = 250;

export async function run(): Promise<void> {
  const { id, tokenFile, rounds } = input as LatencyInput;
  await workspace
    .getConfiguration('ssoSession')
    .update('statusBar.pinnedSession', 'org-0', ConfigurationTarget.Global);
  const text = nextText();
  await extensions.getExtension(id)?.activate();
  await text;
  await wait(3000);
  const ours: number[] = [];
  const raw: number[] = [];
  // The first five only warm up.
  for (let round = -5; round < rounds; round += 1) {
    await wait(shortestPauseMs + Math.random() * 100);
    const changed = await changeToText(tokenFile, round);
    await wait(shortestPauseMs + Math.random() * 100);
    const seen = await changeToCallback(join(dirname(tokenFile), 'other.json'), round);
    if (round < 0) continue;
    ours.push(changed);
    raw.push(seen);
  }
  report({ ours, raw } satisfies LatencyResult);
}

/** A token that cannot be renewed, so that the time left is what is shown. */
async function changeToText(tokenFile: string, round: number): Promise<number> {
  const endsAt = Date.now() + (Math.abs(round) % 2 === 0 ? 2 : 4) * 3_600_000;
  const token = { ...sampleToken(0, endsAt), refreshToken: undefined };
  writeFileSync(`${tokenFile}.tmp`, JSON.stringify(token));
  const text = nextText();
  renameSync(`${tokenFile}.tmp`, tokenFile);
  const renamedAt = performance.now();
  return (await text) - renamedAt;
}

async function changeToCallback(file: string, round: number): Promise<number> {
  const directory = dirname(file);
  const watcher = watch(directory);
  await wait(5);
  writeFileSync(`${file}.tmp`, JSON.stringify({ round }));
  await wait(5);
  const seen = new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('fs.watch says nothing.')), limitMs);
    watcher.on('change', (_, name) => {
      if (name !== 'other.json') return;
      clearTimeout(timer);
      resolve(performance.now());
    });
  });
  renameSync(`${file}.tmp`, file);
  const renamedAt = performance.now();
  try {
    return (await seen) - renamedAt;
  } finally {
    watcher.close();
  }
}

/** When the next text is set. */
function nextText(): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The status bar says nothing.')), limitMs);
    sight.onText = () => {
      clearTimeout(timer);
      sight.onText = undefined;
      resolve(performance.now());
    };
  });
}

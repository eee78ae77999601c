// What the extension does while nothing happens: timers that fire, files it touches, CPU time.
import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { extensions } from 'vscode';
import { input, report } from './hostProgram.ts';
import { sight } from './sight.ts';

export interface IdleInput {
  readonly id: string;
  readonly minutes: number;
}

export interface IdleResult {
  readonly wakeups: number;
  /** Of these, those by timers that the product itself has started; the others are VS Code's, in its wake. */
  readonly ownWakeups: number;
  readonly fsCalls: Readonly<Record<string, number>>;
  readonly cpuMs: number;
  /** Of the whole extension host, VS Code's own part included. */
  readonly hostCpuMs: number;
}

/** What follows a timer within this time belongs to the same wake-up. */
const oneWakeupMs = 100;

interface Wakeups {
  count: number;
  lastAt: number;
}

export async function run(): Promise<void> {
  const { id, minutes } = input as IdleInput;
  const meter = startMeter();
  await extensions.getExtension(id)?.activate();
  // It has read, shown and noted everything by then.
  await wait(20_000);
  meter.reset();
  const before = process.cpuUsage();
  await wait(minutes * 60_000);
  const { user, system } = process.cpuUsage(before);
  report({ ...meter.read(), hostCpuMs: (user + system) / 1000 } satisfies IdleResult);
}

/**
 * Follows what the product starts from callback to callback, and counts the CPU time in them. It begins at
 * `activate` and at each timer; what an event of VS Code leads to before that, and there is none while
 * nothing happens, is not seen.
 */
function startMeter() {
  const product = new AsyncLocalStorage<true>();
  const started = new Set<number>();
  /** By id, whether the product itself has started it. */
  const timers = new Map<number, boolean>();
  const none = (): Wakeups => ({ count: 0, lastAt: -Infinity });
  let [all, own] = [none(), none()];
  let isOwnTimer = false;
  let cpuUs = 0;
  let depth = 0;
  let enteredAt: NodeJS.CpuUsage = { user: 0, system: 0 };
  createHook({
    init: (asyncId, type) => {
      if (product.getStore() !== true) return;
      started.add(asyncId);
      if (type === 'Timeout') timers.set(asyncId, isOwnTimer);
    },
    before: (asyncId) => {
      if (!started.has(asyncId)) return;
      if (depth === 0) enteredAt = process.cpuUsage();
      depth += 1;
      const isOwn = timers.get(asyncId);
      if (isOwn === undefined) return;
      count(all);
      if (isOwn) count(own);
    },
    after: (asyncId) => {
      if (!started.has(asyncId) || depth === 0) return;
      depth -= 1;
      if (depth > 0) return;
      const { user, system } = process.cpuUsage(enteredAt);
      cpuUs += user + system;
    },
    destroy: (asyncId) => {
      started.delete(asyncId);
      timers.delete(asyncId);
    },
  }).enable();
  sight.inProduct = (work) => product.run(true, work);
  sight.startingTimer = (start) => {
    isOwnTimer = true;
    try {
      return product.run(true, start);
    } finally {
      isOwnTimer = false;
    }
  };
  return {
    reset() {
      [all, own] = [none(), none()];
      cpuUs = 0;
      sight.fsCalls.clear();
    },
    read: () => ({
      wakeups: all.count,
      ownWakeups: own.count,
      fsCalls: Object.fromEntries(sight.fsCalls),
      cpuMs: cpuUs / 1000,
    }),
  };
}

function count(wakeups: Wakeups): void {
  const now = performance.now();
  if (now - wakeups.lastAt <= oneWakeupMs) return;
  wakeups.count += 1;
  wakeups.lastAt = now;
}

// In the probed copy of the extension, what it requires goes through here, to the real modules.
import * as fs from 'node:fs';
import * as fsPromises from 'node:fs/promises';
import * as timersPromises from 'node:timers/promises';
import * as vscode from 'vscode';
import { sight } from './sight.ts';

type Functions = Readonly<Record<string, unknown>>;
interface Entry {
  readonly activate: (context: unknown) => unknown;
}

const countedFs = counted(fs);
const countedPromises = counted(fsPromises);

/** In the place of the global ones: a timer is the product's whoever led to it, an event of VS Code too. */
export const timers = {
  setTimeout: timerOfProduct(setTimeout),
  setInterval: timerOfProduct(setInterval),
};

export const modules: Readonly<Record<string, unknown>> = {
  vscode: withOthers(vscode, {
    window: withOthers(vscode.window, { createStatusBarItem }),
  }),
  fs: countedFs,
  'node:fs': countedFs,
  'fs/promises': countedPromises,
  'node:fs/promises': countedPromises,
  'node:timers/promises': withOthers(timersPromises, {
    setTimeout: timerOfProduct(timersPromises.setTimeout),
  }),
};

export function probed(entry: Entry): Entry {
  return {
    ...entry,
    activate: ofProduct(entry.activate),
  };
}

function ofProduct<A extends readonly unknown[], R>(call: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    const { inProduct } = sight;
    return inProduct === undefined ? call(...args) : inProduct(() => call(...args));
  };
}

function timerOfProduct<A extends readonly unknown[], R>(
  start: (...args: A) => R,
): (...args: A) => R {
  return (...args) => {
    const { startingTimer } = sight;
    return startingTimer === undefined ? start(...args) : startingTimer(() => start(...args));
  };
}

function createStatusBarItem(id: string, side: vscode.StatusBarAlignment, priority: number) {
  const item = vscode.window.createStatusBarItem(id, side, priority);
  return new Proxy(item, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set: (target, name, value: unknown) => {
      const isSet = Reflect.set(target, name, value, target);
      if (name === 'text') sight.onText?.(String(value));
      return isSet;
    },
  });
}

/** Not a copy: some of it is computed when it is asked for. */
function withOthers<T extends object>(target: T, others: Readonly<Record<string, unknown>>): T {
  return new Proxy({} as T, {
    get: (_, name) =>
      typeof name === 'string' && name in others
        ? others[name]
        : (Reflect.get(target, name, target) as unknown),
    has: (_, name) => Reflect.has(target, name),
    ownKeys: () => Reflect.ownKeys(target),
    getOwnPropertyDescriptor: (_, name) => {
      const own = Reflect.getOwnPropertyDescriptor(target, name);
      return own && { ...own, configurable: true };
    },
  });
}

function counted(module: Functions): Functions {
  return Object.fromEntries(
    Object.entries(module).map(([name, value]) => [name, countedCall(name, value)]),
  );
}

function countedCall(name: string, value: unknown): unknown {
  // Classes are no calls, and what is behind `promises` is counted where it is imported.
  if (typeof value !== 'function' || /^[A-Z_]/.test(name)) return value;
  const call = (...args: readonly unknown[]): unknown => {
    sight.fsCalls.set(name, (sight.fsCalls.get(name) ?? 0) + 1);
    return Reflect.apply(value, undefined, args);
  };
  return Object.assign(call, value);
}

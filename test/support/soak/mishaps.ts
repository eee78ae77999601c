// What goes wrong in a soak. Each mishap gives what undoes it, where it does not pass by itself.
import {
  chmod,
  lstat,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { between } from '../../../scripts/stress/random.ts';
import type { Fault } from '../identityCenter/faults.ts';
import { type Soak, configText, sessionNames } from './stage.ts';
import type { WindowProcess } from './windowProcess.ts';

type Undo = () => Promise<unknown>;
export type Mishap = (soak: Soak, random: () => number) => Promise<Undo | undefined>;

const one = <T>(random: () => number, choices: readonly T[]): T =>
  choices[between(random, 0, choices.length - 1)] as T;

const gone = (path: string): Promise<void> => rm(path, { recursive: true, force: true });

/** To a file of the home, with what makes it good again. */
interface Target {
  readonly path: string;
  readonly restore: Undo;
}

const target = (soak: Soak, random: () => number): Target => {
  const name = one(random, sessionNames);
  const token = soak.home.tokenFile(name);
  const config = soak.home.configFile;
  return one(random, [
    { path: token, restore: () => gone(token).then(() => soak.signIn(name)) },
    { path: token, restore: () => gone(token).then(() => soak.signIn(name)) },
    { path: config, restore: () => gone(config).then(() => writeFile(config, configText)) },
    { path: soak.stateFile, restore: () => gone(soak.stateFile) },
  ]);
};

const onFile =
  (spoil: (path: string, random: () => number) => Promise<unknown>): Mishap =>
  async (soak, random) => {
    const { path, restore } = target(soak, random);
    // Whatever another mishap has made of it already is as good.
    await spoil(path, random).catch(() => undefined);
    return restore;
  };

const away =
  (directory: (soak: Soak) => string): Mishap =>
  async (soak) => {
    const from = directory(soak);
    await rename(from, `${from}.away`).catch(() => undefined);
    return async () => {
      // Whoever has made it anew meanwhile has made it of nothing.
      await gone(from);
      await rename(`${from}.away`, from);
    };
  };

const answers: readonly Fault[] = [
  { kind: 'drop' },
  { kind: 'dropMidBody' },
  { kind: 'emptyBody' },
  { kind: 'html' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 429 },
  { kind: 'error', error: 'slow_down' },
  { kind: 'error', error: 'invalid_grant' },
  { kind: 'latency', ms: 3_000 },
  { kind: 'latency', ms: 3_000, afterServing: true },
  { kind: 'setField', field: 'expiresIn', value: -1 },
  { kind: 'setField', field: 'accessToken', value: 7 },
  { kind: 'missingField', field: 'refreshToken' },
];

export const mishaps: Readonly<Record<string, Mishap>> = {
  torn: onFile(async (path, random) => {
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.slice(0, Math.floor(random() * text.length)));
  }),
  truncated: onFile((path) => truncate(path)),
  nonsense: onFile((path) => writeFile(path, '{"version":1,"renewals":[\0\ufffd[sso-session')),
  gone: onFile(gone),
  'a directory': onFile(async (path) => {
    await gone(path);
    await mkdir(path);
  }),
  'a link in circles': onFile(async (path) => {
    await gone(path);
    await symlink(`${path}.round`, path);
    await gone(`${path}.round`);
    await symlink(path, `${path}.round`);
  }),
  'a link': onFile(async (path) => {
    await rename(path, `${path}.elsewhere`);
    await symlink(`${path}.elsewhere`, path);
  }),
  unreadable: onFile((path) => chmod(path, 0)),
  'cache away': away(({ cache }) => cache),
  'home away': away(({ cache }) => dirname(dirname(cache))),
  'clock set': async ({ windows }, random) => {
    const set = (aheadMs: number) =>
      Promise.allSettled(windows.map((window) => window.ask({ kind: 'clock', aheadMs })));
    await set(between(random, -3 * 3600, 3 * 3600) * 1000);
    return () => set(0);
  },
  'service fails': ({ identityCenter }, random) => {
    identityCenter.faults.push({ ...one(random, answers), operation: 'CreateToken' });
    return Promise.resolve(undefined);
  },
  'sign-in ended': async ({ identityCenter, home }, random) => {
    const name = one(random, sessionNames);
    const { accessToken } = await home.readToken(name).catch(() => ({ accessToken: undefined }));
    if (typeof accessToken !== 'string') return undefined;
    // Not one that the service knows, where a mishap has made it up.
    await Promise.resolve()
      .then(() => identityCenter.endSession(accessToken))
      .catch(() => undefined);
    return undefined;
  },
  'signed in': async ({ signIn }, random) => {
    await signIn(one(random, sessionNames)).catch(() => undefined);
    return undefined;
  },
  'asked to refresh': async ({ windows }, random) => {
    const window = one(random, windows);
    // A window that is killed before it answers is another mishap.
    await window.ask({ kind: 'refresh', isAwaited: false }).catch(() => undefined);
    return undefined;
  },
  'lock of a dead one': async ({ home, stateFile }, random) => {
    const path = one(random, [home.tokenFile(one(random, sessionNames)), stateFile]);
    await mkdir(`${path}.lock`).catch(() => undefined);
    return undefined;
  },
  killed: async (soak, random) => {
    // The first is never killed, so that it can be told whether its memory grows.
    const index = between(random, 1, soak.windows.length - 1);
    const window = soak.windows[index];
    if (window === undefined) return undefined;
    await window.kill();
    soak.windows[index] = soak.newWindow(window.name);
    return undefined;
  },
  closed: (soak, random) => {
    const index = between(random, 1, soak.windows.length - 1);
    const window = soak.windows[index];
    if (window === undefined) return Promise.resolve(undefined);
    soak.windows[index] = soak.newWindow(window.name);
    return Promise.resolve(() => closeWindow(soak, window));
  },
  frozen: ({ windows }, random) => {
    const window = one(random, windows);
    window.freeze();
    const thaw: Undo = () => Promise.resolve(window).then((frozen) => frozen.thaw());
    return Promise.resolve(thaw);
  },
};

/** As VS Code does. Amid everything, too, nothing in it may stay open. */
export async function closeWindow({ record }: Soak, window: WindowProcess): Promise<void> {
  window.thaw();
  try {
    await window.ask({ kind: 'stop' });
    if (await window.end()) return;
    record.faults.push(`${window.name} does not end: something in it is open.`);
  } catch (error) {
    record.faults.push(error instanceof Error ? error.message : String(error));
  }
}

/** What lies about after mishaps, and stands where files should be. */
export async function clearAway({ cache, home, stateFile }: Soak): Promise<void> {
  const directories = [
    home.path,
    join(home.path, '.aws'),
    dirname(cache),
    cache,
    dirname(stateFile),
  ];
  for (const directory of directories) {
    const names = await readdir(directory).catch(() => []);
    const made = names.filter((name) => /\.(away|round|elsewhere)(\.|$)/.test(name));
    for (const name of made) await gone(join(directory, name));
  }
  for (const path of [...sessionNames.map(home.tokenFile), home.configFile, stateFile]) {
    const stats = await lstat(path).catch(() => undefined);
    if (stats?.isFile() !== true || (stats.mode & 0o600) !== 0o600) await gone(path);
  }
}

// Desktop VS Code, where it can be downloaded and shown. Elsewhere code-server stands in for it.
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { cacheFolder } from './cacheFolder.ts';
import { withLock } from './installOnce.ts';
import { vsCodeVersions, type VsCodeAge } from './vsCodeVersions.ts';

const downloads = 'https://update.code.visualstudio.com/api/releases/stable';
const dayMs = 24 * 60 * 60 * 1000;

/** The executable of desktop VS Code, or undefined where it cannot be had or shown. */
export async function ensureDesktop(age: VsCodeAge): Promise<string | undefined> {
  if (!hasDisplay() || !(await isReachable())) return undefined;
  const cachePath = join(cacheFolder(), 'desktop');
  await mkdir(cachePath, { recursive: true });
  return withLock(join(cachePath, age), () =>
    downloadAndUnzipVSCode({ version: vsCodeVersions[age].vsCode, cachePath }),
  );
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some(Boolean);
}

/** Remembered for a day: a network that swallows packets would cost every run the time limit. */
async function isReachable(): Promise<boolean> {
  const memory = join(cacheFolder(), 'desktop-reachable.json');
  const known = remembered(memory);
  if (known !== undefined) return known;
  const reachable = await fetch(downloads, { method: 'HEAD', signal: AbortSignal.timeout(4000) })
    .then(({ ok }) => ok)
    .catch(() => false);
  await mkdir(cacheFolder(), { recursive: true });
  await writeFile(memory, JSON.stringify({ checkedAt: Date.now(), reachable }));
  return reachable;
}

function remembered(file: string): boolean | undefined {
  try {
    const { checkedAt, reachable } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly checkedAt: number;
      readonly reachable: boolean;
    };
    return Date.now() - checkedAt < dayMs ? reachable : undefined;
  } catch {
    return undefined;
  }
}

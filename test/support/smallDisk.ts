// A disk of a few pages, to be filled or made read-only: as root no file mode stops a write.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  /** Leaves room for so many bytes: pages of 4096 are what the disk gives away. */
  readonly fill: (left?: number) => Promise<void>;
  readonly free: () => Promise<void>;
  readonly setReadOnly: (isReadOnly: boolean) => void;
  readonly unmount: () => void;
}

const sizeBytes = 64 * 1024;

export function mountSmallDisk(directory: string): SmallDisk {
  mount('-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'small-disk', directory);
  const filling = join(directory, 'filling');
  return {
    fill: async (left = 0) => {
      await writeFile(filling, Buffer.alloc(sizeBytes)).catch(() => undefined);
      const { size } = await stat(filling);
      await truncate(filling, size - left);
    },
    free: () => rm(filling),
    setReadOnly: (isReadOnly) => mount('-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, directory),
    unmount: () => void execFileSync('umount', ['--lazy', directory], { stdio: 'ignore' }),
  };
}

/** Why no disk can be mounted here; undefined when one can. */
export function whyNoSmallDisk(): string | undefined {
  if (process.platform !== 'linux') return 'small disks are mounted on Linux only';
  const directory = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    mountSmallDisk(directory).unmount();
    return undefined;
  } catch {
    return 'mounting a small disk needs root';
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function mount(...args: string[]): void {
  execFileSync('mount', args, { stdio: 'ignore' });
}

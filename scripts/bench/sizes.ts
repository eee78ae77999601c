// What is downloaded, what each start loads, and how many libraries there are.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packagedVsix } from '../../test/support/packagedVsix.ts';
import { once } from '../provision/once.ts';
import { root } from '../test/paths.ts';
import type { Figure } from './result.ts';

/** Builds `dist` and the VSIX as they are shipped. */
export const packaged = once((): void => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['scripts/package.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
});

const kB = (path: string): number => statSync(path).size / 1000;

export const sizes: Figure = () => {
  packaged();
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly dependencies: object;
  };
  return Promise.resolve({
    result: {
      vsixKB: kB(packagedVsix()),
      // What watches files is loaded right after activation.
      eagerKB: kB(join(root, 'dist', 'extension.cjs')) + kB(join(root, 'dist', 'targetWatch.cjs')),
      dependencies: Object.keys(manifest.dependencies).length,
    },
  });
};

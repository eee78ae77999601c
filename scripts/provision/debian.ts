// Packages of the operating system, where it is Debian or a relative and we may install them.
import { once } from './once.ts';
import { outputOf, ProvisionError, run, type StepLog } from './run.ts';
import { withLock } from './installOnce.ts';
import { cacheFolder } from './cacheFolder.ts';
import { join } from 'node:path';

/** What goes before `apt-get` for the right to install, or undefined when we have no such right. */
const privilege = once((): readonly string[] | undefined => {
  if (process.platform !== 'linux' || outputOf('apt-get', ['--version']) === undefined)
    return undefined;
  if (process.getuid?.() === 0) return [];
  return outputOf('sudo', ['-n', 'true']) === undefined ? undefined : ['sudo', '-n'];
});

export const canInstallPackages = (): boolean => privilege() !== undefined;

export async function installPackages(
  packages: readonly string[],
  log: StepLog,
  purpose: string,
): Promise<void> {
  const before = privilege();
  if (before === undefined) {
    throw new ProvisionError(
      `${purpose} needs ${packages.join(', ')}, and this user may not install packages. ` +
        `On Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}`,
    );
  }
  const aptGet = async (...args: readonly string[]): Promise<void> => {
    const words = [
      ...before,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-o',
      'DPkg::Lock::Timeout=300',
      ...args,
    ];
    await run(words[0] ?? 'env', words.slice(1), { log });
  };
  await withLock(join(cacheFolder(), 'apt-get'), async () => {
    // One broken source must not stand in the way: what matters is whether the install works.
    await aptGet('update').catch(() => undefined);
    await aptGet('install', '--yes', '--no-install-recommends', ...packages);
  });
}

import { spawnSync } from 'node:child_process';

/**
 * The Python interpreter that can import `module`: the system's own before the one on PATH, which
 * may be a version manager's and know nothing of what the system has installed.
 */
export function pythonWith(module: string): string {
  const found = ['/usr/bin/python3', 'python3'].find(
    (program) => spawnSync(program, ['-c', `import ${module}`]).status === 0,
  );
  if (found !== undefined) return found;
  throw new Error(
    `Python 3 with the module "${module}" is needed: neither /usr/bin/python3 nor the python3 on` +
      ` PATH can import it. On Debian "apt-get install python3-${module}" brings it.`,
  );
}

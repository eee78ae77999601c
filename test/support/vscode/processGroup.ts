// A process with everything it starts: code-server is a small family, and none may stay behind.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

export interface ProcessGroup {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** The ids of those whose command line has this in it. */
  readonly find: (part: string) => Promise<readonly number[]>;
  readonly stop: () => Promise<void>;
}

const graceMs = 5000;

export function startProcessGroup(
  command: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): ProcessGroup {
  // Detached makes it the leader of a group that can be ended as one.
  const child = spawn(command, args, { ...options, detached: true, stdio: 'pipe' });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const signal = (name: NodeJS.Signals): boolean => {
    try {
      return child.pid !== undefined && process.kill(-child.pid, name);
    } catch {
      return false;
    }
  };
  const killOnExit = (): unknown => signal('SIGKILL');
  process.once('exit', killOnExit);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    }
    // The leader may end before its extension hosts do.
    signal('SIGKILL');
    process.off('exit', killOnExit);
  };
  return {
    child,
    output: () => chunks.join(''),
    find: async (part) => {
      const all = await processes();
      const known = new Set([child.pid]);
      // Until none is found that was started by one of these.
      for (let before = 0; known.size > before;) {
        before = known.size;
        for (const { id, parent } of all) if (known.has(parent)) known.add(id);
      }
      return all
        .filter(({ id, command }) => known.has(id) && command.includes(part))
        .map(({ id }) => id);
    },
    stop,
  };
}

async function processes() {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, id, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return id === undefined ? [] : [{ id: Number(id), parent: Number(parent), command }];
  });
}

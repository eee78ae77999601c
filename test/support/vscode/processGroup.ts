// A process with everything it starts: code-server is a small family, and none may stay behind.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface ProcessGroup {
  readonly child: ChildProcess;
  readonly output: () => string;
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
  return { child, output: () => chunks.join(''), stop };
}

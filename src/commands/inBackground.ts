import type { LogOutputChannel } from 'vscode';
import { errorCode } from '../aws/errorCode.ts';

/** Lets something go on that nobody waits for. Where it fails, the log has the code of why. */
export function inBackground(
  log: Pick<LogOutputChannel, 'error'>,
  what: string,
  act: Thenable<unknown>,
): void {
  act.then(undefined, (error: unknown) => log.error(`${what}: ${errorCode(error)}`));
}

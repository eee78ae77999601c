// The log's view of the sessions: a line when one changes, never a token.
import type { LogOutputChannel } from 'vscode';
import type { Overview, SessionStatus } from '../core/overview.ts';

export class StateLog {
  readonly #log: LogOutputChannel;
  #said: ReadonlyMap<string, string> = new Map();

  constructor(log: LogOutputChannel) {
    this.#log = log;
  }

  render({ sessions, problems }: Overview): void {
    const lines = new Map<string, string>([
      ...sessions.map((status) => [status.session.id, sessionLine(status)] as const),
      ...problems.map(
        ({ code, file, line }) => [`${file}:${line}:${code}`, `${file}:${line}: ${code}`] as const,
      ),
    ]);
    for (const [key, line] of lines) {
      if (this.#said.get(key) !== line) this.#log.info(line);
    }
    this.#said = lines;
  }
}

function sessionLine({
  session,
  state,
  expiresAt,
  signIn,
  renewal,
  tokenProblem,
  tokenPath,
  endpointProblem,
}: SessionStatus): string {
  return [
    `session ${session.name}: ${state}`,
    ...(expiresAt === undefined ? [] : [`token until ${new Date(expiresAt).toISOString()}`]),
    ...(signIn.end === undefined
      ? []
      : [`sign-in until ${new Date(signIn.end.at).toISOString()} (${signIn.end.basis})`]),
    ...(renewal.kind === 'idle' ? [] : [`renewal ${renewal.kind} (${renewal.code})`]),
    ...(tokenProblem === undefined ? [] : [`${tokenPath ?? ''}: ${tokenProblem}`]),
    ...(endpointProblem === undefined ? [] : [`not renewed: ${endpointProblem.code}`]),
    ...session.problems.map(({ code, file, line }) => `${file}:${line}: ${code}`),
  ].join(', ');
}

import type { Overview } from '../../../src/core/overview.ts';
import type { ShownSession } from './protocol.ts';

/** What a person could tell apart. */
export function shownOf({ sessions }: Overview): readonly ShownSession[] {
  return sessions.map(({ session, state, expiresAt, renewable, file }) => ({
    id: session.id,
    state,
    expiresAt,
    renewable,
    file: typeof file === 'string' ? file : file.fingerprint,
  }));
}

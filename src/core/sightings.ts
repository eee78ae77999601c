// What one pair of eyes sees of a token file, look by look.
import type { SeenToken, Sighting } from './history.ts';

export interface Watch {
  /** What is there now: when it was first seen, and when it was last seen otherwise. */
  readonly sighting: Sighting;
  /** The last look; ms since the epoch. */
  readonly lookedAt: number;
}

interface Look {
  /** Before the file was read, and after it; ms since the epoch. */
  readonly beganAt: number;
  readonly endedAt: number;
  readonly token: SeenToken | undefined;
}

/** `before` is what the same eyes knew till now. */
export function looked(before: Watch | undefined, { beganAt, endedAt, token }: Look): Watch {
  const isSame = before !== undefined && before.sighting.token?.fingerprint === token?.fingerprint;
  if (isSame) return { sighting: before.sighting, lookedAt: beganAt };
  const notBefore = before?.lookedAt;
  return { sighting: { at: endedAt, notBefore, token }, lookedAt: beganAt };
}

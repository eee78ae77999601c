// Proof that whoever redeems an authorization code is the one who asked for it (RFC 7636).
import { createHash, randomBytes } from 'node:crypto';

interface CodeProof {
  /** Secret until it is redeemed together with the code. */
  readonly verifier: string;
  /** For the authorize URL, with `code_challenge_method=S256`. */
  readonly challenge: string;
}

/** A verifier of 43 characters (RFC 7636 §4.1) with its S256 challenge (§4.2). */
export function newCodeProof(): CodeProof {
  const verifier = unguessable();
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The `state` of one authorization request (RFC 6749 §10.12): 43 characters that need no escaping. */
export function newState(): string {
  return unguessable();
}

const unguessable = (): string => randomBytes(32).toString('base64url');

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { newCodeProof, newState } from '../../src/aws/pkce.ts';

test('the challenge is the digest of a verifier that nobody had before', () => {
  const { verifier, challenge } = newCodeProof();
  expect(verifier).toMatch(/^[\w-]{43}$/);
  expect(challenge).toBe(createHash('sha256').update(verifier).digest('base64url'));
  expect(newCodeProof().verifier).not.toBe(verifier);
});

test('a state is long, never the same, and goes into a URL as it is', () => {
  const states = Array.from({ length: 100 }, newState);
  expect(new Set(states).size).toBe(100);
  for (const state of states) expect(state).toMatch(/^[\w-]{43}$/);
});

/** A word, and not a long one. */
const code = /^[A-Za-z]\w{0,39}$/;

/**
 * Node's stable code of an error, such as ENOSPC, else its name. Its text may quote a secret, and so may
 * what an answer of a service wrote into the others: what looks like no code is 'unknown'.
 */
export function errorCode(error: unknown): string {
  const { code: own } = (error ?? {}) as { readonly code?: unknown };
  const words = [own, error instanceof Error ? error.name : undefined];
  return (
    words.find((word): word is string => typeof word === 'string' && code.test(word)) ?? 'unknown'
  );
}

/** Node's stable code of an error, such as ENOSPC; 'unknown' for anything else. Its text may quote a secret. */
export function errorCode(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}

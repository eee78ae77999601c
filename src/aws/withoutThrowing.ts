import { errorCode } from './errorCode.ts';

/** What came of it; a fault of our own is an outcome as well, by its code. */
export async function withoutThrowing<T>(
  act: () => Promise<T>,
): Promise<T | { readonly kind: 'unexpected'; readonly code: string }> {
  try {
    return await act();
  } catch (error) {
    return { kind: 'unexpected', code: errorCode(error) };
  }
}

/** Asks again until the answer is given or ten seconds have passed; then the last failure is thrown. */
export async function eventually<T>(ask: () => Promise<T> | T): Promise<T> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

import { defineConfig } from 'vitest/config';

// One runner, several kinds: unit and fuzz tests run side by side; ui and interop tests share a machine's
// VS Code, browser and CLI, so their files run one after another.
const kind = (name: string, limits: object) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], ...limits },
});

export default defineConfig({
  test: {
    projects: [
      // They mostly wait for files, sockets and each other: more workers than cores.
      kind('unit', { testTimeout: 15_000, maxWorkers: 4 }),
      // They measure CPU time.
      kind('fuzz', { maxWorkers: 2 }),
      // It goes on for minutes, then looks whether all is well for up to one more.
      kind('soak', { hookTimeout: 480_000 }),
      kind('ui', {
        testTimeout: 120_000,
        hookTimeout: 180_000,
        fileParallelism: false,
        setupFiles: ['test/ui/whenFailed.ts'],
        // What is on screen is read before a file cleans up.
        sequence: { hooks: 'list' },
      }),
      kind('interop', { testTimeout: 120_000, hookTimeout: 180_000, fileParallelism: false }),
    ],
  },
});

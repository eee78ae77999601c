import type { BuildOptions } from 'esbuild';

/** How a test bundles TypeScript to a program for plain node, which starts faster than any loader. */
export const toProgram = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'error',
  // What libraries bring in as CommonJS asks for `require`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
} as const satisfies BuildOptions;

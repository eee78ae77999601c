import { readFileSync, readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// The tests of pure rules: what opens files or sockets takes too long to be run for each mutant. They run in
// threads, which cannot change their time zone: what needs another one looks for that itself.
const acts =
  /\/src\/(aws|commands|views)\/|support\/(identityCenter|python|refreshStage|signInStage)/;
const isPure = (path: string): boolean => {
  const source = readFileSync(path, 'utf8');
  return source.includes('/src/core/') && !acts.test(source);
};

export default defineConfig({
  test: {
    include: readdirSync('test/unit')
      .map((name) => `test/unit/${name}`)
      .filter((path) => path.endsWith('.test.ts') && isPure(path)),
    testTimeout: 15_000,
  },
});

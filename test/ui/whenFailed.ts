// Run with every file of user-interface tests, ahead of its own hooks but for those inside a `describe`.
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach } from 'vitest';
import { onScreen } from '../support/vscode/onScreen.ts';

declare module 'vitest' {
  interface TaskMeta {
    onScreen?: string;
  }
}

/** A page that hangs must not keep the file from cleaning up. */
const longestMs = 10_000;

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const late = wait(longestMs, 'a page that does not answer', { ref: false });
  task.meta.onScreen = await Promise.race([onScreen().catch(String), late]);
  console.error(`On screen: ${task.meta.onScreen}`);
});

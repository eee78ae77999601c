// Run with every file of user-interface tests, ahead of what the file itself does after a test.
import { afterEach } from 'vitest';
import { onScreen } from '../support/vscode/onScreen.ts';

declare module 'vitest' {
  interface TaskMeta {
    onScreen?: string;
  }
}

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  task.meta.onScreen = await onScreen().catch(String);
  console.error(`On screen: ${task.meta.onScreen}`);
});

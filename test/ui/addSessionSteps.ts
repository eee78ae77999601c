// The questions of Add Session, and how they are answered.
import type { QuickPick } from '../support/vscode/quickPick.ts';
import { eventually, setStage, startUrlOf, type Stage } from './stage.ts';

export const addSession = 'AWS SSO: Add Session…';

export async function stageForAdding(): Promise<Stage> {
  const stage = await setStage({
    settings: { 'ssoSession.notifications': false, 'files.autoSave': 'off' },
  });
  await stage.workbench.openView('AWS SSO');
  return stage;
}

/** Waits for the question, then answers it. */
export async function answer(quickPick: QuickPick, question: string, text: string): Promise<void> {
  await eventually(async () => (await quickPick.read()).title).toBe(question);
  await quickPick.type(text);
  await quickPick.accept();
}

/** Up to the last question, the scopes, which stays open. */
export async function answerUpToScopes(quickPick: QuickPick, name: string): Promise<void> {
  await answer(quickPick, 'Add Session (1/4)', name);
  await answer(quickPick, 'Add Session (2/4)', startUrlOf(name));
  await answer(quickPick, 'Add Session (3/4)', 'eu-central-1');
  await eventually(async () => (await quickPick.read()).title).toBe('Add Session (4/4)');
}

// A choice that is kept in the settings of the person, from wherever it is made.
import { commands, window, l10n } from 'vscode';

/** `sentence` says which setting to change by hand, where it cannot be saved. */
export async function saveSetting(save: () => Promise<void>, sentence: string): Promise<void> {
  try {
    await save();
  } catch {
    const open = l10n.t('Open User Settings');
    if ((await window.showErrorMessage(sentence, open)) !== open) return;
    await commands.executeCommand('workbench.action.openSettingsJson');
  }
}

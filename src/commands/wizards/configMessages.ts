// What is said around a change to the AWS config, and the ways on from there.
import { type TextDocument, Uri, l10n, window, workspace } from 'vscode';
import type { EditOutcome, NotEdited } from '../../aws/editConfig.ts';
import { linkTarget } from '../../aws/linkTarget.ts';
import type { AwsPaths } from '../../aws/paths.ts';
import type { EditRefusal } from '../../core/configEdit.ts';
import type { ConfigFileKind } from '../../core/configProblem.ts';
import { notEditedSentence } from '../../words/configEditWords.ts';
import { type WayOn, sayWithWaysOn } from '../wayOn.ts';

/** Not awaited: whoever asked can go on, however long the message stays. */
export function tell(sentence: string, ...ways: readonly WayOn[]): void {
  void sayWithWaysOn(window.showInformationMessage, sentence, ways);
}

export function tellFailure(sentence: string, ...ways: readonly WayOn[]): void {
  void sayWithWaysOn(window.showErrorMessage, sentence, ways);
}

/** Why the config was left as it is. */
export function tellNotEdited(outcome: NotEdited, ...ways: readonly WayOn[]): void {
  const place = outcome.kind === 'refused' ? placeIn(outcome.refusal) : undefined;
  tellFailure(notEditedSentence(outcome), ...ways, openConfigAt(place));
}

interface Place {
  readonly file: ConfigFileKind;
  readonly line: number;
}

export function openConfigAt(place: Place | undefined): WayOn {
  const openConfig = { title: l10n.t('Open AWS Config'), command: 'ssoSession.openConfig' };
  return place === undefined ? openConfig : { ...openConfig, argument: { place } };
}

function placeIn(refusal: EditRefusal): Place | undefined {
  if (refusal.code === 'misconfigured') return refusal.problem;
  return 'line' in refusal ? refusal : undefined;
}

/**
 * Whether the files hold what their editors show. Who has not saved is asked to: a change below an editor
 * could only be saved over later.
 */
export async function isConfigSaved({ config, credentials }: AwsPaths): Promise<boolean> {
  const dirty = workspace.textDocuments.filter(
    // An untitled one with a path is a file that is yet to come.
    ({ isDirty, uri }) => isDirty && (uri.scheme === 'file' || uri.scheme === 'untitled'),
  );
  const files = await Promise.all([config, credentials].map(oneNameOf));
  const names = await Promise.all(dirty.map(({ uri }) => oneNameOf(uri.fsPath)));
  const unsaved = dirty.filter((_, index) => files.includes(names[index] ?? ''));
  if (unsaved.length === 0) return true;
  const save = l10n.t('Save and Go On');
  const question = l10n.t('The AWS config has changes that are not saved.');
  const detail = l10n.t('Save them first, or a later save would undo what is changed now.');
  const picked = await window.showWarningMessage(question, { modal: true, detail }, save);
  return picked === save && (await areSaved(unsaved));
}

/** The same whatever link leads there, and whichever way the letter of a drive is written. */
async function oneNameOf(path: string): Promise<string> {
  return Uri.file(await linkTarget(path)).fsPath;
}

async function areSaved(documents: readonly TextDocument[]): Promise<boolean> {
  const results = await Promise.all(documents.map((document) => document.save()));
  return results.every(Boolean);
}

/** Codes and places only. */
export function editForLog(outcome: EditOutcome): string {
  switch (outcome.kind) {
    case 'edited':
      return `written at line ${outcome.line}, before: ${outcome.backup ?? 'no file'}`;
    case 'refused':
      return `refused (${outcome.refusal.code})`;
    case 'unreadable':
      return `unreadable (${outcome.problem})`;
    case 'restless':
      return 'restless';
    case 'notLocked':
    case 'notWritten':
      return `${outcome.kind} (${outcome.code})`;
  }
}

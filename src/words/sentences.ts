import { l10n } from 'vscode';

/** Sentences as one text: with a blank between them in the languages that put one there. */
export function inARow(sentences: readonly string[]): string {
  return sentences.reduce(
    (text, sentence) => (text === '' ? sentence : l10n.t('{0} {1}', text, sentence)),
    '',
  );
}

// A section that is new to the AWS config: how its header is spelt, and where it goes.
import { strip } from './pythonText.ts';
import { headerPortability, readHeader } from './sectionHeader.ts';
import { textLines } from './textLines.ts';

const keywords = { ssoSession: 'sso-session', profile: 'profile' } as const;

export type NewSectionKind = keyof typeof keywords;

/** What one reader or another takes for the end of a line, and what UTF-8 cannot hold. */
const unwritable = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

/** Whether a line of the file can hold this text. */
export function fitsInLine(text: string): boolean {
  return !unwritable.test(text);
}

/**
 * What stands between the brackets, so that the AWS CLI reads the name; undefined where nothing would do.
 * Quoted as by Python's `shlex.quote`, like the CLI does, but only where it must be.
 */
export function headerFor(kind: NewSectionKind, name: string): string | undefined {
  if (name === '' || !fitsInLine(name)) return undefined;
  const quoted = `'${name.replaceAll("'", `'"'"'`)}'`;
  return [name, quoted]
    .map((spelling) => `${keywords[kind]} ${spelling}`)
    .find((header) => {
      const read = readHeader(header);
      return read.kind === kind && read.name === name;
    });
}

/** Whether every AWS tool would find a section of this name. */
export function isNamePortable(kind: NewSectionKind, name: string): boolean {
  const header = headerFor(kind, name);
  return header !== undefined && headerPortability(header, { kind, name }, '') === undefined;
}

/**
 * Appends sections, each below a blank line. What was there stays as it is; what is new takes the last
 * line break of the text for its own, and ends like the text: with a line break or without one.
 */
export function appendSections(
  text: string,
  sections: readonly (readonly string[])[],
): { readonly text: string; readonly line: number } {
  const lines = textLines(text);
  if (sections.length === 0) return { text, line: lines.length };
  const lineBreak = lines.at(-2)?.lineBreak ?? '\n';
  const isEmpty = text === '' || text === '\uFEFF';
  const last = lines.at(-1)?.text ?? '';
  const isEnded = isEmpty || last === '';
  const lineAbove = isEnded ? lines.at(-2)?.text : last;
  const isSpaced = isEmpty || strip(lineAbove ?? '') === '';
  const before = [text, isEnded ? '' : lineBreak, isSpaced ? '' : lineBreak].join('');
  const added = sections.map((section) => section.join(lineBreak)).join(lineBreak.repeat(2));
  return {
    text: before + added + (isEnded ? lineBreak : ''),
    line: textLines(before).length,
  };
}

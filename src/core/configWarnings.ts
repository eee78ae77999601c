// Where the AWS CLI reads a header or a key that other tools read differently, or not at all.
import type { FileProblemCode } from './configProblem.ts';
import { headerPortability, type SectionHeader } from './sectionHeader.ts';

export type Report = (code: FileProblemCode, line: number, subject?: string) => void;

export interface HeaderProblem {
  readonly code: FileProblemCode;
  readonly subject: string;
}

/** Python's parser, and so the AWS CLI, lets every section inherit the keys of this one. */
export const defaultsHeader = 'DEFAULT';

export function isSsoKey(name: string): boolean {
  return name.startsWith('sso_');
}

/**
 * What is to be said about a header of the config file once its section turns out to matter to SSO:
 * nobody is nagged about other sections. `trailing` is what follows the bracket.
 */
export function headerProblem(
  read: SectionHeader,
  header: string,
  trailing: string,
): HeaderProblem | undefined {
  if (header === defaultsHeader) return { code: 'defaultsNotPortable', subject: header };
  if (read.kind === 'other') return { code: 'unknownSection', subject: header };
  if (read.kind === 'ignored') return { code: read.because, subject: header };
  if (read.name === '') return { code: 'emptySectionName', subject: header };
  const code = headerPortability(header, read, trailing);
  if (code === undefined) return undefined;
  return { code, subject: code === 'nameNotPortable' ? read.name : header };
}

/** `assignment` is the line from its delimiter on. */
export function reportSsoKey(
  { name, rawName }: { readonly name: string; readonly rawName: string },
  line: number,
  assignment: string,
  report: Report,
): void {
  if (name !== rawName) report('keyCase', line, rawName);
  if (assignment.startsWith(':')) report('colonDelimiter', line, name);
  const mayHaveComment = assignment.includes('#') || assignment.includes(';');
  if (mayHaveComment && /\s[#;]/.test(assignment)) report('inlineComment', line, name);
}

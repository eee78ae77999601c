// From lines to sections and keys, as Python's RawConfigParser sorts them (no default section).
import type { ConfigKey, ConfigSection, NestedKey } from './configFile.ts';
import type { ConfigFileKind } from './configProblem.ts';
import {
  defaultsHeader,
  headerProblem,
  isSsoKey,
  reportSsoKey,
  type Report,
} from './configWarnings.ts';
import type { HeaderProblem } from './configWarnings.ts';
import { isBlank, splitLines, strip } from './pythonText.ts';
import { readHeader, type SectionHeader } from './sectionHeader.ts';

type Open<T> = { -readonly [K in keyof T]: T[K] };
type OpenKey = Open<ConfigKey>;
type OpenSection = Open<ConfigSection> & { readonly keys: ConfigKey[] };
interface NumberedLine {
  readonly text: string;
  readonly line: number;
}

/** One spelling of a key. Files repeat a few of them thousands of times: each is kept once. */
interface Spelling {
  readonly rawName: string;
  readonly name: string;
  readonly sso: boolean;
  /** the spelling in lower case, on which duplicates are noticed */
  readonly plain: Spelling | undefined;
  lastSection: OpenSection | undefined;
  /** what came after it the last time: most sections have the same keys in the same order */
  next: Spelling | undefined;
}

const [openingBracket, hash, semicolon, equals, colon] = [0x5b, 0x23, 0x3b, 0x3d, 0x3a];

/** The sections of `text` from the offset `begin` on, in time linear in its length. */
export function readSections(
  text: string,
  begin: number,
  file: ConfigFileKind,
  report: Report,
): readonly ConfigSection[] {
  const sections: OpenSection[] = [];
  const headers = new Set<string>();
  const spellings = new Map<string, Spelling>();
  let section: OpenSection | undefined;
  let key: OpenKey | undefined;
  let continuation: NumberedLine[] = [];
  let blankLines = 0;
  let indent = 0;
  let orphaned = false;
  let untold: HeaderProblem | undefined;
  let before: Spelling | undefined;

  const addKey = (into: OpenSection, spelling: Spelling, added: OpenKey) => {
    if (spelling.sso && untold !== undefined) {
      report(untold.code, into.line, untold.subject);
      untold = undefined;
    }
    const plain = spelling.plain ?? spelling;
    if (plain.lastSection === into) report('duplicateKey', added.line, added.name);
    plain.lastSection = into;
    into.keys.push(added);
  };

  for (let start = begin, line = 1, end; start < text.length; start = end + 1, line++) {
    end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    const from = startOf(text, start, end);
    if (from === end) {
      blankLines++;
      continue;
    }
    const first = text.charCodeAt(from);
    if (first === hash || first === semicolon) continue;
    const to = endOf(text, end);

    if (section !== undefined && key !== undefined && from - start > indent) {
      for (; blankLines > 0; blankLines--) continuation.push({ text: '', line });
      continuation.push({ text: text.slice(from, to), line });
      key.endLine = section.endLine = line;
      continue;
    }
    indent = from - start;
    blankLines = 0;
    if (key !== undefined && continuation.length > 0) {
      endKey(key, continuation, report);
      continuation = [];
    }
    key = undefined;

    const header = first === openingBracket ? headerIn(text.slice(from, to)) : undefined;
    if (header !== undefined) {
      const isRepeated = headers.has(header) && header !== defaultsHeader;
      if (isRepeated) report('duplicateSection', line, header);
      headers.add(header);
      const read: SectionHeader =
        file === 'credentials' && header !== defaultsHeader
          ? { kind: 'profile', name: header }
          : readHeader(header);
      const { kind, name } = read;
      const trailing = text.slice(from + header.length + 2, to);
      untold = file === 'credentials' ? undefined : headerProblem(read, header, trailing);
      if (untold !== undefined && header.startsWith('sso-session')) {
        report(untold.code, line, untold.subject);
        untold = undefined;
      }
      section = { kind, name, header, line, endLine: line, keys: [] };
      sections.push(section);
    } else if (section === undefined) {
      if (!orphaned) report('lineBeforeSection', line);
      orphaned = true;
    } else {
      section.endLine = line;
      const at = delimiterIn(text, from, to);
      if (at <= from) {
        const opens = first === openingBracket;
        const code = at === from ? 'emptyKey' : opens ? 'unclosedHeader' : 'lineWithoutDelimiter';
        report(code, line);
        continue;
      }
      const spelling = spellingAt(text, from, endOf(text, at), before?.next, spellings);
      if (before !== undefined) before.next = spelling;
      before = spelling;
      const { name, sso } = spelling;
      const value = text.slice(startOf(text, at + 1, to), to);
      key = { name, value, line, endLine: line, nested: undefined };
      if (sso) reportSsoKey(spelling, line, text.slice(at, to), report);
      addKey(section, spelling, key);
    }
  }
  if (key !== undefined && continuation.length > 0) endKey(key, continuation, report);
  return sections;
}

/** As greedy as Python's parser: the name goes on to the last bracket of the line. */
function headerIn(line: string): string | undefined {
  const closing = line.lastIndexOf(']');
  return closing >= 2 ? line.slice(1, closing) : undefined;
}

/** Where the first `=` or `:` stands, -1 without one. */
function delimiterIn(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    if (unit === equals || unit === colon) return at;
  }
  return -1;
}

function startOf(text: string, from: number, to: number): number {
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  return from;
}

function endOf(text: string, to: number): number {
  while (isBlank(text.charCodeAt(to - 1))) to--;
  return to;
}

/** The likely one is not cut out of the text to be looked up. */
function spellingAt(
  text: string,
  from: number,
  to: number,
  likely: Spelling | undefined,
  known: Map<string, Spelling>,
): Spelling {
  return likely?.rawName.length === to - from && text.startsWith(likely.rawName, from)
    ? likely
    : spellingOf(text.slice(from, to), known);
}

function spellingOf(rawName: string, known: Map<string, Spelling>): Spelling {
  const found = known.get(rawName);
  if (found !== undefined) return found;
  const name = rawName.toLowerCase();
  const plain = name === rawName ? undefined : spellingOf(name, known);
  const added = {
    rawName,
    name,
    sso: isSsoKey(name),
    plain,
    lastSection: undefined,
    next: undefined,
  };
  known.set(rawName, added);
  return added;
}

function endKey(key: OpenKey, continuation: readonly NumberedLine[], report: Report): void {
  for (const { text, line } of continuation) {
    const header = text.startsWith('[') ? headerIn(text) : undefined;
    const read = header === undefined ? undefined : readHeader(header);
    if (read !== undefined && read.kind !== 'other') report('indentedSection', line, header);
  }
  if (key.value !== '') {
    key.value = `${key.value}\n${continuation.map(({ text }) => text).join('\n')}`;
    if (isSsoKey(key.name)) report('multilineValue', key.line, key.name);
    return;
  }
  const nested = new Map<string, NestedKey>();
  for (const { text, line } of continuation) {
    for (const part of splitLines(text)) {
      const at = part.indexOf('=');
      if (at === -1) {
        if (strip(part) !== '') report('nestedLineWithoutEquals', line, key.name);
        continue;
      }
      const name = strip(part.slice(0, at));
      nested.set(name, { name, value: strip(part.slice(at + 1)), line });
    }
  }
  key.nested = nested;
}

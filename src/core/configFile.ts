// The AWS config and credentials files as the AWS CLI v2 reads them, with the line of everything.
import { readSections } from './configLines.ts';
import { configProblem, type ConfigFileKind, type ConfigProblem } from './configProblem.ts';
import { defaultsHeader, isSsoKey, type Report } from './configWarnings.ts';
import type { SectionHeader } from './sectionHeader.ts';

export type { ConfigProblem };

export interface NestedKey {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

export interface ConfigKey {
  /** lower-cased: the CLI does not tell case apart */
  readonly name: string;
  /** with `\n` between the lines of a continued value; '' above a nested block */
  readonly value: string;
  readonly line: number;
  readonly endLine: number;
  /** the indented `key = value` block below a key without a value */
  readonly nested: ReadonlyMap<string, NestedKey> | undefined;
}

export interface ConfigSection {
  readonly kind: SectionHeader['kind'];
  /** the whole header for the kinds 'other' and 'ignored', and in a credentials file */
  readonly name: string;
  /** what stands between the brackets */
  readonly header: string;
  readonly line: number;
  /** the last line that says something: neither blank nor a comment */
  readonly endLine: number;
  /** in order; where a name comes twice the last one counts, see `findKey` */
  readonly keys: readonly ConfigKey[];
}

export interface ConfigFile {
  readonly file: ConfigFileKind;
  /** every section as it stands in the file */
  readonly sections: readonly ConfigSection[];
  /** what a name stands for in the end: duplicates merged, other spellings replaced */
  readonly profiles: ReadonlyMap<string, ConfigSection>;
  readonly ssoSessions: ReadonlyMap<string, ConfigSection>;
  readonly services: ReadonlyMap<string, ConfigSection>;
  /** by line */
  readonly problems: readonly ConfigProblem[];
}

const byteOrderMark = 0xfeff;

/**
 * Reads the text of a config or credentials file; lines are 1-based. Never throws: where the CLI
 * refuses the whole file, a problem says so and the rest is read leniently, the later one winning,
 * since other SDKs still see those sections. Time is linear in the size of the text, but for the keys
 * of [DEFAULT], which every section inherits, as with the CLI.
 * Rules: Python's RawConfigParser, then botocore's configloader.
 */
export function parseConfigFile(source: string, file: ConfigFileKind = 'config'): ConfigFile {
  const problems: ConfigProblem[] = [];
  const report: Report = (code, line, subject) => {
    problems.push(configProblem(code, file, line, subject));
  };
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  const marked = text.charCodeAt(0) === byteOrderMark;
  if (marked) report('byteOrderMark', 1);
  const sections = readSections(text, marked ? 1 : 0, file, report);
  const inheriting = withDefaults(sections);
  const named = {
    profiles: byName(inheriting, 'profile', report),
    ssoSessions: byName(inheriting, 'ssoSession', report),
    services: byName(inheriting, 'services', report),
  };
  problems.sort((a, b) => a.line - b.line);
  return { file, sections, ...named, problems };
}

/** The key that counts; `name` in lower case. */
export function findKey(section: ConfigSection, name: string): ConfigKey | undefined {
  const { keys } = section;
  for (let i = keys.length - 1; i >= 0; i--) {
    if (keys[i]?.name === name) return keys[i];
  }
  return undefined;
}

function withDefaults(sections: readonly ConfigSection[]): readonly ConfigSection[] {
  const defaults = sections.filter(({ header }) => header === defaultsHeader);
  if (defaults.length === 0) return sections;
  const inherited = defaults.flatMap(({ keys }) => keys);
  return sections.map((section) => {
    if (section.header === defaultsHeader) return section;
    const own = new Set(section.keys.map(({ name }) => name));
    const keys = [...inherited.filter(({ name }) => !own.has(name)), ...section.keys];
    return { ...section, keys };
  });
}

/**
 * The section each name stands for. A repeated header adds to the section, as in other SDKs (the CLI
 * refuses it); another spelling of the same name, say `[profile "a"]`, replaces it, as in the CLI.
 */
function byName(
  sections: readonly ConfigSection[],
  kind: ConfigSection['kind'],
  report: Report,
): ReadonlyMap<string, ConfigSection> {
  const found = new Map<string, ConfigSection>();
  const merged = new Map<string, ConfigKey[]>();
  for (const section of sections) {
    if (section.kind !== kind) continue;
    const { name } = section;
    const earlier = found.get(name);
    if (earlier?.header !== section.header) {
      if (earlier !== undefined && concernsSso(earlier)) {
        report('sectionReplaced', earlier.line, name);
      }
      found.set(name, section);
      merged.delete(name);
      continue;
    }
    let keys = merged.get(name);
    if (keys === undefined) {
      keys = [...earlier.keys];
      merged.set(name, keys);
      found.set(name, { ...earlier, keys });
    }
    for (const key of section.keys) keys.push(key);
  }
  return found;
}

function concernsSso({ kind, keys }: ConfigSection): boolean {
  return kind === 'ssoSession' || keys.some(({ name }) => isSsoKey(name));
}

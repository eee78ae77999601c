// What the text between the brackets of a section header means, to the AWS CLI and to other tools.

export type SectionHeader =
  | { readonly kind: 'profile' | 'ssoSession' | 'services'; readonly name: string }
  /** `name` is the whole header */
  | { readonly kind: 'other'; readonly name: string }
  | {
      readonly kind: 'ignored';
      readonly name: string;
      readonly because: 'emptySectionName' | 'unquotedName' | 'unbalancedQuote';
    };

const keywords = [
  ['profile', 'profile'],
  ['sso-session', 'ssoSession'],
  ['services', 'services'],
] as const;

/**
 * Sorts a header as botocore's `build_profile_map` does: by how it starts (so `[profiles x]` is a
 * profile too), case-sensitively, and with a name only if a POSIX shell would split it in two words.
 */
export function readHeader(header: string): SectionHeader {
  if (header === 'default') return { kind: 'profile', name: header };
  for (const [keyword, kind] of keywords) {
    if (!header.startsWith(keyword)) continue;
    const rest = header.slice(keyword.length + 1);
    if (header[keyword.length] === ' ' && rest !== '' && !/[\s"'\\]/.test(rest)) {
      return { kind, name: rest };
    }
    const words = splitWords(header);
    if (words?.length === 2) return { kind, name: words[1] ?? '' };
    if (words === undefined) return { kind: 'ignored', name: header, because: 'unbalancedQuote' };
    const because = words.length < 2 ? 'emptySectionName' : 'unquotedName';
    return { kind: 'ignored', name: header, because };
  }
  return { kind: 'other', name: header };
}

const keywordOf = new Map<string, string>(keywords.map(([keyword, kind]) => [kind, keyword]));

/**
 * Whether the AWS SDKs that read the file themselves find a section of this header too.
 * `trailing` is what stands behind the closing bracket.
 */
export function headerPortability(
  header: string,
  { kind, name }: SectionHeader,
  trailing: string,
): 'nameNotPortable' | 'headerNotPortable' | undefined {
  // The JavaScript SDK drops the whole file over a profile of this name.
  if (!/^[\w\-@+.%:/]+$/.test(name) || name === '__proto__') return 'nameNotPortable';
  if (trailing !== '' && !/^\s+[#;]/.test(trailing)) return 'headerNotPortable';
  if (header === 'default') return undefined;
  const keyword = keywordOf.get(kind) ?? '';
  const isPlain =
    header.length === keyword.length + 1 + name.length &&
    header.startsWith(keyword) &&
    header.endsWith(name) &&
    /[ \t]/.test(header.charAt(keyword.length));
  return isPlain ? undefined : 'headerNotPortable';
}

/** Words as Python's `shlex.split` finds them; undefined for an open quote or a last backslash. */
function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\' && quote !== "'") {
      const next = text.charAt(++i);
      if (next === '') return undefined;
      const kept = quote === '"' && next !== '"' && next !== '\\' ? '\\' : '';
      word = (word ?? '') + kept + next;
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === ' ' || char === '\t' || char === '\r' || char === '\n') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== '') return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

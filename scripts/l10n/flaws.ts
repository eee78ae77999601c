// What is wrong with a translation, so far as a program can tell.

/** Key to text, as in a `bundle.l10n.*.json` or a `package.nls.*.json`. */
export type Texts = ReadonlyMap<string, string>;

export interface Flaw {
  readonly key: string;
  readonly what: string;
}

/** `original` holds the English texts under the same keys. */
export function flawsOf(translation: Texts, original: Texts): readonly Flaw[] {
  const missing = [...original.keys()].filter((key) => !translation.has(key));
  return [
    ...missing.map((key) => ({ key, what: 'missing' })),
    ...[...translation].flatMap(([key, text]) => {
      const english = original.get(key);
      const what = english === undefined ? 'stale' : flawOf(text, english);
      return what === undefined ? [] : [{ key, what }];
    }),
  ];
}

function flawOf(text: string, english: string): string | undefined {
  if (text.trim() === '') return 'empty';
  if (outerBlanks(text) !== outerBlanks(english)) return 'other blanks at its start or end';
  const [lost, added] = [difference(english, text), difference(text, english)];
  if (lost.length > 0) return `without ${lost.join(' ')}`;
  return added.length > 0 ? `with ${added.join(' ')} added` : undefined;
}

const outerBlanks = (text: string): string => text.replace(/\S(.*\S)?/s, '|');

/** What is the same in every language. */
const unchangeable = [
  // {0}, $(icon), `code`, the target of a [link](target), a line break
  /\{\d+\}|\$\([\w-]+\)|`[^`]+`|\]\([^)]+\)|\n/g,
  // ~/.aws/config, sso_region, endpoint_url, ssoSession.autoRefresh, sso:account:access, sso-session, expiresAt
  /~\/[\w./-]*\w|\b[a-z]+(?:_[a-z]+)+\b|\bssoSession\.[\w.]*\w|\bsso(?:[:-][a-z]+)+\b|\b[a-z]+(?:[A-Z][a-z]+)+\b/g,
  // [sso-session …], key = value
  /\[(?:sso-session|profile|DEFAULT)\b[^\]]*\]|\bkey = value\b/g,
];

/** Names: to be there, however often. */
const names = /\b(?:AWS CLI|AWS|SSO|IAM Identity Center|VS Code|UTF-8|JSON|VPN|https|BOM)\b/g;

function difference(one: string, other: string): readonly string[] {
  const rest = piecesOf(other);
  const more = piecesOf(one).filter((piece) => {
    const index = rest.indexOf(piece);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
  const named = new Set(other.match(names));
  return [...more, ...new Set((one.match(names) ?? []).filter((name) => !named.has(name)))];
}

const piecesOf = (text: string): string[] =>
  unchangeable.flatMap((pattern) => text.match(pattern) ?? []);

// Every text that the sources have translated: what they hand to `l10n.t`.
import ts from 'typescript';

export interface SourceFile {
  readonly path: string;
  readonly source: string;
}

export interface SourceTexts {
  /** Text to where it stands first: "src/words/plain.ts:12". */
  readonly texts: ReadonlyMap<string, string>;
  /** "FILE:LINE what is wrong", for each use by which a text would escape the translators. */
  readonly refused: readonly string[];
}

export function sourceTexts(files: readonly SourceFile[]): SourceTexts {
  const texts = new Map<string, string>();
  const refused: string[] = [];
  for (const { path, source } of files) {
    const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && node.text === 'l10n' && !isPlainImport(node)) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        const place = `${path}:${line + 1}`;
        const read = readUse(node);
        if ('refusal' in read) refused.push(`${place} ${read.refusal}`);
        else if (!texts.has(read.text)) texts.set(read.text, place);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return { texts, refused };
}

/** How many values a text asks for: one more than the highest of {0}, {1}, … */
function placeholderCount(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/\{(\d+)\}/g), ([, index]) => Number(index) + 1));
}

function isPlainImport({ parent }: ts.Identifier): boolean {
  return ts.isImportSpecifier(parent) && parent.propertyName === undefined;
}

type Use = { readonly text: string } | { readonly refusal: string };

function readUse(l10n: ts.Identifier): Use {
  const call = callOfT(l10n);
  if (call === undefined) return { refusal: 'l10n is for nothing but l10n.t(…)' };
  const [text, ...values] = call.arguments;
  if (text === undefined || !ts.isStringLiteralLike(text)) {
    return { refusal: 'the text of l10n.t is to be a literal, and its first argument' };
  }
  const wanted = placeholderCount(text.text);
  return wanted === values.length
    ? { text: text.text }
    : { refusal: `the text has room for ${wanted} values, and is given ${values.length}` };
}

function callOfT({ parent }: ts.Identifier): ts.CallExpression | undefined {
  if (!ts.isPropertyAccessExpression(parent) || parent.name.text !== 't') return undefined;
  const { parent: call } = parent;
  return ts.isCallExpression(call) && call.expression === parent ? call : undefined;
}

// The files that hold texts: the sources, package.json, and the translations of both.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Texts } from './flaws.ts';
import { manifestKeys } from './manifestTexts.ts';
import { type SourceTexts, sourceTexts } from './sourceTexts.ts';

/** As VS Code names them. */
const languages = ['de', 'es', 'fr', 'ja', 'pt-br', 'zh-cn'] as const;

export type Language = (typeof languages)[number];

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

export function readSources(): SourceTexts {
  const all = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const paths = all.filter((path) => path.endsWith('.ts')).map((path) => `src/${path}`);
  return sourceTexts(paths.toSorted().map((path) => ({ path, source: read(path) })));
}

export const readManifest = (): unknown => JSON.parse(read('package.json'));

export function readTexts(path: string): Texts {
  return new Map(Object.entries(JSON.parse(read(path)) as Record<string, string>));
}

/** Sorted, so that two people who add texts seldom meet in one line. */
export function writeTexts(path: string, texts: Texts): void {
  const sorted = [...texts].toSorted(([one], [other]) => (one < other ? -1 : 1));
  writeFileSync(join(root, path), `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
}

export interface TextFile {
  readonly path: string;
  readonly original: Texts;
}

const englishManifestTexts = 'package.nls.json';

/** Every file of texts, with the English that it is to match. */
export function textFiles({ texts }: SourceTexts): readonly TextFile[] {
  const english: Texts = new Map([...texts.keys()].map((text) => [text, text]));
  const manifest = readTexts(englishManifestTexts);
  // The English file is held to package.json: neither more nor less than it names.
  const named: Texts = new Map(
    manifestKeys(readManifest()).map((key) => [key, manifest.get(key) ?? '']),
  );
  return [
    { path: englishManifestTexts, original: named },
    ...languages.flatMap((language) => [
      { path: `package.nls.${language}.json`, original: manifest },
      { path: `l10n/bundle.l10n.${language}.json`, original: english },
    ]),
  ];
}

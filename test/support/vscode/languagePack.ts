// A language pack without a word in it: VS Code's own texts stay English, and extensions speak the language.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** As VS Code remembers a pack that was installed. `language` by VS Code's name for it: "pt-br". */
export async function writeLanguagePack(dataFolder: string, language: string): Promise<void> {
  const texts = join(dataFolder, `texts.${language}.json`);
  const extensions = [{ extensionIdentifier: { id: `tests.${language}` }, version: '1.0.0' }];
  const packs = {
    [language]: { hash: language, label: language, extensions, translations: { vscode: texts } },
  };
  await mkdir(dataFolder, { recursive: true });
  await writeFile(texts, JSON.stringify({ contents: {} }));
  await writeFile(join(dataFolder, 'languagepacks.json'), JSON.stringify(packs));
}

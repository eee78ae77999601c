// The README's tables say what package.json contributes, in its own words, no more and no less.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Setting {
  readonly default: unknown;
  readonly markdownDescription: string;
}
interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly menus: {
      readonly commandPalette: readonly { readonly command: string; readonly when: string }[];
    };
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const manifest = JSON.parse(
  read('package.json').replace(/"%(.+)%"/g, (_text, key: string) => JSON.stringify(texts[key])),
) as Manifest;

/** The cells of the table below a heading, without its first two lines. */
function table(heading: string): readonly (readonly string[])[] {
  const section = readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('the table of commands names every command, by its title in the palette', () => {
  const { commands, menus } = manifest.contributes;
  const hidden = menus.commandPalette.filter(({ when }) => when === 'false');
  const shown = commands.filter(({ command: id }) => !hidden.some(({ command }) => command === id));
  expect(table('Commands').map(([title]) => title)).toEqual(shown.map(({ title }) => title));
  expect(new Set(commands.map(({ category }) => category))).toEqual(new Set(['AWS SSO']));
});

test('the table of settings gives every setting with its default and its description', () => {
  expect(table('Settings')).toEqual(
    Object.entries(manifest.contributes.configuration.properties).map(([name, setting]) => [
      `\`${name}\``,
      `\`${typeof setting.default === 'string' && setting.default !== '' ? setting.default : JSON.stringify(setting.default)}\``,
      setting.markdownDescription,
    ]),
  );
});

test('the README asks for the VS Code that the manifest asks for', () => {
  const [, version = '?'] = /^\^(\d+\.\d+)\.\d+$/.exec(manifest.engines.vscode) ?? [];
  expect(readme.replace(/\s+/g, ' ')).toContain(`VS Code ${version} or later`);
});

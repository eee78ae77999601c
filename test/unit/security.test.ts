// SECURITY.md: each of its claims names a test that exists; and those that the sources themselves show.
import { readFileSync, readdirSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const read = (path: string): string => readFileSync(at(path), 'utf8');

const rows = read('SECURITY.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (claim|-)/.test(line));
const claims = rows.map((row) => {
  const [, claim = '', shownBy = ''] = row.split('|').map((cell) => cell.trim());
  const [, path = '', title = ''] = /^`(test\/[\w/]+\.test\.ts)` › (.+)$/.exec(shownBy) ?? [];
  return { claim, path, title };
});

/** What stands between quotes: a title, or what a table makes titles of. No comment is one. */
function textsIn(path: string): readonly string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest));
  return texts;
}

describe('SECURITY.md', () => {
  test('makes claims, each once', () => {
    expect(claims.length).toBeGreaterThan(30);
    expect(new Set(claims.map(({ claim }) => claim)).size).toBe(claims.length);
  });

  test.each(claims)('$claim', ({ path, title }) => {
    expect(title).not.toBe('');
    expect(textsIn(path).filter((text) => text.includes(title))).not.toEqual([]);
  });
});

const sources = readdirSync(at('src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: read(`src/${path}`) }));
const using = (what: RegExp): readonly string[] =>
  sources.filter(({ text }) => what.test(text)).map(({ path }) => path.replaceAll('\\', '/'));

test('no setting names an address, a file or a program', () => {
  const { contributes } = JSON.parse(read('package.json')) as {
    readonly contributes: { readonly configuration: { readonly properties: object } };
  };
  expect(Object.keys(contributes.configuration.properties)).toEqual([
    'ssoSession.statusBar.show',
    'ssoSession.statusBar.pinnedSession',
    'ssoSession.notifications',
    'ssoSession.warnBefore',
    'ssoSession.autoRefresh',
    'ssoSession.signIn.flow',
    'ssoSession.signInDuration',
  ]);
  expect(using(/getConfiguration/)).toEqual(['settings.ts']);
});

test('no file of a workspace is looked for', () => {
  expect(using(/workspaceFolders|findFiles|rootPath|workspaceFile|process\.cwd/)).toEqual([]);
});

test('no folder is made that others may enter', () => {
  const made = sources.flatMap(({ text }) => text.match(/\bmkdir(?:Sync)?\(.*/g) ?? []);
  expect(made.length).toBeGreaterThan(0);
  expect(made.filter((call) => !call.includes('mode: 0o700'))).toEqual([]);
});

test('no program is run, and nothing is evaluated', () => {
  expect(using(/child_process|node:vm|\beval\(|new Function|createTerminal/)).toEqual([]);
});

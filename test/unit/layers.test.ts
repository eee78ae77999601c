// The arrows between the folders of src: what would cross one does not pass the linter.
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const crossed = {
  core: 'core is pure: it imports nothing but itself, date-fns and valibot',
  aws: 'aws imports core, node and libraries, never vscode',
  words: 'words turns core data into sentences',
  views: 'views turn an overview into pixels: they never import aws, commands or node',
  commands:
    'commands import aws, core, words, the panels they open and the type of the monitor, never another view',
  wizards:
    'wizards import aws, core, words, the ways on and the type of the monitor, and no command',
  monitor: 'the monitor knows only core: reading, time and timers are handed to it',
  settings: 'settings imports vscode and core',
  vscode: 'vscode belongs to the edge of the house',
  acting: 'what acts is loaded when it is needed',
  monitorsType: "only the monitor's type may be imported",
};

const core = 'src/core/durations.ts';
const aws = 'src/aws/replaceFile.ts';
const words = 'src/words/timeWords.ts';
const view = 'src/views/icons.ts';
const command = 'src/commands/openConfig.ts';
const wizard = 'src/commands/wizards/addSession.ts';
const monitor = 'src/sessionMonitor.ts';
const settings = 'src/settings.ts';

const imports: [file: string, source: string, messages: (keyof typeof crossed)[]][] = [
  [core, 'date-fns', []],
  [core, 'node:fs', ['core']],
  [core, 'vscode', ['core', 'vscode']],
  [core, '../aws/paths.ts', ['core']],
  [core, '../words/timeWords.ts', ['core']],
  [core, '../sessionMonitor.ts', ['core']],
  [core, '@aws-sdk/client-sso-oidc', ['core']],
  [aws, 'vscode', ['aws', 'vscode']],
  [aws, '@vscode/test-electron', ['aws']],
  [aws, '../views/icons.ts', ['aws']],
  [aws, '../words/timeWords.ts', ['aws']],
  [aws, '../commands/openConfig.ts', ['aws']],
  [aws, '../sessionMonitor.ts', ['aws']],
  [aws, '../settings.ts', ['aws']],
  [words, '../aws/paths.ts', ['words']],
  [words, '../views/icons.ts', ['words']],
  [words, 'node:fs', ['words']],
  [view, '../aws/paths.ts', ['views']],
  [view, '../commands/openConfig.ts', ['views']],
  [view, '../settings.ts', ['views']],
  [view, '../extension.ts', ['views']],
  [view, 'node:fs', ['views']],
  [view, '../sessionMonitor.ts', ['monitorsType']],
  [command, '../views/icons.ts', ['commands']],
  [command, '../extension.ts', ['commands']],
  [command, '../sessionMonitor.ts', ['monitorsType']],
  [wizard, '../signIn.ts', ['wizards']],
  [wizard, '../../views/icons.ts', ['wizards']],
  [wizard, '../../aws/listRoles.ts', ['acting']],
  [view, './timelinePage.ts', ['acting']],
  [monitor, './aws/paths.ts', ['monitor']],
  [monitor, './views/icons.ts', ['monitor']],
  [monitor, 'node:timers', ['monitor']],
  [monitor, 'vscode', ['monitor', 'vscode']],
  [settings, './aws/paths.ts', ['settings']],
  [settings, 'node:fs', ['settings']],
  [core, './timestamp.ts', []],
  [core, 'valibot', []],
  [aws, './targetWatch.ts', ['acting']],
  [aws, './paths.ts', []],
  [aws, '../core/timestamp.ts', []],
  [aws, 'node:fs', []],
  [aws, 'chokidar', []],
  [aws, '@aws-sdk/client-sso-oidc', []],
  [words, '../core/timestamp.ts', []],
  [words, 'vscode', []],
  [view, '../words/timeWords.ts', []],
  [view, 'vscode', []],
  [command, '../aws/awsSdk.ts', ['acting']],
  [command, '../aws/refresh.ts', ['acting']],
  [command, './wizards/wizards.ts', ['acting']],
  [command, './verbs.ts', ['acting']],
  [command, '../aws/paths.ts', []],
  [wizard, './questions.ts', []],
  [wizard, '../wayOn.ts', []],
  [wizard, '../../aws/paths.ts', []],
  [wizard, '../../words/plain.ts', []],
  [command, '../words/timeWords.ts', []],
  [command, 'vscode', []],
  [monitor, './core/overview.ts', []],
  [settings, 'vscode', []],
  ['src/extension.ts', './aws/paths.ts', []],
];

const rules = ['no-restricted-imports', '@typescript-eslint/no-restricted-imports'];
// The arrows need no types, without which this takes a second and not a minute.
const linter = new ESLint({
  ruleFilter: ({ ruleId }) => rules.includes(ruleId),
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

async function complaints(file: string, code: string): Promise<readonly string[]> {
  const [result] = await linter.lintText(code, { filePath: file });
  return (result?.messages ?? []).map(({ message }) => message);
}

const said = (names: readonly (keyof typeof crossed)[]) =>
  names.map((name) => expect.stringContaining(crossed[name]) as string);

test.each(imports)('%s imports %s', async (file, source, names) => {
  const found = await complaints(file, `import { a } from '${source}';\nexport const b = a;\n`);
  expect(found.toSorted()).toEqual(said(names).toSorted());
});

test.each([view, command])('%s imports the type of the monitor', async (file) => {
  const code = `import type { SessionMonitor } from '../sessionMonitor.ts';\nexport type A = SessionMonitor;\n`;
  expect(await complaints(file, code)).toEqual([]);
});

test('a type crosses no arrow either', async () => {
  const code = `import type { AwsPaths } from '../aws/paths.ts';\nexport type A = AwsPaths;\n`;
  expect(await complaints(view, code)).toEqual(said(['views']));
});

test('nor does what is exported again', async () => {
  expect(await complaints(view, `export * from '../aws/paths.ts';\n`)).toEqual(said(['views']));
});

// The arrows between the folders of src, and the strictest typed rules.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What each folder may import; anything that does not match is an error in that folder. */
const layers = [
  {
    files: ['src/core/**'],
    may: /^(\.\/|date-fns|valibot)/,
    because: 'core is pure: it imports nothing but itself, date-fns and valibot',
  },
  {
    files: ['src/aws/**'],
    may: /^(\.\/|\.\.\/core\/|node:|(?!@?vscode)[@a-z])/,
    because: 'aws imports core, node and libraries, never vscode',
  },
  {
    files: ['src/words/**'],
    may: /^(\.\/|\.\.\/core\/|vscode$|date-fns)/,
    because: 'words turns core data into sentences',
  },
  {
    files: ['src/views/**'],
    may: /^(\.\/|\.\.\/core\/|\.\.\/words\/|\.\.\/sessionMonitor\.ts$|vscode$)/,
    because: 'views turn an overview into pixels: they never import aws, commands or node',
  },
  {
    files: ['src/commands/**'],
    may: /^(\.\/|\.\.\/(core|aws|words)\/|\.\.\/views\/\w+Panel\.ts$|\.\.\/sessionMonitor\.ts$|vscode$|node:)/,
    because:
      'commands import aws, core, words, the panels they open and the type of the monitor, never another view',
  },
  {
    files: ['src/commands/wizards/**'],
    may: /^(\.\/|\.\.\/wayOn\.ts$|\.\.\/\.\.\/(core|aws|words)\/|\.\.\/\.\.\/sessionMonitor\.ts$|vscode$|node:)/,
    because:
      'wizards import aws, core, words, the ways on and the type of the monitor, and no command',
  },
  {
    files: ['src/sessionMonitor.ts'],
    may: /^\.\/core\//,
    because: 'the monitor knows only core: reading, time and timers are handed to it',
  },
  {
    files: ['src/settings.ts'],
    may: /^(vscode$|\.\/core\/)/,
    because: 'settings imports vscode and core',
  },
].map(({ files, may, because }) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ regex: `^(?!${may.source.replace(/^\^/, '')})`, message: because }] },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'out', 'coverage', '.vscode-test', 'test/interop/programs/**/target'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'scripts/*.mjs', 'vitest.*.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'String unions, not enums.' },
      ],
    },
  },
  ...layers,
  {
    files: ['src/**'],
    ignores: ['src/extension.ts', 'src/settings.ts', 'src/{commands,views,words}/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'vscode', message: 'vscode belongs to the edge of the house' }],
          patterns: [
            {
              regex: '/targetWatch\\.ts$',
              message: 'what acts is loaded when it is needed: import(...)',
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/{views,commands}/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex:
                'aws/(awsSdk|refresh|signIn|signOut|changeConfig|listRoles)\\.ts$|wizards/\\w+\\.ts$|/(verbs|timelinePage)\\.ts$',
              message: 'what acts is loaded when it is needed: import(...)',
              allowTypeImports: true,
            },
            {
              regex: 'sessionMonitor\\.ts$',
              message: "only the monitor's type may be imported",
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
  {
    files: ['*.js', 'vitest.*.ts', '**/*.mjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['**/*.mjs', '*.js'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
);

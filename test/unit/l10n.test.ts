// Everything that people read is there in every language, with all that must not be translated.
import { describe, expect, test } from 'vitest';
import { readManifest, readSources, readTexts, textFiles } from '../../scripts/l10n/files.ts';
import { flawsOf } from '../../scripts/l10n/flaws.ts';
import { manifestKeys, untranslatable } from '../../scripts/l10n/manifestTexts.ts';
import { sourceTexts } from '../../scripts/l10n/sourceTexts.ts';

const hint =
  '`npm run l10n` lists what is to be translated; with `-- --prune` it removes what is stale';

describe('the texts of this extension', () => {
  const sources = readSources();

  test('are all found in the sources', () => {
    expect(sources.refused).toEqual([]);
  });

  test('are none of them in package.json itself', () => {
    expect(untranslatable(readManifest() as object)).toEqual([]);
  });

  test.each(textFiles(sources))('$path has all of them, whole', ({ path, original }) => {
    const flaws = flawsOf(readTexts(path), original).map(({ key, what }) => `${what}: “${key}”`);
    expect(flaws, `${path}: ${hint}`).toEqual([]);
  });
});

test('no line breaks before a French colon', () => {
  const texts = ['package.nls.fr.json', 'l10n/bundle.l10n.fr.json'].map(readTexts);
  const breaking = texts
    .flatMap((each) => [...each.values()])
    .filter((text) => / [:;?!»]|« /.test(text));
  expect(breaking, 'there has to be a no-break space, U+00A0').toEqual([]);
});

describe('a use of l10n', () => {
  const refusals = (source: string): readonly string[] =>
    sourceTexts([{ path: 'a.ts', source }]).refused;
  const notLiteral = 'the text of l10n.t is to be a literal, and its first argument';
  const notT = 'l10n is for nothing but l10n.t(…)';

  test.each([
    ["l10n.t('a')", []],
    ['l10n.t(`a`)', []],
    ["l10n.t('{0} of {1}', done, all)", []],
    ["l10n.t('{1} before {0}', one, other)", []],
    ["import { l10n } from 'vscode';", []],
    ["const l10nOf = 'l10n';", []],
    ['\n\nl10n.t(text)', [`a.ts:3 ${notLiteral}`]],
    ["l10n.t('a' + b)", [`a.ts:1 ${notLiteral}`]],
    ['l10n.t(`a ${b}`)', [`a.ts:1 ${notLiteral}`]],
    ["l10n.t(isOne ? 'a' : 'b')", [`a.ts:1 ${notLiteral}`]],
    ["l10n.t({ message: 'a', comment: 'b' })", [`a.ts:1 ${notLiteral}`]],
    ['l10n.t()', [`a.ts:1 ${notLiteral}`]],
    ['const { t } = l10n', [`a.ts:1 ${notT}`]],
    ['const translate = l10n.t', [`a.ts:1 ${notT}`]],
    ['f(l10n.t)', [`a.ts:1 ${notT}`]],
    ['l10n.bundle()', [`a.ts:1 ${notT}`]],
    ["import { l10n as words } from 'vscode';", [`a.ts:1 ${notT}`]],
    ["l10n.t('{0}')", ['a.ts:1 the text has room for 1 values, and is given 0']],
    ["l10n.t('{0}', a, b)", ['a.ts:1 the text has room for 1 values, and is given 2']],
    [
      "l10n.t('a', l10n.t(b))",
      ['a.ts:1 the text has room for 0 values, and is given 1', `a.ts:1 ${notLiteral}`],
    ],
  ])('%s', (source, expected) => {
    expect(refusals(source)).toEqual(expected);
  });

  test('is known by where it stands first', () => {
    const source = "l10n.t('a');\nl10n.t('b');\nl10n.t('a', l10n.t('c'))";
    const files = [
      { path: 'a.ts', source: source.replace("'a', ", "'{0}', ") },
      { path: 'b.ts', source: "l10n.t('b')" },
    ];
    expect([...sourceTexts(files).texts]).toEqual([
      ['a', 'a.ts:1'],
      ['b', 'a.ts:2'],
      ['{0}', 'a.ts:3'],
      ['c', 'a.ts:3'],
    ]);
  });
});

describe('a translation', () => {
  test.each([
    ['Sign In', 'Anmelden', []],
    ['{0} of {1}', '{1} 件中 {0} 件', []],
    ['Sign In', '', ['empty']],
    ['Sign In', ' ', ['empty']],
    ['Sign In', 'Anmelden ', ['other blanks at its start or end']],
    ['File: ', 'Datei:', ['other blanks at its start or end']],
    ['{0} of {1}', '{0} von', ['without {1}']],
    ['{0} of {1}', '{0} von {0}', ['without {1}']],
    ['{0}', '{0} {0}', ['with {0} added']],
    ['{0}', '{0} {1}', ['with {1} added']],
    ['$(check) done', '$(prüfen) fertig', ['without $(check)']],
    ['Set `auto`', 'Setzen Sie `Auto`', ['without `auto`']],
    ['[Go](command:a.b)', '[Los](command:a.c)', ['without ](command:a.b)']],
    ['a\nb', 'a b', ['without \n']],
    ['Check sso_region', 'Prüfen Sie die SSO-Region', ['without sso_region']],
    ['in ~/.aws/config.', 'in ~/aws/config.', ['without ~/.aws/config']],
    [
      'Turn on ssoSession.autoRefresh in',
      'ssoSession.autorefresh',
      ['without ssoSession.autoRefresh'],
    ],
    ['scope sso:account:access.', 'sso:konto', ['without sso:account:access']],
    ['an sso-session', 'eine SSO-Sitzung', ['without sso-session']],
    ['no expiresAt', 'kein Ablauf', ['without expiresAt']],
    ['[profile …] or', '[Profil …] oder', ['without [profile …]']],
    ['[sso-session {0}]', '[sso-session]', ['without {0} [sso-session {0}]']],
    ['neither key = value', 'weder Schlüssel = Wert', ['without key = value']],
    ['the AWS CLI', 'die AWS-CLI', ['without AWS CLI']],
    ['AWS and AWS', 'AWS', []],
    ['it denied', 'AWS hat', ['with AWS added']],
  ])('%j as %j', (english, text, expected) => {
    const flaws = flawsOf(new Map([['key', text]]), new Map([['key', english]]));
    expect(flaws).toEqual(expected.map((what) => ({ key: 'key', what })));
  });

  test('is missing, or stale', () => {
    expect(
      flawsOf(
        new Map([
          ['b', 'B'],
          ['c', 'C'],
        ]),
        new Map([
          ['a', 'a'],
          ['b', 'b'],
        ]),
      ),
    ).toEqual([
      { key: 'a', what: 'missing' },
      { key: 'c', what: 'stale' },
    ]);
  });
});

describe('package.json', () => {
  const manifest = {
    name: 'id',
    displayName: '%name%',
    contributes: {
      commands: [{ command: 'a', title: '%a.title%', icon: '$(a)', category: '%name%' }],
      configuration: { properties: { b: { enum: ['c'], enumDescriptions: ['%b.c%', 'Plain.'] } } },
      viewsWelcome: [{ view: 'v', contents: 'Plain [%link%](command:a).' }],
    },
  };

  test('names the keys of its texts, each once', () => {
    expect(manifestKeys(manifest)).toEqual(['name', 'a.title', 'b.c']);
  });

  test('is told where a text stands in it', () => {
    expect(untranslatable(manifest)).toEqual([
      'contributes.configuration.properties.b.enumDescriptions.1: Plain.',
      'contributes.viewsWelcome.0.contents: Plain [%link%](command:a).',
    ]);
  });
});

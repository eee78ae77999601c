import { describe, expect, it, test } from 'vitest';
import {
  type ConfigEdit,
  type NewProfile,
  type NewSession,
  appendProfiles,
  appendSession,
} from '../../src/core/configEdit.ts';
import { type ConfigSection, parseConfigFile } from '../../src/core/configFile.ts';
import { isNamePortable } from '../../src/core/newSection.ts';
import { readSsoConfig } from '../../src/core/ssoConfig.ts';
import { awkwardConfigs } from '../support/awkwardConfigs.ts';

const session: NewSession = {
  name: 'corp',
  startUrl: 'https://corp.awsapps.com/start#/',
  region: 'eu-central-1',
  scopes: ['sso:account:access', 'codewhisperer:completions'],
};
const profile: NewProfile = {
  name: 'corp-dev',
  sessionName: 'corp',
  accountId: '111122223333',
  roleName: 'ReadOnlyAccess',
};

const lines = (...text: readonly string[]) => text.join('\n');
const sectionText = (name: string) =>
  lines(
    `[sso-session ${name}]`,
    'sso_start_url = https://corp.awsapps.com/start#/',
    'sso_region = eu-central-1',
    'sso_registration_scopes = sso:account:access,codewhisperer:completions',
  );

const textOf = (edit: ConfigEdit): string => {
  if ('refusal' in edit) throw new Error(`refused: ${JSON.stringify(edit.refusal)}`);
  return edit.text;
};

/** What the AWS CLI takes from a file, without lines. */
const meaning = (text: string) => {
  const { profiles, ssoSessions, services } = parseConfigFile(text);
  const values = (sections: ReadonlyMap<string, ConfigSection>) =>
    new Map(
      Array.from(sections, ([name, { keys }]) => [
        name,
        keys.map(({ name: key, value, nested }) => [key, value, nested && [...nested.keys()]]),
      ]),
    );
  return {
    profiles: values(profiles),
    sessions: values(ssoSessions),
    services: values(services),
  };
};

describe('a session is appended', () => {
  it.each([
    ['to nothing', '', `${sectionText('corp')}\n`, 1],
    ['to a file of a mark only', '\uFEFF', `\uFEFF${sectionText('corp')}\n`, 1],
    ['after a line break', 'a\n', `a\n\n${sectionText('corp')}\n`, 3],
    ['after no line break', 'a', `a\n\n${sectionText('corp')}`, 3],
    ['after a blank line', 'a\n\n', `a\n\n${sectionText('corp')}\n`, 3],
    ['after blank lines', 'a\n \n\t\n', `a\n \n\t\n${sectionText('corp')}\n`, 4],
    ['after blanks', 'a\n  ', `a\n  \n${sectionText('corp')}`, 3],
    ['to a blank line', '\n', `\n${sectionText('corp')}\n`, 2],
    ['with the line breaks of the last line', 'a\nb\r\n', /^a\nb\r\n\r\n\[.*\]\r\nsso_.*\r\n$/s, 4],
    ['also those of old Macs', 'a\rb', /^a\rb\r\r\[.*\]\rsso_[^\n]*[^\r]$/s, 4],
  ])('%s', (_, text, result, line) => {
    expect(appendSession(text, session)).toEqual({
      text: typeof result === 'string' ? result : (expect.stringMatching(result) as string),
      line,
    });
  });

  it('without a key for no scopes', () => {
    const edit = appendSession('', { ...session, scopes: [] });
    expect(textOf(edit)).not.toContain('scopes');
  });
});

test.each(awkwardConfigs)('keeps every byte and every meaning: $what', ({ text, lineBreak }) => {
  const withSession = appendSession(text, session);
  const withProfiles = appendProfiles(
    textOf(withSession),
    [profile, { ...profile, name: 'corp prod', region: 'us-east-1' }],
    '[other]\n',
  );
  const result = textOf(withProfiles);
  const added = result.slice(text.length);
  const before = meaning(text);
  const after = readSsoConfig(parseConfigFile(result));
  expect({
    start: result.startsWith(text),
    lineBreaks: new Set(added.match(/\r\n|\r|\n/g)),
    isEnded: /[\r\n]$/.test(result),
    firstLine: result.split(/\r\n|\r|\n/)[(withSession as { line: number }).line - 1],
    firstProfileLine: result.split(/\r\n|\r|\n/)[(withProfiles as { line: number }).line - 1],
    meaning: meaning(result),
    sessions: after.sessions
      .filter(({ name }) => name === 'corp')
      .map(({ startUrl, region, registrationScopes, profiles, problems }) => ({
        ...{ startUrl, region, registrationScopes, problems },
        profiles: profiles.map((each) => [each.name, each.accountId, each.roleName]),
      })),
    newProblems: parseConfigFile(result).problems.length - parseConfigFile(text).problems.length,
  }).toEqual({
    start: true,
    lineBreaks: new Set(/[\r\n]/.test(text) ? [lineBreak] : ['\n']),
    isEnded: text === '' || text === '\uFEFF' || /[\r\n]$/.test(text),
    firstLine: expect.stringMatching(/^\uFEFF?\[sso-session corp\]$/) as string,
    firstProfileLine: '[profile corp-dev]',
    meaning: {
      profiles: new Map([
        ...before.profiles,
        ['corp-dev', expect.anything()],
        ['corp prod', expect.arrayContaining([['region', 'us-east-1', undefined]])],
      ]),
      sessions: new Map([...before.sessions, ['corp', expect.anything()]]),
      services: before.services,
    },
    sessions: [
      {
        startUrl: session.startUrl,
        region: session.region,
        registrationScopes: session.scopes,
        problems: [],
        profiles: [
          ['corp-dev', '111122223333', 'ReadOnlyAccess'],
          ['corp prod', '111122223333', 'ReadOnlyAccess'],
        ],
      },
    ],
    // of the name with a blank
    newProblems: 1,
  });
});

describe('a name is quoted where the AWS CLI needs it', () => {
  it.each([
    ['corp', '[sso-session corp]', true],
    ['a/b:c@d+e.f%g_h', '[sso-session a/b:c@d+e.f%g_h]', true],
    ['équipe', '[sso-session équipe]', false],
    ['a;b#c', '[sso-session a;b#c]', false],
    ['my sso', "[sso-session 'my sso']", false],
    [' edge ', "[sso-session ' edge ']", false],
    ["Ada's", `[sso-session 'Ada'"'"'s']`, false],
    ['say "so"', `[sso-session 'say "so"']`, false],
    ['back\\slash', "[sso-session 'back\\slash']", false],
    ['a]b', '[sso-session a]b]', false],
    ['[a', '[sso-session [a]', false],
    ['__proto__', '[sso-session __proto__]', false],
  ])('%s', (name, header, isPortable) => {
    const text = textOf(appendSession('', { ...session, name }));
    const [read] = readSsoConfig(parseConfigFile(text)).sessions;
    expect([text.split('\n')[0], read?.cacheKey, isNamePortable('ssoSession', name)]).toEqual([
      header,
      name,
      isPortable,
    ]);
  });
});

describe('a session is refused', () => {
  const exists = (line: number, name = 'corp') => ({
    code: 'sessionExists',
    name,
    file: 'config',
    line,
  });
  it.each([
    ['that is there', '\n[sso-session corp]\n', 'corp', exists(2)],
    ['that is there in quotes', '# c\n\n[sso-session "corp"]\n', 'corp', exists(3)],
    ['that is there after two blanks', '[sso-session  corp]\n', 'corp', exists(1)],
    ['that is there after a tab', '[sso-session\tcorp] # c\n', 'corp', exists(1)],
    ['that is there in pieces', `[sso-session c'or'p]\n`, 'corp', exists(1)],
    ['that is there with blanks', `[sso-session my\\ sso]\n`, 'my sso', exists(1, 'my sso')],
    [
      'that is there twice, where it counts',
      '[sso-session corp]\n[sso-session "corp"]',
      'corp',
      exists(2),
    ],
    ['of no name', '', '', { code: 'notWritable', name: '' }],
    ['of two lines', '', 'a\nb', { code: 'notWritable', name: 'a\nb' }],
    ['of half a letter', '', '\ud800', { code: 'notWritable', name: '\ud800' }],
  ])('%s', (_, text, name, refusal) => {
    expect(appendSession(text, { ...session, name })).toEqual({ refusal });
  });

  it.each([
    ['start URL', { startUrl: 'https://a\n[profile evil]\ncredential_process = rm' }],
    ['start URL', { startUrl: ' https://a' }],
    ['region', { region: 'eu-central-1\r[profile evil]' }],
    ['region', { region: '' }],
    ['scope', { scopes: ['a', ' b'] }],
    ['scope', { scopes: ['a\u2028b'] }],
  ])('whose %s would not be read as it is: %j', (_, values) => {
    expect(appendSession('[default]\n', { ...session, ...values })).toEqual({
      refusal: { code: 'notWritable', name: 'corp' },
    });
  });

  it('that [DEFAULT] would give another meaning', () => {
    const text = '[DEFAULT]\nregion = x\nsso_registration_scopes = other\n';
    expect(appendSession(text, { ...session, scopes: [] })).toEqual({
      refusal: { code: 'inherited', file: 'config', line: 3 },
    });
  });

  it('but not for what [DEFAULT] says of other things, or another section of that name', () => {
    const text =
      '[DEFAULT]\nregion = x\n[profile corp]\n[services corp]\n[corp]\n[sso-session Corp]\n';
    expect(textOf(appendSession(text, session)).startsWith(text)).toBe(true);
  });
});

describe('profiles are refused, all together', () => {
  const config = `${sectionText('corp')}\n[default]\nregion = x\n[profile 'old one']\n`;
  const other = { ...profile, name: 'other' };
  it.each([
    [
      'one that is there',
      [other, { ...profile, name: 'old one' }],
      '',
      { code: 'profileExists', name: 'old one', file: 'config', line: 7 },
    ],
    [
      'one of the credentials file',
      [other, profile],
      '\n[corp-dev]\n',
      { code: 'profileExists', name: 'corp-dev', file: 'credentials', line: 2 },
    ],
    [
      'the default',
      [{ ...profile, name: 'default' }],
      '',
      { code: 'reservedName', name: 'default' },
    ],
    ['two of one name', [profile, other, profile], '', { code: 'namedTwice', name: 'corp-dev' }],
    [
      'one of no session',
      [{ ...profile, sessionName: 'gone' }],
      '',
      { code: 'sessionMissing', name: 'gone' },
    ],
    [
      'a name of two lines',
      [{ ...profile, name: 'a\rb' }],
      '',
      { code: 'notWritable', name: 'a\rb' },
    ],
    [
      'a role of two lines',
      [other, { ...profile, roleName: 'a\ncredential_process = b' }],
      '',
      { code: 'notWritable', name: 'corp-dev' },
    ],
    [
      'an account without a number',
      [{ ...profile, accountId: '' }],
      '',
      { code: 'notWritable', name: 'corp-dev' },
    ],
    [
      'a region of two lines',
      [{ ...profile, region: 'a\nb' }],
      '',
      { code: 'notWritable', name: 'corp-dev' },
    ],
  ])('%s', (_, profiles, credentials, refusal) => {
    expect(appendProfiles(config, profiles, credentials)).toEqual({ refusal });
  });

  it('what [DEFAULT] contradicts', () => {
    const text = `[DEFAULT]\nsso_start_url = https://else.awsapps.com/start\n${config}`;
    expect(appendProfiles(text, [profile], '')).toEqual({
      refusal: { code: 'inherited', file: 'config', line: 2 },
    });
  });

  it('but none is no change', () => {
    expect(textOf(appendProfiles(config, [], ''))).toBe(config);
  });
});

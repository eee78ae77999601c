// After an edit, botocore finds what was meant, and everything else as it was.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { appendProfiles, appendSession } from '../../src/core/configEdit.ts';
import { migrateSession } from '../../src/core/migration.ts';
import { awkwardConfigs } from '../support/awkwardConfigs.ts';
import { pythonWith } from '../support/python.ts';

interface Reading {
  readonly profiles: Readonly<Record<string, unknown>>;
  readonly sso_sessions: Readonly<Record<string, unknown>>;
}

const directory = mkdtempSync(join(tmpdir(), 'edited-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const program = `
import json, sys
import botocore.configloader as loader
for path in json.load(sys.stdin):
    found = loader.load_config(path)
    print(json.dumps({k: found[k] for k in ('profiles', 'sso_sessions')}))
`;

function readWithBotocore(texts: readonly string[]): readonly Reading[] {
  const paths = texts.map((text, index) => {
    const path = join(directory, String(index));
    writeFileSync(path, text);
    return path;
  });
  const { status, stdout, stderr } = spawnSync(pythonWith('botocore'), ['-c', program], {
    input: JSON.stringify(paths),
    encoding: 'utf8',
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Reading);
}

function textOf(edit: { readonly text: string } | { readonly refusal: unknown }): string {
  if ('text' in edit) return edit.text;
  throw new Error(JSON.stringify(edit.refusal));
}

/** The AWS CLI reads no file with a byte order mark, before or after. */
const texts = awkwardConfigs.map(({ text }) => text).filter((text) => !text.startsWith('\uFEFF'));
const names = [
  'corp',
  'my sso',
  "Ada's",
  'say "so"',
  'équipe',
  'a]b',
  'back\\slash',
  ' edge ',
  '#',
];
const startUrl = 'https://corp.awsapps.com/start#/';
const sessionKeys = {
  sso_start_url: startUrl,
  sso_region: 'eu-central-1',
  sso_registration_scopes: 'sso:account:access,a:b',
};

test('new sessions and profiles', () => {
  const cases = texts.map((text, index) => {
    const name = names[index % names.length] ?? '';
    const session = {
      name,
      startUrl,
      region: 'eu-central-1',
      scopes: ['sso:account:access', 'a:b'],
    };
    const profile = { sessionName: name, accountId: '111122223333', roleName: 'R@=,.' };
    const added = [
      { ...profile, name: `new ${name}` },
      { ...profile, name: `new-${name}`, region: 'eu-west-1' },
    ];
    // Which trims what it reads.
    const isNameable = name.trim() === name;
    const edited = textOf(appendSession(text, session));
    return {
      name,
      isNameable,
      text,
      edited: isNameable ? textOf(appendProfiles(edited, added, '')) : edited,
    };
  });
  const before = readWithBotocore(cases.map(({ text }) => text));
  const after = readWithBotocore(cases.map(({ edited }) => edited));
  expect(after).toEqual(
    cases.map(({ name, isNameable }, index) => {
      const profile = { sso_session: name, sso_account_id: '111122223333', sso_role_name: 'R@=,.' };
      return {
        profiles: {
          ...before[index]?.profiles,
          ...(isNameable && {
            [`new ${name}`]: profile,
            [`new-${name}`]: { ...profile, region: 'eu-west-1' },
          }),
        },
        sso_sessions: { ...before[index]?.sso_sessions, [name]: sessionKeys },
      };
    }),
  );
});

test('legacy profiles that became a session', () => {
  const legacy = `[profile 'old one']
  sso_account_id = 111122223333
  SSO_REGION: eu-central-1
  # both were one token
  sso_start_url = ${startUrl}
  note = a
     sso_region = b
  sso_role_name = Reader
[profile second]
sso_registration_scopes = sso:account:access,
    a:b
sso_start_url=${startUrl}
sso_region=eu-central-1
[profile third]
region = x
`;
  const cases = texts.map((text, index) => {
    const name = (names[index % names.length] ?? '').trim();
    const lineBreak = /\r\n?|\n/.exec(text)?.[0] ?? '\n';
    const whole = legacy.replaceAll('\n', lineBreak) + text;
    return {
      name,
      text: whole,
      edited: textOf(migrateSession(whole, '', `url:${startUrl}`, name)),
    };
  });
  const before = readWithBotocore(cases.map(({ text }) => text));
  const after = readWithBotocore(cases.map(({ edited }) => edited));
  expect(after).toEqual(
    cases.map(({ name }, index) => ({
      profiles: {
        ...before[index]?.profiles,
        'old one': {
          sso_session: name,
          sso_account_id: '111122223333',
          sso_role_name: 'Reader',
          note: 'a\nsso_region = b',
        },
        second: { sso_session: name },
      },
      sso_sessions: { ...before[index]?.sso_sessions, [name]: sessionKeys },
    })),
  );
});

// Whatever a config says, and whatever is to be added: what is written is read as it was meant, and every
// other byte stays.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type NewProfile,
  type NewSession,
  appendProfiles,
  appendSession,
  saysSession,
  sessionCalled,
} from '../../src/core/configEdit.ts';
import { type ConfigSection, findKey, parseConfigFile } from '../../src/core/configFile.ts';
import { migrateSession } from '../../src/core/migration.ts';
import { readScopes, readStartUrl } from '../../src/core/newSessionInput.ts';
import { type SsoConfig, readSsoConfig } from '../../src/core/ssoConfig.ts';
import { textLines } from '../../src/core/textLines.ts';
import { configText, sectionName, startUrl } from '../support/fuzz/configTexts.ts';
import { inTime, mustHold, runs, timeout } from '../support/fuzz/fuzz.ts';
import { huge, oddPiece, oddText } from '../support/fuzz/texts.ts';

const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: odd });

const newSession: fc.Arbitrary<NewSession> = fc.record({
  name: sectionName,
  startUrl: mostly(startUrl, oddText),
  region: mostly(fc.constantFrom('us-east-1', 'eu-central-1'), oddText),
  scopes: fc.array(mostly(fc.constantFrom('sso:account:access', 'a:b'), oddText), { maxLength: 3 }),
});
const newProfile = (sessionName: string): fc.Arbitrary<NewProfile> =>
  fc.record(
    {
      name: sectionName,
      sessionName: fc.constant(sessionName),
      accountId: mostly(fc.constant('111122223333'), oddText),
      roleName: mostly(fc.constantFrom('ReadOnly', 'R@=,.'), oddText),
      region: mostly(fc.constant('us-east-1'), oddText),
    },
    { requiredKeys: ['name', 'sessionName', 'accountId', 'roleName'] },
  );

/** What the AWS CLI takes from a file, without lines. */
const meaning = (text: string) => {
  const { profiles, ssoSessions, services } = parseConfigFile(text);
  const values = (sections: ReadonlyMap<string, ConfigSection>) =>
    Array.from(sections, ([name, { keys }]) => [
      name,
      keys.map(({ name: key, value, nested }) => [
        key,
        value,
        nested && [...nested.entries()].length,
      ]),
    ]);
  return { profiles: values(profiles), sessions: values(ssoSessions), services: values(services) };
};

const problemsIn = (text: string): number =>
  parseConfigFile(text).problems.filter(({ refusedByCli }) => refusedByCli).length;

test('sessions and profiles are added, and nothing else changes', { timeout }, () => {
  let added = 0;
  const edits = newSession.chain((session) =>
    fc.tuple(
      fc.constant(session),
      fc.array(newProfile(session.name), { maxLength: 3 }),
      configText,
    ),
  );
  fc.assert(
    fc.property(edits, configText, ([session, profiles, text], credentialsText) => {
      const withSession = inTime(() => appendSession(text, session));
      if ('refusal' in withSession) return;
      const edited = inTime(() => appendProfiles(withSession.text, profiles, credentialsText));
      if ('refusal' in edited) return;
      added += 1;
      mustHold(edited.text.startsWith(text), 'every byte that was there is kept', edited.text);
      const firstLine = textLines(withSession.text)[withSession.line - 1]?.text ?? '';
      mustHold(
        /^\ufeff?\[sso-session /.test(firstLine),
        'it is on the line that is told',
        firstLine,
      );
      mustHold(problemsIn(edited.text) === problemsIn(text), 'the AWS CLI takes it as before');

      const before = meaning(text);
      const after = meaning(edited.text);
      const names = new Set(profiles.map(({ name }) => name));
      expect({
        ...after,
        profiles: after.profiles.filter(([name]) => !names.has(name as string)),
        sessions: after.sessions.filter(([name]) => name !== session.name),
      }).toEqual(before);
      const config = parseConfigFile(edited.text);
      const found = sessionCalled(session.name, readSsoConfig(config));
      mustHold(found !== undefined && saysSession(found, session), 'the session reads back', found);
      for (const { name, accountId, roleName, region } of profiles) {
        const section = config.profiles.get(name);
        const says = (key: string) => section && findKey(section, key)?.value;
        const isRegionSaid = region === undefined || says('region') === region;
        mustHold(
          says('sso_session') === session.name &&
            says('sso_account_id') === accountId &&
            says('sso_role_name') === roleName &&
            isRegionSaid,
          'a profile reads back',
          section,
        );
      }
    }),
    runs(1_500),
  );
  // Else all of it was refused.
  expect(added).toBeGreaterThan(20);
});

const shown = ({ sessions }: SsoConfig, isWanted: (id: string) => boolean) =>
  sessions
    .filter(({ id }) => isWanted(id))
    .map(({ id, startUrl: url, region, registrationScopes, profiles }) => ({
      ...{ id, url, region, registrationScopes },
      profiles: profiles.map(({ name, accountId, roleName }) => ({ name, accountId, roleName })),
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

const credentials = mostly(fc.constant('[default]\naws_access_key_id = A\n'), configText);

test('legacy sessions are rewritten, and nothing else changes', { timeout }, () => {
  let migrated = 0;
  fc.assert(
    fc.property(configText, credentials, sectionName, (text, credentialsText, name) => {
      const beside = parseConfigFile(credentialsText, 'credentials');
      const before = readSsoConfig(parseConfigFile(text), beside);
      for (const { id, profiles } of before.sessions.filter(({ kind }) => kind === 'legacy')) {
        const result = inTime(() => migrateSession(text, credentialsText, id, name));
        if ('refusal' in result) continue;
        migrated += 1;
        const after = readSsoConfig(parseConfigFile(result.text), beside);
        const isOther = (other: string) => other !== id && other !== `session:${name}`;
        expect(shown(after, isOther)).toEqual(shown(before, isOther));
        const session = sessionCalled(name, after);
        const moved = profiles.every((one) =>
          session?.profiles.some((two) => two.name === one.name),
        );
        mustHold(moved, 'its profiles use the session', session);
        const kept = new Set(textLines(result.text).map((line) => line.text));
        const gone = textLines(text).filter((line) => !kept.has(line.text));
        const lines = new Set(text.split(/\r\n?|\n/).slice(result.line - 1));
        mustHold(
          gone.every((line) => lines.has(line.text)),
          'the first change is told',
          gone,
        );
        const isAside = ({ text: line }: { text: string }) => /^[ \t\u3000]*[#;]/.test(line);
        mustHold(!gone.some(isAside), 'a comment stays where it is', gone);
      }
    }),
    runs(1_500),
  );
  expect(migrated).toBeGreaterThan(2);
});

test('what a person types is a start URL or scopes, or is not', { timeout }, () => {
  const typed = fc.oneof(
    oddText,
    fc.tuple(oddText, startUrl, oddText).map((parts) => parts.join('')),
    huge(fc.oneof(oddPiece, fc.constantFrom(')', '"', ' ', 'a.', 'a-', '/', 'https://', 'a,'))),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const url = inTime(() => readStartUrl(text));
      if ('url' in url) expect(readStartUrl(url.url)).toEqual(url);
      const scopes = inTime(() => readScopes(text));
      if (scopes !== undefined) expect(readScopes(scopes.join(','))).toEqual(scopes);
    }),
    runs(1_000),
  );
});

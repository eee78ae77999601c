// Any text is read as a config file: at once, with every line where it is, and without telling a value.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ConfigFile, parseConfigFile } from '../../src/core/configFile.ts';
import type { ConfigProblem } from '../../src/core/configProblem.ts';
import { type SsoConfig, readSsoConfig } from '../../src/core/ssoConfig.ts';
import {
  configText,
  grammaticalConfig,
  longConfigs,
  plantedSecret,
} from '../support/fuzz/configTexts.ts';
import { inTime, mustHold, runs, timeout } from '../support/fuzz/fuzz.ts';

const read = (text: string, credentialsText = ''): { config: ConfigFile; sso: SsoConfig } => {
  const config = parseConfigFile(text);
  return { config, sso: readSsoConfig(config, parseConfigFile(credentialsText, 'credentials')) };
};

const linesIn = (text: string): number => text.split(/\r\n?|\n/).length;

test('what is read is where it is said to be', { timeout }, () => {
  fc.assert(
    fc.property(configText, (text) => {
      for (const kind of ['config', 'credentials'] as const) {
        const { sections, problems } = inTime(() => parseConfigFile(text, kind));
        const last = linesIn(text);
        const isWithin = (line: number) => Number.isInteger(line) && line >= 1 && line <= last;
        for (const section of sections) {
          mustHold(isWithin(section.line), 'a section is in the text', section.line);
          mustHold(section.endLine >= section.line && isWithin(section.endLine), 'it ends there');
          let previous = section.line;
          for (const key of section.keys) {
            mustHold(key.line > previous && key.endLine >= key.line, 'keys come in order', key);
            mustHold(key.endLine <= section.endLine, 'keys are in their section', key);
            previous = key.endLine;
            for (const { line } of key.nested?.values() ?? []) {
              mustHold(line > key.line && line <= key.endLine, 'a block is below its key', key);
            }
          }
        }
        const lines = problems.map(({ line }) => line);
        mustHold(lines.every(isWithin), 'a problem is in the text', problems);
        mustHold(
          lines.toString() === lines.toSorted((a, b) => a - b).toString(),
          'in order',
          lines,
        );
      }
    }),
    runs(1_200),
  );
});

test('sessions and profiles are each told once', { timeout }, () => {
  fc.assert(
    fc.property(configText, configText, (text, credentialsText) => {
      const { sso } = inTime(() => read(text, credentialsText));
      const ids = sso.sessions.map(({ id }) => id);
      mustHold(new Set(ids).size === ids.length, 'ids differ', ids);
      const profiles = sso.sessions.flatMap((session) => session.profiles);
      const names = profiles.map(({ name }) => name);
      mustHold(new Set(names).size === names.length, 'a profile is in one session', names);
      const last = { config: linesIn(text), credentials: linesIn(credentialsText) };
      const placed = [...sso.sessions, ...profiles, ...sso.sessions.flatMap((one) => one.problems)];
      for (const { line, file } of placed) {
        mustHold(line >= 1 && line <= last[file], 'each is in its file', { line, file });
      }
      for (const { name, cacheKey, profiles: own } of sso.sessions) {
        mustHold(name !== '' || own.some((one) => one.name === ''), 'it has a name', cacheKey);
      }
    }),
    runs(600),
  );
});

test('a line break is a line break', { timeout }, () => {
  fc.assert(
    fc.property(configText, (text) => {
      const plain = text.replace(/\r\n?/g, '\n');
      expect(parseConfigFile(plain.replaceAll('\n', '\r\n'))).toEqual(parseConfigFile(plain));
    }),
    runs(300),
  );
});

test('no problem tells a value', { timeout }, () => {
  fc.assert(
    fc.property(grammaticalConfig, grammaticalConfig, (text, credentialsText) => {
      const { sso } = read(text, credentialsText);
      const told: readonly ConfigProblem[] = [
        ...sso.problems,
        ...sso.sessions.flatMap(({ problems, profiles }) => [
          ...problems,
          ...profiles.flatMap((profile) => profile.problems),
        ]),
      ];
      mustHold(!JSON.stringify(told).includes(plantedSecret), 'no value is told', told);
    }),
    runs(800),
  );
});

test.each(Object.entries(longConfigs))('64 kB of it: %s', (_what, text) => {
  inTime(() => read(text, text));
});

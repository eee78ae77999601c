// A legacy session, whose profiles each name a start URL, made an sso-session: the kind that can be
// renewed. Text to text, with every other byte kept.
import {
  type EditRefusal,
  type NewSession,
  inherited,
  saysSession,
  sessionCalled,
  sessionLines,
  sessionNameRefusal,
} from './configEdit.ts';
import { type ConfigSection, parseConfigFile } from './configFile.ts';
import { isOwn, migrationObstacle, sectionsOf } from './migrationObstacle.ts';
import { appendSections } from './newSection.ts';
import { isBlank } from './pythonText.ts';
import { defaultScopes } from './scopes.ts';
import { type ConfiguredSession, type SsoConfig, readSsoConfig } from './ssoConfig.ts';
import { type TextLine, joinLines, textLines } from './textLines.ts';

export interface Migration {
  readonly text: string;
  /** the first that changes, 1-based */
  readonly line: number;
  /** those that were rewritten */
  readonly profiles: readonly string[];
  /** The session was there already. */
  readonly isReused: boolean;
}

/** What the session says from now on; a profile that went on saying it could come to contradict it. */
const movedKeys: ReadonlySet<string> = new Set([
  'sso_start_url',
  'sso_region',
  'sso_registration_scopes',
]);

/**
 * Rewrites the profiles of the legacy session with this id to use `[sso-session NAME]`, which is added
 * unless it is there with the same start URL and region.
 */
export function migrateSession(
  text: string,
  credentialsText: string,
  sessionId: string,
  name: string,
): Migration | { readonly refusal: EditRefusal } {
  const config = parseConfigFile(text);
  const credentials = parseConfigFile(credentialsText, 'credentials');
  const before = readSsoConfig(config, credentials);
  const legacy = before.sessions.find(({ id, kind }) => id === sessionId && kind === 'legacy');
  if (legacy === undefined) return { refusal: { code: 'notLegacy' } };
  const obstacle = migrationObstacle(legacy, config, credentials);
  if (obstacle !== undefined) return { refusal: obstacle };

  const { startUrl = '', region = '', profiles } = legacy;
  const sections = sectionsOf(profiles, config);
  const existing = config.ssoSessions.has(name) ? sessionCalled(name, before) : undefined;
  const isReused = existing?.startUrl === startUrl && existing.region === region;
  const refusal = isReused ? undefined : sessionNameRefusal(name, config);
  if (refusal !== undefined) return { refusal };
  const scopes = isReused ? existing.registrationScopes : scopesIn(sections);
  const session: NewSession = { name, startUrl, region, scopes };

  const rewritten = rewrite(text, sections, name);
  const added = isReused ? [] : [sessionLines(session)];
  const result = appendSections(rewritten.text, added).text;
  if (!isTrue(readSsoConfig(parseConfigFile(result), credentials), session, legacy)) {
    return { refusal: inherited(text) ?? { code: 'notWritable', name } };
  }
  return {
    text: result,
    line: rewritten.line,
    profiles: profiles.map((profile) => profile.name),
    isReused,
  };
}

function scopesIn(sections: readonly ConfigSection[]): readonly string[] {
  const scopes = sections
    .flatMap(({ keys }) => keys)
    .filter(({ name }) => name === 'sso_registration_scopes')
    .flatMap(({ value }) => value.split(','))
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  return scopes.length === 0 ? defaultScopes : [...new Set(scopes)];
}

/** Puts `sso_session` in the place of the first key that moves, and takes out the others. */
function rewrite(
  text: string,
  sections: readonly ConfigSection[],
  name: string,
): { readonly text: string; readonly line: number } {
  const lines: (TextLine | undefined)[] = [...textLines(text)];
  let firstLine = lines.length;
  for (const section of sections) {
    const moved = section.keys.filter((key) => movedKeys.has(key.name) && isOwn(key, section));
    for (const [index, { line, endLine }] of moved.entries()) {
      firstLine = Math.min(firstLine, line);
      for (let at = line; at <= endLine; at++) {
        const old = lines[at - 1];
        if (old === undefined || isAside(old.text)) continue;
        // A line that is indented more than the key above is a part of that key's value.
        const replacement = `${indentOf(old.text)}sso_session = ${name}`;
        const isPlace = index === 0 && at === line;
        lines[at - 1] = isPlace ? { ...old, text: replacement } : undefined;
      }
    }
  }
  const kept = lines.filter((line) => line !== undefined);
  const last = kept.pop();
  // The text ends as before where its last line went.
  return { text: joinLines(last ? [...kept, { ...last, lineBreak: '' }] : kept), line: firstLine };
}

/** Comments and blank lines in the midst of a value are no part of it. */
function isAside(text: string): boolean {
  const first = text.charAt(indentOf(text).length);
  return first === '' || first === '#' || first === ';';
}

function indentOf(text: string): string {
  let end = 0;
  while (end < text.length && isBlank(text.charCodeAt(end))) end++;
  return text.slice(0, end);
}

/** Whether the new text says what the old one said, by way of the session. */
function isTrue(after: SsoConfig, meant: NewSession, before: ConfiguredSession): boolean {
  const session = sessionCalled(meant.name, after);
  if (session === undefined || !saysSession(session, meant)) return false;
  if (after.sessions.some(({ id }) => id === before.id)) return false;
  return before.profiles.every(({ name, accountId, roleName }) => {
    const profile = session.profiles.find((each) => each.name === name);
    return (
      profile?.accountId === accountId &&
      profile?.roleName === roleName &&
      profile?.problems.length === 0
    );
  });
}

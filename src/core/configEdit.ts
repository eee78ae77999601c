// New sessions and profiles in the AWS config: text to text, with every byte that is there kept.
import { type ConfigFile, findKey, parseConfigFile } from './configFile.ts';
import type { ConfigFileKind, ConfigProblem } from './configProblem.ts';
import { defaultsHeader, isSsoKey } from './configWarnings.ts';
import { type NewSectionKind, appendSections, fitsInLine, headerFor } from './newSection.ts';
import { type ConfiguredSession, type SsoConfig, readSsoConfig } from './ssoConfig.ts';

export interface NewSession {
  readonly name: string;
  readonly startUrl: string;
  readonly region: string;
  /** none writes no key */
  readonly scopes: readonly string[];
}

export interface NewProfile {
  readonly name: string;
  readonly sessionName: string;
  readonly accountId: string;
  readonly roleName: string;
  /** where commands go that name no other region */
  readonly region?: string;
}

interface Line {
  readonly file: ConfigFileKind;
  /** 1-based */
  readonly line: number;
}

/** Why the text is left as it is. */
export type EditRefusal =
  | ({ readonly code: 'sessionExists' | 'profileExists'; readonly name: string } & Line)
  /** Nothing in the file would be read as this name, or as its values. */
  | { readonly code: 'notWritable'; readonly name: string }
  /** `default` is nobody's to add. */
  | { readonly code: 'reservedName'; readonly name: string }
  /** two new profiles of one name */
  | { readonly code: 'namedTwice'; readonly name: string }
  /** the session of the new profiles */
  | { readonly code: 'sessionMissing'; readonly name: string }
  /** [DEFAULT] has a key that would make the result mean something else. */
  | ({ readonly code: 'inherited' } & Line)
  /** A key to rewrite stands in the credentials file, which is left alone. [profile] */
  | ({ readonly code: 'inCredentials'; readonly name: string } & Line)
  /** to be put right first */
  | { readonly code: 'misconfigured'; readonly problem: ConfigProblem }
  /** nothing to migrate any more */
  | { readonly code: 'notLegacy' }
  /** no longer the text that the person has seen */
  | { readonly code: 'changedMeanwhile' };

/** `line` is the first that is new. */
export type ConfigEdit =
  { readonly text: string; readonly line: number } | { readonly refusal: EditRefusal };

/** Appends `[sso-session NAME]`. Refused where the AWS CLI finds that name already, in any spelling. */
export function appendSession(text: string, session: NewSession): ConfigEdit {
  const { name } = session;
  const refusal = sessionNameRefusal(name, parseConfigFile(text));
  if (refusal !== undefined) return { refusal };
  const edit = appendSections(text, [sessionLines(session)]);
  const found = sessionCalled(name, readSsoConfig(parseConfigFile(edit.text)));
  if (found !== undefined && saysSession(found, session)) return edit;
  return { refusal: inherited(edit.text) ?? { code: 'notWritable', name } };
}

/**
 * Appends a `[profile NAME]` each, or refuses the first that cannot be and appends none. A profile of
 * the credentials file exists as well: its keys would come before the new ones.
 */
export function appendProfiles(
  text: string,
  profiles: readonly NewProfile[],
  credentialsText: string,
): ConfigEdit {
  const config = parseConfigFile(text);
  const credentials = parseConfigFile(credentialsText, 'credentials');
  const names = new Set<string>();
  for (const { name, sessionName } of profiles) {
    const refusal = config.ssoSessions.has(sessionName)
      ? profileNameRefusal(name, config, credentials)
      : ({ code: 'sessionMissing', name: sessionName } as const);
    if (refusal !== undefined) return { refusal };
    if (names.has(name)) return { refusal: { code: 'namedTwice', name } };
    names.add(name);
  }
  const edit = appendSections(text, profiles.map(profileLines));
  const after = parseConfigFile(edit.text);
  const sso = readSsoConfig(after, credentials);
  const untrue = profiles.find((profile) => !saysProfile(after, sso, profile));
  if (untrue === undefined) return edit;
  return { refusal: inherited(edit.text) ?? { code: 'notWritable', name: untrue.name } };
}

/** Why a new sso-session cannot have this name; undefined when it can. */
export function sessionNameRefusal(name: string, config: ConfigFile): EditRefusal | undefined {
  const line = config.ssoSessions.get(name)?.line;
  if (line !== undefined) return { code: 'sessionExists', name, file: 'config', line };
  return headerFor('ssoSession', name) === undefined ? { code: 'notWritable', name } : undefined;
}

/** Why a new profile cannot have this name; undefined when it can. */
export function profileNameRefusal(
  name: string,
  config: ConfigFile,
  credentials: ConfigFile,
): EditRefusal | undefined {
  if (name === 'default') return { code: 'reservedName', name };
  for (const { profiles, file } of [config, credentials]) {
    const line = profiles.get(name)?.line;
    if (line !== undefined) return { code: 'profileExists', name, file, line };
  }
  return headerFor('profile', name) === undefined ? { code: 'notWritable', name } : undefined;
}

/** The session of this very name, as the AWS CLI finds it. */
export function sessionCalled(
  name: string,
  { sessions }: SsoConfig,
): ConfiguredSession | undefined {
  return sessions.find(({ kind, cacheKey }) => kind === 'session' && cacheKey === name);
}

/** Whether a session says what the new one is to say. */
export function saysSession(
  { startUrl, region, registrationScopes }: ConfiguredSession,
  meant: NewSession,
): boolean {
  return (
    startUrl === meant.startUrl &&
    region === meant.region &&
    registrationScopes.join() === meant.scopes.join()
  );
}

function saysProfile(config: ConfigFile, sso: SsoConfig, meant: NewProfile): boolean {
  const profiles = sessionCalled(meant.sessionName, sso)?.profiles ?? [];
  const found = profiles.find(({ name }) => name === meant.name);
  const section = config.profiles.get(meant.name);
  return (
    found?.accountId === meant.accountId &&
    found.roleName === meant.roleName &&
    found.problems.length === 0 &&
    (meant.region === undefined ||
      (section !== undefined && findKey(section, 'region')?.value === meant.region))
  );
}

/** Where [DEFAULT] speaks of SSO. */
export function inherited(text: string): EditRefusal | undefined {
  for (const { header, keys } of parseConfigFile(text).sections) {
    const key = header === defaultsHeader ? keys.find(({ name }) => isSsoKey(name)) : undefined;
    if (key !== undefined) return { code: 'inherited', file: 'config', line: key.line };
  }
  return undefined;
}

export function sessionLines({ name, startUrl, region, scopes }: NewSession): readonly string[] {
  return sectionLines('ssoSession', name, [
    ['sso_start_url', startUrl],
    ['sso_region', region],
    ['sso_registration_scopes', scopes.length === 0 ? undefined : scopes.join(',')],
  ]);
}

function profileLines(profile: NewProfile): readonly string[] {
  return sectionLines('profile', profile.name, [
    ['sso_session', profile.sessionName],
    ['sso_account_id', profile.accountId],
    ['sso_role_name', profile.roleName],
    ['region', profile.region],
  ]);
}

/** A value that would break its line is left out, by which the result is seen to say too little. */
function sectionLines(
  kind: NewSectionKind,
  name: string,
  keys: readonly (readonly [key: string, value: string | undefined])[],
): readonly string[] {
  const lines = keys
    .filter(([, value]) => value !== undefined && fitsInLine(value))
    .map(([key, value = '']) => `${key} = ${value}`);
  return [`[${headerFor(kind, name) ?? ''}]`, ...lines];
}

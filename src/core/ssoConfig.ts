// Profiles and sessions put together: what there is to be signed in to, and what is missing for it.
import type { ConfigFile } from './configFile.ts';
import type { ConfigFileKind, ConfigProblem } from './configProblem.ts';
import {
  addProfile,
  addSession,
  idOf,
  problemAt,
  sourceOf,
  type Draft,
  type Place,
} from './ssoDraft.ts';
import { urlTrouble } from './urlTrouble.ts';

export interface SsoProfile {
  readonly name: string;
  readonly accountId?: string;
  readonly roleName?: string;
  /** Where its commands go, which need not be where its session is. */
  readonly region?: string;
  /** of the section that makes it an SSO profile */
  readonly line: number;
  readonly file: ConfigFileKind;
  readonly problems: readonly ConfigProblem[];
}

/** What the name of the cache file is made of: the SHA-1 of these very characters. */
export type SessionKey =
  | { readonly kind: 'session'; readonly name: string }
  | { readonly kind: 'legacy'; readonly startUrl: string };

export interface ConfiguredSession {
  /** unique and stable: `session:NAME` or `url:URL` */
  readonly id: string;
  readonly kind: SessionKey['kind'];
  /** the session's name or the legacy profiles' start URL, as written */
  readonly cacheKey: string;
  /** for people */
  readonly name: string;
  readonly startUrl: string | undefined;
  readonly region: string | undefined;
  /** empty where none are configured, and for legacy profiles */
  readonly registrationScopes: readonly string[];
  /** of the sso-session section; of the first profile where there is none */
  readonly line: number;
  readonly file: ConfigFileKind;
  readonly profiles: readonly SsoProfile[];
  /** one of severity 'error' makes it unusable; a problem of every profile is one of the session too */
  readonly problems: readonly ConfigProblem[];
}

export interface SsoConfig {
  /** in the order of the files */
  readonly sessions: readonly ConfiguredSession[];
  /** of the files; those of the sessions and profiles are with them */
  readonly problems: readonly ConfigProblem[];
}

/** The session with this id, or why there is none. */
export function sessionIn(
  { sessions, problems }: SsoConfig,
  id: string,
): ConfiguredSession | 'configUnreadable' | 'notConfigured' {
  const isUnreadable = problems.some(({ code }) => code === 'fileUnreadable');
  return (
    sessions.find((session) => session.id === id) ??
    (isUnreadable ? 'configUnreadable' : 'notConfigured')
  );
}

/** As in botocore's `validate_region_name`: one label of a host name, and not a number. */
function isRegionName(text: string): boolean {
  return /^(?!\d+$)(?!-)[a-zA-Z0-9-]{1,63}(?<!-)$/.test(text);
}

/**
 * Sessions come from the config file only; a profile's keys in the credentials file override those
 * in the config file (botocore's `full_config`). Names and start URLs are taken as written, since
 * the cache file is named after them byte for byte. Never throws: what is missing is a problem.
 */
export function readSsoConfig(config: ConfigFile, credentials?: ConfigFile): SsoConfig {
  const drafts = new Map<string, Draft>();
  for (const [name, section] of config.ssoSessions) {
    if (name !== '') addSession(name, sourceOf(section, 'config'), drafts);
  }
  for (const [name, section] of config.profiles) {
    const own = sourceOf(section, 'config');
    const above = credentials?.profiles.get(name);
    addProfile(name, above ? [sourceOf(above, 'credentials'), own] : [own], drafts);
  }
  for (const [name, section] of credentials?.profiles ?? []) {
    if (!config.profiles.has(name)) addProfile(name, [sourceOf(section, 'credentials')], drafts);
  }
  const sessions = Array.from(drafts.values(), finish).sort(byPlace);
  return { sessions, problems: [...config.problems, ...(credentials?.problems ?? [])] };
}

function finish(draft: Draft): ConfiguredSession {
  const { kind, cacheKey, line, file, keys, profiles } = draft;
  const name = displayName(draft);
  const scopes = keys.get('sso_registration_scopes')?.value.split(',') ?? [];
  return {
    id: idOf(draft),
    kind,
    cacheKey,
    name,
    startUrl: valueOf(draft, 'sso_start_url'),
    region: valueOf(draft, 'sso_region'),
    registrationScopes: scopes.map((scope) => scope.trim()).filter((scope) => scope !== ''),
    line,
    file,
    profiles,
    problems: [...valueProblems(draft, name), ...sharedProblems(draft)],
  };
}

function valueOf({ keys }: Draft, key: string): string | undefined {
  const value = keys.get(key)?.value;
  return value === '' ? undefined : value;
}

function displayName({ kind, cacheKey, profiles }: Draft): string {
  const [first, ...others] = profiles.map(({ name }) => name);
  if (kind === 'session' && cacheKey !== '') return cacheKey;
  if (first !== undefined && (others.length === 0 || urlTrouble(cacheKey) === 'invalid'))
    return first;
  return new URL(cacheKey).hostname.split('.')[0] ?? cacheKey;
}

function valueProblems(draft: Draft, name: string): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const startUrl = draft.keys.get('sso_start_url');
  const region = draft.keys.get('sso_region');
  if (startUrl?.value) {
    const trouble = urlTrouble(startUrl.value);
    if (trouble === 'invalid') problems.push(problemAt(startUrl, 'startUrlInvalid', name));
    if (trouble === 'insecure') problems.push(problemAt(startUrl, 'startUrlNotHttps', name));
  } else if (draft.defined) {
    problems.push(problemAt(startUrl ?? draft, 'missingStartUrl', name));
  }
  if (region?.value) {
    if (!isRegionName(region.value)) problems.push(problemAt(region, 'regionInvalid', name));
  } else if (draft.defined) {
    problems.push(problemAt(region ?? draft, 'missingRegion', name));
  }
  return problems;
}

/** The profiles' problems that leave nobody able to use the session, told once. */
function sharedProblems({ defined, keys, profiles }: Draft): readonly ConfigProblem[] {
  const first = profiles[0]?.problems ?? [];
  if (defined) {
    return profiles.every(({ problems }) => problems.length > 0) ? first : [];
  }
  const told = new Set<string>();
  return profiles
    .flatMap(({ problems }) => problems)
    .filter(({ code }) => {
      const others = code === 'missingRegion' && keys.has('sso_region');
      const isNew = !others && !told.has(code);
      told.add(code);
      return isNew;
    });
}

function byPlace(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file === 'config' ? -1 : 1;
  return a.line - b.line;
}

// Finds out which session each profile belongs to, and what the two say that does not go together.
import { findKey, type ConfigSection } from './configFile.ts';
import { configProblem, type ConfigFileKind, type ConfigProblem } from './configProblem.ts';
import type { SsoProblemCode } from './configProblem.ts';
import type { SessionKey, SsoProfile } from './ssoConfig.ts';

export interface Place {
  readonly line: number;
  readonly file: ConfigFileKind;
}
/** A section to look a key up in. */
interface Source {
  readonly section: ConfigSection;
  readonly place: Place;
}
interface Found extends Place {
  readonly value: string;
  readonly section: Place;
}
/** A session while its profiles are being collected. */
export interface Draft extends Place {
  readonly kind: SessionKey['kind'];
  readonly cacheKey: string;
  /** false for a session that is only named by profiles */
  readonly defined: boolean;
  readonly keys: Map<string, Found>;
  readonly profiles: SsoProfile[];
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** What profile and session may both say: the AWS CLI wants it said alike. */
const sharedKeys = ['sso_start_url', 'sso_region', 'sso_registration_scopes'];
const noProblems: readonly ConfigProblem[] = [];

export function sourceOf(section: ConfigSection, file: ConfigFileKind): Source {
  return { section, place: { line: section.line, file } };
}

export function addSession(name: string, source: Source, drafts: Map<string, Draft>): void {
  const keys = new Map<string, Found>();
  for (const key of sharedKeys) {
    const found = find([source], key);
    if (found !== undefined) keys.set(key, found);
  }
  const session = { kind: 'session', cacheKey: name } as const;
  drafts.set(idOf(session), { ...session, defined: true, keys, profiles: [], ...source.place });
}

/** `sources` in order of precedence. */
export function addProfile(
  name: string,
  sources: readonly Source[],
  drafts: Map<string, Draft>,
): void {
  const session = find(sources, 'sso_session');
  const startUrl = find(sources, 'sso_start_url');
  const told =
    session ?? startUrl ?? find(sources, 'sso_account_id') ?? find(sources, 'sso_role_name');
  if (told === undefined) return;
  const place = told.section;

  const kind = session ? 'session' : 'legacy';
  const cacheKey = (session ?? startUrl)?.value ?? '';
  const id = idOf({ kind, cacheKey });
  const draft = drafts.get(id) ?? {
    kind,
    cacheKey,
    defined: false,
    keys: new Map<string, Found>(),
    profiles: [],
    ...place,
  };
  drafts.set(id, draft);
  const problems = session
    ? referenceProblems(name, session, sources, draft)
    : legacyProblems(name, place, sources, draft);
  const { line, file } = place;
  const profile: Open<SsoProfile> = { name, line, file, problems };
  const accountId = valueIn(sources, 'sso_account_id');
  const roleName = valueIn(sources, 'sso_role_name');
  const region = valueIn(sources, 'region');
  if (accountId) profile.accountId = accountId;
  if (roleName) profile.roleName = roleName;
  if (region) profile.region = region;
  draft.profiles.push(profile);
}

function referenceProblems(
  profile: string,
  session: Found,
  sources: readonly Source[],
  draft: Draft,
): readonly ConfigProblem[] {
  if (session.value === '') return [problemAt(session, 'emptySessionName', profile)];
  if (!draft.defined) return [problemAt(session, 'sessionNotFound', session.value)];
  let conflicts = noProblems;
  for (const key of sharedKeys) {
    const own = find(sources, key);
    const shared = draft.keys.get(key);
    if (own === undefined || shared === undefined || own.value === shared.value) continue;
    conflicts = [...conflicts, problemAt(own, 'conflict', key)];
  }
  return conflicts;
}

/** Also puts into the draft what the profile is the first to say. */
function legacyProblems(
  profile: string,
  place: Place,
  sources: readonly Source[],
  { keys }: Draft,
): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const startUrl = find(sources, 'sso_start_url');
  if (!startUrl?.value) problems.push(problemAt(startUrl ?? place, 'missingStartUrl', profile));
  else if (!keys.has('sso_start_url')) keys.set('sso_start_url', startUrl);
  const region = find(sources, 'sso_region');
  const first = keys.get('sso_region');
  if (!region?.value) problems.push(problemAt(region ?? place, 'missingRegion', profile));
  else if (first === undefined) keys.set('sso_region', region);
  else if (first.value !== region.value) problems.push(problemAt(region, 'regionsDiffer', profile));
  return problems;
}

function find(sources: readonly Source[], name: string): Found | undefined {
  for (const { section, place } of sources) {
    const key = findKey(section, name);
    if (key === undefined) continue;
    const value = name === 'sso_registration_scopes' ? key.value : asOneLine(key.value);
    return { value, line: key.line, file: place.file, section: place };
  }
  return undefined;
}

/**
 * As `find`, but for scopes: without where it stands, which for ten thousand profiles would be made to be
 * thrown away.
 */
function valueIn(sources: readonly Source[], name: string): string | undefined {
  for (const { section } of sources) {
    const key = findKey(section, name);
    if (key !== undefined) return asOneLine(key.value);
  }
  return undefined;
}

/**
 * Names, URLs and regions are shown and remembered, and a line too far to the right makes any key below a
 * part of the value, secrets as well. What has several lines stays something that nothing else is.
 */
function asOneLine(value: string): string {
  const end = value.indexOf('\n');
  return end === -1 ? value : `${value.slice(0, end)}\n…`;
}

export function idOf({ kind, cacheKey }: Pick<Draft, 'kind' | 'cacheKey'>): string {
  return `${kind === 'session' ? 'session' : 'url'}:${cacheKey}`;
}

export function problemAt(place: Place, code: SsoProblemCode, subject: string): ConfigProblem {
  return configProblem(code, place.file, place.line, subject);
}

// Names to start from, for a person to change.
import type { ConfiguredSession, SsoConfig } from './ssoConfig.ts';

/**
 * For a legacy session that becomes an sso-session: the name of one that says the same already, else a new
 * one after the start URL's host.
 */
export function suggestSessionName({ sessions }: SsoConfig, legacy: ConfiguredSession): string {
  const named = sessions.filter(({ kind }) => kind === 'session');
  const same = named.find(
    ({ startUrl, region, problems }) =>
      startUrl === legacy.startUrl &&
      region === legacy.region &&
      problems.every(({ severity }) => severity !== 'error'),
  );
  if (same !== undefined) return same.cacheKey;
  const { cacheKey } = legacy;
  const label = URL.canParse(cacheKey) ? (new URL(cacheKey).hostname.split('.')[0] ?? '') : '';
  return untaken(/[a-z]/.test(label) ? label : 'sso', new Set(named.map((each) => each.cacheKey)));
}

/** `account-role` in lower case. `taken` are the names that exist. */
export function suggestProfileName(
  { name, id }: { readonly name: string; readonly id: string },
  roleName: string,
  taken: ReadonlySet<string>,
): string {
  return untaken([slug(name) || id, slug(roleName)].filter(Boolean).join('-'), taken);
}

/** `AWSPowerUserAccess` and `Größe (1)` become `aws-power-user-access` and `grosse-1`. */
function slug(text: string): string {
  return text
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2-')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');
}

function untaken(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let number = 2; taken.has(candidate); number++) candidate = `${name}-${number}`;
  return candidate;
}

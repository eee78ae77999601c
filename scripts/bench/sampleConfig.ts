// AWS configs of any size, as people with many accounts have them.
export const startUrlOf = (index: number): string => `https://org-${index}.awsapps.com/start`;
export const region = 'us-east-1';

/** The sessions are named `org-<index>`; the profiles are spread evenly over them. */
export function configText(sessions: number, profiles: number): string {
  const sections = Array.from(
    { length: sessions },
    (_, index) => `[sso-session org-${index}]
sso_start_url = ${startUrlOf(index)}
sso_region = ${region}
sso_registration_scopes = sso:account:access
`,
  );
  const users = Array.from(
    { length: profiles },
    (_, index) => `[profile account-${index}]
sso_session = org-${index % sessions}
sso_account_id = ${String(100_000_000_000 + index)}
sso_role_name = ReadOnlyAccess
region = eu-west-1
output = json
`,
  );
  return [...sections, ...users].join('\n');
}

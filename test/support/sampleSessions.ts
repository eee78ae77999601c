// Sample sessions in every state, for the demo and for pictures.
import { formatTimestamp } from '../../src/core/timestamp.ts';
import type { AwsHome } from './awsHome.ts';
import type { IdentityCenter } from './identityCenter/identityCenter.ts';

export const sampleConfig = `# Sample sessions: one in each state.
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-central-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AdministratorAccess
region = eu-west-1

[profile prod]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = ReadOnlyAccess

[sso-session sandbox]
sso_start_url = https://sandbox.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile playground]
sso_session = sandbox
sso_account_id = 777788889999
sso_role_name = PowerUserAccess

[sso-session partner]
sso_start_url = https://partner.awsapps.com/start
sso_region = us-west-2

[profile partner-audit]
sso_session = partner
sso_account_id = 222233334444
sso_role_name = SecurityAudit

[sso-session archive]
sso_start_url = https://archive.awsapps.com/start
sso_region = eu-west-1

[profile archive]
sso_session = archive
sso_account_id = 333344445555
sso_role_name = ReadOnlyAccess

[sso-session staging]
sso_start_url = https://staging.awsapps.com/start
sso_region = eu-west-1

[sso-session damaged]
sso_start_url = https://damaged.awsapps.com/start
sso_region = eu-west-1

[sso-session unfinished]
sso_start_url = https://unfinished.awsapps.com/start

[profile legacy]
sso_start_url = https://legacy.awsapps.com/start
sso_region = us-east-1
sso_account_id = 999900001111
sso_role_name = ReadOnlyAccess
`;

/** When each token ends, in seconds from now. */
export interface SampleLifetimes {
  readonly corp: number;
  readonly sandbox: number;
  readonly partner: number;
  readonly archive: number;
  readonly legacy: number;
}

export async function writeSampleSessions(
  home: AwsHome,
  identityCenter: IdentityCenter,
  now: number,
  lifetimes: SampleLifetimes,
): Promise<void> {
  const write = async (
    name: keyof SampleLifetimes,
    region: string,
    options: { readonly scopes?: readonly string[]; readonly cacheKey?: string } = {},
  ): Promise<void> => {
    const { cacheKey = name, ...rest } = options;
    const startUrl = `https://${name}.awsapps.com/start`;
    const token = identityCenter.issueToken({ startUrl, region, ...rest });
    const expiresAt = formatTimestamp(now + lifetimes[name] * 1000);
    await home.writeToken(cacheKey, { ...token, expiresAt });
  };
  await write('corp', 'eu-central-1');
  await write('sandbox', 'us-east-1');
  await write('partner', 'us-west-2', { scopes: [] });
  await write('archive', 'eu-west-1', { scopes: [] });
  await write('legacy', 'us-east-1', { scopes: [], cacheKey: 'https://legacy.awsapps.com/start' });
  await home.writeToken('damaged', '{"accessToken": "cut off in the mid');
  await home.writeConfig(sampleConfig);
}

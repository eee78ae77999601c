// Accounts and roles of a session, from its token file and the portal.
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listRoles } from '../../src/aws/listRoles.ts';
import { awsPaths } from '../../src/aws/paths.ts';
import { type AwsHome, createAwsHome } from '../support/awsHome.ts';
import {
  type IdentityCenter,
  startIdentityCenter,
} from '../support/identityCenter/identityCenter.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const startUrl = 'https://corp.awsapps.com/start';
const region = 'eu-central-1';
const config = `[sso-session corp]\nsso_start_url = ${startUrl}\nsso_region = ${region}\n`;
const accounts = [
  { accountId: '222222222222', accountName: 'Staging', roles: ['Reader', 'Admin'] },
  { accountId: '333333333333', accountName: 'Empty', roles: [] },
  { accountId: '111111111111', accountName: 'Development', roles: ['Admin'] },
  { accountId: '111111111110', accountName: 'Development', roles: ['Admin'] },
].map((account) => ({ ...account, emailAddress: 'a@example.com' }));

let home: AwsHome;
let center: IdentityCenter;

beforeEach(async () => {
  home = await createAwsHome();
  center = await startIdentityCenter({
    now: () => now,
    organisations: [{ startUrl, name: 'Corp', accounts }],
  });
  await home.writeConfig(config);
  await home.writeToken('corp', center.issueToken({ startUrl, region }));
});
afterEach(async () => {
  await center.close();
  await home.remove();
});

const list = (
  { at = now, signal = new AbortController().signal, environment = center.environment } = {},
  onProgress: (done: number, total: number) => void = () => undefined,
) =>
  listRoles(
    'session:corp',
    { paths: awsPaths({ HOME: home.path }, 'linux'), environment, now: () => at },
    onProgress,
    signal,
  );

const listed = {
  kind: 'listed',
  accounts: [
    { id: '111111111110', name: 'Development', roles: ['Admin'] },
    { id: '111111111111', name: 'Development', roles: ['Admin'] },
    { id: '222222222222', name: 'Staging', roles: ['Admin', 'Reader'] },
  ],
};

it('lists all of them by name, and says how far it is', async () => {
  center.settings.pageSize = 1;
  const progress: string[] = [];
  const outcome = await list({}, (done, total) => progress.push(`${done}/${total}`));
  expect([outcome, progress]).toEqual([listed, ['0/4', '1/4', '2/4', '3/4', '4/4']]);
});

it('asks where the config says, and tells nobody else', async () => {
  const services = `[default]\nservices = s\n[services s]\nsso =\n  endpoint_url = ${center.url}\n`;
  await home.writeConfig(config + services);
  expect(await list({ environment: {} })).toEqual(listed);
});

describe('says why not:', () => {
  it.each([
    ['there is no token', () => home.removeToken('corp'), { kind: 'signedOut' }],
    ['the token is none', () => home.writeToken('corp', '{'), { kind: 'signedOut' }],
    ['the sign-in has ended', () => center.endSessions(startUrl), { kind: 'signedOut' }],
    ['the session is gone', () => home.writeConfig(''), { kind: 'notConfigured' }],
    [
      'the session has no region',
      () => home.writeConfig(config.replace(/sso_region.*/, '')),
      { kind: 'misconfigured' },
    ],
    [
      'the endpoint is no URL',
      () => home.writeConfig(`${config}[default]\nendpoint_url = nowhere\n`),
      {
        kind: 'badEndpoint',
        problem: { code: 'endpointInvalid', where: { kind: 'config', line: 5 } },
      },
      {},
    ],
    [
      'the service has a problem',
      () => center.faults.push({ operation: 'ListAccounts', kind: 'status', status: 503 }),
      { kind: 'failing', code: 'serviceError' },
    ],
    [
      'the service has a problem with one account',
      () => center.faults.push({ operation: 'ListAccountRoles', kind: 'status', status: 503 }),
      { kind: 'failing', code: 'serviceError' },
    ],
  ])('%s', async (_, arrange, outcome, environment = center.environment) => {
    await arrange();
    expect(await list({ environment })).toEqual(outcome);
  });

  it('the token has ended', async () => {
    const { expiresAt } = center.issueToken({ startUrl, region });
    expect([await list({ at: Date.parse(expiresAt) }), center.calls]).toEqual([
      { kind: 'signedOut' },
      [],
    ]);
  });

  it('the config cannot be read', async () => {
    await writeFile(home.configFile, Buffer.alloc(17 * 1024 * 1024));
    expect(await list()).toEqual({ kind: 'configUnreadable' });
  });

  it.each(['ListAccounts', 'ListAccountRoles'] as const)(
    'the person leaves during %s',
    async (operation) => {
      const controller = new AbortController();
      const held = center.hold({ operation });
      const outcome = list({ signal: controller.signal });
      await held.arrived;
      controller.abort();
      expect(await outcome).toEqual({ kind: 'cancelled' });
    },
  );
});

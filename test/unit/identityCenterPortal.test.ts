// The SSO portal of the local Identity Center, as AWS's own SDK sees it.
import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
} from '@aws-sdk/client-sso';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  startIdentityCenter,
  type IdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import { answerOf, failureOf, portalClient } from '../support/identityCenter/sdkClients.ts';

const region = 'us-east-1';
const startUrl = 'https://example-org.awsapps.com/start';
const account = (accountId: string, roles: readonly string[]) => ({
  accountId,
  accountName: `Account ${accountId}`,
  emailAddress: `${accountId}@example.com`,
  roles,
});

const unauthorized = { name: 'UnauthorizedException', status: 401 };
const forbidden = { name: 'ForbiddenException', status: 403 };

let now: number;
let center: IdentityCenter;
let portal: ReturnType<typeof portalClient>;
let accessToken: string;

beforeEach(async () => {
  now = Date.parse('2026-01-15T12:00:00Z');
  center = await startIdentityCenter({
    now: () => now,
    organisations: [
      {
        startUrl,
        name: 'Example',
        accounts: [
          account('111111111111', ['Admin', 'Reader', 'Writer']),
          account('222222222222', ['Reader']),
          account('333333333333', []),
        ],
      },
    ],
  });
  portal = portalClient(center);
  ({ accessToken } = center.issueToken({ startUrl: `${startUrl}/#/`, region }));
});
afterEach(() => center.close());

test('lists accounts and roles, page by page', async () => {
  const accounts = (nextToken?: string) =>
    answerOf(portal.send(new ListAccountsCommand({ accessToken, maxResults: 2, nextToken })));
  const first = await accounts();
  const second = await accounts(first.nextToken);
  center.settings.pageSize = 2;
  const roles = await answerOf(
    portal.send(
      new ListAccountRolesCommand({ accessToken, accountId: '111111111111', maxResults: 3 }),
    ),
  );
  const listed = (accountId: string) => ({
    accountId,
    accountName: `Account ${accountId}`,
    emailAddress: `${accountId}@example.com`,
  });
  const nextToken = expect.stringMatching(/^aoa-local-page-/) as string;
  expect({ first, second, roles }).toEqual({
    first: { nextToken, accountList: [listed('111111111111'), listed('222222222222')] },
    second: { accountList: [listed('333333333333')] },
    roles: {
      nextToken,
      roleList: [
        { roleName: 'Admin', accountId: '111111111111' },
        { roleName: 'Reader', accountId: '111111111111' },
      ],
    },
  });
});

const credentials = (accountId: string, roleName: string) =>
  portal.send(new GetRoleCredentialsCommand({ accessToken, accountId, roleName }));

test('gives role credentials, their end in epoch milliseconds', async () => {
  expect(await answerOf(credentials('222222222222', 'Reader'))).toEqual({
    roleCredentials: {
      accessKeyId: expect.stringMatching(/^ASIALOCAL[0-9A-F]{11}$/) as string,
      secretAccessKey: expect.stringMatching(/^aoa-local-role-secret-/) as string,
      sessionToken: expect.stringMatching(/^aoa-local-role-session-/) as string,
      expiration: Date.parse('2026-01-15T13:00:00Z'),
    },
  });
});

test('refuses roles and accounts that are not assigned, and pages that do not exist', async () => {
  const page = () => portal.send(new ListAccountsCommand({ accessToken, nextToken: 'nonsense' }));
  expect([
    await failureOf(credentials('222222222222', 'Admin')),
    await failureOf(credentials('444444444444', 'Admin')),
    await failureOf(page()),
  ]).toEqual([forbidden, forbidden, { name: 'InvalidRequestException', status: 400 }]);
});

test('refuses a client without account access', async () => {
  const scopes = ['codewhisperer:analysis'];
  ({ accessToken } = center.issueToken({ startUrl, region, scopes }));
  expect(await failureOf(portal.send(new ListAccountsCommand({ accessToken })))).toEqual(forbidden);
});

const endings: [string, () => unknown][] = [
  ['an unknown token', () => (accessToken = 'unknown')],
  ['an expired token', () => (now += 3600 * 1000)],
  ['a revoked token', () => center.revoke(accessToken)],
  ['an ended sign-in', () => center.endSession(accessToken)],
  ['a signed-out token', () => portal.send(new LogoutCommand({ accessToken }))],
];
test.each(endings)('answers 401 to %s, in every operation', async (_label, end) => {
  await end();
  expect({
    message: await portal
      .send(new ListAccountsCommand({ accessToken }))
      .catch((error: unknown) => (error as Error).message),
    failures: [
      await failureOf(portal.send(new ListAccountsCommand({ accessToken }))),
      await failureOf(credentials('222222222222', 'Reader')),
      await failureOf(portal.send(new LogoutCommand({ accessToken }))),
    ],
  }).toEqual({
    message: 'Session token not found or invalid',
    failures: [unauthorized, unauthorized, unauthorized],
  });
});

test('a sign-out ends only its own sign-in', async () => {
  const other = center.issueToken({ startUrl, region }).accessToken;
  await portal.send(new LogoutCommand({ accessToken }));
  const { accountList } = await portal.send(new ListAccountsCommand({ accessToken: other }));
  expect(accountList).toHaveLength(3);
});

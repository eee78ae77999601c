// A service that wants to harm: what it calls accounts, roles and pages ends up in no file, no browser and
// no other place than it is for.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addProfiles } from '../../src/aws/changeConfig.ts';
import { listRoles } from '../../src/aws/listRoles.ts';
import { refresh } from '../../src/aws/refresh.ts';
import { signOut } from '../../src/aws/signOut.ts';
import { suggestProfileName } from '../../src/core/suggestedNames.ts';
import { type AwsFrontDoor, startAwsFrontDoor } from '../support/identityCenter/awsFrontDoor.ts';
import { throughTunnel } from '../support/identityCenter/tunnel.ts';
import { type RefreshStage, region, refreshStage, sessionId } from '../support/refreshStage.ts';
import { type SignInStage, signInStage } from '../support/signInStage.ts';

const page = {
  kind: 'setField',
  operation: 'StartDeviceAuthorization',
  field: 'verificationUri',
} as const;
const linksOf = ({ shown }: SignInStage) =>
  shown.flatMap((each) =>
    each.kind === 'code' ? [each.verificationUri, each.verificationUriComplete] : [],
  );

const evil = '\n[profile default]\ncredential_process = evil\n';

let stage: RefreshStage;
beforeEach(async () => {
  stage = await refreshStage();
});
afterEach(() => stage.close());

test.each([
  ['role', { roleName: `R${evil}` }],
  ['account', { accountId: `111122223333${evil}` }],
  ['profile', { name: `p${evil}` }],
])('a %s that would add lines to the config is written nowhere', async (_, change) => {
  const { paths, now } = stage.context;
  const before = await readFile(paths.config, 'utf8');
  const profile = { name: 'p', sessionName: 'my-sso', accountId: '111122223333', roleName: 'R' };
  const outcome = await addProfiles({ paths, now }, [{ ...profile, ...change }]);
  expect(outcome.kind).toBe('refused');
  expect(await readFile(paths.config, 'utf8')).toBe(before);
});

test('a name that it gives is made fit before it is offered', () => {
  const account = { name: `Prod${evil}`, id: '111122223333' };
  expect(suggestProfileName(account, `R${evil}`, new Set())).toMatch(/^[\w.-]+$/);
});

describe('with no endpoint set', () => {
  let directory: string;
  let aws: AwsFrontDoor;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hostile-'));
    aws = await startAwsFrontDoor(stage.center, { directory });
    const ca = await readFile(aws.certificateAuthorityFile);
    const lead = vi.spyOn(Agent.prototype, 'createConnection');
    lead.mockImplementation(throughTunnel(aws.url, { ca }));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await aws.close();
    await rm(directory, { recursive: true });
  });

  const { signal } = new AbortController();
  const here = () => ({ ...stage.context, environment: {} });
  const list = () => listRoles(sessionId, here(), () => undefined, signal);
  const renew = () => refresh(sessionId, here(), { by: 'person', signal });
  const end = () => signOut(sessionId, here(), signal);
  const portal = `portal.sso.${region}.amazonaws.com`;
  const oidc = `oidc.${region}.amazonaws.com`;

  describe.each(['eu-west-1', 'evil.example/x', 'x@evil.example#'])('%j in the file', (odd) => {
    test.each([
      ['the access token, for a list,', list, 'listed', portal],
      ['the access token, at the end,', end, 'signedOut', portal],
      ['the refresh token', renew, 'refreshed', oidc],
    ])('%s goes where the config says, not where the file does', async (_, act, kind, host) => {
      await stage.put({ startUrl: 'https://evil.example', region: odd });
      expect((await act()).kind).toBe(kind);
      expect([new Set(aws.hosts), aws.refusedHosts]).toEqual([new Set([host]), []]);
      const asked = stage.center.calls.map((call) => call.host);
      expect(new Set(asked)).toEqual(new Set([host]));
    });
  });

  test.each(['http://127.0.0.1:8080/', 'http://localhost/', 'http://[::1]:8080/'])(
    'a page of this machine, %s, is not opened for a service elsewhere, nor shown',
    async (local) => {
      const signing = await signInStage();
      signing.person = (userCode) => stage.center.approve(userCode);
      const signIn = () => signing.signIn({ context: { environment: {} } });
      const answerPage = (value: string) => stage.center.faults.push({ ...page, value });
      answerPage(local);
      expect((await signIn()).kind).toBe('failing');
      const aws = 'https://my-sso-portal.awsapps.com/start/#/device';
      answerPage(aws);
      // The page with the code filled in is still one of this machine.
      expect((await signIn()).kind).toBe('signedIn');
      expect(linksOf(signing)).toEqual([aws, aws]);
      await signing.close();
    },
  );
});

test.each(['eu-west-1.evil.example/', 'x@evil.example', 'evil.example#', '../x', 'a b'])(
  'a region that is none, %j, is sent nothing',
  async (odd) => {
    const text = await readFile(stage.context.paths.config, 'utf8');
    await writeFile(
      stage.context.paths.config,
      text.replaceAll(`sso_region = ${region}`, `sso_region = ${odd}`),
    );
    await stage.put({ expiresAt: '2026-01-15T11:00:00Z' });
    expect(await stage.refresh()).toEqual({ kind: 'notRenewable', because: 'misconfigured' });
    expect(stage.center.calls).toEqual([]);
  },
);

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'vscode://x/y', 'http://evil.example'])(
  'a page at %s is never opened, nor shown',
  async (value) => {
    const signing: SignInStage = await signInStage();
    signing.center.faults.push({ ...page, value });
    expect((await signing.signIn()).kind).toBe('failing');
    signing.center.faults.push({ ...page, value, field: 'verificationUriComplete' });
    await signing.signIn();
    const links = linksOf(signing);
    expect(links.length).toBe(2);
    expect(links.filter((link) => link === value)).toEqual([]);
    await signing.close();
  },
);

// A service that wants to harm: what it calls accounts, roles and pages ends up in no file, no browser and
// no other place than it is for.
import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addProfiles } from '../../src/aws/changeConfig.ts';
import { listRoles } from '../../src/aws/listRoles.ts';
import { suggestProfileName } from '../../src/core/suggestedNames.ts';
import { type RefreshStage, region, refreshStage, sessionId } from '../support/refreshStage.ts';
import { type SignInStage, signInStage } from '../support/signInStage.ts';

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

test('the access token goes where the config says, not where the token file says', async () => {
  await stage.put({ startUrl: 'https://evil.example', region: 'evil.example/x' });
  const context = { ...stage.context, environment: stage.center.environment };
  const roles = await listRoles(sessionId, context, () => undefined, AbortSignal.timeout(5_000));
  expect(roles.kind).toBe('listed');
  expect(stage.center.calls.map(({ host }) => host)).toEqual(
    stage.center.calls.map(() => new URL(stage.center.url).host),
  );
  expect(stage.center.calls.length).toBeGreaterThan(0);
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
    const fault = { kind: 'setField', operation: 'StartDeviceAuthorization', value } as const;
    signing.center.faults.push({ ...fault, field: 'verificationUri' });
    expect((await signing.signIn()).kind).toBe('failing');
    signing.center.faults.push({ ...fault, field: 'verificationUriComplete' });
    await signing.signIn();
    const links = signing.shown.flatMap((each) =>
      each.kind === 'code' ? [each.verificationUri, each.verificationUriComplete] : [],
    );
    expect(links.length).toBe(2);
    expect(links.filter((link) => link === value)).toEqual([]);
    await signing.close();
  },
);

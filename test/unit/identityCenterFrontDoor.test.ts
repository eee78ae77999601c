// The local Identity Center under AWS's own names: TLS through a proxy, as AWS's own SDK sees it.
import { ListAccountsCommand } from '@aws-sdk/client-sso';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startAwsFrontDoor, type AwsFrontDoor } from '../support/identityCenter/awsFrontDoor.ts';
import {
  startIdentityCenter,
  type IdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import { failureOf, portalClient, signInCalls } from '../support/identityCenter/sdkClients.ts';
import { openTunnel, tunnelAgent } from '../support/identityCenter/tunnel.ts';

const startUrl = 'https://my-sso.awsapps.com/start';

let directory: string;
let center: IdentityCenter;
let frontDoor: AwsFrontDoor;
let httpsAgent: Agent;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'front-door-'));
  center = await startIdentityCenter();
  frontDoor = await startAwsFrontDoor(center, { directory });
  httpsAgent = tunnelAgent(frontDoor.url, {
    ca: await readFile(frontDoor.certificateAuthorityFile),
  });
});
afterEach(async () => {
  httpsAgent.destroy();
  await frontDoor.close();
  await center.close();
  await rm(directory, { recursive: true, force: true });
});

const reach = (region: string) => ({ region, httpsAgent });

test.each([
  ['us-east-1', 'amazonaws.com'],
  ['us-gov-west-1', 'amazonaws.com'],
  ['cn-north-1', 'amazonaws.com.cn'],
  ['eusc-de-east-1', 'amazonaws.eu'],
])('the SDK reaches it in %s, with no endpoint set', async (region, suffix) => {
  const token = center.issueToken({ startUrl, region });
  const { accessToken } = await signInCalls(reach(region)).refresh(token);
  const { accountList } = await portalClient(reach(region)).send(
    new ListAccountsCommand({ accessToken }),
  );
  const hosts = [`oidc.${region}.${suffix}`, `portal.sso.${region}.${suffix}`];
  expect({
    accounts: accountList?.length,
    hosts: frontDoor.hosts,
    calls: center.calls.map(({ operation, status, host }) => [operation, status, host]),
  }).toEqual({
    accounts: 2,
    hosts,
    calls: [
      ['CreateToken', 200, hosts[0]],
      ['ListAccounts', 200, hosts[1]],
    ],
  });
});

test('a refresh token is worth nothing in another region, and stays good in its own', async () => {
  const token = center.issueToken({ startUrl, region: 'eu-west-1' });
  const elsewhere = await failureOf(signInCalls(reach('us-east-1')).refresh(token));
  const { tokenType } = await signInCalls(reach('eu-west-1')).refresh(token);
  expect({ elsewhere, tokenType }).toEqual({
    elsewhere: {
      name: 'InvalidGrantException',
      error: 'invalid_grant',
      description: 'Invalid refresh token provided',
      status: 400,
    },
    tokenType: 'Bearer',
  });
});

test('the page of a device sign-in is at the plain address, where a browser gets in', async () => {
  const calls = signInCalls(reach('eu-west-1'));
  const { verificationUri } = await calls.startDevice(await calls.register(), startUrl);
  expect(verificationUri).toBe(`${center.url}/device`);
});

test('a reset comes through', async () => {
  center.faults.push({ kind: 'drop' });
  const token = center.issueToken({ startUrl, region: 'eu-west-1' });
  expect(await failureOf(signInCalls(reach('eu-west-1')).refresh(token))).toEqual({
    name: 'TimeoutError',
    code: 'ECONNRESET',
    status: undefined,
  });
});

test('each service answers only under its own name', async () => {
  const portal = portalClient({
    ...reach('us-east-1'),
    url: 'https://oidc.us-east-1.amazonaws.com',
  });
  const failure = await failureOf(portal.send(new ListAccountsCommand({ accessToken: 'any' })));
  expect(failure).toEqual({ name: 'UnknownOperationException', status: 404 });
});

test('every other host is refused, and remembered', async () => {
  const others = ['sts.amazonaws.com', 'oidc.us-east-1.amazonaws.com.example.com', 'example.com'];
  for (const host of others) {
    await expect(openTunnel(frontDoor.url, host)).rejects.toThrow('403');
  }
  expect([frontDoor.hosts, frontDoor.refusedHosts]).toEqual([
    [],
    others.map((host) => `${host}:443`),
  ]);
});

test('a certificate names its host, as newer verifiers look nowhere else', async () => {
  const host = 'oidc.eu-west-1.amazonaws.com';
  const ca = await readFile(frontDoor.certificateAuthorityFile);
  const socket = connect({ socket: await openTunnel(frontDoor.url, host), servername: host, ca });
  const { subjectaltname } = await new Promise<PeerCertificate>((resolve, reject) => {
    socket.on('secureConnect', () => resolve(socket.getPeerCertificate())).on('error', reject);
  });
  socket.destroy();
  expect(subjectaltname).toBe(`DNS:${host}`);
});

test('nobody trusts it who was not told to', async () => {
  const stranger = signInCalls({ region: 'us-east-1', httpsAgent: tunnelAgent(frontDoor.url, {}) });
  const { code } = await failureOf(stranger.register());
  expect([code, center.calls]).toEqual(['UNABLE_TO_VERIFY_LEAF_SIGNATURE', []]);
});

test('its environment is all that a tool needs', () => {
  expect(frontDoor.environment).toEqual({
    HTTPS_PROXY: frontDoor.url,
    https_proxy: frontDoor.url,
    AWS_CA_BUNDLE: join(directory, 'ca.pem'),
    NO_PROXY: '',
    no_proxy: '',
  });
});

// What windows remember of client registrations, without any of their secrets.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RegistrationPurpose } from '../../src/aws/registerClient.ts';
import {
  setAsideRegistration,
  readKnownRegistrations,
  rememberRegistration,
} from '../../src/aws/registrationMemory.ts';
import { recordRenewal } from '../../src/aws/stateFile.ts';

const day = 24 * 3600 * 1000;
const now = Date.parse('2026-01-15T12:00:00Z');
const purpose: RegistrationPurpose = {
  flow: 'browser',
  region: 'us-east-1',
  startUrl: 'https://my-sso-portal.awsapps.com/start',
  scopes: ['a', 'b'],
};

let directory: string;
let stateFile: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'registrations-'));
  stateFile = join(directory, 'storage', 'state.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const remember = (clientId: string, expiresAt = now + 90 * day) =>
  rememberRegistration(
    stateFile,
    { clientId, clientSecret: 'the secret', expiresAt, purpose, isNew: true },
    now,
  );
const known = () => readKnownRegistrations(stateFile);

describe('a registration is for its purpose', () => {
  const others: [Partial<RegistrationPurpose>, boolean][] = [
    [{}, true],
    [{ scopes: ['b', 'a'] }, true],
    [{ scopes: ['b', 'a', 'b'] }, true],
    [{ scopes: ['a'] }, false],
    [{ scopes: ['a', 'b', 'c'] }, false],
    [{ scopes: [] }, false],
    [{ scopes: ['a,b'] }, false],
    [{ flow: 'deviceCode' }, false],
    [{ region: 'eu-west-1' }, false],
    [{ startUrl: `${purpose.startUrl}/` }, false],
  ];
  test.each(others)('with %j: %s', async (other, isFor) => {
    await remember('client');
    expect((await known()).isFor('client', { ...purpose, ...other })).toBe(isFor);
  });

  test('and no other has it', async () => {
    await remember('client');
    const { isFor, isSetAside } = await known();
    expect([isFor('other', purpose), isSetAside('other'), isSetAside('client')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

test('forgotten is good for nothing, and stays so until no service can have it', async () => {
  await remember('client');
  await setAsideRegistration(stateFile, 'client', now);
  const look = async () => {
    const { isFor, isSetAside } = await known();
    return [isFor('client', purpose), isSetAside('client')];
  };
  expect(await look()).toEqual([false, true]);
  const later = { by: 'timer', failure: undefined, failures: 0, subject: '' } as const;
  await recordRenewal(stateFile, 'a', { ...later, attemptedAt: now + 100 * day - 1 });
  expect(await look()).toEqual([false, true]);
  await recordRenewal(stateFile, 'a', { ...later, attemptedAt: now + 100 * day });
  expect(await look()).toEqual([false, false]);
});

test('neither client id nor secret is in the file', async () => {
  await remember('the client');
  await setAsideRegistration(stateFile, 'the other client', now);
  expect(await readFile(stateFile, 'utf8')).not.toMatch(/client"|the|secret/);
});

test('where nothing can be remembered, nothing is known', async () => {
  await mkdir(stateFile, { recursive: true });
  await remember('client');
  await setAsideRegistration(stateFile, 'client', now);
  const { isFor, isSetAside } = await known();
  expect([isFor('client', purpose), isSetAside('client')]).toEqual([false, false]);
});

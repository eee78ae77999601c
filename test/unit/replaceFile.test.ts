// Replacing a file that others share: whole, by its owner's leave, and not at all when it became another's.
import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceFile, tryRoomBeside } from '../../src/aws/replaceFile.ts';
import { type CachedToken, parseCachedToken } from '../../src/core/cachedToken.ts';
import { writeRenewedToken } from '../../src/aws/tokenFile.ts';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'replace-'));
  path = join(directory, 'token.json');
});
afterEach(() => rm(directory, { recursive: true }));

const entries = async () =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(directory)).map(
        async (name) => [name, await readFile(join(directory, name), 'utf8')] as const,
      ),
    ),
  );

test('replaces the whole, for its owner only, and leaves nothing beside it', async () => {
  await writeFile(path, 'a long old text');
  await writeFile(`${path}.new`, 'left behind by a process that was killed');
  expect(await replaceFile(path, 'new')).toBe(true);
  expect([await entries(), (await stat(path)).mode & 0o777]).toEqual([
    { 'token.json': 'new' },
    process.platform === 'win32' ? expect.any(Number) : 0o600,
  ]);
});

test('is asked when all is ready, and a no leaves everything as it is', async () => {
  await writeFile(path, 'old');
  let seen: unknown;
  const replaced = await replaceFile(path, 'new', async () => {
    seen = await entries();
    return false;
  });
  expect([replaced, seen, await entries()]).toEqual([
    false,
    { 'token.json': 'old', 'token.json.new': 'new' },
    { 'token.json': 'old' },
  ]);
});

// Nobody may make anything in that directory, not even root.
test.runIf(process.platform === 'linux')(
  'a probe that is refused is tried again on Windows, and given up at once elsewhere',
  async () => {
    const folder = join(directory, 'folder');
    await symlink('/dev/pts', folder);
    const token = join(folder, 'token.json');
    const patient = tryRoomBeside(token, 'old', 'win32');
    await expect(tryRoomBeside(token, 'old', 'linux')).rejects.toMatchObject({ code: 'EACCES' });
    // In one step: at no moment is there nothing.
    await mkdir(join(directory, 'open'));
    await symlink(join(directory, 'open'), `${folder}.new`);
    await rename(`${folder}.new`, folder);
    await patient;
    expect(await readdir(folder)).toEqual([]);
  },
);

const textOf = (accessToken: string): string =>
  JSON.stringify({ accessToken, expiresAt: '2026-01-15T11:00:00Z', clientId: 'c' });

function tokenOf(text: string): CachedToken {
  const parsed = parseCachedToken(text);
  if (!('token' in parsed)) throw new Error(parsed.problem);
  return parsed.token;
}

const renewed = {
  accessToken: 'renewed',
  expiresAt: Date.parse('2026-01-15T13:00:00Z'),
  refreshToken: undefined,
  region: 'us-east-1',
  startUrl: 'https://my-sso-portal.awsapps.com/start',
};

test.each([
  ['the same token', textOf('old'), true, 'renewed'],
  ['another token, of someone who signed in', textOf('other'), false, 'other'],
  ['no file, as someone signed out', undefined, false, undefined],
  ['a file that is cut off', '{"accessTok', true, 'renewed'],
])('a renewed token meets %s', async (_, found, isWritten, accessToken) => {
  if (found !== undefined) await writeFile(path, found);
  const written = await writeRenewedToken(path, textOf('old'), tokenOf(textOf('old')), renewed);
  const text = (await entries())['token.json'];
  const after = text === undefined ? undefined : tokenOf(text).accessToken;
  expect([written !== undefined, after]).toEqual([isWritten, accessToken]);
});

test('a file that another tool is writing in place is left to it', async () => {
  await writeFile(path, '{"accessTok');
  const written = writeRenewedToken(path, textOf('old'), tokenOf(textOf('old')), renewed);
  // From then on it is looked at, for 500 ms at most.
  await expect.poll(entries, { interval: 1 }).toHaveProperty(['token.json.new']);
  await writeFile(path, textOf('other'));
  expect([await written, await entries()]).toEqual([undefined, { 'token.json': textOf('other') }]);
});

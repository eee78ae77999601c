// Files that nobody writes on purpose, and what would come of them where it was not thought of.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSharedState } from '../../src/aws/stateFile.ts';
import { openTokenFile } from '../../src/aws/tokenFile.ts';
import { parseCachedToken } from '../../src/core/cachedToken.ts';
import { parseTimestamp } from '../../src/core/timestamp.ts';
import { fullToken, sessionsOf } from '../support/overviewBuilder.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hostile-'));
  path = join(directory, 'file');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('no token file is valid that the AWS CLI does not read', () => {
  test('with bytes that are no text', async () => {
    const text = fullToken('2026-01-15T13:00:00Z', { clientName: '\xe9' });
    await writeFile(path, text, 'utf8');
    expect(await openTokenFile(path, false)).toMatchObject({ kind: 'token' });
    await writeFile(path, text, 'latin1');
    expect(await openTokenFile(path, false)).toEqual({ kind: 'unreadable', problem: 'notJson' });
  });

  test.each([
    [99, { token: expect.anything() as unknown }],
    // It could not be written again after a renewal: the stack ends before the file does.
    [100, { problem: 'notJson' }],
    [9_000, { problem: 'notJson' }],
  ])('%i lists in each other', (levels, reading) => {
    const more = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const text = `{"accessToken":"a","expiresAt":"2026-01-15T13:00:00Z","more":${more}}`;
    expect(parseCachedToken(text)).toEqual(reading);
  });

  test.each(['utc', 'Utc', 'uTC'])('with a zone spelt %s', (zone) => {
    const problem = { problem: 'notATimestamp' };
    expect(parseTimestamp(`2026-01-15T13:00:00${zone}`)).toEqual(problem);
  });
});

test('times that cannot be shown are not known', async () => {
  const text =
    '{"version":1,"snoozes":{"a":8640000000000001,"b":1e999,"c":-1,"d":8640000000000000}' +
    ',"clock":{"aheadMs":1e300,"seenAt":0}}';
  await writeFile(path, text);
  const { snoozes, clock } = await readSharedState(path);
  expect({ snoozes: Object.fromEntries(snoozes), clock }).toEqual({
    snoozes: { d: { until: 8_640_000_000_000_000 } },
    clock: undefined,
  });
});

test('a secret on a line too far to the right is no part of what is shown', () => {
  const secret = '  aws_secret_access_key = planted';
  const sessions = sessionsOf(
    [
      ...['[profile a]', 'sso_session = corp', secret],
      ...[
        '[profile b]',
        'sso_start_url = https://b.example',
        secret,
        'sso_region = us-east-1',
        secret,
      ],
      ...['sso_role_name = Role', secret, 'sso_account_id = 111122223333', secret],
      ...['[sso-session corp]', 'sso_start_url = https://a.example', secret],
    ].join('\n'),
  );
  expect(sessions.map(({ id }) => id)).toEqual([
    'session:corp\n…',
    'url:https://b.example\n…',
    'session:corp',
  ]);
  expect(JSON.stringify(sessions)).not.toContain('planted');
});

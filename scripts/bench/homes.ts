// Homes for a VS Code that is measured: sessions with tokens, and what else lies in the token cache.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { noteSightings } from '../../src/aws/stateFile.ts';
import { formatTimestamp } from '../../src/core/timestamp.ts';
import { type AwsHome, createAwsHome } from '../../test/support/awsHome.ts';
import { configText, region, startUrlOf } from './sampleConfig.ts';

interface HomeOptions {
  readonly sessions: number;
  /** Other files in the token cache, which belong to other tools. */
  readonly otherFiles?: number;
}

/** Two profiles a session; tokens that can be renewed and end one by one, in 6 to 16 hours. */
export async function benchHome({ sessions, otherFiles = 0 }: HomeOptions): Promise<AwsHome> {
  const home = await createAwsHome();
  await home.writeConfig(configText(sessions, 2 * sessions));
  for (let index = 0; index < sessions; index += 1) {
    // No two of them at the same second of a minute, as people sign in when they like.
    const endsIn = 6 * 3600 + ((index * 7919) % 36_000);
    await home.writeToken(`org-${index}`, sampleToken(index, Date.now() + endsIn * 1000));
  }
  const cache = dirname(home.tokenFile(''));
  for (let index = 0; index < otherFiles; index += 1)
    await writeFile(join(cache, `${randomBytes(20).toString('hex')}.json`), '{"accessToken":"x"}');
  return home;
}

/** What a window notes of them soon after it has started; `now` is ms since the epoch. */
export async function noteSessions(
  stateFile: string,
  sessions: number,
  now: number,
): Promise<void> {
  const token = {
    expiresAt: now + 3_600_000,
    registrationExpiresAt: now + 80 * 24 * 3_600_000,
    hasRefreshFields: true,
  };
  const sightings = Array.from({ length: sessions }, (_, index) => {
    const seen = { ...token, fingerprint: randomBytes(8).toString('hex') };
    return [`session:org-${index}`, { at: now, token: seen }] as const;
  });
  await noteSightings(stateFile, new Map(sightings), now);
}

export function sampleToken(index: number, expiresAt: number): object {
  return {
    startUrl: startUrlOf(index),
    region,
    accessToken: `aoa-${index}-${expiresAt}`,
    expiresAt: formatTimestamp(expiresAt),
    clientId: `client-${index}`,
    clientSecret: 'secret',
    registrationExpiresAt: formatTimestamp(Date.now() + 80 * 24 * 3_600_000),
    refreshToken: `aor-${index}`,
  };
}

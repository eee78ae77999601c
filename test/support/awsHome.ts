// A home folder of its own with the files that AWS tools share.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface AwsHome {
  readonly path: string;
  readonly configFile: string;
  readonly tokenFile: (cacheKey: string) => string;
  readonly writeConfig: (text: string) => Promise<void>;
  /** Replaces the file in one step, as current AWS tools do. Text is written as it is. */
  readonly writeToken: (cacheKey: string, content: object | string) => Promise<void>;
  readonly readToken: (cacheKey: string) => Promise<Readonly<Record<string, unknown>>>;
  readonly removeToken: (cacheKey: string) => Promise<void>;
  readonly remove: () => Promise<void>;
}

export async function createAwsHome(): Promise<AwsHome> {
  const path = await mkdtemp(join(tmpdir(), 'aws-home-'));
  const configFile = join(path, '.aws', 'config');
  const cache = join(path, '.aws', 'sso', 'cache');
  const tokenFile = (cacheKey: string): string =>
    join(cache, `${createHash('sha1').update(cacheKey).digest('hex')}.json`);
  return {
    path,
    configFile,
    tokenFile,
    writeConfig: async (text) => {
      await mkdir(join(path, '.aws'), { recursive: true });
      await writeFile(configFile, text);
    },
    writeToken: async (cacheKey, content) => {
      await mkdir(cache, { recursive: true });
      const file = tokenFile(cacheKey);
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      await writeFile(`${file}.tmp`, text, { mode: 0o600 });
      await rename(`${file}.tmp`, file);
    },
    readToken: async (cacheKey) =>
      JSON.parse(await readFile(tokenFile(cacheKey), 'utf8')) as Record<string, unknown>,
    removeToken: (cacheKey) => rm(tokenFile(cacheKey)),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

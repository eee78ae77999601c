// Where the shared files are: the AWS CLI's own rules, because the CLI is what writes them.
import { createHash } from 'node:crypto';
import { userInfo } from 'node:os';
import { join, posix, win32 } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface AwsPaths {
  readonly config: string;
  readonly credentials: string;
  /** No variable moves it. */
  readonly tokenCache: string;
  /** Where the AWS CLI keeps role credentials. No variable moves it. */
  readonly cliCache: string;
}

export function awsPaths(environment: Environment, platform: NodeJS.Platform): AwsPaths {
  const path = platform === 'win32' ? win32 : posix;
  const home = homeDirectory(environment, platform);
  const file = (variable: string, name: string): string => {
    const configured = environment[variable];
    return configured === undefined || configured === ''
      ? path.join(home, '.aws', name)
      : path.resolve(expand(configured, home, environment, platform));
  };
  return {
    config: file('AWS_CONFIG_FILE', 'config'),
    credentials: file('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
    tokenCache: path.join(home, '.aws', 'sso', 'cache'),
    cliCache: path.join(home, '.aws', 'cli', 'cache'),
  };
}

/** Takes the session name or, for a legacy profile, the start URL: byte for byte, no normalisation. */
export function tokenFilePath({ tokenCache }: AwsPaths, cacheKey: string): string {
  return join(tokenCache, `${createHash('sha1').update(cacheKey, 'utf8').digest('hex')}.json`);
}

/**
 * Python's rule, which the CLI follows: on Windows `HOME` is ignored, elsewhere it comes first. Never
 * `os.homedir()`, which answers with an empty `HOME`.
 */
function homeDirectory(environment: Environment, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return nonEmpty(environment['HOME']) ?? userInfo().homedir;
  const profile = nonEmpty(environment['USERPROFILE']);
  if (profile !== undefined) return profile;
  const path = nonEmpty(environment['HOMEPATH']);
  if (path !== undefined) return `${environment['HOMEDRIVE'] ?? ''}${path}`;
  return userInfo().homedir;
}

/** Variables and then `~`, as botocore expands them; a variable that is not set stays as written. */
function expand(
  path: string,
  home: string,
  environment: Environment,
  platform: NodeJS.Platform,
): string {
  const variable = platform === 'win32' ? /\$\{?(\w+)\}?|%(\w+)%/g : /\$\{(\w+)\}|\$(\w+)/g;
  return path
    .replace(
      variable,
      (whole: string, first?: string, second?: string) =>
        environment[first ?? second ?? ''] ?? whole,
    )
    .replace(/^~(?=$|[\\/])/, () => home);
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

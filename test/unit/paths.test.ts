// Where the shared files are, on every system; the SHA-1 names are those that AWS's tools write.
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { awsPaths, type Environment, tokenFilePath } from '../../src/aws/paths.ts';

const pathsBelow = (home: string) => ({
  config: `${home}/.aws/config`,
  credentials: `${home}/.aws/credentials`,
  tokenCache: `${home}/.aws/sso/cache`,
  cliCache: `${home}/.aws/cli/cache`,
});
const windowsPathsBelow = (home: string) => ({
  config: `${home}\\.aws\\config`,
  credentials: `${home}\\.aws\\credentials`,
  tokenCache: `${home}\\.aws\\sso\\cache`,
  cliCache: `${home}\\.aws\\cli\\cache`,
});

describe('home', () => {
  const own = userInfo().homedir;
  const posix: [Environment, string][] = [
    [{ HOME: '/home/ann' }, '/home/ann'],
    [{ HOME: '/home/ann', USERPROFILE: '/elsewhere', HOMEPATH: '/elsewhere' }, '/home/ann'],
    [{ HOME: '' }, own],
    [{ USERPROFILE: '/elsewhere', HOMEDRIVE: '/', HOMEPATH: 'elsewhere' }, own],
    [{}, own],
  ];
  test.each(posix)('linux and darwin: %j', (environment, home) => {
    expect(awsPaths(environment, 'linux')).toEqual(pathsBelow(home));
    expect(awsPaths(environment, 'darwin')).toEqual(pathsBelow(home));
  });

  const windows: [Environment, string][] = [
    [{ USERPROFILE: 'C:\\Users\\ann' }, 'C:\\Users\\ann'],
    [{ HOME: 'C:\\msys\\ann', USERPROFILE: 'C:\\Users\\ann' }, 'C:\\Users\\ann'],
    [{ USERPROFILE: 'C:\\Users\\ann', HOMEDRIVE: 'H:', HOMEPATH: '\\ann' }, 'C:\\Users\\ann'],
    [{ HOMEDRIVE: 'H:', HOMEPATH: '\\ann' }, 'H:\\ann'],
    [{ USERPROFILE: '', HOMEDRIVE: 'H:', HOMEPATH: '\\ann' }, 'H:\\ann'],
    [{ HOMEPATH: '\\Users\\ann' }, '\\Users\\ann'],
  ];
  test.each(windows)('win32: %j', (environment, home) => {
    expect(awsPaths(environment, 'win32')).toEqual(windowsPathsBelow(home));
  });

  test.each([
    { HOME: 'C:\\msys\\ann' },
    { HOMEDRIVE: 'H:' },
    { USERPROFILE: '', HOMEPATH: '', HOMEDRIVE: 'H:' },
    {},
  ])('win32 without anything that says where: %j', (environment) => {
    const { tokenCache } = awsPaths(environment, 'win32');
    expect(tokenCache.replaceAll('\\', '/')).toBe(pathsBelow(own).tokenCache.replaceAll('\\', '/'));
  });
});

describe('AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE', () => {
  const HOME = '/home/ann';
  const posix: [string, Environment, string][] = [
    ['/etc/aws.conf', {}, '/etc/aws.conf'],
    ['/etc/with blank/é.conf', {}, '/etc/with blank/é.conf'],
    ['/etc/../srv/./aws.conf', {}, '/srv/aws.conf'],
    ['aws.conf', {}, resolve('aws.conf')],
    ['~', {}, HOME],
    ['~/conf', {}, `${HOME}/conf`],
    ['~bob/conf', {}, resolve('~bob/conf')],
    ['/srv/~/conf', {}, '/srv/~/conf'],
    ['$HOME/conf', {}, `${HOME}/conf`],
    ['${HOME}/conf', {}, `${HOME}/conf`],
    ['/srv/$TEAM/${PART}/$TEAM', { TEAM: 'red', PART: 'a b' }, '/srv/red/a b/red'],
    ['/srv/$TEAMS/${TEAM}s', { TEAM: 'red' }, '/srv/$TEAMS/reds'],
    ['/srv/$NONE/${NONE}', {}, '/srv/$NONE/${NONE}'],
    ['/srv/a$EMPTY/conf', { EMPTY: '' }, '/srv/a/conf'],
    ['/srv/%HOME%', {}, '/srv/%HOME%'],
    ['$PLACE/conf', { PLACE: '~/place' }, `${HOME}/place/conf`],
    ['/srv/$A', { A: '$B', B: 'no' }, '/srv/$B'],
    ['/srv/$A', { A: '$&-$1' }, '/srv/$&-$1'],
    ['', {}, `${HOME}/.aws/DEFAULT`],
  ];
  test.each(posix)('linux: %j with %j', (value, environment, expected) => {
    const named = (name: string) => expected.replace('DEFAULT', name);
    const { config } = awsPaths({ HOME, ...environment, AWS_CONFIG_FILE: value }, 'linux');
    const { credentials } = awsPaths(
      { HOME, ...environment, AWS_SHARED_CREDENTIALS_FILE: value },
      'linux',
    );
    expect({ config, credentials }).toEqual({
      config: named('config'),
      credentials: named('credentials'),
    });
  });

  test('a home with a dollar sign is not expanded again', () => {
    const environment = { HOME: '/home/$USER', USER: 'ann', AWS_CONFIG_FILE: '~/conf' };
    expect(awsPaths(environment, 'linux').config).toBe('/home/$USER/conf');
  });

  const USERPROFILE = 'C:\\Users\\ann';
  const windows: [string, string][] = [
    ['D:\\aws.conf', 'D:\\aws.conf'],
    ['~\\conf', 'C:\\Users\\ann\\conf'],
    ['~/conf', 'C:\\Users\\ann\\conf'],
    ['%USERPROFILE%\\conf', 'C:\\Users\\ann\\conf'],
    ['$USERPROFILE\\conf', 'C:\\Users\\ann\\conf'],
    ['${USERPROFILE}\\conf', 'C:\\Users\\ann\\conf'],
    ['D:\\%NONE%\\$NONE', 'D:\\%NONE%\\$NONE'],
    ['', 'C:\\Users\\ann\\.aws\\config'],
  ];
  test.each(windows)('win32: %j', (value, expected) => {
    expect(awsPaths({ USERPROFILE, AWS_CONFIG_FILE: value }, 'win32').config).toBe(expected);
  });

  test('move themselves, not the token cache and not each other', () => {
    expect(awsPaths({ HOME, AWS_CONFIG_FILE: '/srv/conf' }, 'linux')).toEqual({
      ...pathsBelow(HOME),
      config: '/srv/conf',
    });
    expect(awsPaths({ HOME, AWS_SHARED_CREDENTIALS_FILE: '/srv/keys' }, 'linux')).toEqual({
      ...pathsBelow(HOME),
      credentials: '/srv/keys',
    });
  });
});

describe('tokenFilePath', () => {
  const portal = 'https://my-sso-portal.awsapps.com/start';
  test.each([
    ['my-sso', '0ad374308c5a4e22f723adf10145eafad7c4031c'],
    ['My-SSO', 'db114456a227d5005d8650098b148a2d5bc1b44e'],
    ['my-sso ', 'a290470474ebbe20f40c5bbf3348c682984c09a1'],
    ['my session', '0810fbc4bcaca0e26000b03ebf865d8ea87be4b9'],
    ['\u00e9quipe', 'e85e3a0d6d7c5e4114d817fccf50b403c11e9b7f'],
    ['s', 'a0f1490a20d0211c997b44bc357e1972deab8ae3'],
    [portal, 'c7aaaf71fcc8777ae2475525ed049d39fe16c484'],
    [`${portal}/`, '281a1863574b3787533891e49521f808d4fc0d51'],
    [`${portal}#`, '9a38b8b2228fabc1d3f26817603976371aa2d3ad'],
    [`${portal}#/`, 'dbb58223772e9bae116ca5a3d089fdc0858ca302'],
    [portal.replace('https', 'HTTPS'), '3e8c70816a1dd043bdc6abfd57bd9e171d2f67ed'],
    ['https://view.awsapps.com/start', 'cc18142e2bfa693e309f59d910dcef90c3c47767'],
    ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ])('%j', (key, sha1) => {
    const tokenCache = resolve('/home/ann/.aws/sso/cache');
    const paths = { config: '', credentials: '', tokenCache, cliCache: '' };
    expect(tokenFilePath(paths, key)).toBe(resolve(tokenCache, `${sha1}.json`));
  });

  test('takes a composed and a decomposed letter for two names', () => {
    const paths = awsPaths({ HOME: '/home/ann' }, 'linux');
    expect(tokenFilePath(paths, 'e\u0301quipe')).not.toBe(tokenFilePath(paths, '\u00e9quipe'));
  });
});

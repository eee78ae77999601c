import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

/**
 * The AWS CLI, version 2, wherever it is: version 1 has no SSO commands, and often comes first on
 * PATH, as pip installs it.
 */
export function awsCli(): string {
  return findAwsCli().program;
}

/** What makes the CLI that was found sign in to a profile or a session by a code, for any browser. */
export function loginWithCode(by: '--profile' | '--sso-session', name: string): readonly string[] {
  const codeOnly = loginOptions(findAwsCli().version);
  return ['sso', 'login', by, name, ...codeOnly];
}

/** Since 2.22 it signs in by PKCE, and comes back to a port of this machine, unless told otherwise. */
export function loginOptions(version: string): readonly string[] {
  const [, minor = ''] = /^aws-cli\/2\.(\d+)\./.exec(version) ?? [];
  return ['--no-browser', ...(Number(minor) >= 22 ? ['--use-device-code'] : [])];
}

function findAwsCli(): { readonly program: string; readonly version: string } {
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter((path) => path !== '');
  const programName = process.platform === 'win32' ? 'aws.exe' : 'aws';
  for (const directory of ['/usr/bin', '/usr/local/bin', ...directories]) {
    const program = join(directory, programName);
    const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    if (status === 0 && stdout.startsWith('aws-cli/2.')) return { program, version: stdout };
  }
  throw new Error(
    'The AWS CLI version 2 is needed, and neither /usr/bin, /usr/local/bin nor PATH has it.' +
      ' On Debian "apt-get install awscli" brings it; else see' +
      ' https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html.',
  );
}

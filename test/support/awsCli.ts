import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

/**
 * The AWS CLI, version 2, wherever it is: version 1 has no SSO commands, and often comes first on
 * PATH, as pip installs it.
 */
export function awsCli(): string {
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter((path) => path !== '');
  const programName = process.platform === 'win32' ? 'aws.exe' : 'aws';
  const found = ['/usr/bin', '/usr/local/bin', ...directories]
    .map((directory) => join(directory, programName))
    .find(isVersion2);
  if (found !== undefined) return found;
  throw new Error(
    'The AWS CLI version 2 is needed, and neither /usr/bin, /usr/local/bin nor PATH has it.' +
      ' On Debian "apt-get install awscli" brings it; else see' +
      ' https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html.',
  );
}

function isVersion2(program: string): boolean {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.startsWith('aws-cli/2.');
}

// The AWS CLI and botocore, the other users of the files that the extension reads and writes.
import which from 'which';
import { installPackages } from './debian.ts';
import { once } from './once.ts';
import { outputOf, step } from './run.ts';

/** An AWS CLI of version 2: version 1 has no `sso login`, and is often first on PATH. */
const findAwsCli = once((): string | undefined =>
  everyCommand('aws').find((path) =>
    (outputOf(path, ['--version']) ?? '').startsWith('aws-cli/2.'),
  ),
);

/** A Python whose botocore knows `[sso-session]` and its token cache. */
const findPythonWithBotocore = once((): string | undefined =>
  everyCommand('python3').find(
    (path) => outputOf(path, ['-c', 'from botocore.tokens import SSOTokenProvider']) !== undefined,
  ),
);

export async function ensureAwsTools(): Promise<void> {
  const missing = [
    ...(findAwsCli() === undefined ? ['awscli'] : []),
    ...(findPythonWithBotocore() === undefined ? ['python3-botocore'] : []),
  ];
  if (missing.length === 0) return;
  await step('AWS CLI and botocore', (log) =>
    installPackages(missing, log, 'Testing against the real AWS CLI'),
  );
}

/** Everything of that name on PATH, and where Debian puts it although a version manager hides it. */
function everyCommand(name: string): readonly string[] {
  const found = which.sync(name, { all: true, nothrow: true }) ?? [];
  return [...new Set([...found, ...systemPaths(name)])];
}

const systemPaths = (name: string): readonly string[] =>
  process.platform === 'win32' ? [] : [`/usr/bin/${name}`, `/usr/local/bin/${name}`];

import { expect, test } from 'vitest';
import { loginOptions } from '../support/awsCli.ts';

test.each([
  ['aws-cli/2.9.19 Python/3.11.2 Linux/6.1.0 source/x86_64.debian.12 prompt/off', false],
  ['aws-cli/2.21.3 Python/3.12.6 Linux/6.1.0 exe/x86_64.debian.12', false],
  ['aws-cli/2.22.0 Python/3.12.6 Linux/6.1.0 exe/x86_64.debian.12', true],
  ['aws-cli/2.36.7 Python/3.14.0 Darwin/25.0 exe/arm64', true],
])('%s has to be asked for a code: %s', (version, isAsked) => {
  expect(loginOptions(version)).toEqual([
    '--no-browser',
    ...(isAsked ? ['--use-device-code'] : []),
  ]);
});

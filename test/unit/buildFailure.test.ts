// A program for an AWS SDK that was not built: what is lacking here is skipped, what is broken is not.
import { expect, test } from 'vitest';
import { lastLines, missingHere } from '../interop/buildFailure.ts';

const go = 'go version go1.26.8 linux/amd64\n';
const unreachable = /: Get "https?:[^"]+": /;
const noNetwork =
  'main.go:11:2: github.com/aws/aws-sdk-go-v2/config@v1.33.16: Get "https://proxy.golang.org/a.zip":' +
  ' dial tcp: lookup proxy.golang.org: no such host';
const brokenProgram = '# sso-session-status/interop\n./main.go:14:2: undefined: config.LoadConfig';
const older = (has: string, needed: string) => `go is ${has}, and its program needs ${needed}`;

test.each<[what: string, version: string, needed: string, output: string, missing?: string]>([
  ['a broken program', go, '1.24', brokenProgram],
  ['a broken program, just as new as declared', 'go1.24', '1.24', brokenProgram],
  ['a broken program, newer in its last part', 'go1.24.1', '1.24', brokenProgram],
  ['a broken program, newer in its first part', 'go2.0', '1.24', brokenProgram],
  ['a broken program that says what it needs of no tool', 'go1.9', '', brokenProgram],
  ['an older tool', 'go version go1.9.7 linux/amd64', '1.24', '', older('1.9.7', '1.24')],
  ['an older tool, by its last part', 'go1.94', '1.94.1', '', older('1.94', '1.94.1')],
  [
    'a registry out of reach',
    go,
    '1.24',
    `go: downloading github.com/aws/aws-sdk-go-v2/config v1.33.16\n${noNetwork}\n`,
    `what its program is made of cannot be fetched: ${noNetwork}`,
  ],
])('%s', (_, version, needed, output, missing) => {
  expect(missingHere({ tool: 'go', version, needed, output, unreachable })).toBe(missing);
});

test('the end of a long output tells what went wrong', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
  expect(lastLines(`${lines.join('\n')}\n\n`).split('\n')).toEqual(lines.slice(10));
  expect(lastLines('only\n')).toBe('only');
});

// `npm run identity-center`: the local Identity Center alone, for any AWS tool.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startAwsFrontDoor } from '../test/support/identityCenter/awsFrontDoor.ts';
import type { Call } from '../test/support/identityCenter/calls.ts';
import { startIdentityCenter } from '../test/support/identityCenter/identityCenter.ts';

const defaultPort = 8317;

const usage = `Usage: npm run identity-center -- [options]

  --port N                   the port to listen on, 0 for any free one (${defaultPort})
  --access-token-seconds N   how long an access token is valid (3600)
  --session-seconds N        how long a sign-in lasts (28800)
  --registration-seconds N   how long a client registration is valid (7776000)
  --device-code-seconds N    how long a device code waits for a person (600)
  --auto-approve             allow every sign-in at once, without a click
  --help                     show this`;

const number = { type: 'string' } as const;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: number,
      'access-token-seconds': number,
      'session-seconds': number,
      'registration-seconds': number,
      'device-code-seconds': number,
      'auto-approve': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(usage);
    process.exit(0);
  }
  const numbers = {
    port: wholeNumber('port', values.port ?? String(defaultPort)),
    accessTokenSeconds: wholeNumber('access-token-seconds', values['access-token-seconds']),
    sessionSeconds: wholeNumber('session-seconds', values['session-seconds']),
    registrationSeconds: wholeNumber('registration-seconds', values['registration-seconds']),
    deviceCodeSeconds: wholeNumber('device-code-seconds', values['device-code-seconds']),
  };
  const given = Object.entries(numbers).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), autoApprove: values['auto-approve'] ?? false };
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number, not "${text}".`);
  return Number(text);
}

function logCall({ at, operation, grantType, status, error, userAgent }: Call) {
  const what = grantType === undefined ? operation : `${operation} (${grantType})`;
  const outcome = error === undefined ? String(status) : `${status} ${error}`;
  const time = new Date(at).toISOString().slice(11, 19);
  console.log(`${time}  ${what.padEnd(34)} ${outcome.padEnd(28)} ${userAgent.split(' ')[0] ?? ''}`);
}

const setting = ([name, value]: readonly [string, string]) =>
  process.platform === 'win32' ? `  $env:${name} = '${value}'` : `  export ${name}='${value}'`;

const settings = (environment: Readonly<Record<string, string>>) =>
  Object.entries(environment).map(setting).join('\n');

async function main() {
  const identityCenter = await startIdentityCenter({ ...readOptions(), onCall: logCall });
  const directory = await mkdtemp(join(tmpdir(), 'identity-center-'));
  const frontDoor = await startAwsFrontDoor(identityCenter, { directory });
  console.log(`The local Identity Center is at ${identityCenter.url}

Point any AWS tool at it:
${settings(identityCenter.environment)}

A tool that does not know these (AWS CLI before 2.13, botocore before 1.29.157):
${settings(frontDoor.environment)}

Any https start URL and any region will do. Ctrl-C stops it.
`);
  const stop = () => {
    void Promise.all([frontDoor.close(), identityCenter.close()])
      .then(() => rm(directory, { recursive: true, force: true }))
      .then(() => console.log('Stopped.'));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return 'Another program listens on this port. Choose one with --port N, or --port 0 for any.';
  }
  return code?.startsWith('ERR_PARSE_ARGS') === true
    ? `${error.message}\n\n${usage}`
    : error.message;
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});

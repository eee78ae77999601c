// A window that signs in by browser: `signInOnce <home> <now> <endpoint> [port to take]`. It prints the
// address that it wants opened, and then what came of it.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { awsPaths } from '../../src/aws/paths.ts';
import { signIn } from '../../src/aws/signIn.ts';

const [home = '', now = '', url = '', port] = process.argv.slice(2);
if (port !== undefined) await once(createServer().listen(Number(port), '127.0.0.1'), 'listening');

const context = {
  paths: awsPaths({ HOME: home }, 'linux'),
  stateFile: `${home}/storage/state.json`,
  environment: { AWS_ENDPOINT_URL_SSO_OIDC: url },
  now: () => Number(now),
};
const say = (line: string) => void process.stdout.write(`${line}\n`);
const display = {
  openBrowser: say,
  isLoopbackReachable: () => Promise.resolve(true),
  showCode: () => undefined,
  waitForOther: () => say('waiting'),
};
const outcome = await signIn(
  'session:my-sso',
  'browser',
  context,
  display,
  new AbortController().signal,
);
process.stdout.write(`${JSON.stringify(outcome)}\n`, () => process.exit());

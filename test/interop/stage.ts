// One home that the extension's own renewal and another AWS tool share, and the service behind both.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { awsPaths } from '../../src/aws/paths.ts';
import { readSnapshot } from '../../src/aws/readSnapshot.ts';
import { refresh } from '../../src/aws/refresh.ts';
import { type SessionStatus, deriveOverview } from '../../src/core/overview.ts';
import type { RefreshOutcome } from '../../src/core/refreshOutcome.ts';
import { formatTimestamp } from '../../src/core/timestamp.ts';
import { type AwsHome, createAwsHome } from '../support/awsHome.ts';
import { startAwsFrontDoor } from '../support/identityCenter/awsFrontDoor.ts';
import {
  type IdentityCenter,
  startIdentityCenter,
} from '../support/identityCenter/identityCenter.ts';

const region = 'us-east-1';
const startUrl = 'https://my-sso-portal.awsapps.com/start';
const sessionId = 'session:my-sso';

/** What a tool says of its attempt to get role credentials. */
export interface ToolAnswer {
  readonly accessKeyId?: string;
  readonly error?: string;
}

export interface ToolCommand {
  readonly command: readonly [string, ...string[]];
  /** It prints "ready" and waits for a line before it begins. */
  readonly waits: boolean;
}

export interface InteropStage {
  readonly home: AwsHome;
  /** For any tool, and nothing of ours in it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly identityCenter: IdentityCenter;
  /** The refresh_token calls so far, as what was answered. */
  renewals(): readonly (number | string)[];
  /** Puts a new session into the file, whose token ended a minute ago. */
  putExpired(extra?: object): Promise<Readonly<Record<string, unknown>>>;
  /** Sets back the end of the token in the file, and leaves all else. */
  expire(): Promise<void>;
  refresh(): Promise<RefreshOutcome>;
  status(): Promise<SessionStatus | undefined>;
  /** Whether the service takes the token in the file. */
  isTaken(): Promise<boolean>;
  /** Started and ready; `begin` lets it get role credentials, and gives what it says. */
  prepare(tool: ToolCommand): Promise<{ readonly begin: () => Promise<ToolAnswer> }>;
  close(): Promise<void>;
}

export async function setStage(): Promise<InteropStage> {
  const identityCenter = await startIdentityCenter();
  const home = await createAwsHome();
  const frontDoor = await startAwsFrontDoor(identityCenter, { directory: home.path });
  await home.writeConfig(`[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = ReadOnlyAccess
region = eu-west-1
[sso-session my-sso]
sso_region = ${region}
sso_start_url = ${startUrl}
sso_registration_scopes = sso:account:access
`);
  const paths = awsPaths({ HOME: home.path }, 'linux');
  // Tools that know no endpoint variables go through the front door.
  const { PATH, LANG } = process.env;
  const environment = {
    PATH,
    LANG,
    HOME: home.path,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...identityCenter.environment,
    ...frontDoor.environment,
  };
  let refreshes = 0;
  const sources = () => ({
    paths,
    stateFile: join(home.path, `state-${refreshes}.json`),
    environment: identityCenter.environment,
  });
  const write = (token: object) =>
    home.writeToken('my-sso', { ...token, expiresAt: formatTimestamp(Date.now() - 60_000) });

  return {
    home,
    environment,
    identityCenter,
    renewals: () =>
      identityCenter.calls
        .filter(({ grantType }) => grantType === 'refresh_token')
        .map(({ status, error }) => error ?? status),
    async putExpired(extra = {}) {
      const issued = { ...identityCenter.issueToken({ region, startUrl }), ...extra };
      await write(issued);
      return issued;
    },
    expire: async () => write(await home.readToken('my-sso')),
    refresh() {
      // As if half a minute had passed since the last attempt.
      refreshes += 1;
      const { signal } = new AbortController();
      return refresh(
        sessionId,
        {
          ...sources(),
          now: Date.now,
          unwritten: new Map(),
          running: new Set<Promise<unknown>>(),
          unrecorded: new Map(),
        },
        { by: 'person', signal },
      );
    },
    async status() {
      const { sessions } = deriveOverview(await readSnapshot(sources(), undefined), Date.now());
      return sessions.find(({ session }) => session.id === sessionId);
    },
    async isTaken() {
      const { accessToken } = await home.readToken('my-sso');
      const { status } = await fetch(`${identityCenter.url}/assignment/accounts`, {
        headers: { 'x-amz-sso_bearer_token': String(accessToken) },
      });
      return status === 200;
    },
    async prepare(tool) {
      // The AWS CLI would answer from there.
      await rm(join(home.path, '.aws', 'cli'), { recursive: true, force: true });
      if (!tool.waits) return { begin: () => start(tool.command, environment).answer() };
      const started = start(tool.command, environment);
      await started.ready();
      return { begin: () => started.answer() };
    },
    async close() {
      await Promise.all([frontDoor.close(), identityCenter.close()]);
      await home.remove();
    },
  };
}

function start([program, ...args]: ToolCommand['command'], env: NodeJS.ProcessEnv) {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const said: string[] = [];
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout });
  return {
    async ready() {
      const [line] = (await Promise.race([once(lines, 'line'), ended])) as [unknown];
      if (line !== 'ready') throw new Error(`${program} did not get ready: ${complaints}`);
    },
    async answer(): Promise<ToolAnswer> {
      lines.on('line', (line) => said.push(line));
      child.stdin.end('\n');
      await ended;
      return readAnswer(said.join('\n'), complaints);
    },
  };
}

/** Our own programs say `accessKeyId`, the AWS CLI says `AccessKeyId`. */
function readAnswer(said: string, complaints: string): ToolAnswer {
  if (said.trim() === '') return { error: complaints };
  const { AccessKeyId, ...answer } = JSON.parse(said) as ToolAnswer & { AccessKeyId?: string };
  return AccessKeyId === undefined ? answer : { accessKeyId: AccessKeyId };
}

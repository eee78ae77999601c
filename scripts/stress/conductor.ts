// Many processes renew one session, again and again: what the service saw, and what people would have
// seen. One clock for all of them; it stands still while they race, and jumps from one end of the
// token to the next.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCachedToken } from '../../src/core/cachedToken.ts';
import { type AwsHome, createAwsHome } from '../../test/support/awsHome.ts';
import {
  type IdentityCenter,
  startIdentityCenter,
} from '../../test/support/identityCenter/identityCenter.ts';
import { type Participant, startParticipant } from './participant.ts';
import { startOtherTools } from './otherTools.ts';
import { bundleProgram } from './programs.ts';
import { between, seeded } from './random.ts';
import { type StressReport, reportOf } from './report.ts';

export interface StressOptions {
  readonly seed: number;
  readonly expiries: number;
  readonly processes: number;
  /** botocore and the AWS SDK for JavaScript are in the race. */
  readonly withOthers: boolean;
  readonly onRound?: (done: number) => void;
}

export interface Round {
  readonly isLost: boolean;
  /** What windows showed in it that would make a person sign in again. */
  readonly alarms: readonly string[];
}

const start = Date.parse('2026-01-15T12:00:00Z');
const session = { startUrl: 'https://my-sso-portal.awsapps.com/start', region: 'us-east-1' };
const config = `[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = ReadOnlyAccess
[sso-session my-sso]
sso_region = ${session.region}
sso_start_url = ${session.startUrl}
sso_registration_scopes = sso:account:access
`;
/** Longer than the 15 minutes in which botocore renews before the end, with a few retries to spare. */
const accessTokenSeconds = 1800;
const tenYears = 10 * 365 * 24 * 3600;
const slowestAnswerMs = 200;
/** Of one round: more than any tool needs that can still renew. */
const mostTurns = 8;

export async function runStress(options: StressOptions): Promise<StressReport> {
  const started = performance.now();
  const clock = { now: start };
  const home = await createAwsHome();
  const identityCenter = await startIdentityCenter({
    now: () => clock.now,
    accessTokenSeconds,
    sessionSeconds: tenYears,
    registrationSeconds: tenYears,
  });
  const others: Awaited<ReturnType<typeof startOtherTools>>[] = [];
  const windows: Participant[] = [];
  try {
    await home.writeConfig(config);
    await home.writeToken('my-sso', identityCenter.issueToken(session));
    if (options.withOthers) others.push(await startOtherTools(home, identityCenter));
    windows.push(...(await startWindows(options.processes, home, identityCenter)));
    const tools = others.flatMap(({ participants }) => participants);
    const race = { clock, home, identityCenter, windows, tools, random: seeded(options.seed) };
    const rounds: Round[] = [];
    while (rounds.length < options.expiries) {
      rounds.push(await runRound(race));
      options.onRound?.(rounds.length);
    }
    return reportOf({
      options,
      rounds,
      calls: identityCenter.calls,
      participants: [...windows, ...tools],
      seconds: (performance.now() - started) / 1000,
    });
  } finally {
    await Promise.all(windows.map((window) => window.stop()));
    await Promise.all(others.map((each) => each.stop()));
    await identityCenter.close();
    await home.remove();
  }
}

async function startWindows(
  count: number,
  home: AwsHome,
  { environment }: IdentityCenter,
): Promise<readonly Participant[]> {
  const program = await bundleProgram('window', home.path);
  const storage = join(home.path, 'storage');
  await mkdir(storage);
  const variables = {
    PATH: process.env['PATH'],
    HOME: home.path,
    ...environment,
    STRESS_STATE_FILE: join(storage, 'state.json'),
    STRESS_SESSION: 'session:my-sso',
  };
  return Array.from({ length: count }, (_, index) =>
    startParticipant(`window ${index + 1}`, [process.execPath, program], variables),
  );
}

interface Race {
  readonly clock: { now: number };
  readonly home: AwsHome;
  readonly identityCenter: IdentityCenter;
  readonly windows: readonly Participant[];
  readonly tools: readonly Participant[];
  readonly random: () => number;
}

/** The token nears its end or has ended; all are woken at once, until all have a live one again. */
async function runRound(race: Race): Promise<Round> {
  const { clock, home, identityCenter, windows, tools, random } = race;
  const { expiresAt } = await readToken(home);
  const fromEnd = random() < 0.5 ? -between(random, 1, 299) : between(random, 0, 3600);
  clock.now = Math.max(clock.now, expiresAt + fromEnd * 1000);
  // Answers overtake each other on the way, so that one tool is refused before the other has written.
  const latencies = Array.from({ length: windows.length + tools.length }, () => ({
    operation: 'CreateToken' as const,
    kind: 'latency' as const,
    ms: between(random, 0, slowestAnswerMs),
    afterServing: random() < 0.5,
  }));
  identityCenter.faults.splice(0, Infinity, ...latencies);

  const alarms: string[] = [];
  let racing: readonly Participant[] = [...tools, ...windows];
  for (let turn = 0; turn < mostTurns && racing.length > 0; turn += 1) {
    const { now } = clock;
    const results = await Promise.all(
      racing.map(async (one) => {
        const result = await one.take({ now, delayMs: between(random, 0, 30) });
        return { one, ...result };
      }),
    );
    alarms.push(...results.flatMap((result) => result.alarms));
    const unready = results.filter(({ isContent }) => !isContent);
    racing = unready.map(({ one }) => one);
    clock.now = Math.max(clock.now, ...unready.map(({ until }) => until ?? now));
  }
  if (await isLive(race)) return { isLost: racing.length > 0, alarms };
  await home.writeToken('my-sso', identityCenter.issueToken(session));
  return { isLost: true, alarms };
}

/** What the service itself says of the token in the file. */
async function isLive({ clock, home, identityCenter }: Race): Promise<boolean> {
  const { accessToken, expiresAt } = await readToken(home);
  const { status } = await fetch(`${identityCenter.url}/assignment/accounts`, {
    headers: { 'x-amz-sso_bearer_token': accessToken },
  });
  return status === 200 && expiresAt > clock.now;
}

async function readToken(home: AwsHome): Promise<{ accessToken: string; expiresAt: number }> {
  const reading = parseCachedToken(JSON.stringify(await home.readToken('my-sso')));
  if ('token' in reading) return reading.token;
  throw new Error(`The token file is no token when all is quiet: ${reading.problem}`);
}

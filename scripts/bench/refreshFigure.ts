// One renewal at the same local service: ours, the AWS SDK for JavaScript, botocore, in turns, each in a
// process that has done it before; and what `aws sso login` needs before it does anything.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { awsCli } from '../../test/support/awsCli.ts';
import { startAwsFrontDoor } from '../../test/support/identityCenter/awsFrontDoor.ts';
import { startIdentityCenter } from '../../test/support/identityCenter/identityCenter.ts';
import { pythonWith } from '../../test/support/python.ts';
import { benchHome, noteSessions } from './homes.ts';
import type { Figure } from './result.ts';
import { region, startUrlOf } from './sampleConfig.ts';
import { median, spreadOf } from './statistics.ts';
import { type Worker, bundleWorker, startWorker, workerSource } from './worker.ts';

const names = ['ours', 'jsSdk', 'botocore'] as const;
type Name = (typeof names)[number];
const tenYears = 10 * 365 * 24 * 3600;
const session = 'org-0';

export const refreshFigure: Figure = async ({ quick, progress }) => {
  const rounds = quick ? 8 : 40;
  const cli: number[] = [];
  const samples = await renewInTurns(names, {
    sessions: 1,
    rounds,
    after: (round, env) => {
      if (round % 4 === 0) cli.push(startOfLogin(env));
      progress(`${round + 1} of ${rounds} rounds`);
    },
  });
  return {
    result: {
      refreshMs: {
        ours: median(samples.ours),
        jsSdk: median(samples.jsSdk),
        botocore: median(samples.botocore),
        cli: median(cli),
      },
    },
    spread: {
      ...Object.fromEntries(names.map((name) => [`refresh ${name}`, spreadOf(samples[name])])),
      'refresh cli': spreadOf(cli),
    },
  };
};

interface Turns {
  /** One of them is renewed. */
  readonly sessions: number;
  readonly rounds: number;
  /** Called after each round, with what the programs have as their environment. */
  readonly after?: (round: number, env: NodeJS.ProcessEnv) => void;
}

/** Gives how many ms each renewal took; none of who is not named. */
export async function renewInTurns(
  turns: readonly Name[],
  { sessions, rounds, after }: Turns,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const clock = { now: Date.parse('2026-01-15T12:00:00Z') };
  const identityCenter = await startIdentityCenter({
    now: () => clock.now,
    sessionSeconds: tenYears,
    registrationSeconds: tenYears,
  });
  const home = await benchHome({ sessions });
  // An older botocore knows no endpoint variables.
  const frontDoor = await startAwsFrontDoor(identityCenter, { directory: home.path });
  const stateFile = join(home.path, 'storage', 'state.json');
  const env = {
    PATH: process.env['PATH'],
    HOME: home.path,
    ...identityCenter.environment,
    ...frontDoor.environment,
    BENCH_STATE_FILE: stateFile,
    BENCH_PROFILE: 'account-0',
  };
  await home.writeToken(session, identityCenter.issueToken({ region, startUrl: startUrlOf(0) }));
  await noteSessions(stateFile, sessions, clock.now);
  const samples = { ours: [] as number[], jsSdk: [] as number[], botocore: [] as number[] };
  const workers: [Name, Worker][] = [];
  try {
    for (const name of turns)
      workers.push([name, startWorker(await programs[name](home.path), env)]);
    // The first two rounds only warm up.
    for (let round = -2; round < rounds; round += 1) {
      for (const [name, worker] of workers) {
        // Whoever takes the turn finds a token that has just ended.
        const { expiresAt } = await home.readToken(session);
        clock.now = Date.parse(String(expiresAt)) + 1000;
        const callsBefore = identityCenter.calls.length;
        const ms = await worker.ask({ now: clock.now, session });
        if (identityCenter.calls.length !== callsBefore + 1)
          throw new Error(`${name} did not renew with one call.`);
        if (round >= 0) samples[name].push(ms);
      }
      if (round >= 0) after?.(round, env);
    }
  } finally {
    await Promise.all(workers.map(([, worker]) => worker.stop()));
    await Promise.all([frontDoor.close(), identityCenter.close()]);
    await home.remove();
  }
  return samples;
}

type Program = readonly [string, ...string[]];

/** Bundled into the folder, where that is how it runs. */
const programs: Readonly<Record<Name, (folder: string) => Promise<Program>>> = {
  ours: async (folder) => [process.execPath, await bundleWorker('refreshOurs', folder)],
  jsSdk: async (folder) => [process.execPath, await bundleWorker('refreshJsSdk', folder)],
  botocore: () => Promise.resolve([pythonWith('botocore'), workerSource('refreshBotocore', 'py')]),
};

/** `aws sso login` for a session that is not configured: it starts, reads the config and gives up. */
function startOfLogin(env: NodeJS.ProcessEnv): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(awsCliOnce(), ['sso', 'login', '--sso-session', 'nobody'], {
    env,
    encoding: 'utf8',
  });
  const ms = performance.now() - started;
  if (status === 0 || !stderr.includes('nobody'))
    throw new Error(`aws sso login did not refuse the session: ${stderr}`);
  return ms;
}

let found: string | undefined;
const awsCliOnce = (): string => (found ??= awsCli());

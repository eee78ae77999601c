// One renewal at the same local service: ours, the AWS SDK for JavaScript, botocore, in turns, each in a
// process that has done it before; and what `aws sso login` needs before it does anything.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { awsCli } from '../../test/support/awsCli.ts';
import { createAwsHome } from '../../test/support/awsHome.ts';
import { startAwsFrontDoor } from '../../test/support/identityCenter/awsFrontDoor.ts';
import { startIdentityCenter } from '../../test/support/identityCenter/identityCenter.ts';
import { pythonWith } from '../../test/support/python.ts';
import type { Figure } from './result.ts';
import { configText, region, startUrlOf } from './sampleConfig.ts';
import { median, spreadOf } from './statistics.ts';
import { bundleWorker, startWorker, workerSource } from './worker.ts';

const names = ['ours', 'jsSdk', 'botocore'] as const;
const tenYears = 10 * 365 * 24 * 3600;
const session = 'org-0';

export const refreshFigure: Figure = async ({ quick, progress }) => {
  const clock = { now: Date.parse('2026-01-15T12:00:00Z') };
  const identityCenter = await startIdentityCenter({
    now: () => clock.now,
    sessionSeconds: tenYears,
    registrationSeconds: tenYears,
  });
  const home = await createAwsHome();
  // An older botocore knows no endpoint variables.
  const frontDoor = await startAwsFrontDoor(identityCenter, { directory: home.path });
  const env = {
    PATH: process.env['PATH'],
    HOME: home.path,
    ...identityCenter.environment,
    ...frontDoor.environment,
    BENCH_STATE_FILE: join(home.path, 'storage', 'state.json'),
    BENCH_PROFILE: 'account-0',
  };
  await home.writeConfig(configText(1, 1));
  await home.writeToken(session, identityCenter.issueToken({ region, startUrl: startUrlOf(0) }));
  const program = (name: string) => bundleWorker(name, home.path);
  const workers = {
    ours: startWorker([process.execPath, await program('refreshOurs')], env),
    jsSdk: startWorker([process.execPath, await program('refreshJsSdk')], env),
    botocore: startWorker([pythonWith('botocore'), workerSource('refreshBotocore', 'py')], env),
  };
  const samples = { ours: [] as number[], jsSdk: [] as number[], botocore: [] as number[] };
  const cli: number[] = [];
  try {
    const rounds = quick ? 8 : 40;
    // The first two rounds only warm up.
    for (let round = -2; round < rounds; round += 1) {
      for (const name of names) {
        // Whoever takes the turn finds a token that has just ended.
        const { expiresAt } = await home.readToken(session);
        clock.now = Date.parse(String(expiresAt)) + 1000;
        const callsBefore = identityCenter.calls.length;
        const ms = await workers[name].ask({ now: clock.now, session });
        if (identityCenter.calls.length !== callsBefore + 1)
          throw new Error(`${name} did not renew with one call.`);
        if (round >= 0) samples[name].push(ms);
      }
      if (round >= 0 && round % 4 === 0) cli.push(startOfLogin(env));
      progress(`${Math.max(0, round + 1)} of ${rounds} rounds`);
    }
  } finally {
    await Promise.all(names.map((name) => workers[name].stop()));
    await Promise.all([frontDoor.close(), identityCenter.close()]);
    await home.remove();
  }
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

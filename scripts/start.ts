// `npm start`: the extension at work in a real VS Code, on sample sessions or on your own.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type AwsHome, createAwsHome } from '../test/support/awsHome.ts';
import { startAwsFrontDoor } from '../test/support/identityCenter/awsFrontDoor.ts';
import { startIdentityCenter } from '../test/support/identityCenter/identityCenter.ts';
import { writeSampleSessions } from '../test/support/sampleSessions.ts';
import { startVsCode } from '../test/support/vscode/startVsCode.ts';
import { ensureDesktop } from './provision/desktop.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const usage = `Usage: npm start [-- --home]

  --home   your own ~/.aws instead of sample sessions`;

const sampleGuide = `What to try:

  1. The status bar, bottom left: point at it for details, click it for a list of what can be done.
  2. After a minute, "sandbox" gets ready to refresh: press Refresh beside it in the tree.
  3. After a minute or two, a notification says that "partner" ends soon; after two, that "legacy" has ended.
  4. F1, then "AWS SSO: Refresh Session".
  5. Expand "unfinished" and click the problem: the config opens at its line.
  6. Sign In: it talks to a local Identity Center, not to AWS.
  7. F1, then "AWS SSO: Show Session Timeline": it begins now, and fills as you go on.`;

interface Stage {
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly guide: string;
  /** Starts the clocks of the sample sessions. */
  readonly begin: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Sample sessions in every state; the local Identity Center plays AWS, for the AWS CLI too. */
async function sampleStage(): Promise<Stage> {
  const identityCenter = await startIdentityCenter({ accessTokenSeconds: 600 });
  const home: AwsHome = await createAwsHome();
  const frontDoor = await startAwsFrontDoor(identityCenter, { directory: home.path });
  return {
    home: home.path,
    environment: { ...frontDoor.environment, ...identityCenter.environment },
    guide: sampleGuide,
    begin: () =>
      writeSampleSessions(home, identityCenter, Date.now(), {
        corp: 8 * 60,
        sandbox: 50,
        partner: 31 * 60,
        archive: -3600,
        legacy: 110,
      }),
    close: async () => {
      await Promise.all([frontDoor.close(), identityCenter.close()]);
      await home.remove();
    },
  };
}

function ownStage(): Stage {
  const aws = Object.entries(process.env).filter(([name]) => name.startsWith('AWS_'));
  return {
    home: homedir(),
    environment: Object.fromEntries(aws) as Record<string, string>,
    guide: 'These are your own sessions.',
    begin: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** Desktop VS Code where there is one, else VS Code in the browser. */
async function show({ home, environment, guide, begin }: Stage): Promise<() => Promise<void>> {
  const executable = await ensureDesktop('newest');
  if (executable === undefined) {
    const vsix = join(root, 'out', 'sso-session-status.vsix');
    const vsCode = await startVsCode({ version: 'newest', home, environment, extensions: [vsix] });
    console.log(`\nOpen ${vsCode.url}\n\n${guide}\n\nCtrl-C stops it.`);
    void untilOpened(vsCode.url).then(begin);
    return vsCode.stop;
  }
  const data = await mkdtemp(join(tmpdir(), 'sso-session-status-'));
  const child = spawn(
    executable,
    [`--extensionDevelopmentPath=${root}`, `--user-data-dir=${data}`, '--wait', '--new-window'],
    { env: { ...process.env, HOME: home, USERPROFILE: home, ...environment }, stdio: 'ignore' },
  );
  child.on('error', (error) => console.error(`VS Code did not start: ${error.message}`));
  await begin();
  console.log(`\nVS Code is opening.\n\n${guide}\n\nCtrl-C stops it.`);
  return async () => {
    child.kill();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };
}

/** The clocks of the samples start when somebody looks; VS Code tells whether a browser is connected. */
async function untilOpened(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(new URL('/healthz', url)).catch(() => undefined);
    const health = (await answer?.json().catch(() => undefined)) as { status?: string } | undefined;
    if (answer === undefined || health?.status === 'alive') return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { home: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    console.log(usage);
    return;
  }
  console.log('Setting up …');
  const packaged = spawnSync(process.execPath, ['scripts/package.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (packaged.status !== 0) throw new Error(`${packaged.stdout}${packaged.stderr}`);

  // Heard from here on, so that an early Ctrl-C cleans up as well.
  const asked = new Promise<void>((resolve) => {
    // Not once: a second Ctrl-C must not keep the first from cleaning up.
    process.on('SIGINT', resolve);
    process.on('SIGTERM', resolve);
  });
  const stage = values.home === true ? ownStage() : await sampleStage();
  try {
    const stop = await show(stage);
    await asked;
    console.log('\nStopping.');
    await stop();
  } finally {
    await stage.close();
  }
  console.log('Stopped.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

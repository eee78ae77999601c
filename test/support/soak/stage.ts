// What a soak plays on: a home with sessions, a service that runs faster than life, and windows.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { awsPaths } from '../../../src/aws/paths.ts';
import { readSnapshot } from '../../../src/aws/readSnapshot.ts';
import { deriveOverview } from '../../../src/core/overview.ts';
import { defaultPreferences } from '../../../src/core/preferences.ts';
import { type AwsHome, createAwsHome } from '../awsHome.ts';
import { type IdentityCenter, startIdentityCenter } from '../identityCenter/identityCenter.ts';
import { toProgram } from '../toProgram.ts';
import { type ShownSession, type SoakStage, stageVariable, timeOn } from './protocol.ts';
import { shownOf } from './shown.ts';
import { type SoakRecord, WindowProcess } from './windowProcess.ts';

/** By their cache keys. */
export const sessionNames = ['one', 'two', 'three'] as const;
const startUrl = 'https://soak.awsapps.com/start';
const region = 'us-east-1';

export const configText = [
  ...sessionNames.flatMap((name) => [
    ...[`[profile ${name}-dev]`, `sso_session = ${name}`, 'sso_account_id = 111122223333'],
    ...['sso_role_name = ReadOnly', `[sso-session ${name}]`, `sso_start_url = ${startUrl}`],
    ...[`sso_region = ${region}`, 'sso_registration_scopes = sso:account:access', ''],
  ]),
  ...[
    '[profile old]',
    'sso_start_url = https://old.awsapps.com/start',
    `sso_region = ${region}`,
    '',
  ],
].join('\n');

const speed = 20;
/** So that each is renewed every five seconds of a soak. */
const accessTokenSeconds = 200;
const longSeconds = 400 * 24 * 3600;

export interface Soak {
  readonly home: AwsHome;
  readonly cache: string;
  readonly stateFile: string;
  readonly identityCenter: IdentityCenter;
  readonly windows: WindowProcess[];
  readonly record: SoakRecord;
  /** What whoever else signs in writes: the whole file, in one step. */
  readonly signIn: (name: string) => Promise<void>;
  readonly newWindow: (name: string) => WindowProcess;
  /** What a window shows that has just been opened. */
  readonly afresh: () => Promise<readonly ShownSession[]>;
  readonly remove: () => Promise<void>;
}

export async function startSoak(windows: number): Promise<Soak> {
  const home = await createAwsHome();
  const stateFile = join(home.path, 'storage', 'state.json');
  const clock: SoakStage = {
    home: home.path,
    stateFile,
    clockStart: Date.parse('2026-01-15T12:00:00Z'),
    startedAt: Date.now(),
    speed,
  };
  const now = (): number => timeOn(clock);
  const identityCenter = await startIdentityCenter({
    now,
    accessTokenSeconds,
    sessionSeconds: longSeconds,
    registrationSeconds: longSeconds,
  });
  const environment = {
    PATH: process.env['PATH'],
    HOME: home.path,
    ...identityCenter.environment,
    [stageVariable]: JSON.stringify(clock),
  };
  const program = join(home.path, 'window.mjs');
  const entry = join(import.meta.dirname, 'window.ts');
  await build({ ...toProgram, entryPoints: [entry], outfile: program });
  await mkdir(join(home.path, 'storage'));
  await home.writeConfig(configText);
  const record: SoakRecord = { outcomes: {}, faults: [] };
  const signIn = (name: string) =>
    home.writeToken(name, identityCenter.issueToken({ startUrl, region }));
  for (const name of sessionNames) await signIn(name);
  const newWindow = (name: string) => new WindowProcess(name, program, environment, record);
  const sources = { paths: awsPaths(environment, process.platform), stateFile, environment, now };
  return {
    home,
    cache: join(home.path, '.aws', 'sso', 'cache'),
    stateFile,
    identityCenter,
    windows: Array.from({ length: windows }, (_, index) => newWindow(`window ${index + 1}`)),
    record,
    signIn,
    newWindow,
    afresh: async () => {
      const snapshot = await readSnapshot(sources, undefined);
      const preferences = { ...defaultPreferences, autoRefresh: true };
      return shownOf(deriveOverview(snapshot, now(), preferences));
    },
    async remove() {
      await identityCenter.close();
      await home.remove();
    },
  };
}

// Everything that one file of user-interface tests looks at: a home, the service, VS Code, a window.
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { isVsCodeAge, type VsCodeAge } from '../../scripts/provision/vsCodeVersions.ts';
import { deadAfterMs, withFileLock } from '../../src/aws/fileLock.ts';
import { formatTimestamp } from '../../src/core/timestamp.ts';
import { type AwsHome, createAwsHome } from '../support/awsHome.ts';
import {
  type IdentityCenter,
  type IdentityCenterOptions,
  startIdentityCenter,
} from '../support/identityCenter/identityCenter.ts';
import type { TokenFile } from '../support/identityCenter/tokenFile.ts';
import { packagedVsix } from '../support/packagedVsix.ts';
import { startVsCode, type VsCode } from '../support/vscode/startVsCode.ts';
import {
  openWorkbench,
  type Workbench,
  type WorkbenchOptions,
} from '../support/vscode/workbench.ts';

export interface Stage {
  readonly home: AwsHome;
  readonly identityCenter: IdentityCenter;
  readonly vsCode: VsCode;
  readonly workbench: Workbench;
  /** Writes a token of this session that ends so many seconds from now, and gives it. */
  readonly signIn: (name: string, endsIn: number, options?: SignInOptions) => Promise<TokenFile>;
  /** What windows remember together. */
  readonly stateFile: string;
  /** As if the last attempt to refresh were long ago. */
  readonly forgetAttempts: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface SignInOptions {
  /** True unless told. */
  readonly renewable?: boolean;
}

export interface StageOptions extends WorkbenchOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly identityCenter?: IdentityCenterOptions;
  /** The display language, as VS Code names it; English by default. */
  readonly language?: string;
  /** Instead of the variables that point to the service. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Trusts no folder. */
  readonly restricted?: boolean;
  /** The address of a workspace that is no folder of a disk, and the VSIX that serves it. */
  readonly virtual?: { readonly folder: string; readonly vsix: string };
  /** Written before VS Code starts. */
  readonly prepare?: (stage: Pick<Stage, 'home' | 'identityCenter' | 'signIn'>) => Promise<void>;
}

export const minute = 60;
export const hour = 60 * minute;
/** Past the full minute, so that the text stays for as long as it can. */
export const spare = 58;

export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const { settings, environment, language, prepare, identityCenter: service, ...others } = options;
  const { restricted = false, virtual, ...window } = others;
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    const home = await createAwsHome();
    stops.push(() => home.remove());
    const identityCenter = await startIdentityCenter(service);
    stops.push(() => identityCenter.close());
    const signIn: Stage['signIn'] = async (name, endsIn, { renewable = true } = {}) => {
      const request = { startUrl: startUrlOf(name), region: 'eu-central-1' };
      const token = {
        ...identityCenter.issueToken({ ...request, ...(renewable ? {} : { scopes: [] }) }),
        expiresAt: formatTimestamp(Date.now() + endsIn * 1000),
      };
      await home.writeToken(name, token);
      return token;
    };
    await prepare?.({ home, identityCenter, signIn });
    const vsCode = await startVsCode({
      version: vsCodeAge(),
      home: home.path,
      environment: environment ?? identityCenter.environment,
      extensions: [packagedVsix(), ...(virtual === undefined ? [] : [virtual.vsix])],
      ...(virtual !== undefined && { virtualFolder: virtual.folder }),
      restricted,
      ...(settings !== undefined && { settings }),
      ...(language !== undefined && { language }),
    });
    stops.push(() => vsCode.stop());
    const workbench = await openWorkbench(vsCode, window);
    stops.push(() => workbench.close());
    const storage = join(vsCode.logsFolder, '../User/globalStorage');
    const stateFile = join(storage, 'sso-session-status.sso-session-status', 'state.json');
    const forgetAttempts = (): Promise<void> =>
      inTurnForState(stateFile, () => rm(stateFile, { force: true }));
    return { home, identityCenter, vsCode, workbench, signIn, stateFile, forgetAttempts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** In turns with the extension: it would write back what it has read before this change. */
export async function inTurnForState(
  stateFile: string,
  change: () => Promise<void>,
): Promise<void> {
  await mkdir(dirname(stateFile), { recursive: true });
  await withFileLock(stateFile, change, deadAfterMs.remark);
}

/** `SSO_UI_VERSION=oldest` runs the same tests on the oldest VS Code that is supported. */
function vsCodeAge(): VsCodeAge {
  const { SSO_UI_VERSION: age = 'newest' } = process.env;
  if (!isVsCodeAge(age)) throw new Error('SSO_UI_VERSION has to be oldest or newest.');
  return age;
}

export const startUrlOf = (name: string): string => `https://${name}.awsapps.com/start`;

/** The section of a session, for the AWS config. */
export const sessionSection = (name: string): string => `[sso-session ${name}]
sso_start_url = ${startUrlOf(name)}
sso_region = eu-central-1
sso_registration_scopes = sso:account:access
`;

/** Sessions, with a profile each that says where the service is. */
export function configPointingTo(endpoint: string, names: readonly string[]): string {
  const profiles = names.map(
    (name) => `[profile ${name}]\nsso_session = ${name}\nservices = here\n`,
  );
  const services = `[services here]\nsso_oidc =\n  endpoint_url = ${endpoint}\n`;
  return [...names.map(sessionSection), ...profiles, services].join('\n');
}

/** What the tree says of the access token of this session, such as "59 min"; its rows are opened for that. */
export async function tokenLeft(
  { workbench }: Pick<Stage, 'workbench'>,
  name: string,
): Promise<string | undefined> {
  const tree = workbench.tree('Sessions');
  await tree.setExpanded(name, true);
  const rows = await tree.rows();
  const from = rows.findIndex(({ label, level }) => level === 1 && label === name);
  const token = rows.slice(from + 1).find(({ label }) => label === 'Access token');
  return /^(.+) left$/.exec(token?.description ?? '')?.[1];
}

/** How many minutes the access token has left by what the status bar tells a voice, which is its end. */
export function spokenMinutesLeft(ariaLabel: string): number | undefined {
  const end = /Access token: until (?:([A-Z][a-z]{2}),? )?(\d{1,2}:\d\d [AP]M)/.exec(
    ariaLabel.replace(/\s+/g, ' '),
  );
  if (end === null) return undefined;
  const [, weekday, time = ''] = end;
  const now = Date.now();
  const days = [0, 1, -1].map((days) => new Date(now + days * 24 * hour * 1000).toDateString());
  const day = days.find((each) => weekday !== undefined && each.startsWith(weekday)) ?? days[0];
  return (Date.parse(`${day ?? ''} ${time}`) - Date.now()) / (minute * 1000);
}

/** For a number of minutes: a few more or less, as a test takes its time. */
export const about = (minutes: number): unknown => expect.closeTo(minutes, -1);

/** Waits until what is read is as expected: files, watcher, extension and page need a moment each. */
export const eventually = <T>(read: () => T | Promise<T>, timeout = 20_000) =>
  expect.poll(read, { timeout, interval: 50 });

/** For what does not matter here, such as the name of the extension below each notification. */
export const anyText = expect.any(String) as string;

/** Times of day and dates differ from run to run. */
export const withoutTimes = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    // What is near midnight may be another day; where the tests run is another zone than the browser's.
    .replace(/(?:[A-Z][a-z]{2},? )?\d{1,2}:\d\d [AP]M(?: [A-Z]{3,4}\b| GMT[+-]\d+)?/g, 'TIME')
    .replace(/\b(?!Profile)[A-Z][a-z]+ \d{1,2}(?:, \d{4})?(?=\.|$)/g, 'DATE');

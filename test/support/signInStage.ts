// A home with sessions to sign in to, a service of its own, a clock that moves only while something
// waits, and a person with a browser: the stage on which a sign-in is tried.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { awsPaths, tokenFilePath } from '../../src/aws/paths.ts';
import { signIn } from '../../src/aws/signIn.ts';
import type { DeviceCode, SignInContext, SignInDisplay } from '../../src/aws/signInAttempt.ts';
import type { SignInFlow, SignInOutcome } from '../../src/core/signInOutcome.ts';
import { clickThrough } from './identityCenter/browser.ts';
import {
  type IdentityCenter,
  type IdentityCenterOptions,
  startIdentityCenter,
} from './identityCenter/identityCenter.ts';

export const start = Date.parse('2026-01-15T12:00:00.250Z');
export const startUrl = 'https://my-sso-portal.awsapps.com/start';
export const legacyUrl = 'https://legacy.awsapps.com/start';
export const region = 'us-east-1';
export const sessionId = 'session:my-sso';
export const configText = `[profile dev]
sso_session = my-sso
[sso-session my-sso]
sso_region = ${region}
sso_start_url = ${startUrl}
[profile old]
sso_start_url = ${legacyUrl}
sso_region = ${region}
`;

export const anHourLater = Date.parse('2026-01-15T13:00:00Z');
export const newAccess = expect.stringMatching(/^aoa-local-access-/) as string;
export const newRefresh = expect.stringMatching(/^aoa-local-refresh-/) as string;
export const newClient = expect.stringMatching(/^aoa-local-client-/) as string;
export const newSecret = expect.stringMatching(/^aoa-local-secret-/) as string;

/** What a person sees of a sign-in. */
export type Shown =
  | { readonly kind: 'browser'; readonly url: string }
  | ({ readonly kind: 'code' } & DeviceCode)
  | { readonly kind: 'waiting' };

export interface Asked {
  readonly id?: string;
  readonly flow?: SignInFlow;
  readonly signal?: AbortSignal;
  readonly context?: Partial<SignInContext>;
  readonly display?: Partial<SignInDisplay>;
}

export interface SignInStage {
  now: number;
  readonly home: string;
  readonly center: IdentityCenter;
  readonly context: SignInContext;
  /** The token file of the session. */
  readonly path: string;
  readonly shown: Shown[];
  /** The ms that were waited between polls. */
  readonly pauses: readonly number[];
  /** What the person does at the page, once it is open; allows it unless told. */
  person: (userCodeOrUrl: string) => Promise<void> | void;
  readonly allow: (userCodeOrUrl: string) => Promise<void>;
  readonly deny: (userCodeOrUrl: string) => Promise<void>;
  readonly signIn: (asked?: Asked) => Promise<SignInOutcome>;
  /** Writes a session that the service issued, with some fields changed. */
  readonly put: (fields?: object) => Promise<string>;
  readonly text: (path?: string) => Promise<string | undefined>;
  readonly onDisk: (path?: string) => Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Operation, grant and, if there was one, the error of each call. */
  readonly callsMade: () => readonly string[];
  readonly close: () => Promise<void>;
}

export async function signInStage(options: IdentityCenterOptions = {}): Promise<SignInStage> {
  const home = await mkdtemp(join(tmpdir(), 'sign-in-'));
  const clock = { now: start };
  const center = await startIdentityCenter({
    now: () => clock.now,
    pollIntervalSeconds: 5,
    ...options,
  });
  const paths = awsPaths({ HOME: home }, 'linux');
  const path = tokenFilePath(paths, 'my-sso');
  await mkdir(dirname(paths.config));
  await writeFile(paths.config, configText);
  const shown: Shown[] = [];
  const pauses: number[] = [];
  const context: SignInContext = {
    paths,
    stateFile: join(home, 'storage', 'state.json'),
    environment: { AWS_ENDPOINT_URL_SSO_OIDC: center.url },
    now: () => clock.now,
    wait: (ms) => {
      pauses.push(ms);
      clock.now += ms;
      return Promise.resolve();
    },
  };
  const text = (file = path) => readFile(file, 'utf8').catch(() => undefined);
  const decide = (decision: 'allow' | 'deny') => async (userCodeOrUrl: string) => {
    if (userCodeOrUrl.startsWith('http')) await clickThrough(userCodeOrUrl, decision);
    else center[decision === 'allow' ? 'approve' : 'deny'](userCodeOrUrl);
  };
  const stage: SignInStage = Object.assign(clock, {
    home,
    center,
    context,
    path,
    shown,
    pauses,
    allow: decide('allow'),
    deny: decide('deny'),
    person: decide('allow'),
    signIn: (asked: Asked = {}) => {
      const display: SignInDisplay = {
        openBrowser: (url) => {
          shown.push({ kind: 'browser', url });
          void stage.person(url);
        },
        isLoopbackReachable: () => Promise.resolve(true),
        showCode: (code) => {
          shown.push({ kind: 'code', ...code });
          void stage.person(code.userCode);
        },
        waitForOther: () => void shown.push({ kind: 'waiting' }),
        ...asked.display,
      };
      const { id = sessionId, flow = 'deviceCode', signal = new AbortController().signal } = asked;
      return signIn(id, flow, { ...context, ...asked.context }, display, signal);
    },
    put: async (fields: object = {}) => {
      const issued = { ...center.issueToken({ startUrl, region }), ...fields };
      const content = JSON.stringify(issued, undefined, 2);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      return content;
    },
    text,
    onDisk: async (file?: string) => {
      const found = await text(file);
      return found === undefined ? undefined : (JSON.parse(found) as Record<string, unknown>);
    },
    callsMade: () =>
      center.calls.map(({ operation, grantType, error }) =>
        [operation, grantType, error].filter((part) => part !== undefined).join(' '),
      ),
    close: async () => {
      await center.close();
      // What is still trying to write may do so meanwhile.
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  });
  return stage;
}

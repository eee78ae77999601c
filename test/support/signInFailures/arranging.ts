// How a sign-in is made to fail, and how it ends then.
import { writeFile } from 'node:fs/promises';
import type { SignInOutcome } from '../../../src/core/signInOutcome.ts';
import type { Fault } from '../identityCenter/faults.ts';
import { type Asked, type SignInStage, configText, region } from '../signInStage.ts';

export interface Row {
  readonly arrange: (stage: SignInStage) => Promise<Asked | undefined> | Asked | undefined;
  readonly outcome: SignInOutcome;
  readonly calls: readonly string[];
}

export const spoil =
  (...faults: Fault[]) =>
  ({ center }: SignInStage) => {
    center.faults.push(...faults);
    return undefined;
  };
export const person = (act: SignInStage['person']) => (stage: SignInStage) => {
  stage.person = act;
  return undefined;
};
export const config = (change: (text: string) => string) => async (stage: SignInStage) => {
  await writeFile(stage.context.paths.config, change(configText));
  return undefined;
};
/** Where AWS itself would be asked. */
export const inRegion = (name: string) => async (stage: SignInStage) => {
  await config((text) => text.replace(region, name))(stage);
  return { context: { environment: {} } };
};
/** Leaves while a call is under way. */
export const leaveDuring = (
  operation: 'RegisterClient' | 'StartDeviceAuthorization' | 'CreateToken',
) => {
  return ({ center }: SignInStage): Asked => {
    const leaving = new AbortController();
    const { arrived, release } = center.hold({ operation });
    void arrived.then(() => {
      leaving.abort();
      setImmediate(release);
    });
    return { signal: leaving.signal };
  };
};
/** The browser comes back with something else. */
export const comeBackWith = (change: (callback: URLSearchParams) => void) =>
  person(async (url) => {
    const { searchParams } = new URL(url);
    const callback = new URL(searchParams.get('redirect_uri') ?? '');
    callback.searchParams.set('state', searchParams.get('state') ?? '');
    callback.searchParams.set('code', 'a code');
    change(callback.searchParams);
    await fetch(callback);
  });
export const error = (code: string) =>
  comeBackWith((callback) => {
    callback.delete('code');
    callback.set('error', code);
  });

export const failing = (code: Extract<SignInOutcome, { kind: 'failing' }>['code']) =>
  ({ kind: 'failing', code }) as const;
export const rejected = (code: Extract<SignInOutcome, { kind: 'rejected' }>['code']) =>
  ({ kind: 'rejected', code }) as const;
export const kind = (name: 'cancelled' | 'denied' | 'timedOut' | 'wrongAnswer') =>
  ({ kind: name }) as const;

export const register = ['RegisterClient'];
export const startDevice = ['RegisterClient', 'StartDeviceAuthorization'];
export const poll = 'CreateToken device_code';
export const authorize = ['RegisterClient', 'AuthorizePage', 'AuthorizeDecision'];
export const redeem = 'CreateToken authorization_code';

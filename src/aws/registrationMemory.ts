// What windows remember of client registrations: what each is for, and which are set aside:
// those that the service has forgotten, or may have. By a digest of the client id; the registration itself, with its secret, is in the token file alone.
import { createHash } from 'node:crypto';
import { dayMs } from '../core/durations.ts';
import type { RegistrationPurpose } from './registerClient.ts';
import type { UsedRegistration } from './signInAttempt.ts';
import { changeState, readState } from './stateFile.ts';
import type { StateFile } from './stateSchema.ts';

type Remembered = NonNullable<StateFile['registrations'][string]>;

/** Longer than the service keeps any. */
const setAsideForMs = 100 * dayMs;

interface KnownRegistrations {
  readonly isFor: (clientId: string, purpose: RegistrationPurpose) => boolean;
  readonly isSetAside: (clientId: string) => boolean;
}

/** Never throws: what cannot be read is not known. */
export async function readKnownRegistrations(stateFile: string): Promise<KnownRegistrations> {
  const known = new Map(Object.entries((await readState(stateFile))?.registrations ?? {}));
  return {
    isFor: (clientId, purpose) => {
      const remembered = known.get(digestOf(clientId))?.purpose;
      return remembered !== undefined && isSamePurpose(remembered, purpose);
    },
    isSetAside: (clientId) => {
      const remembered = known.get(digestOf(clientId));
      return remembered != null && remembered.purpose === undefined;
    },
  };
}

/** Never throws: what cannot be remembered is registered anew the next time. */
export async function rememberRegistration(
  stateFile: string,
  { clientId, purpose, expiresAt }: UsedRegistration,
  now: number,
): Promise<void> {
  const { scopes } = purpose;
  await keep(
    stateFile,
    clientId,
    { purpose: { ...purpose, scopes: [...scopes] }, until: expiresAt },
    now,
  );
}

/** Never throws. */
export async function setAsideRegistration(
  stateFile: string,
  clientId: string,
  now: number,
): Promise<void> {
  await keep(stateFile, clientId, { until: now + setAsideForMs }, now);
}

async function keep(
  stateFile: string,
  clientId: string,
  remembered: Remembered,
  now: number,
): Promise<void> {
  const digest = digestOf(clientId);
  await changeState(stateFile, now, (state) => ({
    ...state,
    registrations: { ...state.registrations, [digest]: remembered },
  })).catch(() => undefined);
}

/** In any order. */
export function isSameScopes(some: readonly string[], others: readonly string[]): boolean {
  return textOf(some) === textOf(others);
}

/** No scope holds a blank (RFC 6749 §3.3). */
function textOf(scopes: readonly string[]): string {
  return [...new Set(scopes)].sort().join(' ');
}

function isSamePurpose(one: RegistrationPurpose, other: RegistrationPurpose): boolean {
  return (
    one.flow === other.flow &&
    one.region === other.region &&
    one.startUrl === other.startUrl &&
    isSameScopes(one.scopes, other.scopes)
  );
}

function digestOf(clientId: string): string {
  return createHash('sha256').update(clientId).digest('hex');
}

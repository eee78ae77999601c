// Which client registration a sign-in is done under: one that is at hand, or a new one.
import * as v from 'valibot';
import { dayMs } from '../core/durations.ts';
import { pythonJson } from '../core/pythonJson.ts';
import type { SignInFailure, SignInFlow } from '../core/signInOutcome.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import { tokenFilePath } from './paths.ts';
import { readTextFile } from './readFile.ts';
import {
  type ClientRegistration,
  type RegistrationPurpose,
  registerClient,
} from './registerClient.ts';
import {
  setAsideRegistration,
  isSameScopes,
  readKnownRegistrations,
} from './registrationMemory.ts';
import { type SignInAttempt, type UsedRegistration, failureOf } from './signInAttempt.ts';
import { openTokenFile } from './tokenFile.ts';

/** So that a session does not stop renewing on the day after its sign-in. */
const leastTimeLeftMs = dayMs;

export interface Prepared<T> {
  readonly kind: 'prepared';
  readonly value: T;
}

interface Ready<T> {
  readonly kind: 'ready';
  readonly registration: UsedRegistration;
  readonly value: T;
}

/**
 * Prepares a sign-in, up to where something is shown, under a registration that is at hand. Where the
 * service knows that one no more, and where there is none, it is done under a new one. Never throws.
 */
export async function withRegistration<T>(
  attempt: SignInAttempt,
  flow: SignInFlow,
  prepare: (registration: UsedRegistration) => Promise<Prepared<T> | SignInFailure>,
): Promise<Ready<T> | SignInFailure> {
  const { target, scopes, client, signal } = attempt;
  const { region, startUrl } = target;
  const purpose = { flow, region, startUrl, scopes };
  const known = await findRegistration(attempt, purpose);
  if (known !== undefined) {
    const registration = { ...known, purpose, isNew: false };
    const prepared = await prepare(registration);
    if (prepared.kind === 'prepared') return ready(registration, prepared);
    if (prepared.kind !== 'registrationForgotten') return prepared;
    await setAside(attempt, registration);
  }
  const registered = await registerClient(client, purpose, signal);
  if ('failure' in registered) {
    const call = flow === 'browser' ? 'registerIssuerClient' : 'registerClient';
    return failureOf(attempt, call, registered.failure);
  }
  const registration = { ...registered.answer, purpose, isNew: true };
  const prepared = await prepare(registration);
  return prepared.kind === 'prepared' ? ready(registration, prepared) : prepared;
}

function ready<T>(registration: UsedRegistration, { value }: Prepared<T>): Ready<T> {
  return { kind: 'ready', registration, value };
}

/** From now on it is not at hand any more, in any window. Never throws. */
export async function setAside(
  { context }: SignInAttempt,
  { clientId, isNew }: UsedRegistration,
): Promise<void> {
  // A new one is kept nowhere.
  if (!isNew) await setAsideRegistration(context.stateFile, clientId, context.now());
}

async function findRegistration(
  attempt: SignInAttempt,
  purpose: RegistrationPurpose,
): Promise<ClientRegistration | undefined> {
  const { now, stateFile } = attempt.context;
  const known = await readKnownRegistrations(stateFile);
  const candidates = [
    await readCliRegistration(attempt, purpose),
    await readOwnRegistration(attempt, (clientId) => known.isFor(clientId, purpose)),
  ];
  return candidates.find(
    (one) =>
      one !== undefined &&
      one.expiresAt - now() > leastTimeLeftMs &&
      !known.isSetAside(one.clientId),
  );
}

const text = v.pipe(v.string(), v.nonEmpty());
const cliRegistration = v.object({
  clientId: text,
  clientSecret: text,
  expiresAt: text,
  scopes: v.optional(v.array(v.string()), []),
  grantTypes: v.optional(v.array(v.string())),
});

/** What the AWS CLI has registered for this very session. The file is the CLI's: read, never written. */
async function readCliRegistration(
  { target: { session }, context }: SignInAttempt,
  { flow, region, startUrl, scopes }: RegistrationPurpose,
): Promise<ClientRegistration | undefined> {
  const { registrationScopes, kind, cacheKey } = session;
  // The CLI's own way to tell its registrations apart, in the order of the keys.
  const key = pythonJson({
    region,
    scopes: registrationScopes.length === 0 ? null : registrationScopes,
    session_name: kind === 'session' ? cacheKey : null,
    startUrl,
    tool: 'botocore',
  });
  const reading = await readTextFile(tokenFilePath(context.paths, key));
  if (reading.kind !== 'text') return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), cliRegistration), reading.text);
  if (!parsed.success) return undefined;
  const { clientId, clientSecret, grantTypes } = parsed.output;
  const end = parseTimestamp(parsed.output.expiresAt);
  const isFit = isFor(flow, grantTypes) && isSameScopes(parsed.output.scopes, scopes);
  return isFit && 'at' in end ? { clientId, clientSecret, expiresAt: end.at } : undefined;
}

/** The CLI names no grants for the device flow. */
function isFor(flow: SignInFlow, grantTypes: readonly string[] | undefined): boolean {
  if (flow === 'deviceCode') return grantTypes === undefined;
  return ['authorization_code', 'refresh_token'].every((grant) => grantTypes?.includes(grant));
}

/** The registration in the session's token file, which says nothing of what it is for. */
async function readOwnRegistration(
  { target: { path } }: SignInAttempt,
  isFit: (clientId: string) => boolean,
): Promise<ClientRegistration | undefined> {
  const file = await openTokenFile(path, false);
  if (file.kind !== 'token') return undefined;
  const { clientId, clientSecret, registrationExpiresAt: expiresAt } = file.token;
  if (clientId === undefined || clientSecret === undefined || expiresAt === undefined) {
    return undefined;
  }
  return isFit(clientId) ? { clientId, clientSecret, expiresAt } : undefined;
}

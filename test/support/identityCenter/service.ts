import type { Ledger, Registration } from './ledger.ts';
import type { Organisation } from './organisations.ts';
import { ServiceError } from './serviceError.ts';
import type { Settings } from './settings.ts';

/** What every operation works on. */
export interface Service {
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly organisations: readonly Organisation[] | undefined;
  /** Where a browser reaches the pages, whichever way the client came. */
  readonly url: string;
  readonly now: () => number;
}

/** One request, as far as the operations care. */
export interface ServiceRequest {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** From a regional host name; `undefined` at the plain address. */
  readonly region: string | undefined;
}

export type Fields = Readonly<Record<string, unknown>>;

export function parseFields(body: string): Fields {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Fields;
    }
  } catch {
    // Said below, with every other body that is no object.
  }
  throw new ServiceError('invalid_request', 'The request body is not a JSON object');
}

export function textField(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ServiceError('invalid_request', `Missing or invalid parameter: ${name}`);
}

export function listField(fields: Fields, name: string): readonly string[] | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new ServiceError('invalid_request', `Invalid parameter: ${name}`);
}

/** The client that the request's id and secret name, if its registration still holds. */
export function authenticateClient({ ledger, now }: Service, fields: Fields): Registration {
  const registration = ledger.registrations.get(textField(fields, 'clientId'));
  if (
    registration?.clientSecret !== textField(fields, 'clientSecret') ||
    now() >= registration.expiresAt
  ) {
    throw new ServiceError('invalid_client', 'Invalid client credentials provided');
  }
  return registration;
}

export function requireGrant({ grantTypes }: Registration, grantType: string) {
  if (grantTypes?.includes(grantType) ?? true) return;
  throw new ServiceError('unauthorized_client', 'Client is not authorized for this grant type');
}

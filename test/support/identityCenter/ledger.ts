// What the service remembers: registrations, sign-ins and everything issued under them.
import { randomBytes } from 'node:crypto';
import type { Settings } from './settings.ts';

export interface Registration {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  /** `undefined`: the client named none, and may use all. */
  readonly grantTypes: readonly string[] | undefined;
  readonly redirectUris: readonly string[];
  readonly issuerUrl: string | undefined;
  /** Known only when the client came through a regional host name. */
  readonly region: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** A person's sign-in: all tokens that grew from one "Allow". */
export interface SignIn {
  readonly startUrl: string;
  endsAt: number;
}

export interface AccessToken {
  readonly signIn: SignIn;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

export interface RefreshToken {
  readonly signIn: SignIn;
  readonly clientId: string;
}

export interface DeviceAuthorization {
  readonly userCode: string;
  readonly clientId: string;
  readonly startUrl: string;
  readonly expiresAt: number;
  /** `undefined` until somebody decided. */
  decision: SignIn | 'denied' | undefined;
  lastPollAt: number | undefined;
}

export interface AuthorizationRequest {
  readonly registration: Registration;
  readonly startUrl: string;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly codeChallenge: string;
}

export interface AuthorizationCode extends AuthorizationRequest {
  readonly signIn: SignIn;
  readonly expiresAt: number;
}

export interface Ledger {
  readonly registrations: Map<string, Registration>;
  readonly signIns: Set<SignIn>;
  readonly accessTokens: Map<string, AccessToken>;
  readonly refreshTokens: Map<string, RefreshToken>;
  readonly deviceAuthorizations: Map<string, DeviceAuthorization>;
  readonly authorizationRequests: Map<string, AuthorizationRequest>;
  readonly authorizationCodes: Map<string, AuthorizationCode>;
}

export interface IssuedTokens {
  readonly accessToken: string;
  readonly expiresAt: number;
  readonly refreshToken: string | undefined;
}

export const accountAccessScope = 'sso:account:access';

export const createLedger = (): Ledger => ({
  registrations: new Map(),
  signIns: new Set(),
  accessTokens: new Map(),
  refreshTokens: new Map(),
  deviceAuthorizations: new Map(),
  authorizationRequests: new Map(),
  authorizationCodes: new Map(),
});

/** A token that cannot be refreshed outlives an hour, but not a working day. */
const longestAccessTokenMs = 8 * 3_600_000;

/** A secret that nobody can mistake for one of AWS's. */
export const mint = (kind: string) => `aoa-local-${kind}-${randomBytes(24).toString('hex')}`;

/** Letters that cannot be taken for each other, or for a word. */
export function mintUserCode(): string {
  const letters = [...randomBytes(8)].map((byte) => 'BCDFGHJKLMNPQRSTVWXZ'.charAt(byte % 20));
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

export function startSignIn(
  ledger: Ledger,
  startUrl: string,
  settings: Settings,
  now: number,
): SignIn {
  const signIn = { startUrl, endsAt: now + settings.sessionSeconds * 1000 };
  ledger.signIns.add(signIn);
  return signIn;
}

/** As at AWS, a client that may refresh is one with account access whose grants do not forbid it. */
const mayRefresh = ({ scopes, grantTypes }: Registration) =>
  scopes.includes(accountAccessScope) && (grantTypes?.includes('refresh_token') ?? true);

export function issueTokens(
  ledger: Ledger,
  registration: Registration,
  signIn: SignIn,
  settings: Settings,
  now: number,
): IssuedTokens {
  const refreshable = mayRefresh(registration);
  const accessToken = mint('access');
  const expiresAt = refreshable
    ? now + settings.accessTokenSeconds * 1000
    : Math.min(signIn.endsAt, now + longestAccessTokenMs);
  ledger.accessTokens.set(accessToken, { signIn, scopes: registration.scopes, expiresAt });
  if (!refreshable) return { accessToken, expiresAt, refreshToken: undefined };
  const refreshToken = mint('refresh');
  ledger.refreshTokens.set(refreshToken, { signIn, clientId: registration.clientId });
  return { accessToken, expiresAt, refreshToken };
}

import { randomBytes } from 'node:crypto';
import { type Answer, jsonAnswer } from './answer.ts';
import { type AccessToken, accountAccessScope, mint } from './ledger.ts';
import { type Account, findOrganisation } from './organisations.ts';
import type { Service, ServiceRequest } from './service.ts';
import { ServiceError } from './serviceError.ts';

export function listAccounts(service: Service, request: ServiceRequest): Answer {
  const accounts = assignedAccounts(service, request);
  const { items, nextToken } = pageOf(service, request, accounts);
  const accountList = items.map(({ accountId, accountName, emailAddress }) => ({
    accountId,
    accountName,
    emailAddress,
  }));
  return jsonAnswer({ nextToken, accountList });
}

export function listAccountRoles(service: Service, request: ServiceRequest): Answer {
  const { accountId, roles } = requestedAccount(service, request);
  const { items, nextToken } = pageOf(service, request, roles);
  return jsonAnswer({ nextToken, roleList: items.map((roleName) => ({ roleName, accountId })) });
}

export function getRoleCredentials(service: Service, request: ServiceRequest): Answer {
  const { roles } = requestedAccount(service, request);
  const roleName = queryText(request, 'role_name');
  if (!roles.includes(roleName)) throw new ServiceError('ForbiddenException', 'No access');
  return jsonAnswer({
    roleCredentials: {
      accessKeyId: `ASIALOCAL${randomBytes(6).toString('hex').slice(0, 11).toUpperCase()}`,
      secretAccessKey: mint('role-secret'),
      sessionToken: mint('role-session'),
      expiration: service.now() + service.settings.roleCredentialsSeconds * 1000,
    },
  });
}

/** Ends the sign-in, and with it every tool that shares it. */
export function logout(service: Service, request: ServiceRequest): Answer {
  bearer(service, request).signIn.endsAt = service.now();
  return { status: 200, headers: {}, body: '' };
}

function bearer({ ledger, now }: Service, { headers }: ServiceRequest): AccessToken {
  const presented = headers['x-amz-sso_bearer_token'];
  const token = typeof presented === 'string' ? ledger.accessTokens.get(presented) : undefined;
  if (token === undefined || now() >= token.expiresAt || now() >= token.signIn.endsAt) {
    throw new ServiceError('UnauthorizedException', 'Session token not found or invalid');
  }
  return token;
}

function assignedAccounts(service: Service, request: ServiceRequest): readonly Account[] {
  const { signIn, scopes } = bearer(service, request);
  // A client that asked for no scopes at all is of the old kind, and has account access.
  if (scopes.length > 0 && !scopes.includes(accountAccessScope)) {
    throw new ServiceError('ForbiddenException', 'No access');
  }
  return findOrganisation(service.organisations, signIn.startUrl)?.accounts ?? [];
}

function requestedAccount(service: Service, request: ServiceRequest): Account {
  const accounts = assignedAccounts(service, request);
  const accountId = queryText(request, 'account_id');
  const account = accounts.find((candidate) => candidate.accountId === accountId);
  if (account === undefined) throw new ServiceError('ForbiddenException', 'No access');
  return account;
}

function queryText({ query }: ServiceRequest, name: string): string {
  const value = query.get(name);
  if (value !== null && value !== '') return value;
  throw new ServiceError('InvalidRequestException', `Missing parameter: ${name}`);
}

const pagePrefix = 'aoa-local-page-';

function pageOf<Item>(
  { settings }: Service,
  { query }: ServiceRequest,
  all: readonly Item[],
): { readonly items: readonly Item[]; readonly nextToken: string | undefined } {
  const asked = Number(query.get('max_result') ?? settings.pageSize);
  const token = query.get('next_token') ?? `${pagePrefix}0`;
  const start = Number(token.startsWith(pagePrefix) ? token.slice(pagePrefix.length) : NaN);
  if (!Number.isInteger(asked) || asked < 1 || asked > 100 || !Number.isInteger(start)) {
    throw new ServiceError('InvalidRequestException', 'Invalid page requested');
  }
  const end = start + Math.min(asked, settings.pageSize);
  return {
    items: all.slice(start, end),
    nextToken: end < all.length ? `${pagePrefix}${end}` : undefined,
  };
}

import type { Answer } from './answer.ts';
import type { AwsHost } from './awsHosts.ts';
import { authorizeDecision, authorizePage, deviceDecision, devicePage } from './browserPages.ts';
import type { GrantType, Operation } from './calls.ts';
import { registerClient } from './clientRegistration.ts';
import { createToken } from './createToken.ts';
import { startDeviceAuthorization } from './deviceAuthorization.ts';
import { getRoleCredentials, listAccountRoles, listAccounts, logout } from './portal.ts';
import type { Service, ServiceRequest } from './service.ts';
import { errorAnswer, ServiceError } from './serviceError.ts';

interface Route {
  readonly operation: Operation;
  readonly service: AwsHost['service'] | 'any';
  readonly serve: (service: Service, request: ServiceRequest) => Answer;
}

const routes: Readonly<Record<string, Route>> = {
  'POST /client/register': { operation: 'RegisterClient', service: 'oidc', serve: registerClient },
  'POST /device_authorization': {
    operation: 'StartDeviceAuthorization',
    service: 'oidc',
    serve: startDeviceAuthorization,
  },
  'POST /token': { operation: 'CreateToken', service: 'oidc', serve: createToken },
  'GET /authorize': { operation: 'AuthorizePage', service: 'oidc', serve: authorizePage },
  'POST /authorize': { operation: 'AuthorizeDecision', service: 'oidc', serve: authorizeDecision },
  'GET /device': { operation: 'DevicePage', service: 'oidc', serve: devicePage },
  'POST /device': { operation: 'DeviceDecision', service: 'oidc', serve: deviceDecision },
  'GET /assignment/accounts': {
    operation: 'ListAccounts',
    service: 'portal',
    serve: listAccounts,
  },
  'GET /assignment/roles': {
    operation: 'ListAccountRoles',
    service: 'portal',
    serve: listAccountRoles,
  },
  'GET /federation/credentials': {
    operation: 'GetRoleCredentials',
    service: 'portal',
    serve: getRoleCredentials,
  },
  'POST /logout': { operation: 'Logout', service: 'portal', serve: logout },
};

const unknownRoute: Route = {
  operation: 'Unknown',
  service: 'any',
  serve: () => {
    throw new ServiceError('UnknownOperationException', 'Unknown operation');
  },
};

/** At one of AWS's host names only that service answers; the plain address has both. */
export function findRoute(method: string, url: URL, host: AwsHost | undefined): Route {
  // CreateTokenWithIAM shares the path, but needs a signature that nothing here could check.
  const route = url.searchParams.has('aws_iam') ? undefined : routes[`${method} ${url.pathname}`];
  if (route === undefined || (host !== undefined && host.service !== route.service)) {
    return unknownRoute;
  }
  return route;
}

export function grantTypeOf(operation: Operation, body: string): GrantType | undefined {
  if (operation !== 'CreateToken') return undefined;
  const named = /"grantType"\s*:\s*"(?:urn:ietf:params:oauth:grant-type:)?(\w+)"/.exec(body)?.[1];
  return named === 'device_code' || named === 'authorization_code' || named === 'refresh_token'
    ? named
    : undefined;
}

/** Runs an operation, its errors turned into the answers that AWS would give. */
export function serveRoute(
  route: Route,
  service: Service,
  request: ServiceRequest,
): { readonly answer: Answer; readonly error: string | undefined } {
  try {
    return { answer: route.serve(service, request), error: undefined };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { answer: errorAnswer(error), error: error.code };
  }
}

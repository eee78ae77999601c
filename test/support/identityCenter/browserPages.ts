// What a browser asks for: the page of the device code, and the page of the authorization code.
import { type Answer, pageAnswer, redirectAnswer } from './answer.ts';
import { loopbackRedirect } from './clientRegistration.ts';
import { decideDevice, findByUserCode } from './deviceAuthorization.ts';
import { type AuthorizationRequest, mint, startSignIn } from './ledger.ts';
import { findOrganisation } from './organisations.ts';
import {
  authorizeDecisionPage,
  codeEntryPage,
  decidedPage,
  deviceDecisionPage,
  refusalPage,
} from './pages.ts';
import type { Service, ServiceRequest } from './service.ts';
import type { OidcErrorCode } from './serviceError.ts';

export function devicePage(service: Service, { query }: ServiceRequest): Answer {
  const userCode = query.get('user_code');
  if (userCode === null) return pageAnswer(codeEntryPage(false));
  const authorization = findByUserCode(service, userCode);
  if (authorization === undefined) return pageAnswer(codeEntryPage(true), 404);
  const { startUrl, clientId } = authorization;
  return pageAnswer(
    deviceDecisionPage({
      organisation: organisationName(service, startUrl),
      startUrl,
      clientName: service.ledger.registrations.get(clientId)?.clientName ?? 'Unknown',
      userCode: authorization.userCode,
    }),
  );
}

export function deviceDecision(service: Service, { body }: ServiceRequest): Answer {
  const form = new URLSearchParams(body);
  const decision = decisionOf(form);
  if (decision === undefined) return pageAnswer(refusalPage('Choose Allow or Deny.'), 400);
  const decided = decideDevice(service, form.get('user_code') ?? '', decision);
  return decided === undefined
    ? pageAnswer(codeEntryPage(true), 404)
    : pageAnswer(decidedPage(decision));
}

/** RFC 6749 §4.1.2.1: until client and redirect URI are known to be good, errors stay here. */
export function authorizePage(service: Service, { query }: ServiceRequest): Answer {
  const registration = service.ledger.registrations.get(query.get('client_id') ?? '');
  if (registration === undefined || service.now() >= registration.expiresAt) {
    return pageAnswer(refusalPage('The application is not registered.'), 400);
  }
  const redirectUri = query.get('redirect_uri') ?? '';
  if (registration.redirectUris.length === 0 || !loopbackRedirect.test(redirectUri)) {
    return pageAnswer(refusalPage('The application asks to be answered at another address.'), 400);
  }
  const state = query.get('state') ?? undefined;
  const refuse = (error: OidcErrorCode | 'unsupported_response_type', description: string) =>
    redirectAnswer(errorRedirect(redirectUri, state, error, description));
  if (query.get('response_type') !== 'code') {
    return refuse('unsupported_response_type', 'Only the response type code is supported');
  }
  if (!(registration.grantTypes?.includes('authorization_code') ?? true)) {
    return refuse('unauthorized_client', 'Client is not authorized for this grant type');
  }
  const codeChallenge = query.get('code_challenge') ?? '';
  if (codeChallenge === '' || query.get('code_challenge_method') !== 'S256') {
    return refuse('invalid_request', 'A code challenge with the method S256 is required');
  }
  const scopes = (query.get('scopes') ?? '').split(/[ ,]+/).filter((scope) => scope !== '');
  if (!scopes.every((scope) => registration.scopes.includes(scope))) {
    return refuse('invalid_scope', 'The client is not registered for these scopes');
  }
  const startUrl = registration.issuerUrl;
  if (startUrl === undefined || findOrganisation(service.organisations, startUrl) === undefined) {
    return refuse('invalid_request', 'The client is registered for no known issuer');
  }
  const asked = { registration, startUrl, redirectUri, state, codeChallenge };
  if (service.settings.autoApprove) return redirectAnswer(grant(service, asked));
  const request = mint('request');
  service.ledger.authorizationRequests.set(request, asked);
  return pageAnswer(
    authorizeDecisionPage({
      organisation: organisationName(service, startUrl),
      startUrl,
      clientName: registration.clientName,
      scopes,
      request,
    }),
  );
}

export function authorizeDecision(service: Service, { body }: ServiceRequest): Answer {
  const form = new URLSearchParams(body);
  const decision = decisionOf(form);
  if (decision === undefined) return pageAnswer(refusalPage('Choose Allow or Deny.'), 400);
  const request = form.get('request') ?? '';
  const asked = service.ledger.authorizationRequests.get(request);
  if (asked === undefined) {
    return pageAnswer(refusalPage('This request was answered already.'), 404);
  }
  service.ledger.authorizationRequests.delete(request);
  const { redirectUri, state } = asked;
  return redirectAnswer(
    decision === 'allow'
      ? grant(service, asked)
      : errorRedirect(redirectUri, state, 'access_denied', 'The sign-in request was denied'),
  );
}

function grant({ ledger, settings, now }: Service, asked: AuthorizationRequest): URL {
  const code = mint('code');
  ledger.authorizationCodes.set(code, {
    ...asked,
    signIn: startSignIn(ledger, asked.startUrl, settings, now()),
    expiresAt: now() + settings.authorizationCodeSeconds * 1000,
  });
  return withQuery(asked.redirectUri, { code, state: asked.state });
}

const errorRedirect = (
  redirectUri: string,
  state: string | undefined,
  error: string,
  description: string,
) => withQuery(redirectUri, { error, error_description: description, state });

function withQuery(address: string, query: Readonly<Record<string, string | undefined>>): URL {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

const organisationName = ({ organisations }: Service, startUrl: string) =>
  findOrganisation(organisations, startUrl)?.name ?? startUrl;

function decisionOf(form: URLSearchParams): 'allow' | 'deny' | undefined {
  const decision = form.get('decision');
  return decision === 'allow' || decision === 'deny' ? decision : undefined;
}

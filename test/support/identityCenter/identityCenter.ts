// A stand-in for AWS IAM Identity Center (SSO-OIDC and the SSO portal), after AWS's API model. It
// is strict where AWS's behaviour is unproven: a refresh token works once, for its own client.
import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { deferred } from '../deferred.ts';
import { readBody } from './answer.ts';
import { parseAwsHost } from './awsHosts.ts';
import { type Call, type CallMatch, createCallLog } from './calls.ts';
import { decideDevice } from './deviceAuthorization.ts';
import { deliver, type Fault, serveThrough, takeFault } from './faults.ts';
import { createLedger } from './ledger.ts';
import type { Organisation } from './organisations.ts';
import { findRoute, grantTypeOf, serveRoute } from './routes.ts';
import type { Service } from './service.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { issueToken, type TokenFile, type TokenRequest } from './tokenFile.ts';

export interface IdentityCenterOptions extends Partial<Settings> {
  /** Any free one unless told. */
  readonly port?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Without it, every https start URL has an organisation with sample accounts. */
  readonly organisations?: readonly Organisation[];
  readonly onCall?: (call: Call) => void;
  /** Given each body that was sent, with its secrets, which calls do not hold. */
  readonly onBody?: (body: string) => void;
}

export interface IdentityCenter {
  readonly url: string;
  /** Points any AWS tool that knows `AWS_ENDPOINT_URL_*` here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly settings: Settings;
  /** Each fits calls by operation and grant type, or all; the first that fits is used. */
  readonly faults: Fault[];
  readonly calls: readonly Call[];
  /** The first call that fits, past ones included, counted from the index `from`. */
  waitForCall(predicate: (call: Call) => boolean, from?: number): Promise<Call>;
  /** Stops the next call of this kind until `release`, so that a test can act in between. */
  hold(match: Partial<CallMatch>): {
    readonly arrived: Promise<void>;
    readonly release: () => void;
  };
  /** Signs in without a browser; gives what the AWS CLI would write to its token file. */
  issueToken(request: TokenRequest): TokenFile;
  /** As if a person clicked. Throws when no sign-in waits for this code. */
  approve(userCode: string): void;
  deny(userCode: string): void;
  /** Ends the sign-in behind an access or refresh token. */
  endSession(token: string): void;
  endSessions(startUrl: string): void;
  /** Makes one access or refresh token worthless, and leaves its sign-in alone. */
  revoke(token: string): void;
  forgetRegistration(clientId: string): void;
  /** For another way in, such as `startAwsFrontDoor`. */
  readonly handle: RequestListener;
  close(): Promise<void>;
}

export async function startIdentityCenter(
  options: IdentityCenterOptions = {},
): Promise<IdentityCenter> {
  const { port = 0, now = Date.now, organisations, onCall, onBody, ...chosen } = options;
  const settings: Settings = { ...defaultSettings, ...chosen };
  const ledger = createLedger();
  const log = createCallLog(onCall);
  const faults: Fault[] = [];
  const closing = new AbortController();
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const service: Service = { ledger, settings, organisations, url, now };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const at = now();
    const host = request.headers.host ?? '';
    const awsHost = parseAwsHost(host.replace(/:\d+$/, ''));
    const target = new URL(request.url ?? '/', url);
    const route = findRoute(request.method ?? 'GET', target, awsHost);
    const { operation } = route;
    const body = await readBody(request);
    onBody?.(body);
    const grantType = grantTypeOf(operation, body);
    let error: string | undefined;
    const serve = () => {
      const served = serveRoute(route, service, {
        query: target.searchParams,
        headers: request.headers,
        body,
        region: awsHost?.region,
      });
      error = served.error;
      return served.answer;
    };
    const fault = takeFault(faults, operation, grantType);
    const delivery = await serveThrough(fault, serve, closing.signal);
    if (fault?.kind === 'error') error = fault.error;
    deliver(
      delivery,
      {
        date: new Date(now() + settings.dateSkewSeconds * 1000).toUTCString(),
        'x-amzn-RequestId': randomUUID(),
      },
      response,
    );
    const status = typeof delivery === 'string' ? delivery : delivery.answer.status;
    const userAgent = request.headers['user-agent'] ?? '';
    log.add({ operation, grantType, status, error, host, userAgent, at });
  }

  const handle: RequestListener = (request, response) => {
    answer(request, response).catch((error: unknown) => {
      // Either the client went away, or this stand-in has a bug that its author should see.
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end(error instanceof Error ? error.stack : '');
    });
  };
  server.on('request', handle);

  const decide = (userCode: string, decision: 'allow' | 'deny') => {
    if (decideDevice(service, userCode, decision) === undefined) {
      throw new Error('No sign-in is waiting for this code.');
    }
  };

  return {
    url,
    environment: { AWS_ENDPOINT_URL_SSO_OIDC: url, AWS_ENDPOINT_URL_SSO: url },
    settings,
    faults,
    calls: log.calls,
    waitForCall: (predicate, from) => log.waitFor(predicate, from),
    hold(match) {
      const arrived = deferred<undefined>();
      const released = deferred<undefined>();
      faults.push({
        ...match,
        kind: 'wait',
        until: released.promise,
        arrived: () => arrived.resolve(undefined),
      });
      return { arrived: arrived.promise, release: () => released.resolve(undefined) };
    },
    issueToken: (request) => issueToken(service, request),
    approve: (userCode) => decide(userCode, 'allow'),
    deny: (userCode) => decide(userCode, 'deny'),
    endSession(token) {
      const issued = ledger.accessTokens.get(token) ?? ledger.refreshTokens.get(token);
      if (issued === undefined) throw new Error('This service issued no such token.');
      issued.signIn.endsAt = now();
    },
    endSessions(startUrl) {
      for (const signIn of ledger.signIns) if (signIn.startUrl === startUrl) signIn.endsAt = now();
    },
    revoke(token) {
      const known = ledger.accessTokens.delete(token) || ledger.refreshTokens.delete(token);
      if (!known) throw new Error('This service issued no such token.');
    },
    forgetRegistration(clientId) {
      if (!ledger.registrations.delete(clientId)) {
        throw new Error('This service knows no such registration.');
      }
    },
    handle,
    async close() {
      closing.abort();
      log.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

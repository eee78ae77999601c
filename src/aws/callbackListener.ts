// Waits on a port of this machine for the browser to come back from a sign-in (RFC 8252 §7.3), once.
import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CallbackRefusal,
  type CodeOrError,
  callbackPath,
  judgeCallback,
} from '../core/callbackRequest.ts';
import {
  type CallbackPage,
  type CallbackTexts,
  callbackPage,
  callbackPageHeaders,
  englishCallbackTexts,
} from './callbackPages.ts';

export type CallbackAnswer = CodeOrError | { readonly kind: 'wrongState' };

export interface CallbackListener {
  readonly port: number;
  /** `http://127.0.0.1:<port>/oauth/callback`: the only form that the service takes. */
  readonly redirectUri: string;
  /** The first well-formed callback, when nobody listens any more; pending for ever without one. */
  readonly answer: Promise<CallbackAnswer>;
  /** Stops listening and ends every connection. */
  readonly close: () => Promise<void>;
}

/** More than a browser needs to send a request that it has begun. */
const requestLimitMs = 10_000;

/**
 * Listens on 127.0.0.1 and a free port. The first well-formed callback decides, by its `state`; after it
 * nothing is answered any more. Throws what the system says, with its `code`, when no port can be bound.
 */
export async function listenForCallback(
  state: string,
  texts: CallbackTexts = englishCallbackTexts,
  limitMs = requestLimitMs,
): Promise<CallbackListener> {
  const server = createServer({
    requestTimeout: limitMs,
    connectionsCheckingInterval: Math.min(limitMs, 1_000),
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // Not by `once` of events: that gives up at the first error.
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));
  // A connection that cannot be accepted is lost; the next one may do.
  server.on('error', () => undefined);

  const answerWith = (page: CallbackPage, status: number, response: ServerResponse): void =>
    send(response, status, callbackPage(page, texts));
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const answer = new Promise<CallbackAnswer>((resolve) => {
    let isDecided = false;
    server.on('request', (request, response) => {
      const verdict = isDecided ? refusedAsLate : judgeCallback(asSent(request), port);
      if (verdict.kind === 'refused') {
        answerWith('notForThis', refusalStatus[verdict.because], response);
        return;
      }
      isDecided = true;
      const isOurs = isSame(verdict.state, state);
      // Not before the page has gone out.
      response.on('close', () => {
        void close().then(() => resolve(isOurs ? verdict.answer : { kind: 'wrongState' }));
      });
      if (isOurs && verdict.answer.kind === 'code') answerWith('done', 200, response);
      else answerWith('notSignedIn', 400, response);
    });
  });
  const redirectUri = `http://127.0.0.1:${port}${callbackPath}`;
  return { port, redirectUri, answer, close };
}

const refusedAsLate = { kind: 'refused', because: 'late' } as const;

const refusalStatus: Readonly<Record<CallbackRefusal | 'late', number>> = {
  address: 403,
  host: 421,
  path: 404,
  method: 405,
  body: 413,
  destination: 403,
  query: 400,
  late: 410,
};

const asSent = ({ method, url, headersDistinct, socket }: IncomingMessage) => ({
  method,
  target: url,
  headers: headersDistinct,
  remoteAddress: socket.remoteAddress,
});

/** One request a connection: whoever wants more has to come anew. */
function send(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, {
    ...callbackPageHeaders,
    ...(status === 405 && { Allow: 'GET' }),
    'Content-Length': Buffer.byteLength(page),
    Connection: 'close',
  });
  response.end(page);
}

/** In a time that does not tell how much of it was right. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

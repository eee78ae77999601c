// Everything that can go wrong between a client and the service, to be switched on by a test.
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { type Answer, jsonAnswer } from './answer.ts';
import type { CallMatch, Operation } from './calls.ts';
import { errorAnswer, type ErrorCode, ServiceError } from './serviceError.ts';

export type Fault = Partial<CallMatch> & {
  /** How many calls it spoils, 1 unless told; `Infinity` for all. */
  readonly times?: number;
  /** The service does its work first, so that only its answer is lost or replaced. */
  readonly afterServing?: boolean;
} & FaultKind;

type FaultKind =
  | { readonly kind: 'latency'; readonly ms: number }
  /** Holds the call until the promise settles, then serves it. See `IdentityCenter.hold`. */
  | { readonly kind: 'wait'; readonly until: Promise<unknown>; readonly arrived?: () => void }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'error';
      readonly error: ErrorCode;
      readonly description?: string;
      readonly reason?: string;
    }
  /** What a proxy or a captive portal puts in between. */
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'drop' }
  | { readonly kind: 'hang' }
  /** The rest spoil an answer that the service really gave. */
  | { readonly kind: 'dropMidBody' }
  /** The headers come and half of the body, and then nothing more. */
  | { readonly kind: 'hangMidBody' }
  | { readonly kind: 'emptyBody' }
  | { readonly kind: 'missingErrorTypeHeader' }
  | { readonly kind: 'missingField'; readonly field: string }
  | { readonly kind: 'setField'; readonly field: string; readonly value: unknown };

/** How an answer leaves: as it is, or not at all. */
export type Delivery =
  'dropped' | 'hung' | { readonly answer: Answer; readonly afterHalf?: 'drop' | 'hang' };

const guestNetworkPage =
  '<!doctype html><html><head><title>Guest network</title></head><body>Please sign in to the guest network.</body></html>';

/** Takes the first fault that is meant for the call out of the list, or one of its `times`. */
export function takeFault(
  faults: Fault[],
  operation: Operation,
  grantType: string | undefined,
): Fault | undefined {
  const index = faults.findIndex(
    (fault) =>
      (fault.operation === undefined || fault.operation === operation) &&
      (fault.grantType === undefined || fault.grantType === grantType),
  );
  const fault = faults[index];
  if (fault === undefined) return undefined;
  const left = (fault.times ?? 1) - 1;
  if (left > 0) faults[index] = { ...fault, times: left };
  else faults.splice(index, 1);
  return fault;
}

/** Serves a call through a fault. `serve` is called at most once, and only if the fault lets it. */
export async function serveThrough(
  fault: Fault | undefined,
  serve: () => Answer,
  closed: AbortSignal,
): Promise<Delivery> {
  if (fault === undefined) return { answer: serve() };
  const served = fault.afterServing === true ? serve() : undefined;
  const serveOnce = () => served ?? serve();
  switch (fault.kind) {
    case 'latency':
      await delay(fault.ms, undefined, { signal: closed }).catch(() => undefined);
      return { answer: serveOnce() };
    case 'wait':
      fault.arrived?.();
      await fault.until;
      return { answer: serveOnce() };
    case 'drop':
      return 'dropped';
    case 'hang':
      return 'hung';
    case 'dropMidBody':
      return { answer: serveOnce(), afterHalf: 'drop' };
    case 'hangMidBody':
      return { answer: serveOnce(), afterHalf: 'hang' };
    case 'status':
    case 'error':
    case 'html':
      return { answer: replacement(fault) };
    case 'emptyBody':
    case 'missingErrorTypeHeader':
    case 'missingField':
    case 'setField':
      return { answer: spoilt(serveOnce(), fault) };
    default:
      return fault satisfies never;
  }
}

function replacement(
  fault: Extract<FaultKind, { readonly kind: 'status' | 'error' | 'html' }>,
): Answer {
  switch (fault.kind) {
    case 'status':
      return { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' };
    case 'error':
      return errorAnswer(
        new ServiceError(fault.error, fault.description ?? 'As told by a fault', fault.reason),
      );
    case 'html':
      return {
        status: fault.status ?? 200,
        headers: { 'content-type': 'text/html' },
        body: guestNetworkPage,
      };
    default:
      return fault satisfies never;
  }
}

function spoilt(
  { status, headers, body }: Answer,
  fault: Extract<
    FaultKind,
    { readonly kind: 'emptyBody' | 'missingErrorTypeHeader' | 'missingField' | 'setField' }
  >,
): Answer {
  switch (fault.kind) {
    case 'emptyBody':
      return { status, headers, body: '' };
    case 'missingErrorTypeHeader': {
      const kept = Object.entries(headers).filter(([name]) => name !== 'x-amzn-ErrorType');
      return { status, headers: Object.fromEntries(kept), body };
    }
    case 'missingField':
      return withField(body, fault.field, undefined, status, headers);
    case 'setField':
      return withField(body, fault.field, fault.value, status, headers);
    default:
      return fault satisfies never;
  }
}

const withField = (
  body: string,
  field: string,
  value: unknown,
  status: number,
  headers: Answer['headers'],
) => jsonAnswer({ ...(JSON.parse(body) as object), [field]: value }, status, headers);

export function deliver(
  delivery: Delivery,
  headers: Readonly<Record<string, string>>,
  response: ServerResponse,
) {
  if (delivery === 'hung') return;
  if (delivery === 'dropped') {
    reset(response);
    return;
  }
  const { answer, afterHalf } = delivery;
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    ...headers,
    'content-length': String(body.length),
  });
  if (afterHalf === undefined) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
    if (afterHalf === 'drop') response.socket?.destroy();
  });
}

/** A real reset where the socket can do one, which a TLS socket cannot. */
function reset({ socket }: ServerResponse) {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
}

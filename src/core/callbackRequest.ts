// Which request is the browser coming back from a sign-in (RFC 6749 §4.1.2), and which is anything else
// that can reach a port of this machine: another program, a page that guesses ports, a hostile name server.

export interface CallbackRequest {
  readonly method: string | undefined;
  /** The request target as sent: path and query. */
  readonly target: string | undefined;
  /** By lower-case name, each with all its values. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly remoteAddress: string | undefined;
}

type CallbackVerdict =
  | {
      readonly kind: 'callback';
      /** Still to be compared. */
      readonly state: string;
      readonly answer: CodeOrError;
    }
  | { readonly kind: 'refused'; readonly because: CallbackRefusal };

export type CodeOrError =
  | { readonly kind: 'code'; readonly code: string }
  /** An OAuth error code (RFC 6749 §4.1.2.1); 'other' for anything that does not look like one. */
  | { readonly kind: 'error'; readonly error: string };

export type CallbackRefusal =
  | 'address'
  /** another name for this machine: a page may have pointed its own name here (DNS rebinding) */
  | 'host'
  | 'path'
  | 'method'
  | 'body'
  /** an image, a frame or a script of some page: no tab that a person looks at */
  | 'destination'
  /** not exactly one state, and one of code and error */
  | 'query';

export const callbackPath = '/oauth/callback';

/** Judges a request to the listener on 127.0.0.1 and this port. Never throws. */
export function judgeCallback(request: CallbackRequest, port: number): CallbackVerdict {
  const { method, headers, remoteAddress, target = '' } = request;
  const [path, query = ''] = splitOnce(target, '?');
  if (!isLoopback(remoteAddress)) return refused('address');
  if (!isOnly(headers['host'], `127.0.0.1:${port}`)) return refused('host');
  if (path !== callbackPath) return refused('path');
  if (method !== 'GET') return refused('method');
  if (hasBody(headers)) return refused('body');
  const destination = headers['sec-fetch-dest'];
  if (destination !== undefined && !isOnly(destination, 'document')) return refused('destination');
  return judgeQuery(new URLSearchParams(query));
}

function judgeQuery(query: URLSearchParams): CallbackVerdict {
  const [states, codes, errors] = ['state', 'code', 'error'].map((name) => query.getAll(name));
  const [state] = states ?? [];
  const [code] = codes ?? [];
  const [error] = errors ?? [];
  if (state === undefined || states?.length !== 1) return refused('query');
  if ((codes?.length ?? 0) + (errors?.length ?? 0) !== 1) return refused('query');
  if (error !== undefined) {
    return { kind: 'callback', state, answer: { kind: 'error', error: stableError(error) } };
  }
  // RFC 6749 appendix A.11.
  if (code === undefined || !/^[\x20-\x7e]+$/.test(code)) return refused('query');
  return { kind: 'callback', state, answer: { kind: 'code', code } };
}

const refused = (because: CallbackRefusal): CallbackVerdict => ({ kind: 'refused', because });

/** As IPv4, or as IPv4 mapped into IPv6, which is how a socket for both tells it. */
function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/i.test(address);
}

function hasBody(headers: CallbackRequest['headers']): boolean {
  const length = headers['content-length'];
  return (
    headers['transfer-encoding'] !== undefined || (length !== undefined && !isOnly(length, '0'))
  );
}

const isOnly = (values: readonly string[] | undefined, wanted: string): boolean =>
  values?.length === 1 && values[0] === wanted;

/** What came along is never shown, nor taken for more than a code. */
const stableError = (error: string): string => (/^[a-z_]{1,40}$/.test(error) ? error : 'other');

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

import { expect, test } from 'vitest';
import {
  type CallbackRefusal,
  type CallbackRequest,
  type CodeOrError,
  judgeCallback,
} from '../../src/core/callbackRequest.ts';

const port = 50123;
const request: CallbackRequest = {
  method: 'GET',
  target: '/oauth/callback?code=C&state=S',
  headers: { host: ['127.0.0.1:50123'], 'sec-fetch-dest': ['document'] },
  remoteAddress: '127.0.0.1',
};
const withHeaders = (headers: CallbackRequest['headers']) => ({
  headers: { ...request.headers, ...headers },
});
const withQuery = (query: string) => ({ target: `/oauth/callback${query}` });

const code = (text: string): CodeOrError => ({ kind: 'code', code: text });
const error = (text: string): CodeOrError => ({ kind: 'error', error: text });

const callbacks: readonly (readonly [string, Partial<CallbackRequest>, string, CodeOrError])[] = [
  ['what a browser sends', {}, 'S', code('C')],
  ['no Sec-Fetch-Dest', withHeaders({ 'sec-fetch-dest': undefined }), 'S', code('C')],
  ['an announced body of nothing', withHeaders({ 'content-length': ['0'] }), 'S', code('C')],
  ['an address mapped into IPv6', { remoteAddress: '::ffff:127.0.0.1' }, 'S', code('C')],
  ['another loopback address', { remoteAddress: '127.8.8.8' }, 'S', code('C')],
  ['parameters that nobody asked for', withQuery('?a=1&code=C&state=S&iss=x'), 'S', code('C')],
  ['escapes', withQuery('?state=S%2B&code=a%20b%2Fc'), 'S+', code('a b/c')],
  ['a state that is empty', withQuery('?state=&code=C'), '', code('C')],
  [
    'a denial',
    withQuery('?error=access_denied&error_description=x&state=S'),
    'S',
    error('access_denied'),
  ],
  ['an error with odd text', withQuery('?error=%3Cb%3Ehi&state=S'), 'S', error('other')],
  ['an error in capitals', withQuery('?error=Access_Denied&state=S'), 'S', error('other')],
  ['an error without an end', withQuery(`?error=${'a'.repeat(41)}&state=S`), 'S', error('other')],
  ['an error that is empty', withQuery('?error=&state=S'), 'S', error('other')],
];
test.each(callbacks)('takes %s', (_label, change, state, answer) => {
  expect(judgeCallback({ ...request, ...change }, port)).toEqual({
    kind: 'callback',
    state,
    answer,
  });
});

const refusals: readonly (readonly [string, Partial<CallbackRequest>, CallbackRefusal])[] = [
  ['another machine', { remoteAddress: '192.0.2.7' }, 'address'],
  ['another machine, mapped', { remoteAddress: '::ffff:192.0.2.7' }, 'address'],
  ['an address that only looks local', { remoteAddress: '127.0.0.1.example' }, 'address'],
  ['IPv6, where nobody listens', { remoteAddress: '::1' }, 'address'],
  ['a connection that is gone', { remoteAddress: undefined }, 'address'],
  ['localhost', withHeaders({ host: ['localhost:50123'] }), 'host'],
  ['a name of another', withHeaders({ host: ['evil.example:50123'] }), 'host'],
  ['no port', withHeaders({ host: ['127.0.0.1'] }), 'host'],
  ['another port', withHeaders({ host: ['127.0.0.1:50124'] }), 'host'],
  ['no Host', withHeaders({ host: undefined }), 'host'],
  ['two Hosts', withHeaders({ host: ['127.0.0.1:50123', 'evil.example'] }), 'host'],
  ['no path', { target: undefined }, 'path'],
  ['the root', { target: '/?code=C&state=S' }, 'path'],
  ['a path below', { target: '/oauth/callback/?code=C&state=S' }, 'path'],
  ['a path written otherwise', { target: '/oauth/./callback?code=C&state=S' }, 'path'],
  ['an escaped path', { target: '/oauth/c%61llback?code=C&state=S' }, 'path'],
  ['a path in capitals', { target: '/OAuth/callback?code=C&state=S' }, 'path'],
  ['a whole URL', { target: 'http://127.0.0.1:50123/oauth/callback?code=C&state=S' }, 'path'],
  ['no method', { method: undefined }, 'method'],
  ['POST', { method: 'POST' }, 'method'],
  ['HEAD', { method: 'HEAD' }, 'method'],
  ['OPTIONS', { method: 'OPTIONS' }, 'method'],
  ['a body', withHeaders({ 'content-length': ['1'] }), 'body'],
  ['a body in chunks', withHeaders({ 'transfer-encoding': ['chunked'] }), 'body'],
  ['an image', withHeaders({ 'sec-fetch-dest': ['image'] }), 'destination'],
  ['a frame', withHeaders({ 'sec-fetch-dest': ['iframe'] }), 'destination'],
  ['a script', withHeaders({ 'sec-fetch-dest': ['empty'] }), 'destination'],
  ['two destinations', withHeaders({ 'sec-fetch-dest': ['document', 'image'] }), 'destination'],
  ['no query', withQuery(''), 'query'],
  ['no state', withQuery('?code=C'), 'query'],
  ['a state alone', withQuery('?state=S'), 'query'],
  ['two states', withQuery('?code=C&state=S&state=S'), 'query'],
  ['two codes', withQuery('?code=C&code=D&state=S'), 'query'],
  ['two errors', withQuery('?error=a&error=b&state=S'), 'query'],
  ['a code and an error', withQuery('?code=C&error=access_denied&state=S'), 'query'],
  ['a code that is empty', withQuery('?code=&state=S'), 'query'],
  ['a code of more than one line', withQuery('?code=C%0AD&state=S'), 'query'],
  ['names in capitals', withQuery('?Code=C&State=S'), 'query'],
];
test.each(refusals)('refuses %s', (_label, change, because) => {
  expect(judgeCallback({ ...request, ...change }, port)).toEqual({ kind: 'refused', because });
});

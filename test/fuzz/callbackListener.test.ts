// Whatever comes to the port on which a sign-in is waited for: nothing but its own callback is taken for
// one, nothing of it comes back, and the browser finds the port open all the while.
import fc from 'fast-check';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type CallbackAnswer, listenForCallback } from '../../src/aws/callbackListener.ts';
import { judgeCallback } from '../../src/core/callbackRequest.ts';
import { inTime, inTimeAwaited, mustHold, runs, timeout } from '../support/fuzz/fuzz.ts';
import { huge, mutated, oddPiece, oddText } from '../support/fuzz/texts.ts';

const state = 'the-state-of-this-sign-in';
const marker = 'pl4nted';

const pick = <T>(...choices: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...choices);
const queryPart = fc.oneof(
  pick(
    `code=${marker}`,
    `state=${state}`,
    `state=${marker}`,
    `error=${marker}`,
    'error=access_denied',
  ),
  pick('code=', 'state=', 'code', 'state[]=x', '%', '%zz', '%00', '+', '&', '#', ';'),
  oddText.map((text) => `code=${text}`),
  oddText.map((text) => `state=${encodeURIComponent(text.replace(/\p{Cs}/gu, '?'))}`),
);
const target = fc
  .tuple(
    pick(
      '/oauth/callback',
      '/oauth/callback',
      '/oauth/callback',
      '/',
      '//oauth/callback',
      '*',
      'http://127.0.0.1/oauth/callback',
    ),
    fc.oneof(fc.array(queryPart, { maxLength: 4 })),
  )
  .map(([path, parts]) => `${path}?${parts.join('&')}`);
const callbackTarget = fc
  .tuple(pick(`code=${marker}`, 'error=x', 'code=a b'), pick(`state=${state}`, `state=${marker}`))
  .map((parts) => `/oauth/callback?${parts.join('&')}`);
const portHere = 'PORT';
const header = fc.oneof(
  pick(
    ...[
      `Host: 127.0.0.1:${portHere}`,
      `Host: localhost:${portHere}`,
      `Host: ${marker}.example`,
      'Host:',
    ],
    ...[
      'Content-Length: 0',
      'Content-Length: 5',
      'Content-Length: -1',
      'Content-Length: 99999999999',
    ],
    ...['Transfer-Encoding: chunked', 'Transfer-Encoding: x', 'Expect: 100-continue', 'Expect: x'],
    ...[
      'Upgrade: websocket\r\nConnection: Upgrade',
      'Connection: keep-alive',
      'Sec-Fetch-Dest: image',
    ],
    ...[
      'Sec-Fetch-Dest: document',
      'Origin: null',
      `Cookie: ${marker}`,
      `X-${marker}: 1`,
      ' folded',
      ':',
    ],
  ),
  oddText.map((text) => `X: ${text}`),
);
const request = fc
  .tuple(
    pick('GET', 'GET', 'GET', 'GET', 'POST', 'HEAD', 'OPTIONS', 'CONNECT', 'PRI', 'get', ''),
    target,
    pick('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', ''),
    fc.array(header, { maxLength: 5 }),
    pick('', '', marker, '5\r\nhello\r\n0\r\n\r\n', '\0'),
  )
  .map(([method, where, version, headers, body]) => {
    const lines = [`${method} ${where} ${version}`, `Host: 127.0.0.1:${portHere}`, ...headers];
    return `${lines.join('\r\n')}\r\n\r\n${body}`;
  });
const near = callbackTarget.map(
  (where) => `GET ${where} HTTP/1.1\r\nHost: 127.0.0.1:${portHere}\r\n\r\n`,
);
const bytes = fc.oneof(
  { weight: 1, arbitrary: near },
  { weight: 8, arbitrary: request },
  { weight: 5, arbitrary: mutated(fc.oneof(request, near), 2) },
  { weight: 2, arbitrary: fc.tuple(request, request).map((both) => both.join('')) },
  {
    weight: 1,
    arbitrary: huge(fc.oneof(oddPiece, pick('GET / HTTP/1.1\r\n', 'X: y\r\n', 'a=b&', '%20'))),
  },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw).toString('latin1')),
  },
);

test('a request is a callback or is not', { timeout }, () => {
  const values = fc.array(fc.oneof(oddText, pick('127.0.0.1:1', 'document', '0')), {
    maxLength: 2,
  });
  const requests = fc.record(
    {
      method: pick('GET', 'POST', ''),
      target: fc.oneof(
        { weight: 3, arbitrary: callbackTarget },
        target,
        oddText,
        huge(fc.oneof(oddPiece, queryPart)),
      ),
      headers: fc.dictionary(pick('host', 'sec-fetch-dest', 'content-length', '__proto__'), values),
      remoteAddress: pick('127.0.0.1', '127.0.0.1', '::ffff:127.0.0.1', '::1', '10.0.0.1', ''),
    },
    { requiredKeys: ['headers'] },
  );
  fc.assert(
    fc.property(requests, ({ headers, ...rest }) => {
      const asked = { method: undefined, target: undefined, remoteAddress: undefined, ...rest };
      const sent = { host: ['127.0.0.1:1'], ...headers };
      const verdict = inTime(() => judgeCallback({ ...asked, headers: sent }, 1));
      if (verdict.kind === 'refused') return;
      const isOurs = sent.host.join() === '127.0.0.1:1' && asked.remoteAddress?.includes('127.');
      mustHold(isOurs === true, 'it is meant for this listener, from this machine', sent);
      const { answer } = verdict;
      const told =
        answer.kind === 'error' ? /^[a-z_]{1,40}$/.test(answer.error) : answer.code !== '';
      mustHold(told && rest.method === 'GET', 'it has an answer', verdict);
    }),
    runs(2_000),
  );
});

/** All that comes back, until the end. */
async function send(port: number, text: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  // It may be closed on us at any moment: that is an answer too.
  socket.on('error', () => undefined);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.once('connect', () => socket.end(Buffer.from(text.replaceAll(portHere, String(port)))));
  // Who asks for an upgrade may be left alone, and nobody else: the listener is to be there for the next one.
  const mayWait = /upgrade/i.test(text) ? 250 : 5_000;
  const impatience = setTimeout(() => socket.destroy(), mayWait);
  await closed;
  clearTimeout(impatience);
  return Buffer.concat(chunks).toString();
}

test('what comes to the port is refused, or is the callback', { timeout }, async () => {
  let answer: CallbackAnswer | undefined;
  const listen = async () => {
    answer = undefined;
    const made = await listenForCallback(state);
    void made.answer.then((given) => (answer = given));
    return made;
  };
  let listener = await listen();
  const ends: Record<string, number> = { refused: 0 };
  try {
    await fc.assert(
      fc.asyncProperty(bytes, async (text) => {
        const said = await inTimeAwaited(async () => {
          const all = await send(listener.port, text);
          await nextTurn();
          return all;
        });
        mustHold(!said.includes(marker) && !said.includes(state), 'nothing comes back', said);
        mustHold(said === '' || /^HTTP\/1\.1 [124]\d\d /.test(said), 'it is an answer', said);
        if (said.includes('HTTP/1.1 200 ') || answer !== undefined) {
          const end = await listener.answer;
          ends[end.kind] = (ends[end.kind] ?? 0) + 1;
          const mayBeOurs = text.includes(state) && text.includes('GET /oauth/callback?');
          mustHold(end.kind === 'wrongState' || mayBeOurs, 'it was its own callback', end);
          listener = await listen();
          return;
        }
        ends['refused'] = (ends['refused'] ?? 0) + 1;
      }),
      runs(1_500),
    );
    // What came last may have been the callback, and the listener about to close.
    await listener.close();
    listener = await listen();
    const said = await send(
      listener.port,
      `GET /oauth/callback?code=c&state=${state} HTTP/1.1\r\nHost: 127.0.0.1:${portHere}\r\n\r\n`,
    );
    expect(said).toMatch(/^HTTP\/1\.1 200 /);
    expect(await listener.answer).toEqual({ kind: 'code', code: 'c' });
    // Else chance never came near.
    const [refused, wrongState, code] = ['refused', 'wrongState', 'code'].map((end) => ends[end]);
    expect([refused ?? 0, wrongState ?? 0, code ?? 0].every((count) => count > 0)).toBe(true);
  } finally {
    await listener.close();
  }
  const late = connect({ host: '127.0.0.1', port: listener.port });
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});

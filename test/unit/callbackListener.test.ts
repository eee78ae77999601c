// The way back from the browser, over real sockets.
import { execFile } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type Server, type Socket, connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CallbackListener, listenForCallback } from '../../src/aws/callbackListener.ts';
import { toProgram } from '../support/toProgram.ts';

const state = 'the-state-of-this-sign-in';
const secret = 'a-code-of-nobody-else';
const path = `/oauth/callback?code=${secret}&state=${state}`;

let listener: CallbackListener;
const sockets: Socket[] = [];
beforeEach(async () => {
  listener = await listenForCallback(state);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await listener.close();
});

async function open(host = '127.0.0.1', port = listener.port): Promise<Socket> {
  const socket = connect({ host, port });
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

interface RequestParts {
  readonly method?: string;
  readonly target?: string;
  readonly host?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

function requestText(parts: RequestParts = {}): string {
  const { method = 'GET', target = path, headers = [], body = '' } = parts;
  const { host = `127.0.0.1:${listener.port}` } = parts;
  return [`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...headers, '', body].join('\r\n');
}

/** Everything that comes until the listener ends the connection. */
async function send(request: string, socket?: Socket): Promise<string> {
  const sender = socket ?? (await open());
  sender.write(request);
  return text(sender);
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+) /.exec(answer)?.[1]);
const failureOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'connected',
    (error: unknown) => (error as NodeJS.ErrnoException).code,
  );

test('takes the code, says so in a page of its own, and listens no more', async () => {
  const { port } = listener;
  const [head = '', page = ''] = (await send(requestText())).split('\r\n\r\n');
  const [status, ...headers] = head.split('\r\n').filter((line) => !line.startsWith('Date:'));
  const answer = await listener.answer;
  const policy = expect.stringMatching(
    /^Content-Security-Policy: default-src 'none'; style-src 'sha256-[\w+/]{43}='; /,
  ) as string;
  expect({ redirectUri: listener.redirectUri, status, headers, answer }).toEqual({
    redirectUri: `http://127.0.0.1:${port}/oauth/callback`,
    status: 'HTTP/1.1 200 OK',
    headers: [
      'Content-Type: text/html; charset=utf-8',
      policy,
      'X-Content-Type-Options: nosniff',
      'Cache-Control: no-store',
      'Referrer-Policy: no-referrer',
      `Content-Length: ${Buffer.byteLength(page)}`,
      'Connection: close',
    ],
    answer: { kind: 'code', code: secret },
  });
  expect(page).toContain('You can close this tab.');
  expect(page).not.toMatch(new RegExp(`${secret}|${state}|<script|https?:|src=|href=|url\\(`));
  expect(await failureOf(open())).toBe('ECONNREFUSED');
});

const endings: readonly (readonly [string, string, unknown])[] = [
  ['a denial', `error=access_denied&state=${state}`, { kind: 'error', error: 'access_denied' }],
  ['odd text', `error=%3Cscript%3Ealert&state=${state}`, { kind: 'error', error: 'other' }],
  ['another state', `code=${secret}&state=another`, { kind: 'wrongState' }],
  ['a state that begins well', `code=${secret}&state=${state}x`, { kind: 'wrongState' }],
  ['no state to speak of', `code=${secret}&state=`, { kind: 'wrongState' }],
  ['a denial of another', 'error=access_denied&state=another', { kind: 'wrongState' }],
];
test.each(endings)('ends by %s, and shows nothing of it', async (_label, query, answer) => {
  const said = await send(requestText({ target: `/oauth/callback?${query}` }));
  const afterwards = await failureOf(open());
  expect({ status: statusOf(said), answer: await listener.answer, afterwards }).toEqual({
    status: 400,
    answer,
    afterwards: 'ECONNREFUSED',
  });
  expect(said).toContain('Not signed in');
  expect(said).not.toMatch(/script|access_denied|a-code|another/);
});

const strangers: readonly (readonly [string, RequestParts, number])[] = [
  ['another path', { target: `/?code=${secret}&state=${state}` }, 404],
  ['what browsers ask for besides', { target: '/favicon.ico' }, 404],
  ['a path that climbs', { target: `/oauth/x/../callback?code=${secret}&state=${state}` }, 404],
  ['POST', { method: 'POST', headers: ['Content-Length: 0'] }, 405],
  ['HEAD', { method: 'HEAD' }, 405],
  ['OPTIONS', { method: 'OPTIONS' }, 405],
  ['a body', { headers: ['Content-Length: 4'], body: 'body' }, 413],
  [
    'a body in chunks',
    { headers: ['Transfer-Encoding: chunked'], body: '4\r\nbody\r\n0\r\n\r\n' },
    413,
  ],
  ['localhost', { host: 'localhost' }, 421],
  ['a name of another', { host: 'evil.example' }, 421],
  ['a Host without its port', { host: '127.0.0.1' }, 421],
  ['a second Host', { headers: ['Host: evil.example'] }, 421],
  ['a frame in a page', { headers: ['Sec-Fetch-Dest: iframe'] }, 403],
  ['two states', { target: `${path}&state=${state}` }, 400],
  ['two codes', { target: `${path}&code=another` }, 400],
  ['no parameters', { target: '/oauth/callback' }, 400],
  ['a target that is too long', { target: `${path}&x=${'x'.repeat(64 * 1024)}` }, 431],
  ['what is no HTTP', { method: 'NONSENSE' }, 400],
];
test.each(strangers)('refuses %s, and goes on listening', async (_label, parts, status) => {
  const refused = await send(requestText(parts));
  const taken = await send(requestText());
  expect({
    refused: statusOf(refused),
    taken: statusOf(taken),
    answer: await listener.answer,
  }).toEqual({ refused: status, taken: 200, answer: { kind: 'code', code: secret } });
  expect(refused).not.toMatch(new RegExp(`${secret}|${state}|evil`));
});

describe('a second request', () => {
  const other = '/oauth/callback?error=access_denied&state=another';

  test('on the same connection finds it ended', async () => {
    const keepAlive = ['Connection: keep-alive'];
    const both = requestText({ headers: keepAlive }) + requestText({ target: other });
    const said = await send(both);
    expect(said.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(await listener.answer).toEqual({ kind: 'code', code: secret });
  });

  test('on a connection that was open before is not heard', async () => {
    const idle = await open();
    const begun = await open();
    begun.write('GET /oauth/callback?code=x HTTP/1.1\r\n');
    const ended = [text(idle), text(begun)];
    await send(requestText());
    await listener.answer;
    expect(await Promise.all(ended)).toEqual(['', '']);
  });

  test('at the same moment: one decides', async () => {
    const two = await Promise.all([open(), open()]);
    // The other connection may just be cut.
    const said = await Promise.all(
      two.map((socket) => send(requestText(), socket).catch(() => 'cut')),
    );
    expect(said.filter((answer) => statusOf(answer) === 200)).toHaveLength(1);
  });
});

const otherAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid)
  .map(({ address }) => address);
test.skipIf(otherAddresses.length === 0)('is at no other address of this machine', async () => {
  const attempts = otherAddresses.map((address) => failureOf(open(address)));
  expect(new Set(await Promise.all(attempts))).toEqual(new Set(['ECONNREFUSED']));
});

test('a request that never ends keeps nobody from coming, and is ended with the rest', async () => {
  const endless = await open();
  const ended = text(endless);
  endless.write(requestText().slice(0, -2));
  expect(statusOf(await send(requestText()))).toBe(200);
  expect(await ended).toBe('');
});

/** That took this request, which it refuses. */
async function serverThatTakes(request: string): Promise<Server> {
  let found: Server | undefined;
  const look = (message: unknown) => (found = (message as { readonly server: Server }).server);
  subscribe('http.server.request.start', look);
  await send(request);
  unsubscribe('http.server.request.start', look);
  if (found === undefined) throw new Error('nobody took it');
  return found;
}

test('a connection that cannot be accepted is lost, and the next one is not', async () => {
  const server = await serverThatTakes(requestText({ target: '/favicon.ico' }));
  // As the system says it when there are no more handles.
  server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
  expect([statusOf(await send(requestText())), await listener.answer]).toEqual([
    200,
    { kind: 'code', code: secret },
  ]);
});

test('a request that takes too long is ended', async () => {
  const hasty = await listenForCallback(state, undefined, 20);
  const endless = await open('127.0.0.1', hasty.port);
  expect(statusOf(await send('GET / HTTP/1.1\r\nX: ', endless))).toBe(408);
  await hasty.close();
});

test('it speaks the language that it is given, and takes no text for markup', async () => {
  const texts = {
    language: 'pt-br',
    done: ['Quase lá', 'O editor conclui o login.'],
    notSignedIn: ['', ''],
    notForThis: ['<b>', 'a & "b"'],
    closeTab: 'Você pode fechar esta guia.',
  } as const;
  const polyglot = await listenForCallback(state, texts);
  const ask = async (target: string): Promise<string> => {
    const host = `127.0.0.1:${polyglot.port}`;
    const page = await send(requestText({ target, host }), await open('127.0.0.1', polyglot.port));
    return page.replace(/^.*?<html/s, '<html').replace(/<style>.*<\/style>/s, '');
  };
  const refused = await ask('/');
  const done = await ask(path);
  await polyglot.close();
  expect([refused, done]).toEqual(
    [
      ['&#60;b&#62;', 'a &#38; &#34;b&#34;'],
      ['Quase lá', 'O editor conclui o login.'],
    ].map(
      ([heading = '', line = '']) => `<html lang="pt-br">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${heading}</title>

</head>
<body><main><h1>${heading}</h1><p>${line}</p><p>Você pode fechar esta guia.</p></main></body>
</html>
`,
    ),
  );
});

test('closed, it leaves nothing behind and may be closed again', async () => {
  const ended = text(await open());
  await Promise.all([listener.close(), listener.close()]);
  await listener.close();
  expect(await ended).toBe('');
  expect(process.getActiveResourcesInfo()).not.toContain('TCPServerWrap');
  expect(await failureOf(open())).toBe('ECONNREFUSED');
});

test.skipIf(process.platform === 'win32')('says by which code no port can be bound', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'callback-'));
  try {
    const outfile = join(directory, 'listen.mjs');
    const entry = join(import.meta.dirname, '../support/listenWithoutHandles.ts');
    await build({ ...toProgram, entryPoints: [entry], outfile });
    const inAProcess = 'ulimit -n 64 && exec "$0" "$1"';
    const shell = promisify(execFile)('sh', ['-c', inAProcess, process.execPath, outfile]);
    expect((await shell).stdout).toBe('EMFILE');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

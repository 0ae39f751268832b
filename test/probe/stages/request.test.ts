/** The request over HTTP/1.1, with servers that answer in every way, and over gRPC with real framing. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { browserGet, grpcPost, lengthPrefixed } from '../../../src/probe/wire/requests.js';
import { tcpServer } from '../../support/odd-servers.js';
import { certified, type Took, walkTo } from '../../support/walking.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function raw(behave: (socket: Socket) => void, timeoutMs = 4_000): Promise<Took> {
  const server = await tcpServer(behave);
  open.push(server);
  const result = await walkTo('http', server.port, { timeoutMs });
  open.push(result);
  return result;
}

const answering =
  (text: string, then: 'keep' | 'end' | 'reset' = 'end') =>
  (socket: Socket): void => {
    socket.once('data', () => {
      socket.write(text);
      if (then === 'end') socket.end();
      if (then === 'reset') setImmediate(() => socket.resetAndDestroy());
    });
  };

async function http(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => server.close() });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

describe('HTTP/1.1 without a reply', () => {
  it.each<[string, (socket: Socket) => void, string, string]>([
    ['closed after the request', answering(''), 'tcp', 'tcp-reset'],
    ['something that is not HTTP', answering('220 mail.acme.test ESMTP\r\n'), 'iap', 'http-malformed'],
    ['HTTP/2 frames', answering('\0\0\0\u0004\0\0\0\0\0'), 'iap', 'http-malformed'],
  ])('%s', async (_what, behave, stage, code) => {
    const { halt } = await raw(behave);
    expect(halt).toMatchObject({ stage, code });
  });

  it('ends with the deadline when nothing comes', async () => {
    const result = await raw(() => undefined, 400);
    expect(result.halt).toMatchObject({ stage: 'iap', code: 'response-timeout' });
    expect(result.took).toBeGreaterThanOrEqual(395);
    expect(result.took).toBeLessThan(1_400);
  });
});

describe('an HTTP/1.1 reply', () => {
  it.each<[string, string, 'keep' | 'end', object]>([
    ['whole', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello', 'keep', { kind: 'complete' }],
    ['whole, ended by closing', 'HTTP/1.0 200 OK\r\n\r\nhello', 'end', { kind: 'complete' }],
    ['closed early', 'HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhello', 'end', { kind: 'closed' }],
    [
      'closed in a chunk',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nhello',
      'end',
      { kind: 'closed' },
    ],
    ['never ended', 'HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhello', 'keep', { kind: 'timeout' }],
  ])('is kept with how it ended: %s', async (_what, text, then, ending) => {
    const { reply } = await raw(answering(text, then), 1_500);
    expect(reply).toMatchObject({ status: 200, body: 'hello', bodyBytes: 5, ending });
  });

  it('has all values of a repeated field, and its trailers', async () => {
    const { reply } = await raw(
      answering(
        'HTTP/1.1 200 OK\r\nVia: a\r\nvia: b\r\ntransfer-encoding: chunked\r\ntrailer: X-End\r\n\r\n2\r\nok\r\n0\r\nX-End: yes\r\n\r\n',
      ),
    );
    expect(reply?.headers.via).toEqual(['a', 'b']);
    expect(reply?.trailers).toEqual({ 'x-end': ['yes'] });
  });

  it('that redirects is not followed', async () => {
    let asked = 0;
    const port = await http((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
    });
    const walked = await walkTo('http', port);
    open.push(walked);
    expect(walked.reply).toMatchObject({
      status: 302,
      headers: { location: [`http://127.0.0.1:${port}/elsewhere`] },
    });
    expect(asked).toBe(1);
  });

  it('of binary content has no text, and long text is cut at 2 kB', async () => {
    const port = await http((request, response) =>
      response.end(request.url === '/binary' ? Buffer.from([0x1f, 0x8b, 0, 1]) : 'ä'.repeat(3_000)),
    );
    const long = await walkTo('http', port);
    open.push(long);
    expect(long.reply).toMatchObject({ body: 'ä'.repeat(2_048), bodyBytes: 6_000 });
    const binary = await long.connection?.request(browserGet({}, '/binary'));
    expect(binary).toMatchObject({ ok: true, reply: { body: '', bodyBytes: 4 } });
  });

  it('is had again over the same connection, until the server closes it', async () => {
    const ports = new Set<number | undefined>();
    const port = await http((request, response) => {
      ports.add(request.socket.remotePort);
      if (request.url === '/last') response.setHeader('connection', 'close');
      response.end('ok');
    });
    const walked = await walkTo('http', port);
    open.push(walked);
    const second = await walked.connection?.request(browserGet());
    expect(second).toMatchObject({ ok: true, reply: { status: 200 } });
    await walked.connection?.request(browserGet({}, '/last'));
    const late = await walked.connection?.request(browserGet());
    expect(late).toMatchObject({ ok: false, halt: { code: 'tcp-reset' } });
    expect(walked.connection?.usable).toBe(false);
    expect(ports.size).toBe(1);
  });
});

describe('a body that only looks like gRPC', () => {
  it('holds no messages', async () => {
    const port = await http((_request, response) => response.end(Buffer.alloc(10)));
    const walked = await walkTo('http', port);
    open.push(walked);
    expect(walked.reply).toMatchObject({ bodyBytes: 10, grpcMessages: 0 });
  });
});

describe('the request', () => {
  it('names the host that was asked for, not the address, and sends what it was given', async () => {
    let seen: IncomingMessage | undefined;
    const port = await http((request, response) => {
      seen = request;
      response.end();
    });
    const walked = await walkTo('http', port, {
      url: `http://DASH.acme.test:${port}/a/b?c=d#e`,
      request: browserGet({ 'x-requested-with': 'XMLHttpRequest' }),
    });
    open.push(walked);
    expect(seen?.url).toBe('/a/b?c=d');
    expect(seen?.headers).toMatchObject({
      host: `dash.acme.test:${port}`,
      accept: 'text/html,*/*',
      'x-requested-with': 'XMLHttpRequest',
    });
  });

  it('of gRPC is a real one: its messages and trailers are counted and kept', async () => {
    const { leaf } = await certified();
    const server = createSecureServer({ ...leaf });
    let got: Buffer | undefined;
    let fields: Readonly<Record<string, unknown>> = {};
    server.on('stream', (stream, headers) => {
      fields = headers;
      stream.on('error', () => undefined);
      stream.on('data', (chunk: Buffer) => {
        got = chunk;
      });
      stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: true });
      stream.on('wantTrailers', () =>
        stream.sendTrailers({ 'grpc-status': '5', 'grpc-message': 'not found' }),
      );
      stream.write(lengthPrefixed(Buffer.from('one')));
      const three = Buffer.from(lengthPrefixed(Buffer.from('three')));
      stream.write(three.subarray(0, 3));
      setImmediate(() => stream.end(Buffer.concat([three.subarray(3), lengthPrefixed(Buffer.alloc(0))])));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    open.push({ close: () => server.close() });
    const walked = await walkTo('https', typeof address === 'object' && address ? address.port : 0, {
      need: 'h2',
      request: grpcPost('acme.orders.v1.Orders/List', {}, Buffer.from('hi')),
    });
    open.push(walked);
    expect(walked.reply).toMatchObject({
      method: 'POST',
      status: 200,
      grpcMessages: 3,
      body: '',
      trailers: { 'grpc-status': ['5'], 'grpc-message': ['not found'] },
      ending: { kind: 'complete' },
    });
    expect(fields).toMatchObject({
      ':path': '/acme.orders.v1.Orders/List',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    expect(got).toEqual(Buffer.from([0, 0, 0, 0, 2, 0x68, 0x69]));
  });
});

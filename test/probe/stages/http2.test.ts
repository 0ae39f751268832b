/** HTTP/2 with servers that break it in every way: each is named by what the wire said, and nothing waits past the deadline. */
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { grpcPost } from '../../../src/probe/wire/requests.js';
import { FRAMES, frame, onRequest, tcpServer, tlsServer } from '../../support/odd-servers.js';
import { certified, type Took, walkTo } from '../../support/walking.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function walked(behave: (socket: Socket) => void, timeoutMs = 4_000): Promise<Took> {
  const { leaf } = await certified();
  const server = await tlsServer({ ...leaf, ALPNProtocols: ['h2'] }, behave);
  open.push(server);
  const result = await walkTo('https', server.port, { timeoutMs });
  open.push(result);
  return result;
}

/** Greets properly, and does this once the request has come. */
const afterRequest =
  (...frames: readonly (Buffer | 'close' | 'reset')[]) =>
  (socket: Socket): void => {
    socket.write(Buffer.concat([FRAMES.settings, FRAMES.settingsAck]));
    onRequest(socket, () => {
      for (const one of frames)
        if (one === 'close') socket.end();
        else if (one === 'reset') socket.destroy();
        else socket.write(one);
    });
  };

describe('a connection that gives no reply', () => {
  it.each<[string, (socket: Socket) => void, string, RegExp]>([
    [
      'closed before SETTINGS',
      (socket) => socket.once('data', () => socket.end()),
      'h2-closed',
      /before its SETTINGS/,
    ],
    ['closed after the request', afterRequest('close'), 'h2-closed', /middle of a stream, without GOAWAY/],
    [
      'broken off after the request',
      afterRequest('reset'),
      'h2-closed',
      /closed the connection .* without GOAWAY/,
    ],
    [
      'GOAWAY first',
      (socket) => socket.end(Buffer.concat([FRAMES.settings, FRAMES.goaway(0)])),
      'h2-goaway',
      /NO_ERROR, last stream 0/,
    ],
    ['GOAWAY with an error', afterRequest(FRAMES.goaway(11), 'close'), 'h2-goaway', /ENHANCE_YOUR_CALM/],
    ['GOAWAY that leaves the stream out', afterRequest(FRAMES.goaway(0)), 'h2-goaway', /NO_ERROR/],
    ['RST_STREAM', afterRequest(FRAMES.reset(7)), 'h2-reset', /REFUSED_STREAM/],
    ['RST_STREAM of an unknown code', afterRequest(FRAMES.reset(0xbeef)), 'h2-reset', /0xbeef/],
    [
      'HTTP/1.1 inside',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'h2-protocol-error',
      /answered with HTTP\/1\.1 400/,
    ],
    [
      'anything else inside',
      (socket) => socket.once('data', () => socket.write('220 mail.acme.test ESMTP\r\n')),
      'h2-protocol-error',
      /sent something else/,
    ],
    [
      'fields that cannot be decoded',
      afterRequest(FRAMES.brokenHeaders),
      'h2-protocol-error',
      /not speak HTTP\/2 correctly/,
    ],
    [
      'a frame that is too long',
      afterRequest(frame(0, 0, 1, Buffer.alloc(20_000))),
      'h2-protocol-error',
      /not speak HTTP\/2 correctly/,
    ],
  ])('%s', async (_what, behave, code, words) => {
    const result = await walked(behave);
    expect(result.halt).toMatchObject({ stage: 'http2', code });
    expect(result.halt?.detail).toMatch(words);
    expect(result.stages.find(({ stage }) => stage === 'http2')?.ok).toBe(false);
    expect(result.took).toBeLessThan(3_500);
  });

  it.each<[string, (socket: Socket) => void, string]>([
    ['no SETTINGS', () => undefined, 'http2'],
    ['no reply', afterRequest(), 'iap'],
  ])('%s: silence ends with the deadline, at the stage that was reached', async (_what, behave, stage) => {
    const result = await walked(behave, 500);
    expect(result.halt).toMatchObject({ stage, code: 'response-timeout' });
    expect(result.took).toBeGreaterThanOrEqual(495);
    expect(result.took).toBeLessThan(1_500);
  });
});

describe('a reply that does not end well', () => {
  const body = FRAMES.data('half of');
  it.each<[string, (socket: Socket) => void, object]>([
    ['closed', afterRequest(FRAMES.headers200, body, 'close'), { kind: 'closed' }],
    [
      'reset',
      afterRequest(FRAMES.headers200, body, FRAMES.reset(2)),
      { kind: 'reset', code: 2, name: 'INTERNAL_ERROR' },
    ],
    [
      'goaway',
      afterRequest(FRAMES.headers200, body, FRAMES.goaway(2, 1), 'close'),
      { kind: 'goaway', code: 2, name: 'INTERNAL_ERROR', lastStream: 1 },
    ],
  ])('is kept, with how it ended: %s', async (_what, behave, ending) => {
    const { reply, halt } = await walked(behave);
    expect(halt).toBeUndefined();
    expect(reply).toMatchObject({ status: 200, body: 'half of', ending });
  });

  it('is kept when the body never ends', async () => {
    const result = await walked(afterRequest(FRAMES.headers200, body), 500);
    expect(result.reply).toMatchObject({ status: 200, body: 'half of', ending: { kind: 'timeout' } });
    expect(result.took).toBeLessThan(1_500);
  });

  it('is enough after 64 kB of body', async () => {
    const much = frame(0, 0, 1, 'x'.repeat(16_000));
    const result = await walked((socket) => {
      socket.write(Buffer.concat([FRAMES.settings, FRAMES.settingsAck]));
      onRequest(socket, () => {
        socket.write(FRAMES.headers200);
        for (let i = 0; i < 5; i += 1) socket.write(much);
      });
    });
    expect(result.reply?.ending).toEqual({ kind: 'cut-by-us' });
    expect(result.reply?.body).toHaveLength(2_048);
  });
});

describe('a good connection', () => {
  it('shows the SETTINGS of the server, and serves more than one request', async () => {
    const settings = Buffer.from([0, 3, 0, 0, 0, 100, 0, 4, 0, 1, 0, 0]);
    const result = await walked((socket) => {
      socket.write(Buffer.concat([frame(4, 0, 0, settings), FRAMES.settingsAck]));
      onRequest(socket, () => socket.write(FRAMES.headers200End), 1);
      onRequest(socket, () => socket.write(frame(1, 5, 3, Buffer.from([0x89]))), 3);
    });
    expect(result.stages.find(({ stage }) => stage === 'http2')?.facts).toMatchObject({
      maxConcurrentStreams: 100,
      initialWindowSize: 65_536,
    });
    expect(result.reply).toMatchObject({ status: 200, ending: { kind: 'complete' } });
    const second = await result.connection?.request({ method: 'GET', headers: {} });
    expect(second).toMatchObject({ ok: true, reply: { status: 204 } });
  });

  it('is spoken without TLS where it is known beforehand', async () => {
    const server = await tcpServer(afterRequest(FRAMES.headers200End));
    open.push(server);
    const result = await walkTo('http', server.port, { need: 'h2', request: grpcPost('a.B/C') });
    open.push(result);
    expect(result.reply).toMatchObject({ status: 200, protocol: 'h2' });
    expect(result.stages.map(({ stage }) => stage)).toEqual(['guard', 'dns', 'tcp', 'http2', 'iap']);
  });

  it('leaves a trace of every frame, with times that go up', async () => {
    const { leaf } = await certified();
    const server = await tlsServer(
      { ...leaf, ALPNProtocols: ['h2'] },
      afterRequest(FRAMES.headers200, FRAMES.reset(8)),
    );
    open.push(server);
    const lines: string[] = [];
    let last = 0;
    const result = await walkTo('https', server.port, {
      request: grpcPost('a.B/C', { authorization: 'Bearer not-to-be-seen' }),
      onTrace: ({ ms, who, text }) => {
        expect(ms).toBeGreaterThanOrEqual(last);
        last = ms;
        lines.push(`${who} ${text}`);
      },
    });
    open.push(result);
    for (const line of [
      /^us SETTINGS/,
      /^us HEADERS stream=1 len=\d+$/,
      /^us DATA stream=1 len=5 END_STREAM$/,
      /^us POST \/a\.B\/C .*authorization: \[removed\]/,
      /^peer SETTINGS len=0$/,
      /^peer HEADERS stream=1 len=1$/,
      /^peer RST_STREAM stream=1 len=4 CANCEL$/,
    ])
      expect(
        lines.some((one) => line.test(one)),
        String(line),
      ).toBe(true);
    expect(lines.join('\n')).not.toContain('not-to-be-seen');
  });
});

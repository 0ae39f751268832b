/** What a client sees and what the wire said, for everything that may come instead of a proper answer. */
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { callGrpc, holdStream } from '../../../src/probe/grpc/index.js';
import { optionsAt } from './endpoints.js';
import { type FrameServer, framed, type Heard, startFrames } from './frame-server.js';
import { MISBEHAVIOURS } from './misbehaviour.js';

const METHOD = { method: 'acme.orders.v1.Orders/List', reflect: false };
const servers: FrameServer[] = [];
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
process.on('unhandledRejection', note);
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

async function serving(serve: (heard: Heard) => void): Promise<FrameServer> {
  const server = await startFrames(serve);
  servers.push(server);
  return server;
}

describe.each(MISBEHAVIOURS)('$title', ({ serve, client, messages, end }) => {
  it('is what grpc-js says, by one request', async () => {
    let requests = 0;
    const server = await serving((heard) => {
      requests += 1;
      serve(heard);
    });
    const seen = await callGrpc({ ...optionsAt(server.port), ...METHOD });
    expect(`${seen.status} ${seen.name}: ${seen.details}`).toBe(client);
    expect(seen.messages).toBe(messages);
    // A stream that was refused unread may be sent again by any client (RFC 9113 §8.7).
    if (!client.includes('refused')) expect(requests).toBe(1);
  });

  it('is seen on the wire with its own code, and the words of the client beside it', async () => {
    const server = await serving(serve);
    const seen = await holdStream({ ...optionsAt(server.port), ...METHOD, holdMs: 3000 });
    expect(seen.map(({ keepalive }) => keepalive)).toEqual([true, false]);
    for (const stream of seen) {
      expect(stream.end).toMatchObject(end);
      expect(stream.clientWouldSee).toBe(client);
      expect(stream.messages).toBe(messages);
    }
  });
});

describe('compressed messages', () => {
  const compressed = (encoding: string, body: Uint8Array) => (heard: Heard) => {
    heard.respond({ 'content-type': 'application/grpc', 'grpc-encoding': encoding });
    heard.data(framed(body, 1));
    heard.trailers({ 'grpc-status': '0' });
  };

  it('are read when they are what they say', async () => {
    const { port } = await serving(compressed('gzip', gzipSync(Buffer.from('\x0a\x01a'))));
    expect(await callGrpc({ ...optionsAt(port), ...METHOD })).toMatchObject({ status: 0, messages: 1 });
  });

  it('end the call when they are not', async () => {
    const { port } = await serving(compressed('gzip', Buffer.from('plain')));
    expect(await callGrpc({ ...optionsAt(port), ...METHOD })).toMatchObject({ status: 13, messages: 0 });
  });

  it('in a way nobody knows end the call with words', async () => {
    const { port } = await serving(compressed('zstd', Buffer.from('x')));
    const seen = await callGrpc({ ...optionsAt(port), ...METHOD });
    expect(seen).toMatchObject({ status: 13, details: expect.stringContaining('compressed') });
  });
});

describe('odd statuses', () => {
  it.each([
    ['99', { status: 99, name: undefined }],
    ['x', { status: 2, details: 'the grpc-status is no number' }],
  ])('grpc-status %s does no harm', async (status, expected) => {
    const { port } = await serving((heard) => heard.respond({ 'grpc-status': status }, true));
    expect(await callGrpc({ ...optionsAt(port), ...METHOD })).toMatchObject(expected);
  });
});

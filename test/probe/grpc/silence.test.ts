/** A peer that falls silent, in every phase: the deadline ends it, and nothing is left open. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callGrpc, describeServices, holdStream } from '../../../src/probe/grpc/index.js';
import { type Authority, createAuthority, type Leaf } from '../../../src/sandbox/front/certificates.js';
import { HOST, optionsAt } from './endpoints.js';
import { framed, startFrames } from './frame-server.js';

const METHOD = { method: 'acme.orders.v1.Orders/List' };
const DEADLINE = 400;
/** Wide, for a busy machine; a call that waits for anything else waits for seconds. */
const LATE = 2500;

let authority: Authority;
let leaf: Leaf;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  authority = await createAuthority();
  leaf = await authority.issue({ hosts: [HOST] });
});
afterAll(() => Promise.all(closing.map((close) => close())));

/** A server that does this with every connection; the connections that are still open. */
async function listen(onSocket: (socket: Socket) => void): Promise<{ port: number; open: () => number }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.resume();
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, open: () => sockets.size };
}

const frames = async (serve: Parameters<typeof startFrames>[0]) => {
  const server = await startFrames(serve);
  closing.push(server.close);
  return server.port;
};

const phases: readonly (readonly [
  string,
  () => Promise<{ port: number; tls?: true; open?: () => number }>,
])[] = [
  ['before TLS', async () => ({ ...(await listen(() => {})), tls: true })],
  [
    'before the settings of HTTP/2',
    async () => ({
      ...(await listen((socket) => {
        const secured = new TLSSocket(socket, {
          isServer: true,
          secureContext: createSecureContext({ key: leaf.key, cert: leaf.cert }),
          ALPNProtocols: ['h2'],
        });
        secured.on('error', () => {});
        secured.resume();
      })),
      tls: true,
    }),
  ],
  ['before the settings, without TLS', () => listen(() => {})],
  ['before the header of the reply', async () => ({ port: await frames(() => {}) })],
  ['after the header of the reply', async () => ({ port: await frames((heard) => heard.respond()) })],
  [
    'in the middle of a message',
    async () => ({
      port: await frames((heard) => {
        heard.respond();
        heard.data(framed('half a message').subarray(0, 9));
      }),
    }),
  ],
];

describe.each(phases)('a peer that is silent %s', (_phase, start) => {
  it('ends every question with the deadline', async () => {
    const { port, tls, open } = await start();
    const options = () => optionsAt(port, DEADLINE, tls && [authority.caPem]);
    const began = performance.now();
    const [call, described, streams] = await Promise.all([
      callGrpc({ ...options(), ...METHOD }),
      describeServices(options()),
      holdStream({ ...options(), ...METHOD, holdMs: 60_000 }),
    ]);
    expect(performance.now() - began).toBeLessThan(LATE);
    expect(call).toMatchObject({ status: 4, name: 'DEADLINE_EXCEEDED', messages: 0 });
    expect(described).toMatchObject({ ok: false });
    expect(streams.map(({ end }) => end.kind)).toEqual(['no-first-message', 'no-first-message']);
    if (open !== undefined) await expect.poll(open).toBe(0);
  });
});

describe('an asker who has gone', () => {
  it('ends a call and a stream at once', async () => {
    const asker = new AbortController();
    const port = await frames((heard) => {
      heard.respond();
      heard.data(framed(''));
      asker.abort();
    });
    const began = performance.now();
    const [stream] = await holdStream({
      ...optionsAt(port, 30_000),
      ...METHOD,
      reflect: false,
      holdMs: 60_000,
      signal: asker.signal,
    });
    expect(performance.now() - began).toBeLessThan(LATE);
    expect(stream?.heldMs).toBeLessThan(LATE);
  });
});

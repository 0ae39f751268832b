/** Servers for the probe that do exactly what one test wants, over bare TCP or TLS. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';

export interface OddServer {
  readonly port: number;
  close(): Promise<void>;
}

async function listening(server: Server, sockets: ReadonlySet<Socket>, host: string): Promise<OddServer> {
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  return {
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** `onConnection` decides what becomes of each caller; errors of theirs are of no interest. */
export function tcpServer(onConnection: (socket: Socket) => void, host = '127.0.0.1'): Promise<OddServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  return listening(server, sockets, host);
}

export function tlsServer(
  options: TlsOptions,
  onConnection: (socket: TLSSocket) => void,
  host = '127.0.0.1',
): Promise<OddServer> {
  const sockets = new Set<Socket>();
  const server = createTlsServer(options, (socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  return listening(server, sockets, host);
}

/** One HTTP/2 frame (RFC 9113 §4.1). */
export function frame(type: number, flags: number, stream: number, payload: Buffer | string = ''): Buffer {
  const body = Buffer.from(payload);
  const head = Buffer.alloc(9);
  head.writeUIntBE(body.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, body]);
}

const words = (...numbers: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [i, number] of numbers.entries()) bytes.writeUInt32BE(number, i * 4);
  return bytes;
};

/** The frames the tests send. `:status 200` is entry 8 of HPACK's static table. */
export const FRAMES = {
  settings: frame(4, 0, 0),
  settingsAck: frame(4, 1, 0),
  headers200: frame(1, 4, 1, Buffer.from([0x88])),
  headers200End: frame(1, 5, 1, Buffer.from([0x88])),
  brokenHeaders: frame(1, 4, 1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),
  data: (text: string) => frame(0, 0, 1, text),
  reset: (code: number) => frame(3, 0, 1, words(code)),
  goaway: (code: number, last = 0) => frame(7, 0, 0, words(last, code)),
} as const;

/** Calls back once the client has sent the HEADERS of this stream: its request is there. */
export function onRequest(socket: Socket, then: () => void, stream = 1): void {
  let seen = Buffer.alloc(0);
  let done = false;
  socket.on('data', (chunk: Buffer) => {
    seen = Buffer.concat([seen, chunk]);
    for (let at = 24; at + 9 <= seen.length && !done; at += 9 + seen.readUIntBE(at, 3))
      if (seen[at + 3] === 1 && seen.readUInt32BE(at + 5) === stream) {
        done = true;
        then();
      }
  });
}

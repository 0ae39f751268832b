/** Servers that are not, or no longer, a proper Redis. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface StrangeServer {
  readonly url: string;
  close(): Promise<void>;
}

/** A TCP server on a free port; `onConnection` decides what becomes of each caller. */
export async function strangeServer(onConnection: (socket: Socket) => void): Promise<StrangeServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Connects a caller with a server behind; `heard` is given all that is sent, and answers come late by `delayMs`. */
export function pipeTo(
  port: number,
  socket: Socket,
  heard: (chunk: Buffer) => void = () => undefined,
  delayMs: () => number = () => 0,
): void {
  const behind = connect({ port, host: '127.0.0.1', noDelay: true });
  behind.on('error', () => socket.destroy());
  behind.on('close', () => socket.destroy());
  socket.on('close', () => behind.destroy());
  socket.on('data', (chunk) => {
    heard(chunk);
    behind.write(chunk);
  });
  behind.on('data', (chunk) => {
    const ms = delayMs();
    if (ms === 0) socket.write(chunk);
    else setTimeout(() => !socket.destroyed && socket.write(chunk), ms).unref();
  });
}

export interface SlowProxy extends StrangeServer {
  /** Milliseconds by which every answer is held back. */
  delayMs: number;
  /** Everything the clients have sent so far. */
  sent(): string;
}

/** A way to a real Redis on which answers take as long as one likes. */
export async function slowProxy(port: number): Promise<SlowProxy> {
  let sent = '';
  const proxy = { delayMs: 0 };
  const hear = (chunk: Buffer): void => {
    sent += chunk.toString();
  };
  const server = await strangeServer((socket) => pipeTo(port, socket, hear, () => proxy.delayMs));
  return Object.assign(proxy, { ...server, sent: () => sent });
}

/** The listening side: one port for many hosts, told apart by the name in the ClientHello, each with its own misbehaviour. */
import { createServer as createH1, type Server as H1Server } from 'node:http';
import { constants, performServerHandshake, type ServerHttp2Session } from 'node:http2';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTls, type TLSSocket, type Server as TlsServer } from 'node:tls';
import type { Leaf } from './certificates.js';
import { readHello } from './client-hello.js';
import type { Exchange } from './exchange.js';
import { h1Exchange } from './h1-exchange.js';
import { h2Exchange } from './h2-exchange.js';
import { breakConnection, breakStream } from './h2-faults.js';
import { type Carrier, withStreamFault } from './stream-faults.js';
import type { AlpnSwitch, HostSwitches } from './switches.js';

export interface DoorOptions {
  readonly switchesOf: (host: string) => HostSwitches;
  /** The certificate a host shows as it is switched now. */
  readonly leafOf: (host: string) => Promise<Leaf>;
  readonly serve: (exchange: Exchange, host: string) => void;
  /** What a client means that names no host. */
  readonly nameless: string;
}

const ALPN: Readonly<Record<AlpnSwitch, string[] | undefined>> = {
  both: ['h2', 'http/1.1'],
  'no-h2': ['http/1.1'],
  'only-h2': ['h2'],
  none: undefined,
};
/** A fatal alert, handshake_failure (RFC 8446, 6.2). */
const ALERT = Buffer.from('15030300020228', 'hex');
const PLAIN =
  'HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\nThis is no TLS.\n';

/** What one door knows of a connection beneath TLS. */
const raws = new WeakMap<object, Socket>();

export interface Door {
  /** Takes over a connection that was accepted; `host`: whose own port it came to. */
  readonly take: (socket: Socket, host?: string) => void;
}

/** A door without a port; several ports can lead to the same. */
export function createDoor(options: DoorOptions): Door {
  const { switchesOf, serve } = options;
  const carrierOf = (socket: TLSSocket, session?: ServerHttp2Session): Carrier => ({
    session,
    raw: raws.get(socket) ?? socket,
  });

  const h1: H1Server = createH1((request, response) => {
    const socket = request.socket as TLSSocket;
    const exchange = h1Exchange(request, response);
    const { http2 } = switchesOf(exchange.host);
    if (http2 === 'silent') return;
    if (http2 === 'closed') return void socket.destroy();
    if (http2 === 'half-reply') {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 1000 });
      response.write('The first half of', () => setImmediate(() => socket.destroy()));
      return;
    }
    serve(
      withStreamFault(exchange, carrierOf(socket), switchesOf(exchange.host)),
      socket.servername || exchange.host,
    );
  });

  // Without TLS there is nothing but the way to TLS.
  const plain = createH1((request, response) => {
    response.writeHead(301, { location: `https://${request.headers.host ?? ''}${request.url ?? '/'}` });
    response.end();
  });

  const speakH2 = (socket: TLSSocket, host: string): void => {
    if (breakConnection(socket, switchesOf(host))) return;
    const session = performServerHandshake(socket, { settings: { maxConcurrentStreams: 100 } });
    session.on('error', () => undefined);
    const carrier = carrierOf(socket, session);
    session.on('stream', (stream, headers, flags) => {
      const switches = switchesOf(host);
      if (breakStream(stream, carrier, switches)) return;
      const ended = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      serve(withStreamFault(h2Exchange(stream, headers, ended), carrier, switches), host);
    });
  };

  const shake = async (socket: Socket, host: string): Promise<void> => {
    const { cert, key } = await options.leafOf(host);
    const protocols = ALPN[switchesOf(host).alpn];
    const tls: TlsServer = createTls({ cert, key, ...(protocols ? { ALPNProtocols: protocols } : {}) });
    tls.on('tlsClientError', (_error, failed) => failed.destroy());
    tls.on('secureConnection', (secure) => {
      raws.set(secure, socket);
      secure.on('error', () => undefined);
      if (secure.alpnProtocol === 'h2') speakH2(secure, host);
      else h1.emit('connection', secure);
    });
    tls.emit('connection', socket);
    process.nextTick(() => socket.resume());
  };

  /** Faults before TLS; true when the connection is dealt with. */
  const turnAway = (socket: Socket, host: string): boolean => {
    const { tcp } = switchesOf(host);
    if (tcp === 'fine') return false;
    // Read on, or the door would never hear that the client has gone.
    if (tcp === 'silent') socket.resume();
    else socket.resetAndDestroy();
    return true;
  };

  const greet = (socket: Socket, host: string): void => {
    if (turnAway(socket, host)) return;
    const { tls } = switchesOf(host);
    if (tls === 'not-tls') socket.end(PLAIN);
    else if (tls === 'alert') socket.end(ALERT);
    else if (tls === 'cut') socket.destroy();
    else shake(socket, host).catch(() => socket.destroy());
  };

  const listen = (socket: Socket, nameless: string, before: Buffer = Buffer.alloc(0)): void => {
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      const bytes = Buffer.concat([before, chunk]);
      const hello = readHello(bytes);
      if (hello.kind === 'more') {
        listen(socket, nameless, bytes);
        socket.resume();
        return;
      }
      socket.unshift(bytes);
      if (hello.kind === 'hello') {
        greet(socket, hello.host ?? nameless);
        return;
      }
      plain.emit('connection', socket);
      socket.resume();
    });
  };

  return {
    take(socket, host) {
      socket.on('error', () => undefined);
      socket.setNoDelay(true);
      if (host === undefined || !turnAway(socket, host)) listen(socket, host ?? options.nameless);
    },
  };
}

/** A port of this computer that leads to a door. */
export interface OpenPort {
  readonly port: number;
  /** Stops listening and ends what came in here. */
  close(): Promise<void>;
}

/** Opens one; 0: any free port. */
export function openPort(take: (socket: Socket) => void, port: number): Promise<OpenPort> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    take(socket);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({ port: (server.address() as AddressInfo).port, close });
    });
  });
}
